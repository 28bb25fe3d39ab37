"""Processing reports for people: the list of a period, the causes in it, and one that is opened."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reading_world import NOON, House, house, reader
from verzuimbrug.application.interpret import LOCAL
from verzuimbrug.application.reports.listing import ReportList, list_causes, list_reports
from verzuimbrug.application.reports.opening import Part, open_report
from verzuimbrug.application.reports.report import read_report
from verzuimbrug.application.reports.selection import (
    MOST_DAYS,
    Selection,
    choosable_couplings,
    days_of,
)
from verzuimbrug.domain.findings import Finding
from verzuimbrug.store.models import AccessLog, Look, Message
from verzuimbrug.store.report_reads import MOST_COUNTED
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")
DAY = timedelta(days=1)
Stored = dict[str, Any]
UNKNOWN = Finding("WG201", {"code": "W1", "received": "1"}, "/X", 12).to_json()
GAP = Finding("VZ301", {"sequence": "3", "awaited": "2"}).to_json()
BROKEN = Finding("BRT03", {"message": "X"}, "/X", 1).to_json()


def decided(of: House, receipt: str, at: datetime = NOON, **values: object) -> int:
    number = of.message(receipt, **{"decided_at": at, **values})
    with tenant(of.arbodienst):
        Message.objects.filter(id=number).update(received_at=at)
    return number


def report(of: House, message: int, position: int, *findings: Stored, **values: object) -> None:
    usual = {"case_key": f"VG{position}"}
    codes = [finding["code"] for finding in findings]
    state = "parked" if findings else "applied"
    of.report(message, position, state, findings=list(findings), codes=codes, **{**usual, **values})


def chosen(**values: Any) -> Selection:  # noqa: ANN401 -- what the selection takes
    return Selection(**{"first": NOON.date(), "last": NOON.date(), **values})


def listed(of: House, before: int | None = None, limit: int = 100, **values: object) -> ReportList:
    return list_reports(reader(of), chosen(**values), "nl", before, limit)


def receipts(found: ReportList) -> list[str]:
    return [entry.receipt for entry in found.items]


@pytest.fixture
def gezond() -> House:
    """An arbodienst with a good, a remarked, a rejected and a failed message, and one undecided."""
    of = house("GEZOND")
    report(of, decided(of, "r1"), 0)
    remarked = decided(of, "r2", NOON + timedelta(minutes=1))
    report(of, remarked, 0, UNKNOWN)
    report(of, remarked, 1, UNKNOWN, GAP)
    report(of, remarked, 2)
    later = NOON + timedelta(minutes=2)
    decided(of, "r3", later, state="rejected", findings=[BROKEN], codes=["BRT03"])
    decided(of, "r4", NOON + timedelta(minutes=3), state="failed", decided_at=None)
    decided(of, "r5", NOON + timedelta(minutes=4), state="received", decided_at=None)
    return of


def test_the_list_tells_what_became_of_each_message_the_last_first(gezond: House) -> None:
    found = listed(gezond)

    assert receipts(found) == ["r4", "r3", "r2", "r1"]
    assert found.next is None
    _, refused, remarked, good = found.items
    assert refused.finding is not None
    assert (refused.state, refused.finding.code) == ("rejected", "BRT03")
    assert (remarked.states, remarked.finding) == ({"parked": 2, "applied": 1}, None)
    assert (good.account_name, good.stream, good.is_more) == ("Portaal", "Verzuimmeldingen", False)


def test_the_list_can_be_narrowed(gezond: House) -> None:
    assert receipts(listed(gezond, with_findings=True)) == ["r3", "r2"]
    assert receipts(listed(gezond, rejected=True)) == ["r3"]
    assert receipts(listed(gezond, code="VZ301")) == ["r2"]
    assert receipts(listed(gezond, code="BRT03")) == ["r3"]
    assert receipts(listed(gezond, code="geen code")) == []
    assert receipts(listed(gezond, first=NOON.date() + DAY, last=NOON.date() + DAY)) == []
    assert len(receipts(listed(gezond, account=gezond.account, stream=gezond.stream))) == 4
    assert receipts(listed(gezond, stream=gezond.stream + 1)) == []


def test_the_list_goes_on_where_a_page_ended(gezond: House) -> None:
    first = listed(gezond, limit=3)

    assert receipts(first) == ["r4", "r3", "r2"]
    assert receipts(listed(gezond, first.next, limit=3)) == ["r1"]


def test_messages_of_one_moment_are_each_on_one_page() -> None:
    of = house("GEZOND")
    for number in range(5):
        decided(of, f"r{number}")
    first = listed(of, limit=3)

    assert receipts(first) + receipts(listed(of, first.next, limit=3)) == [
        f"r{number}" for number in reversed(range(5))
    ]


def test_of_a_large_message_not_every_report_is_counted_in_the_list() -> None:
    of = house("GEZOND")
    number = decided(of, "r1")
    with tenant(of.arbodienst), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO store_absencereport (arbodienst_id, message_id, position, account_id, "
            "employer_code, sequence, received_on, impossible_year, state, findings, codes) "
            "SELECT %s, %s, n, %s, 'W1', 1, '2026-03-02', false, 'applied', '[]', '{}' "
            "FROM generate_series(1, %s) n",
            [of.arbodienst, number, of.account, MOST_COUNTED + 5],
        )

    (entry,) = listed(of).items

    assert entry.is_more


def test_what_is_closed_is_in_no_list(gezond: House) -> None:
    limited = reader(gezond, frozenset({gezond.account + 1}))

    assert list_reports(limited, chosen(), "nl").items == ()
    assert list_reports(limited, chosen(account=gezond.account), "nl").items == ()
    assert list_causes(limited, chosen(), "nl") == ()
    assert list_causes(limited, chosen(account=gezond.account), "nl") == ()


@pytest.mark.parametrize("narrowed", ["day", "stream"])
def test_findings_are_grouped_by_cause_the_most_said_first(gezond: House, narrowed: str) -> None:
    report(gezond, decided(gezond, "r6"), 0, UNKNOWN)
    selection = chosen(stream=gezond.stream) if narrowed == "stream" else chosen()

    causes = list_causes(reader(gezond), selection, "nl")

    assert [(c.finding.code, c.reports, c.messages) for c in causes] == [
        *(("WG201", 3, 2), ("VZ301", 1, 1)),
        ("BRT03", 0, 1),
    ]
    assert causes[0].finding.action
    assert "W1" in causes[0].finding.text


def test_findings_of_other_days_are_not_among_the_causes(gezond: House) -> None:
    other = chosen(first=NOON.date() + DAY, last=NOON.date() + DAY)

    assert list_causes(reader(gezond), other, "nl") == ()


def test_a_report_is_opened_with_its_causes_and_its_outcomes(gezond: House) -> None:
    opened = open_report(reader(gezond), "r2", "nl")

    assert opened is not None
    assert (opened.head.account, opened.head.states) == (
        *(gezond.account,),
        {"parked": 2, "applied": 1},
    )
    assert [(c.finding.code, c.reports) for c in opened.head.causes] == [("WG201", 2), ("VZ301", 1)]
    assert [outcome.position for outcome in opened.outcomes] == [0, 1, 2]
    assert opened.next is None


def test_the_outcomes_come_in_pages_and_by_finding(gezond: House) -> None:
    first = open_report(reader(gezond), "r2", "nl", Part(limit=2))
    assert first is not None
    assert ([o.position for o in first.outcomes], first.next) == ([0, 1], 1)

    rest = open_report(reader(gezond), "r2", "nl", Part(after=1, limit=2))
    assert rest is not None
    assert ([o.position for o in rest.outcomes], rest.next) == ([2], None)

    of_code = open_report(reader(gezond), "r2", "nl", Part(code="VZ301"))
    assert of_code is not None
    assert [outcome.position for outcome in of_code.outcomes] == [1]


def test_that_a_report_was_opened_is_kept_with_whose_data_it_showed(gezond: House) -> None:
    person = gezond.employee(gezond.employer("W1"), "k1")
    report(gezond, decided(gezond, "r6"), 0, employee_id=person, case_key="VG9")

    open_report(reader(gezond), "r6", "nl")

    with tenant(gezond.arbodienst):
        row = AccessLog.objects.get()
    assert (row.principal, row.action, row.employees) == ("user a", "report.read", [person])


def test_a_report_that_is_closed_or_not_there_is_none(gezond: House) -> None:
    limited = reader(gezond, frozenset({gezond.account + 1}))

    assert open_report(limited, "r2", "nl") is None
    assert read_report(limited, "r2") is None
    assert read_report(reader(gezond, frozenset({gezond.account})), "r2") is not None
    assert open_report(reader(gezond), "r9", "nl") is None
    assert open_report(reader(gezond), "r\0", "nl") is None
    assert open_report(reader(gezond), "r2", "nl", Part(code="\0")) is None
    with tenant(gezond.arbodienst):
        assert AccessLog.objects.filter(principal="user a").count() == 1


def test_opening_a_rejected_message_is_looking_at_it_for_who_can_do_something(
    gezond: House,
) -> None:
    open_report(reader(gezond), "r3", "nl")
    with tenant(gezond.arbodienst):
        assert not Look.objects.exists()

    open_report(reader(gezond), "r2", "nl", marks=True)
    open_report(reader(gezond), "r3", "nl", marks=True)

    with tenant(gezond.arbodienst):
        (row,) = Look.objects.select_related("message")
    assert (row.message.receipt, row.by) == ("r3", "user a")


def worked_out(position: int, *findings: Stored) -> dict[str, Any]:
    return {
        "position": position,
        "employer_code": "W1",
        "case_key": f"VG{position}",
        "sequence": 1,
        "state": "parked" if findings else "applied",
        "findings": list(findings),
    }


def test_a_dry_run_is_opened_as_it_was_worked_out(gezond: House) -> None:
    dry = [worked_out(0, UNKNOWN), worked_out(1), worked_out(2, UNKNOWN)]
    decided(gezond, "r6", dry_run=True, dry_report=dry)

    opened = open_report(reader(gezond), "r6", "nl", Part(after=0, code="WG201", limit=1))

    assert opened is not None
    assert [outcome.position for outcome in opened.outcomes] == [2]
    assert dict(opened.head.states) == {"parked": 2, "applied": 1}
    assert [(c.finding.code, c.reports) for c in opened.head.causes] == [("WG201", 2)]


def test_the_number_of_queries_does_not_depend_on_what_there_is(gezond: House) -> None:
    def all_of_it() -> int:
        with CaptureQueriesContext(connection) as queries:
            listed(gezond)
            list_causes(reader(gezond), chosen(), "nl")
            open_report(reader(gezond), "r2", "nl")
        return len(queries)

    before = all_of_it()
    for number in range(10, 30):
        report(gezond, decided(gezond, f"r{number}"), 0, GAP)

    assert all_of_it() == before


TODAY = date(2026, 3, 20)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (None, None, (TODAY - 6 * DAY, TODAY)),
        (TODAY, None, (TODAY, TODAY)),
        (TODAY - 100 * DAY, None, (TODAY - 100 * DAY, TODAY - 70 * DAY)),
        (None, TODAY - DAY, (TODAY - 7 * DAY, TODAY - DAY)),
        (TODAY - 2 * DAY, TODAY, (TODAY - 2 * DAY, TODAY)),
        (TODAY, TODAY - 2 * DAY, (TODAY - 2 * DAY, TODAY)),
        (TODAY - 100 * DAY, TODAY, (TODAY - (MOST_DAYS - 1) * DAY, TODAY)),
    ],
)
def test_the_days_of_a_selection_are_a_month_at_most(
    first: date | None, last: date | None, expected: tuple[date, date]
) -> None:
    assert days_of(first, last, TODAY) == expected


def test_days_are_those_here() -> None:
    of = house("GEZOND")
    decided(of, "r1", datetime(2026, 3, 2, 23, 59, tzinfo=LOCAL))
    decided(of, "r2", datetime(2026, 3, 3, tzinfo=LOCAL))

    assert receipts(listed(of)) == ["r1"]


def test_couplings_that_are_open_can_be_chosen_with_their_streams() -> None:
    of = house("GEZOND")

    (coupling,) = choosable_couplings(reader(of))

    assert (coupling.id, coupling.name) == (of.account, "Portaal")
    assert dict(coupling.streams) == {of.stream: "Verzuimmeldingen"}
    assert choosable_couplings(reader(of, frozenset({of.account + 1}))) == ()
