"""Data folders with a server of their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from verzuimbrug.project import embedded


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    """A data folder in a closed folder; its cluster goes with it."""
    yield tmp_path / "var"
    embedded.remove_cluster(tmp_path / "var")
