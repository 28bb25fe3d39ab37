"""The strips of couplings: counted by day of receipt, for the couplings that are open."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from doors_world import Coupling
from sending_world import deliver, go_live, report, settings, sick, take, work
from verzuimbrug.application.access import Reader
from verzuimbrug.application.couplings.days import strips_of_couplings
from verzuimbrug.domain.authority import Authority
from verzuimbrug.domain.coupling_days import CouplingDay, DayMark
from verzuimbrug.store.models import AbsenceReport, Message
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")


def _reader(of: Coupling, **authority: frozenset[int]) -> Reader:
    return Reader(arbodienst=of.arbodienst, principal="beheerder", authority=Authority(**authority))


def _strip(of: Coupling) -> tuple[CouplingDay, ...]:
    return strips_of_couplings(_reader(of))[of.account]


def _moved(of: Coupling, receipt: str, moment: datetime) -> None:
    """A message as if it had been received at another moment."""
    with tenant(of.arbodienst):
        Message.objects.filter(receipt=receipt).update(received_at=moment)
        AbsenceReport.objects.filter(message__receipt=receipt).update(received_on=moment.date())


def test_a_coupling_without_messages_has_thirty_quiet_days() -> None:
    live = go_live()

    strip = _strip(live)

    assert len(strip) == 30
    assert {day.mark for day in strip} == {DayMark.QUIET}


def test_what_was_processed_is_received_and_no_more() -> None:
    live = go_live()
    take(live, sick(report("VG1")), sick(report("VG2"), key="w-2"))

    *before, today = _strip(live)

    assert {day.received for day in before} == {0}
    assert (today.received, today.findings, today.trouble) == (2, 0, 0)
    assert today.mark is DayMark.GOOD


def test_what_waits_has_findings_and_what_is_rejected_is_trouble() -> None:
    live = go_live()
    take(live, sick(report("VG1")), sick(report("VG2"), number="9999"), b"<geen bericht/>")

    today = _strip(live)[-1]

    assert (today.received, today.findings, today.trouble) == (3, 1, 1)
    assert today.mark is DayMark.TROUBLE


def test_what_is_held_has_findings_until_it_is_undone() -> None:
    live = go_live(settings(mode="approval"))
    receipt = deliver(live, sick(report("VG1")))
    work()

    assert _strip(live)[-1].findings == 1
    with tenant(live.arbodienst):
        assert Message.objects.get(receipt=receipt).state == "held"


def test_a_message_belongs_to_the_day_here_on_which_it_was_received() -> None:
    live = go_live()
    (receipt,) = (deliver(live, sick(report("VG1"))),)
    work()
    yesterday = datetime.now(UTC).replace(hour=12) - timedelta(days=2)
    # Half past eleven in the evening by UTC is the next day here.
    _moved(live, receipt, yesterday.replace(hour=23, minute=30))

    marked = [day.day for day in _strip(live) if day.received]

    assert marked == [(yesterday + timedelta(days=1)).date()]


def test_older_messages_are_in_no_strip() -> None:
    live = go_live()
    receipt = deliver(live, b"<geen bericht/>")
    work()
    _moved(live, receipt, datetime.now(UTC) - timedelta(days=40))

    assert {day.mark for day in _strip(live)} == {DayMark.QUIET}


def test_only_couplings_that_are_open_have_a_strip() -> None:
    live = go_live()
    other = go_live(settings("ANDERS"))
    reader = _reader(live, accounts=frozenset())

    assert strips_of_couplings(reader) == {}
    assert set(strips_of_couplings(_reader(live))) == {live.account}
    closed = _reader(live, accounts=frozenset({other.account}))
    assert strips_of_couplings(closed, account=live.account) == {}


def test_the_number_of_queries_does_not_depend_on_the_number_of_messages() -> None:
    live = go_live()
    take(live, sick(report("VG1")))

    with CaptureQueriesContext(connection) as few:
        _strip(live)
    take(live, *(sick(report(f"VG{n}"), key=f"w-{n}") for n in range(2, 20)))
    with CaptureQueriesContext(connection) as many:
        _strip(live)

    assert len(many) == len(few)
