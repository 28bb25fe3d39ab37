"""What waited its term is refused and erased (WG-2, WN-2)."""

from datetime import datetime, timedelta

import psycopg
import pytest
from django.conf import settings as terms
from django.utils import timezone

from configuring_world import apply
from doors_world import Coupling
from sending_world import (
    EMPLOYMENTS,
    absence,
    add_employer,
    codes,
    deliver,
    employer,
    employments,
    go_live,
    message_states,
    outcome,
    person,
    report,
    settings,
    sick,
    states,
    take,
    waiting,
    work,
)
from verzuimbrug.application.activation import Waiver, activate, suspend
from verzuimbrug.application.expire import expire_waiting
from verzuimbrug.store.models import AbsenceReport, Awaited, MessageBody
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

EMPLOYER_TERM = timedelta(days=terms.EMPLOYER_TERM_DAYS)
PERSON_TERM = timedelta(days=terms.PERSON_TERM_DAYS)
_MOMENT = timedelta(minutes=5)


def _expire(coupling: Coupling, after: timedelta) -> int:
    now: datetime = timezone.now() + after
    with tenant(coupling.arbodienst):
        return expire_waiting(now)


def _sizes(coupling: Coupling) -> list[int]:
    """The size of the stored bytes of each message."""
    with tenant(coupling.arbodienst):
        bodies = MessageBody.objects.order_by("id").values_list("content", flat=True)
        return [len(content) for content in bodies]


def test_report_is_refused_and_erased_after_its_term() -> None:
    coupling = go_live()
    content = sick(report(free_text=("medisch",)), number="1002")
    (parked,) = take(coupling, content)
    assert _expire(coupling, EMPLOYER_TERM + _MOMENT) == 1

    (refused,) = outcome(coupling, parked.receipt).reports
    assert (refused.state, codes(refused.findings)) == ("refused", ["WG203"])
    with tenant(coupling.arbodienst):
        row = AbsenceReport.objects.get()
    assert (row.content, row.free_text, row.link_key, row.employment) == (None, None, None, None)
    assert (waiting(coupling), _sizes(coupling)) == ([], [0])


def _awaited(coupling: Coupling) -> int:
    with tenant(coupling.arbodienst):
        return Awaited.objects.count()


def test_report_waits_until_its_term_has_passed() -> None:
    coupling = go_live()
    take(coupling, sick(report(), number="1002"))
    assert _expire(coupling, EMPLOYER_TERM - _MOMENT) == 0
    assert states(coupling) == [("VG1", 1, "parked")]


def test_term_runs_from_the_first_time_it_waited(owner_connection: psycopg.Connection) -> None:
    coupling = go_live()
    content = absence(
        employer("1002", person("w-1", report())), employer("1003", person("w-2", report("VG2")))
    )
    take(coupling, content)
    owner_connection.execute("UPDATE store_waiting SET since = since - interval '20 days'")
    apply(add_employer(settings(), "FLSN1002", "FELISON-VI"))
    work()
    assert states(coupling) == [("VG1", 1, "applied"), ("VG2", 1, "parked")]
    assert _expire(coupling, timedelta(days=11)) == 1
    assert states(coupling) == [("VG1", 1, "applied"), ("VG2", 1, "refused")]


def test_bytes_stay_when_part_of_the_message_was_taken() -> None:
    coupling = go_live()
    content = absence(
        employer("1001", person("w-1", report())), employer("1002", person("w-2", report("VG2")))
    )
    take(coupling, content)
    _expire(coupling, EMPLOYER_TERM + _MOMENT)
    assert states(coupling) == [("VG1", 1, "applied"), ("VG2", 1, "refused")]
    assert all(_sizes(coupling))


def test_employments_are_erased_quietly_with_their_bytes() -> None:
    coupling = go_live()
    (found,) = take(coupling, employments(person("w-1")), stream=EMPLOYMENTS)
    assert (_expire(coupling, EMPLOYER_TERM + _MOMENT), _awaited(coupling)) == (0, 1)
    assert (_expire(coupling, PERSON_TERM + _MOMENT), _awaited(coupling)) == (1, 0)
    assert (waiting(coupling), _sizes(coupling)) == ([], [0])
    assert codes(outcome(coupling, found.receipt).findings) == codes(found.findings)


def test_message_that_is_about_to_go_on_is_not_erased() -> None:
    coupling = go_live()
    take(coupling, sick(report(), number="1002"))
    suspend(coupling.ref, "test")
    apply(add_employer(settings(), "FLSN1002", "FELISON-VI"))
    assert _expire(coupling, EMPLOYER_TERM + _MOMENT) == 0

    assert activate(coupling.ref, "test", Waiver()) == ()
    work()
    assert message_states(coupling) == ["processed"]
    assert states(coupling) == [("VG1", 1, "applied")]


def test_refused_bytes_that_come_again_are_a_duplicate() -> None:
    coupling = go_live()
    content = sick(report(), number="1002")
    (first,) = take(coupling, content)
    _expire(coupling, EMPLOYER_TERM + _MOMENT)
    assert deliver(coupling, content) == first.receipt
    work()
    assert states(coupling) == [("VG1", 1, "refused")]
