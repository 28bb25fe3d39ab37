"""The command, run as a person gives it, on the database of the test."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from command_world import give

Command = Callable[..., Result]


@pytest.fixture
def command(database: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Gives a command on the instance of the test; `--data` names an empty folder."""
    del database
    monkeypatch.setenv("VERZUIMBRUG_DATA", str(tmp_path))
    return give
