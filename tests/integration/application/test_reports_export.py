"""Processing reports as a file: CSV or XLSX, of one message or of a selection."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from openpyxl import load_workbook

from reading_world import NOON, House, house, reader
from verzuimbrug.application.reports import export
from verzuimbrug.application.reports.export import export_report, export_selection
from verzuimbrug.application.reports.selection import Selection
from verzuimbrug.application.reports.words import HEADINGS
from verzuimbrug.application.spreadsheets_writing import SheetForm
from verzuimbrug.domain.findings import Finding
from verzuimbrug.store.models import AccessLog
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")
UNKNOWN = Finding("WG201", {"code": "W1", "received": "1"}, "/X", 12).to_json()
GAP = Finding("VZ301", {"sequence": "3", "awaited": "2"}).to_json()
BROKEN = Finding("BRT03", {"message": "X"}, "/X", 1).to_json()
WEEK = Selection(first=NOON.date(), last=NOON.date())


@pytest.fixture
def gezond() -> House:
    """An arbodienst with a remarked message, a rejected one, a dry run, and a good one."""
    of = house("GEZOND")
    person = of.employee(of.employer("W1"), "k1")
    remarked = of.message("r1", decided_at=NOON)
    of.report(remarked, 0, "parked", findings=[UNKNOWN, GAP], codes=["WG201", "VZ301"])
    of.report(remarked, 1, "applied", case_key="VG2", employee_id=person)
    of.message("r2", decided_at=NOON, state="rejected", findings=[BROKEN], codes=["BRT03"])
    dry = {"position": 0, "employer_code": "W1", "case_key": "VG3", "sequence": 1}
    dry_report = [{**dry, "state": "applied", "findings": []}]
    of.message("r3", decided_at=NOON, dry_run=True, dry_report=dry_report)
    of.report(of.message("r4", decided_at=NOON), 0, "duplicate", case_key="VG4")
    return of


def rows(content: bytes) -> list[list[str]]:
    text = io.StringIO(content.decode("utf-8-sig"), newline="")
    return list(csv.reader(text, delimiter=";"))


def brief(lines: list[list[Any]]) -> list[tuple[Any, ...]]:
    """Receipt, report, case, outcome and finding of each line after the headings."""
    return [(row[0], row[5], row[7], row[9], row[10]) for row in lines[1:]]


EXPECTED = [
    ("r4", "", "", "verwerkt", ""),
    ("r4", "1", "VG4", "dubbel", ""),
    ("r3", "", "", "verwerkt", ""),
    ("r3", "1", "VG3", "verwerkt", ""),
    ("r2", "", "", "afgewezen", "BRT03"),
    ("r1", "", "", "verwerkt", ""),
    ("r1", "1", "VG1", "wachtend", "WG201"),
    ("r1", "1", "VG1", "wachtend", "VZ301"),
    ("r1", "2", "VG2", "verwerkt", ""),
]


def test_a_selection_is_a_line_a_finding_with_what_to_do() -> None:
    of = house("GEZOND")
    of.report(of.message("r1", decided_at=NOON), 0, "parked", findings=[UNKNOWN])

    headings, _, line = rows(b"".join(export_selection(reader(of), WEEK, "nl", SheetForm.CSV)))

    told = dict(zip(headings, line, strict=True))
    assert told["ontvangen"] == "2026-03-02T13:00:00+01:00"
    assert (told["koppeling"], told["importkoppeling"]) == ("Portaal", "Verzuimmeldingen")
    assert (told["ernst"], told["plaats"]) == ("houdt tegen", "/X")
    assert told["wat u kunt doen"] == Finding.from_json(UNKNOWN).action("nl")


@pytest.mark.parametrize("at_a_time", [1, 2, 1000])
def test_every_message_and_every_report_has_a_line(
    gezond: House, at_a_time: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "_MESSAGES_AT_A_TIME", at_a_time)
    monkeypatch.setattr(export, "_REPORTS_AT_A_TIME", at_a_time)

    content = b"".join(export_selection(reader(gezond), WEEK, "nl", SheetForm.CSV))

    assert brief(rows(content)) == EXPECTED


def test_a_spreadsheet_holds_the_same(gezond: House) -> None:
    content = b"".join(export_selection(reader(gezond), WEEK, "nl", SheetForm.XLSX))

    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    found = [["" if cell is None else cell for cell in row] for row in sheet.values]
    assert tuple(found[0]) == HEADINGS["nl"]
    assert [tuple(map(str, row)) for row in brief(found)] == EXPECTED


def test_one_report_is_a_file_in_the_language_asked(gezond: House) -> None:
    content = export_report(reader(gezond), "r1", "en", SheetForm.CSV)

    assert content is not None
    headings, *lines = rows(b"".join(content))
    assert tuple(headings) == HEADINGS["en"]
    assert [line[9] for line in lines] == ["processed", "waiting", "waiting", "taken over"]


def test_whose_data_are_in_the_file_is_kept(gezond: House) -> None:
    list(export_selection(reader(gezond), WEEK, "nl", SheetForm.CSV))

    with tenant(gezond.arbodienst):
        rows = AccessLog.objects.filter(action="report.read", principal="user a")
        # A look at a dry run is kept too, of which nobody is known to be an employee.
        assert sorted(len(row.employees) for row in rows) == [0, 1]


def test_what_is_closed_or_not_there_is_in_no_file(gezond: House) -> None:
    limited = reader(gezond, frozenset({gezond.account + 1}))
    of_account = Selection(
        first=WEEK.first - timedelta(days=1), last=WEEK.last, account=gezond.account
    )

    assert export_report(limited, "r1", "nl", SheetForm.CSV) is None
    assert export_report(reader(gezond), "r9", "nl", SheetForm.CSV) is None
    assert export_report(reader(gezond), "r\0", "nl", SheetForm.CSV) is None
    for selection in (WEEK, of_account):
        content = b"".join(export_selection(limited, selection, "nl", SheetForm.CSV))
        assert brief(rows(content)) == []
