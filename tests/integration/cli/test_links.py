"""`verzuimbrug links`: proposals that go out as a list, and come back as decisions."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from configuring_world import ACCOUNT
from readiness_world import in_order, judged, known_employee, load, other_account, signed_in
from sending_world import deliver, go_live, take

if TYPE_CHECKING:
    from collections.abc import Callable

    from typer.testing import Result

    Command = Callable[..., Result]

pytestmark = pytest.mark.usefixtures("database")

_HEADING = "employer;employee;key;birth_date;initials;preselected\n"


def test_proposals_can_be_applied_as_they_come_out(command: "Command", tmp_path: Path) -> None:
    employee = known_employee(other_account())
    coupling = signed_in()
    deliver(coupling, load())

    proposed = command("links", "propose", ACCOUNT, "--preselected")
    line = f"FLSN1001;{employee};b;1980-02-05;same-initials;yes\n"
    assert proposed.stdout == _HEADING + line

    (tmp_path / "gekozen.csv").write_text(proposed.stdout)
    applied = command("links", "apply", ACCOUNT, tmp_path / "gekozen.csv")
    assert (applied.exit_code, applied.stdout) == (0, "linked: 1\n")
    assert judged(coupling.ref, "GR-2")[0] == "ok"


def test_doubtful_proposals_are_marked_and_not_preselected(command: "Command") -> None:
    other = other_account()
    known_employee(other, "a")
    known_employee(other, "c")
    coupling = signed_in()
    deliver(coupling, load())

    shown = command("links", "propose", ACCOUNT).stdout
    assert shown.count(";ambiguous\n") == 2
    assert command("links", "propose", ACCOUNT, "--preselected").stdout == _HEADING


def test_proposals_as_json(command: "Command") -> None:
    employee = known_employee(other_account(), fields={"surname": "Smit", "initials": "P"})
    coupling = signed_in()
    deliver(coupling, load())
    (shown,) = json.loads(command("links", "propose", ACCOUNT, "--json").stdout)["proposals"]
    assert shown == {
        "employer": "FLSN1001",
        "employee": employee,
        "key": "b",
        "birth_date": "1980-02-05",
        "strength": "other-initials",
        "is_ambiguous": False,
        "is_preselected": False,
        "surname": None,
        "initials": None,
    }


def test_a_list_of_keys_becomes_proposals(command: "Command", tmp_path: Path) -> None:
    employee = known_employee(other_account())
    signed_in()
    lines = ["FLSN1001;1980-02-05;Smit;;k-1", "FLSN1001;1980-02-05;Jansen;;k-2", "FLSN1001;;;;"]
    (tmp_path / "sleutels.csv").write_text("\n".join(lines))

    outcome = command("links", "import", ACCOUNT, tmp_path / "sleutels.csv")

    assert outcome.stdout.splitlines()[1] == f"FLSN1001;{employee};k-1;1980-02-05;no-initials;no"
    unusable, unmatched = outcome.stderr.splitlines()
    assert "sleutels.csv:3: Regel 3 is niet bruikbaar" in unusable
    assert (outcome.exit_code, unmatched) == (1, "keys that fit nobody: 1")


def test_a_list_of_keys_without_faults_ends_well(command: "Command", tmp_path: Path) -> None:
    signed_in()
    (tmp_path / "sleutels.csv").write_text("")
    outcome = command("links", "import", ACCOUNT, tmp_path / "sleutels.csv")
    assert (outcome.exit_code, outcome.stderr) == (0, "")


def test_lines_that_cannot_be_applied_are_told_and_the_rest_is_linked(
    command: "Command", tmp_path: Path
) -> None:
    employee = known_employee(other_account())
    signed_in()
    lines = [f"FLSN1001;{employee};b", "FLSN1001;999;c", "FLSN1001;geen;d", f"FLSN1001;{employee}"]
    (tmp_path / "gekozen.csv").write_text("\n".join(lines))

    outcome = command("links", "apply", ACCOUNT, tmp_path / "gekozen.csv", "--json")

    done = json.loads(outcome.stdout)
    assert (outcome.exit_code, done["linked"]) == (1, 1)
    assert [each["code"] for each in done["findings"]] == ["GR221", "GR221", "GR211"]


def test_a_first_line_with_a_number_is_no_heading(command: "Command", tmp_path: Path) -> None:
    signed_in()
    (tmp_path / "gekozen.csv").write_text("FLSN1001;12;")
    outcome = command("links", "apply", ACCOUNT, tmp_path / "gekozen.csv")
    assert (outcome.exit_code, "[GR221]" in outcome.stderr) == (1, True)


def test_a_key_that_waits_is_somebody_elses(command: "Command") -> None:
    known_employee(other_account())
    take(go_live(in_order()), load())
    assert command("links", "create", ACCOUNT, "FLSN1001", "b").stdout == "linked: 1\n"
    again = command("links", "create", ACCOUNT, "FLSN1001", "b")
    assert (again.exit_code, "[GR214]" in again.stderr) == (1, True)


@pytest.mark.parametrize("words", [["propose"], ["import", "-"], ["apply", "-"], ["create", "X"]])
def test_an_unknown_account_is_misuse(command: "Command", words: list[str]) -> None:
    signed_in()
    word, *rest = words
    outcome = command("links", word, "Anders", *rest, *(["k"] if word == "create" else []))
    assert (outcome.exit_code, "no account with the name Anders" in outcome.stderr) == (2, True)
