"""`verzuimbrug demo` as somebody meets it who tries the product."""

import subprocess
import sys
from pathlib import Path

import pytest

_DEMO = [sys.executable, "-m", "verzuimbrug.cli", "demo"]


def _demo(*options: str) -> subprocess.CompletedProcess[str]:
    command = [*_DEMO, *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)


def _processes_that_name(folder: Path) -> list[str]:
    commands = (p.read_bytes() for p in Path("/proc").glob("[0-9]*/cmdline") if p.exists())
    return [command.decode() for command in commands if str(folder).encode() in command]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    data = tmp_path_factory.mktemp("demo") / "var"
    done = _demo("--data", str(data))
    assert done.returncode == 0, done.stdout + done.stderr
    return data, done.stdout


def test_the_dossiers_are_as_they_should_be(played: tuple[Path, str]) -> None:
    assert "Alle 9 dossiers zijn zoals ze horen te zijn." in played[1]


@pytest.mark.parametrize(
    "sentence",
    [
        "activeren kan nog niet",
        "een verkeerd token wordt geweigerd: AANMELDEN-MISLUKT",
        "de berichten zijn bewaard en wachten",
        "al bekend: niet nog eens verwerkt",
        "werkgever aangemaakt: de meldingen zijn vanzelf verwerkt",
    ],
)
def test_the_story_is_told_for_both_portals(played: tuple[Path, str], sentence: str) -> None:
    assert played[1].count(sentence) == 2


def test_no_process_is_left_behind(played: tuple[Path, str]) -> None:
    assert _processes_that_name(played[0]) == []


def test_a_data_folder_in_use_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mijn.txt").write_text("van mij")
    done = _demo("--data", str(tmp_path))
    assert done.returncode == 1
    assert "is niet leeg" in done.stdout
    assert [entry.name for entry in tmp_path.iterdir()] == ["mijn.txt"]
