"""`verzuimbrug demo` as somebody meets it who tries the product."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from verzuimbrug.project import embedded

_DEMO = [sys.executable, "-m", "verzuimbrug.cli", "demo"]


def _demo(*options: str) -> subprocess.CompletedProcess[str]:
    command = [*_DEMO, *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)


def _processes_of(folder: Path) -> list[str]:
    """The processes that know of a data folder, by what they were started with."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            started = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
            if str(folder).encode() in started:
                found.append(process.name)
    return found


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    data = tmp_path_factory.mktemp("demo") / "var"
    done = _demo("--data", str(data))
    assert done.returncode == 0, done.stdout + done.stderr
    yield data, done.stdout
    embedded.remove_cluster(data)


def test_the_dossiers_are_as_they_should_be(played: tuple[Path, str]) -> None:
    assert "Alle 9 dossiers zijn zoals ze horen te zijn." in played[1]


@pytest.mark.parametrize(
    "sentence",
    [
        "activeren kan nog niet",
        "een verkeerd token wordt geweigerd: AANMELDEN-MISLUKT",
        "de berichten zijn bewaard en wachten",
        "1 werkgevercode(s) van het portaal horen bij geen werkgever binnen de autorisaties",
        "alle controles zijn in orde",
        "al bekend: niet nog eens verwerkt",
        "werkgever aangemaakt: de meldingen zijn vanzelf verwerkt",
    ],
)
def test_the_story_is_told_for_both_portals(played: tuple[Path, str], sentence: str) -> None:
    assert played[1].count(sentence) == 2


def test_no_process_is_left_behind(played: tuple[Path, str]) -> None:
    assert _processes_of(played[0]) == []


def test_a_data_folder_in_use_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mijn.txt").write_text("van mij")
    done = _demo("--data", str(tmp_path))
    assert done.returncode == 1
    assert "is niet leeg" in done.stdout
    assert [entry.name for entry in tmp_path.iterdir()] == ["mijn.txt"]
