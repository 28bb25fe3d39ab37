"""`verzuimbrug editions` and `shadow-run`."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from configuring_world import ACCOUNT, as_file
from doors_world import Coupling
from sending_world import ABSENCE, go_live, report, settings, sick, take
from shadow_world import stored

if TYPE_CHECKING:
    from collections.abc import Callable

    from typer.testing import Result

    Command = Callable[..., Result]


@pytest.fixture
def coupling(command: "Command") -> Coupling:
    """One that took a message in 2022 and one in 2026, and rejected one in 2024."""
    del command
    of = go_live(settings(editions=["2022", "2026"]))
    take(
        of,
        sick(report(), edition="2022"),
        sick(report("VG2"), key="w-2"),
        sick(report("VG3"), key="w-3", edition="2024"),
    )
    return of


@pytest.mark.usefixtures("coupling")
def test_editions_are_listed_of_one_account_or_of_all(command: "Command") -> None:
    for words in (("editions", ACCOUNT), ("editions",)):
        said = command(*words).stdout
        assert f"{ACCOUNT} / {ABSENCE}" in said
        (line,) = (each for each in said.splitlines() if "2024      not taken" in each)
        assert "messages: 1  rejected for the edition: 1" in line
        assert line.endswith("PORTAAL Verzuimbrug portaalsimulator")

    found = json.loads(command("editions", ACCOUNT, "--weeks", 4, "--json").stdout)
    (stream,) = (each for each in found["streams"] if each["stream"] == ABSENCE)
    assert [each["messages"] for each in stream["editions"]] == [1, 1, 1]
    assert len(found["weeks"]) == 4


def test_a_shadow_run_of_other_editions_tells_what_differs(
    command: "Command", coupling: Coupling
) -> None:
    outcome = command("shadow-run", ACCOUNT, ABSENCE, "--stop", "2022", "--accept", "2024")

    assert outcome.exit_code == 1, outcome.stderr
    lines = outcome.stdout.splitlines()
    assert lines[0] == "messages: 3; the same: 1; different: 2"
    assert "  state: 2" in lines
    assert any("rejected" in line and "[IN101]" in line for line in lines)
    assert any(line.startswith("  person J 1980: ") for line in lines)
    assert "Smit" not in outcome.stdout
    assert stored(coupling)["editions"] == ["2022", "2026"]


def test_a_shadow_run_of_a_file_says_what_it_takes_no_account_of(
    command: "Command", coupling: Coupling, tmp_path: Path
) -> None:
    file = tmp_path / "anders.yaml"
    exported = yaml.safe_load(command("config", "export").stdout)
    file.write_bytes(as_file(exported))
    same = command("shadow-run", ACCOUNT, ABSENCE, file)
    assert (same.exit_code, same.stderr) == (0, "")

    exported["accounts"][0]["streams"][0]["employer_code"] = "X[IdWrkgvrArbdnst]"
    names = [each["name"] for each in exported["accounts"][0]["streams"]]
    exported["accounts"][0]["streams"][names.index(ABSENCE)]["mode"] = "approval"
    exported["employers"][0]["name"] = "Anders"
    file.write_bytes(as_file(exported))

    outcome = command("shadow-run", ACCOUNT, ABSENCE, file, "--json", "--since", "2020-01-01")

    assert outcome.exit_code == 1
    assert "not compared: ~ employer FLSN1001: name" in outcome.stderr
    found = json.loads(outcome.stdout)
    assert found["counts"]["state"] == 2
    assert [each["changed"]["state"] for each in found["items"]] == ["held", "held"]
    assert stored(coupling)["mode"] == "live"


def test_reports_and_what_they_change_are_told_line_by_line(
    command: "Command", coupling: Coupling, tmp_path: Path
) -> None:
    file = tmp_path / "anders.yaml"
    exported = yaml.safe_load(command("config", "export").stdout)
    (stream,) = (s for s in exported["accounts"][0]["streams"] if s["name"] == ABSENCE)
    stream["operations"] = {"02": "new"}
    file.write_bytes(as_file(exported))

    said = command("shadow-run", ACCOUNT, ABSENCE, file, "--last", 3, "--lang", "en").stdout

    assert "report 1: VG1 1 new applied -> VG1 1 without an operation parked" in said
    assert "case FLSN1001 VG1: status: open -> None" in said
    assert stored(coupling)["operations"] == "generic"


@pytest.mark.usefixtures("coupling")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "one of the two"),
        (("--stop", "2022", "--stop", "2026"), "[ED101]"),
        (("--stop", "2022", "-"), "one of the two"),
    ],
)
def test_what_cannot_be_compared_is_misuse(
    command: "Command", words: tuple[str, ...], said: str
) -> None:
    outcome = command("shadow-run", ACCOUNT, ABSENCE, *words)

    assert outcome.exit_code == 2
    assert said in outcome.stderr
