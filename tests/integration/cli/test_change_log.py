"""`verzuimbrug log`: what changed, what was known when, and why, in words or as JSON (VE-5)."""

import csv
import json
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from change_log_world import EMPLOYER, NOON, Written, write_change, write_undo
from configuring_world import ACCOUNT
from sending_world import EMPLOYEES, cases, employees, go_live, person, persons, report, sick, take
from verzuimbrug.domain.deliveries import Operation

if TYPE_CHECKING:
    from collections.abc import Callable

    from typer.testing import Result

    from doors_world import Coupling

    Command = Callable[..., Result]

pytestmark = pytest.mark.usefixtures("database")

CHANGE = Operation.CHANGE
OF_ACCOUNT = ("--account", ACCOUNT)
PERSON = ("person", EMPLOYER, "w-1", *OF_ACCOUNT)
CASE = ("case", EMPLOYER, "VG1", *OF_ACCOUNT)


@pytest.fixture
def coupling(database: None) -> "Coupling":
    """A coupling with one case."""
    del database
    made = go_live()
    take(made, sick(report()))
    return made


def _end(coupling: "Coupling") -> str:
    """The case comes to its end; the receipt of the message that says so."""
    (taken,) = take(coupling, sick(report("VG1", 2, CHANGE, at=9, ends=True)))
    return taken.receipt


def _lines(outcome: "Result") -> list[str]:
    assert outcome.exit_code == 0, outcome.stderr
    return [line.strip() for line in outcome.stdout.splitlines()]


def test_what_a_message_changed_reads_as_sentences(
    coupling: "Coupling", command: "Command"
) -> None:
    receipt = _end(coupling)

    lines = _lines(command("log", "message", receipt))

    assert lines[0].endswith(f"verzuimgeval VG1 van w-1 bij {EMPLOYER}: hersteld")
    assert lines[1].startswith(f"door bericht {receipt} van {ACCOUNT}, Verzuimmeldingen, opgesteld")
    assert "status: open -> hersteld" in lines
    assert "hersteldatum: (leeg) -> 2026-03-11" in lines


def test_it_reads_in_english_for_who_asks_it(coupling: "Coupling", command: "Command") -> None:
    receipt = _end(coupling)

    lines = _lines(command("log", "message", receipt, "--lang", "en"))

    assert lines[0].endswith(f"absence case VG1 of w-1 at {EMPLOYER}: recovered")
    assert "recovered on: (empty) -> 2026-03-11" in lines


@pytest.mark.parametrize(
    ("words", "count"), [(PERSON, 3), (CASE, 1), (("employer", EMPLOYER), 3)], ids=str
)
def test_json_has_a_change_on_each_line(
    coupling: "Coupling", command: "Command", words: tuple[str, ...], count: int
) -> None:
    del coupling

    lines = _lines(command("log", *words, "--json"))

    assert [json.loads(line)["of"]["employer"] for line in lines] == [EMPLOYER] * count


def test_changes_by_hand_and_in_an_undo_say_so(coupling: "Coupling", command: "Command") -> None:
    employee, case = persons(coupling)[0].id, cases(coupling)["VG1"].id
    undo = write_undo(coupling, "beheerder")
    values: Written = {"undo_id": undo, "by": "beheerder", "fields": {"hidden": [False, True]}}
    write_change(coupling, "case", case, employee, **values)

    lines = _lines(command("log", *CASE))

    assert f"bij ongedaan maken {undo}, door beheerder" in lines
    assert "verborgen: nee -> ja" in lines


def test_what_is_shielded_is_said_to_be(database: None, command: "Command") -> None:
    """Datakluis."""
    del database
    take(go_live(), employees(person("w-1")), stream=EMPLOYEES)

    lines = _lines(command("log", *PERSON))

    assert lines[0].endswith(f"persoon w-1 bij {EMPLOYER}: aangemaakt")
    assert "achternaam: afgeschermd" in lines
    assert "geslacht: (leeg) -> V" in lines
    known = _lines(command("log", "known", *PERSON))
    assert [line for line in known if line.startswith("achternaam: afgeschermd; bekend sinds")]


@pytest.mark.parametrize(
    ("moment", "count"),
    [
        ("2026-03-01", 0),
        ("2026-03-02", 1),
        ("2026-03-02T12:59", 0),
        ("2026-03-02 13:00", 1),
        ("2026-03-02T13:00:00", 1),
    ],
)
def test_as_known_at_is_up_to_and_including_what_is_written(
    coupling: "Coupling", command: "Command", moment: str, count: int
) -> None:
    """Noon in UTC is one o'clock here; the seconds of that minute count."""
    employee, case = persons(coupling)[0].id, cases(coupling)["VG1"].id
    write_change(coupling, "case", case, employee, at=NOON, fields={"cause": [None, "1"]})

    assert len(_lines(command("log", *CASE, "--known-at", moment, "--json"))) == count


@pytest.mark.parametrize("moment", ["gisteren", "2026-13-01", "9999-12-31", "2026-03-02T13:00:00Z"])
def test_what_is_no_moment_is_misuse(coupling: "Coupling", command: "Command", moment: str) -> None:
    del coupling
    outcome = command("log", *CASE, "--known-at", moment)
    assert (outcome.exit_code, "is no moment" in outcome.stderr) == (2, True)


def test_what_held_when_is_shown_with_where_it_came_from(
    coupling: "Coupling", command: "Command"
) -> None:
    receipt = _end(coupling)

    lines = _lines(command("log", "known", *CASE))

    assert lines[1].startswith("vanaf 2026-03-02 t/m 2026-03-10: 100.00%, open; bekend sinds")
    assert lines[2].startswith("vanaf 2026-03-11: 0.00%, hersteld; bekend sinds")
    assert receipt in lines[2]
    (known,) = json.loads(command("log", "known", *CASE, "--json").stdout)["objects"]
    assert [each["percentage"] for each in known["held"]] == [100.0, 0.0]


def test_why_a_field_has_its_value_is_shown_with_what_it_was_before(
    coupling: "Coupling", command: "Command"
) -> None:
    _end(coupling)

    lines = _lines(command("log", "why", "case", EMPLOYER, "VG1", "status", *OF_ACCOUNT))

    assert lines[0] == "status: hersteld"
    assert lines[1].endswith("status: open -> hersteld")
    assert lines[3] == "daarvoor:"
    assert lines[4].endswith("status: (leeg) -> open")
    told = command("log", "why", "case", EMPLOYER, "VG1", "status", *OF_ACCOUNT, "--json").stdout
    assert json.loads(told)["value"] == "recovered"


def test_why_of_a_person_and_of_an_employment(coupling: "Coupling", command: "Command") -> None:
    del coupling
    of_person = command("log", "why", "person", EMPLOYER, "w-1", "surname", *OF_ACCOUNT)
    of_employment = command(
        "log", "why", "employment", EMPLOYER, "w-1", "D-w-1", "department", *OF_ACCOUNT
    )

    assert _lines(of_person)[0] == "achternaam: Smit w-1"
    assert _lines(of_employment) == [
        "afdeling: (leeg)",
        "het wijzigingslogboek heeft geen wijziging van dit veld",
    ]


def test_a_file_is_written_for_its_owner_only(
    coupling: "Coupling", command: "Command", tmp_path: Path
) -> None:
    del coupling
    lines, sheet = tmp_path / "log.jsonl", tmp_path / "log.csv"

    assert _lines(command("log", "employer", EMPLOYER, "--export", lines)) == []
    assert _lines(command("log", *PERSON, "--export", sheet, "--lang", "en")) == []

    assert len(lines.read_text().splitlines()) == 3
    with sheet.open(newline="") as file:
        assert {row["kind"] for row in csv.DictReader(file, delimiter=";")} == {
            "person",
            "employment",
            "absence case",
        }
    assert {stat.S_IMODE(file.stat().st_mode) for file in (lines, sheet)} == {0o600}


def test_a_file_of_another_kind_is_misuse(
    coupling: "Coupling", command: "Command", tmp_path: Path
) -> None:
    del coupling
    outcome = command("log", *CASE, "--export", tmp_path / "log.xlsx")
    assert (outcome.exit_code, ".csv or .jsonl" in outcome.stderr) == (2, True)


@pytest.mark.parametrize(
    "words",
    [
        ("message", "geen"),
        ("employer", "FLSN9"),
        ("person", EMPLOYER, "w-9", *OF_ACCOUNT),
        ("case", EMPLOYER, "VG1", "--account", "Anders"),
        ("known", "case", EMPLOYER, "VG9", *OF_ACCOUNT),
        ("why", "person", EMPLOYER, "w-9", "surname", *OF_ACCOUNT),
        ("case", EMPLOYER, "VG9", *OF_ACCOUNT, "--export", "geen.csv"),
    ],
    ids=" ".join,
)
def test_what_is_not_there_is_misuse(
    coupling: "Coupling", command: "Command", words: tuple[str, ...]
) -> None:
    del coupling
    outcome = command("log", *words)
    assert (outcome.exit_code, "has no such thing" in outcome.stderr) == (2, True)
