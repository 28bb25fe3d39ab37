"""The absence of a person and its cases: what holds, was known before, and asks for attention."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from change_log_world import reader
from doors_world import Coupling
from reading_world import House, house
from sending_world import (
    EMPLOYMENTS,
    cases,
    day,
    employments,
    go_live,
    person,
    persons,
    report,
    settings,
    sick,
    take,
)
from undo_world import of, undone
from verzuimbrug.application.access import Reader
from verzuimbrug.application.persons.absence import read_absence, read_case
from verzuimbrug.application.persons.values import AbsencePage, CasePage
from verzuimbrug.domain.authority import Authority
from verzuimbrug.domain.cases import CaseStatus
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.domain.poortwachter import MilestoneState
from verzuimbrug.domain.reports import ReportState
from verzuimbrug.store.models import AbsenceCase, AccessLog, Employee, LinkKey, Stream
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

CHANGE, CORRECT = Operation.CHANGE, Operation.CORRECT
HALF, FULL = Decimal("50.00"), Decimal("100.00")
TODAY = date(2026, 3, 20)


def absence_of(coupling: Coupling, number: int | None = None) -> AbsencePage:
    """The absence of the first person, or of another."""
    page = read_absence(reader(coupling), number or persons(coupling)[0].id, TODAY)
    assert page is not None
    return page


def case_of(coupling: Coupling, key: str = "VG1") -> CasePage:
    """A case with its reports."""
    row = cases(coupling)[key]
    page = read_case(reader(coupling), row.employee_id, row.id, TODAY)
    assert page is not None
    return page


def test_a_case_is_told_with_what_held_when_and_what_was_known_before() -> None:
    coupling = go_live()
    take(
        coupling,
        sick(report()),
        sick(report("VG1", 2, CHANGE, at=5, percentage=HALF)),
        sick(report("VG1", 3, CORRECT, at=5, percentage=Decimal("25.00"))),
    )

    page = absence_of(coupling)
    (case,) = page.cases

    assert (page.head.employer.code, str(page.head.name)) == ("FLSN1001", "J Smit w-1")
    assert (case.key, case.status, case.percentage) == ("VG1", CaseStatus.OPEN, Decimal(25))
    assert [(span.start, span.percentage) for span in case.spans] == [
        (day(0), FULL),
        (day(5), Decimal("25.00")),
    ]
    assert [(step.start, step.percentage) for step in case.earlier] == [(day(5), HALF)]


def test_joined_cases_are_one_absence_of_which_the_gap_moves_the_dates() -> None:
    """VZ-11, VZ-15."""
    coupling = go_live()
    take(
        coupling,
        sick(report()),
        sick(report("VG1", 2, CHANGE, at=5, ends=True)),
        sick(report("VG2", at=15, first_day=day(15))),
    )

    page = absence_of(coupling)
    (line,) = page.spells
    first, second = page.cases

    assert [each.id for each in line.spell.cases] == [first.id, second.id]
    assert (second.continues, second.gap, first.gap) == (first.id, 10, None)
    assert [(due.milestone.week, due.on, due.moved) for due in line.dates[:1]] == [
        (6, day(41 + 10), 10)
    ]
    assert line.joins_until is None


def test_a_recovered_absence_says_until_when_another_joins_it() -> None:
    coupling = go_live()
    take(coupling, sick(report()), sick(report("VG1", 2, CHANGE, at=5, ends=True)))

    (line,) = absence_of(coupling).spells

    assert line.joins_until == day(5 + 27)
    assert {due.state for due in line.dates} == {MilestoneState.PAUSED}


def test_maternity_leave_that_a_stream_confirms_stops_the_weeks() -> None:
    """VZ-11."""
    gezond = house("GEZOND")
    employer = gezond.employer("W1")
    number = gezond.employee(employer, "1")
    with tenant(gezond.arbodienst):
        Stream.objects.update(settings={"maternity_leaves": ["01"]})
    one = gezond.case(employer, number, "VG1")
    leave = {"leave": "01", "status": "recovered", "first_day": day(20), "recovered_on": day(132)}
    gezond.case(employer, number, "VG2", continues_id=one, **leave)

    page = read_absence(_reader(gezond), number, TODAY)

    assert page is not None
    assert [case.is_maternity for case in page.cases] == [False, True]
    assert {due.moved for due in page.spells[0].dates} == {112}


def test_what_waits_is_disputed_or_was_warned_about_asks_for_attention() -> None:
    coupling = go_live()
    take(
        coupling,
        sick(report()),
        sick(report("VG1", 1, percentage=HALF)),
        sick(report("VG1", 3, CHANGE, at=9)),
        sick(report("VG1", 2, CHANGE, at=-4)),
        sick(report("VG1", 9, CHANGE, at=9)),
    )

    found = absence_of(coupling).attention

    assert [(line.sequence, line.state) for line in found] == [
        (1, ReportState.CONFLICT),
        (2, ReportState.APPLIED),
        (9, ReportState.PARKED),
    ]
    assert all(line.findings for line in found)


def test_messages_that_wait_for_the_person_are_told() -> None:
    coupling = go_live()
    take(coupling, sick(report()))
    take(coupling, employments(person("w-9")), stream=EMPLOYMENTS)
    number = persons(coupling)[0].id
    with tenant(coupling.arbodienst):
        LinkKey.objects.update(key="w-9")

    (waiting,) = absence_of(coupling, number).waiting

    assert waiting.cause == "person"


def test_a_case_page_has_every_report_with_what_it_said_and_changed() -> None:
    coupling = go_live()
    first, second = take(
        coupling,
        sick(report()),
        sick(
            report("VG1", 2, CHANGE, at=5, percentage=HALF),
            report("VG1", 4, CHANGE, at=9, percentage=HALF),
        ),
    )

    page = case_of(coupling)
    new, change, beyond = page.reports

    assert [line.receipt for line in page.reports] == [
        first.receipt,
        second.receipt,
        second.receipt,
    ]
    assert [line.state for line in (new, change, beyond)] == ["applied", "applied", "parked"]
    assert change.content is not None
    assert (change.content.operation, change.content.percentage) == (CHANGE, HALF)
    assert [[each.field for each in entry.fields] for entry in change.changes] == [
        ["last_sequence", "periods"]
    ]
    assert beyond.changes == ()
    assert [case.key for case in page.joined] == ["VG1"]


def test_an_undone_report_says_by_which_undo() -> None:
    """VE-4."""
    coupling = go_live()
    _, second = take(
        coupling, sick(report()), sick(report("VG1", 2, CHANGE, at=5, percentage=HALF))
    )
    made = undone(coupling, of(second.receipt))

    line = case_of(coupling).reports[-1]

    assert line.undone is not None
    assert (line.state, line.undone.undo, line.undone.by) == ("undone", made.undo, "beheerder")


def test_a_case_whose_start_was_undone_is_on_its_own_page_only() -> None:
    """VE-4."""
    coupling = go_live()
    first, _ = take(coupling, sick(report()), sick(report("VG2", at=300, first_day=day(300))))
    undone(coupling, of(first.receipt))

    page = case_of(coupling)

    assert (page.is_undone, page.spell, page.joined) == (True, None, ())
    shown = absence_of(coupling)
    assert [case.key for case in shown.cases] == ["VG2"]
    assert [case.key for case in shown.undone] == ["VG1"]


def test_without_a_case_that_counts_there_is_no_name() -> None:
    """Datakluis."""
    gezond = house("GEZOND")
    employer = gezond.employer("W1")
    number = gezond.employee(employer, "1")

    page = read_absence(_reader(gezond), number, TODAY)

    assert page is not None
    assert (page.head.is_shielded, str(page.head.name)) == (True, "")
    assert (page.cases, page.spells, page.attention, page.waiting) == ((), (), (), ())


def _reader(of_house: House, *employers: int) -> Reader:
    limits = frozenset(employers) if employers else None
    return Reader(
        arbodienst=of_house.arbodienst, principal="test", authority=Authority(employers=limits)
    )


Read = Callable[[Reader, int], object]


@pytest.mark.parametrize(
    "read",
    [
        lambda who, number: read_absence(who, number, TODAY),
        lambda who, number: read_case(who, number, 1, TODAY),
    ],
)
def test_who_is_not_there_not_open_or_undone_is_none(read: Read) -> None:
    gezond, fit = house("GEZOND"), house("FIT")
    employer, other = gezond.employer("W1"), gezond.employer("W2")
    number = gezond.employee(employer, "1")
    gezond.case(employer, number, "VG1")

    assert read(_reader(gezond, employer), number) is not None
    assert read(_reader(gezond, other), number) is None
    assert read(_reader(fit), number) is None
    assert read(_reader(gezond), number + 1) is None
    with tenant(gezond.arbodienst):
        Employee.objects.update(hidden=True)
    assert read(_reader(gezond), number) is None


def test_a_case_of_somebody_else_is_none() -> None:
    gezond = house("GEZOND")
    employer = gezond.employer("W1")
    one, other = gezond.employee(employer, "1"), gezond.employee(employer, "2")
    case = gezond.case(employer, one, "VG1")

    assert read_case(_reader(gezond), other, case, TODAY) is None


def test_every_look_is_kept() -> None:
    coupling = go_live()
    take(coupling, sick(report()))
    absence_of(coupling)
    case_of(coupling)

    with tenant(coupling.arbodienst):
        rows = list(AccessLog.objects.order_by("id").values_list("action", "employees"))
        number = AbsenceCase.objects.get().employee_id
    assert rows == [("dossier.read", [number]), ("case.read", [number])]


def test_many_cases_and_reports_take_as_many_queries_as_one() -> None:
    coupling = go_live(settings(gaps="accept"))
    counts = []
    for number in range(3):
        key = f"VG{number}"
        first = day(100 * number)
        take(
            coupling,
            sick(
                report(key, at=100 * number, first_day=first),
                report(key, 2, CHANGE, at=100 * number + 3, percentage=HALF),
                report(key, 3 + number, CHANGE, at=100 * number + 9, ends=True),
            ),
        )
        with CaptureQueriesContext(connection) as queries:
            absence_of(coupling)
            case_of(coupling, key)
        counts.append(len(queries))

    assert set(counts) == {counts[0]}
