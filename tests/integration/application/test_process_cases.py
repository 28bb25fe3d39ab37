"""Cases at message level: numbers, doubles and former keys, whatever the order of processing."""

from decimal import Decimal

import psycopg
import psycopg.sql
import pytest
from django.db import connection
from django.utils import timezone

from configuring_world import apply
from doors_world import Coupling
from sending_world import (
    cases,
    codes,
    course,
    day,
    deliver,
    go_live,
    outcome,
    report,
    settings,
    sick,
    states,
    take,
    work,
)
from verzuimbrug.application.process import process_batch
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.store.models import AbsenceCase, Change, Employee, Employer, Message, Work
from verzuimbrug.store.queue import LONGEST_PAUSE
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

CHANGE = Operation.CHANGE


def _deliver_late(coupling: Coupling, content: bytes) -> str:
    """A message that is received now, and processed after those that come later."""
    receipt = deliver(coupling, content)
    Work.objects.update(not_before=timezone.now() + LONGEST_PAUSE / 2)
    return receipt


def _catch_up() -> None:
    Work.objects.update(not_before=None)
    work()


def test_report_beyond_a_gap_goes_on_when_the_missing_one_comes() -> None:
    coupling = go_live()
    first, second, third = course("VG1", 3)
    _deliver_late(coupling, sick(second))
    deliver(coupling, sick(first))
    deliver(coupling, sick(third))
    Work.objects.exclude(message=1).update(not_before=None)
    process_batch()
    assert states(coupling) == [("VG1", 1, "applied"), ("VG1", 3, "parked")]
    _catch_up()
    assert {state for _, _, state in states(coupling)} == {"applied"}
    assert cases(coupling)["VG1"].last_sequence == 3


def test_first_received_of_two_with_one_number_stands_also_when_processed_last() -> None:
    coupling = go_live()
    take(coupling, sick(report()))
    early = _deliver_late(coupling, sick(report("VG1", 2, CHANGE, 4, percentage=Decimal("60.00"))))
    late = deliver(coupling, sick(report("VG1", 2, CHANGE, 4, percentage=Decimal("70.00"))))
    process_batch()
    assert [one.state for one in outcome(coupling, late).reports] == ["applied"]

    _catch_up()
    assert [one.state for one in outcome(coupling, early).reports] == ["applied"]
    (lost,) = outcome(coupling, late).reports
    assert (lost.state, codes(lost.findings)) == ("conflict", ["VZ202"])
    assert cases(coupling)["VG1"].periods[day(4).isoformat()] == "60.00"


def test_former_case_key_leads_to_the_same_case() -> None:
    coupling = go_live()
    take(coupling, sick(report("OUD")))
    take(coupling, sick(report("NIEUW", 2, CHANGE, at=4, case_key_old="OUD")))
    take(coupling, sick(report("OUD", 3, CHANGE, at=8)))
    assert list(cases(coupling)) == ["NIEUW"]
    assert states(coupling) == [("NIEUW", number, "applied") for number in (1, 2, 3)]


def test_gap_is_passed_with_a_warning_where_the_stream_says_so() -> None:
    coupling = go_live(settings(gaps="accept"))
    first, *_, last = course("VG1", 5)
    (_, found) = take(coupling, sick(first), sick(last))
    assert [(one.state, codes(one.findings)) for one in found.reports] == [("applied", ["VZ304"])]


def test_settings_that_accept_gaps_let_go_on_what_waited() -> None:
    coupling = go_live()
    first, *_, last = course("VG1", 5)
    take(coupling, sick(first), sick(last))
    assert states(coupling)[1] == ("VG1", 5, "parked")
    apply(settings(gaps="accept"))
    work()
    assert states(coupling)[1] == ("VG1", 5, "applied")


def test_withdrawal_keeps_the_case() -> None:
    coupling = go_live()
    take(coupling, sick(report(), report("VG1", 2, Operation.WITHDRAW)))
    assert cases(coupling)["VG1"].status == "withdrawn"


def test_every_change_of_a_case_keeps_before_and_after() -> None:
    coupling = go_live()
    take(coupling, sick(report()))
    take(coupling, sick(report("VG1", 2, CHANGE, at=9, ends=True, recovered_on=day(9))))
    with tenant(coupling.arbodienst):
        rows = list(Change.objects.filter(object_kind="case").order_by("id"))
    assert [row.fields["status"] for row in rows] == [[None, "open"], ["open", "recovered"]]
    assert rows[1].fields["recovered_on"] == [None, day(9).isoformat()]


def test_no_batch_waits_for_what_refers_to_its_rows(owner_connection: psycopg.Connection) -> None:
    coupling = go_live()
    take(coupling, sick(report()))
    deliver(coupling, sick(report("VG1", 2, CHANGE, 4, percentage=Decimal("60.00"))))
    with owner_connection.transaction():
        for rows in (AbsenceCase, Employee, Employer, Message):
            table = psycopg.sql.Identifier(rows._meta.db_table)
            owner_connection.execute(psycopg.sql.SQL("SELECT FROM {} FOR KEY SHARE").format(table))
        with connection.cursor() as ours:
            ours.execute("SET lock_timeout = '5s'")
            assert process_batch().decided == 1
            ours.execute("RESET lock_timeout")
    assert cases(coupling)["VG1"].last_sequence == 2
