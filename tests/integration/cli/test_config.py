"""`verzuimbrug config`."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from configuring_world import as_file, example

if TYPE_CHECKING:
    from collections.abc import Callable

    from typer.testing import Result

    Command = Callable[..., Result]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The example as a file."""
    (tmp_path / "config.yaml").write_bytes(as_file(example()))
    return tmp_path / "config.yaml"


def test_applying_prints_what_is_new_and_twice_nothing(command: "Command", file: Path) -> None:
    first, second = command("config", "apply", file), command("config", "apply", file)

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "+ employer FLSN1001" in first.stdout
    assert "differences: 7; applied" in first.stdout
    assert second.stdout == "no differences; applied\n"


def test_a_dry_run_changes_nothing(command: "Command", file: Path) -> None:
    for _ in range(2):
        outcome = command("config", "apply", file, "--dry-run")
        assert "differences: 7; dry run, nothing was changed" in outcome.stdout


def test_export_can_be_applied(command: "Command", file: Path, tmp_path: Path) -> None:
    command("config", "apply", file)
    exported = tmp_path / "exported.yaml"
    exported.write_text(command("config", "export").stdout, encoding="utf-8")
    assert command("config", "apply", exported).stdout == "no differences; applied\n"


def test_faults_are_told_with_their_place_and_nothing_is_applied(
    command: "Command", file: Path
) -> None:
    file.write_text(
        file.read_text().replace("web-service", "ftp").replace("insurer:", "verzekeraar:")
    )
    outcome = command("config", "apply", file)

    assert outcome.exit_code == 2
    assert outcome.stdout == ""
    kind, unknown = outcome.stderr.splitlines()
    assert f"{file}:{_line(file, 'ftp')}: accounts[1].type: De waarde ftp bestaat hier" in kind
    assert f"{file}:{_line(file, 'verzekeraar:')}: accounts[1].verzekeraar: De sleutel" in unknown
    assert command("config", "export").exit_code == 2


def _line(file: Path, word: str) -> int:
    return next(n for n, line in enumerate(file.read_text().splitlines(), 1) if word in line)


def test_faults_in_english(command: "Command", file: Path) -> None:
    file.write_text("[]")
    outcome = command("config", "apply", file, "--lang", "en")
    assert "A mapping of keys and values belongs here." in outcome.stderr


def test_differences_as_json(command: "Command", file: Path) -> None:
    outcome = json.loads(command("config", "apply", file, "--json", "--dry-run").stdout)
    assert outcome["applied"] is False
    assert outcome["findings"] == []
    assert outcome["differences"][0] == {
        "kind": "arbodienst",
        "key": ["GEZOND"],
        "field": None,
        "before": None,
        "after": {"code": "GEZOND", "name": "Arbodienst Gezond"},
    }


def test_what_the_file_leaves_out_is_named(command: "Command", file: Path) -> None:
    command("config", "apply", file)
    file.write_text("arbodienst: {code: GEZOND, name: Arbodienst Gezond}\n")
    outcome = command("config", "apply", file)
    assert "= Felison verzekeringsinzicht: not in the file, kept as it is" in outcome.stdout


def test_a_file_that_is_not_there_is_misuse(command: "Command", tmp_path: Path) -> None:
    outcome = command("config", "apply", tmp_path / "nergens.yaml")
    assert outcome.exit_code == 2
    assert "cannot be read" in outcome.stderr
