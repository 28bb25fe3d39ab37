"""Receivers that are slow, down, or answer 500 lose nothing, and delay nobody else."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import BoundedSemaphore

import psycopg
import pytest
from django.utils import timezone
from pytest_django import Settings

from blocking_world import thread
from doors_world import Coupling
from events_world import CaseSystem, published
from sending_world import day, go_live, report, settings as configuration, sick, take
from undo_world import reader
from verzuimbrug.application.events.forgetting import forget_told
from verzuimbrug.application.pages import Window
from verzuimbrug.application.webhooks import sending
from verzuimbrug.application.webhooks.deliveries import LogFilter, page_deliveries
from verzuimbrug.application.webhooks.endpoints import (
    WebhookMade,
    WebhookShown,
    make_webhook,
    show_webhook,
    switch_webhook,
)
from verzuimbrug.application.webhooks.replaying import preview_replay, replay
from verzuimbrug.application.webhooks.turns import (
    TURNS,
    claim_turn,
    send_due,
    start_turns,
    take_turn,
)
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.domain.webhooks import WAITS, OffBecause, Outcome
from verzuimbrug.store.models import Event, Webhook
from verzuimbrug.store.tenancy import tenant
from webhook_world import WAIT, Receiver, is_signed, receiving

pytestmark = pytest.mark.usefixtures("database")

_PLACES = 32
_OVERDUE = "UPDATE store_webhook SET next_at = now() - interval '1 second' WHERE next_at > now()"


@pytest.fixture
def coupling(settings: Settings) -> Coupling:
    """A coupling at an instance that may send to its own machine."""
    settings.WEBHOOKS_TO_PRIVATE = True
    return go_live()


def _made(coupling: Coupling, url: str) -> WebhookMade:
    made = make_webhook(reader(coupling), url)
    assert isinstance(made, WebhookMade)
    return made


def _shown(coupling: Coupling, made: WebhookMade) -> WebhookShown:
    shown = show_webhook(reader(coupling), made.id)
    assert shown is not None
    return shown


def _happen(coupling: Coupling, *numbers: int) -> None:
    """A case each, two events of it: a person and the case."""
    for number in numbers:
        take(coupling, sick(report(f"VG{number}"), key=f"w-{number}"))
    published(coupling)


def _send() -> None:
    """Send all that is due, until nothing is."""
    while started := start_turns():
        for each in started:
            each.join(WAIT)


def _log(coupling: Coupling, made: WebhookMade) -> list[tuple[Outcome, int | None, int]]:
    page = page_deliveries(reader(coupling), made.id, Window())
    return [(each.outcome, each.status, each.attempt) for each in page.items][::-1]


def _feed(coupling: Coupling) -> list[str]:
    with tenant(coupling.arbodienst):
        return list(Event.objects.order_by("id").values_list("event", flat=True))


@contextmanager
def _two() -> Iterator[tuple[Receiver, Receiver]]:
    with receiving() as one, receiving() as other:
        yield one, other


def test_a_webhook_gets_what_the_feed_says_signed_and_in_order(coupling: Coupling) -> None:
    system = CaseSystem(coupling)
    with receiving() as receiver:
        made = _made(coupling, receiver.url)
        _happen(coupling, 1, 2)
        take(
            coupling,
            sick(
                report("VG1", 2, Operation.CHANGE, at=4, ends=True, recovered_on=day(4)), key="w-1"
            ),
        )
        published(coupling)
        _send()
        assert not send_due()

    fed = system.read()
    assert receiver.bodies == [
        {name: value for name, value in each.items() if name != "number"} for each in fed
    ]
    assert receiver.ids == [each["id"] for each in fed]
    assert all(is_signed(made.secret, headers, body) for _, headers, body in receiver.got)
    assert _shown(coupling, made).behind == 0
    assert _log(coupling, made) == [(Outcome.TAKEN, 204, 1)] * 5


def test_what_was_told_before_it_was_made_is_not_sent(coupling: Coupling) -> None:
    _happen(coupling, 1)
    with receiving() as receiver:
        _made(coupling, receiver.url)
        _send()
        assert receiver.got == []


def test_one_that_is_slow_keeps_no_other_waiting(coupling: Coupling) -> None:
    with _two() as (slow, quick):
        slow.gate.clear()
        for receiver in (slow, quick):
            _made(coupling, receiver.url)
        _happen(coupling, 1, 2)
        started = start_turns()
        assert slow.asked.wait(WAIT)
        (other,) = [each for each in started if each.name.endswith("-2")]
        other.join(WAIT)
        assert quick.ids == _feed(coupling)
        assert len(slow.ids) == 1
        # What happens meanwhile goes to the other one too.
        _happen(coupling, 3)
        for each in start_turns():
            each.join(WAIT)
        assert quick.ids == _feed(coupling)

        slow.gate.set()
        for each in started:
            each.join(WAIT)
        _send()
    assert slow.ids == _feed(coupling)


def test_one_that_is_down_or_answers_500_gets_all_when_it_is_back(
    coupling: Coupling, owner_connection: psycopg.Connection
) -> None:
    with _two() as (broken, well), socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
        closed.close()
        broken.status = 500
        down = _made(coupling, f"http://127.0.0.1:{port}/")
        failing, fine = (_made(coupling, each.url) for each in (broken, well))
        _happen(coupling, 1, 2)
        _send()
        assert well.ids == _feed(coupling)
        for made in (down, failing):
            shown = _shown(coupling, made)
            assert (shown.behind, shown.failures, shown.is_enabled) == (4, 1, True)
            assert shown.next_at is not None
            assert timedelta() < shown.next_at - timezone.now() <= WAITS[0]
        assert _log(coupling, failing) == [(Outcome.REFUSED, 500, 1)]
        assert _log(coupling, down) == [(Outcome.UNREACHABLE, None, 1)]

        owner_connection.execute(_OVERDUE)
        _send()
        assert _shown(coupling, failing).failures == 2
        # The same event, with the same id.
        assert len(set(broken.ids)) == 1

        broken.status = 200
        owner_connection.execute(_OVERDUE)
        _send()
    assert list(dict.fromkeys(broken.ids)) == _feed(coupling)
    assert [attempt for *_, attempt in _log(coupling, failing)] == [1, 2, 3, 1, 1, 1]
    assert (_shown(coupling, failing).failures, _shown(coupling, failing).behind) == (0, 0)
    assert len(_log(coupling, fine)) == 4


def test_one_that_wants_no_more_is_switched_off_at_once(coupling: Coupling) -> None:
    with receiving(410) as receiver:
        made = _made(coupling, receiver.url)
        _happen(coupling, 1)
        _send()
        shown = _shown(coupling, made)
        assert (shown.is_enabled, shown.off_because) == (False, OffBecause.GONE)
        assert len(receiver.got) == 1

        receiver.status = 200
        switch_webhook(reader(coupling), made.id, is_enabled=True)
        _send()
    assert list(dict.fromkeys(receiver.ids)) == _feed(coupling)
    shown = _shown(coupling, made)
    assert (shown.is_enabled, shown.off_because, shown.off_at) == (True, None, None)


def test_after_the_last_try_it_is_switched_off_and_goes_on_when_switched_on(
    coupling: Coupling, owner_connection: psycopg.Connection
) -> None:
    with receiving(500) as receiver:
        made = _made(coupling, receiver.url)
        _happen(coupling, 1)
        for _ in WAITS:
            _send()
            assert _shown(coupling, made).is_enabled
            owner_connection.execute(_OVERDUE)
        _send()
        shown = _shown(coupling, made)
        assert (shown.off_because, shown.failures) == (OffBecause.FAILING, len(WAITS) + 1)
        assert shown.off_at is not None
        assert not start_turns()

        receiver.status = 204
        switch_webhook(reader(coupling), made.id, is_enabled=True)
        _send()
    assert list(dict.fromkeys(receiver.ids)) == _feed(coupling)


def test_one_that_is_switched_off_gets_nothing_until_it_is_on(coupling: Coupling) -> None:
    with receiving() as receiver:
        made = _made(coupling, receiver.url)
        switch_webhook(reader(coupling), made.id, is_enabled=False)
        _happen(coupling, 1)
        _send()
        assert receiver.got == []
        switch_webhook(reader(coupling), made.id, is_enabled=True)
        _send()
        assert receiver.ids == _feed(coupling)


@pytest.mark.parametrize("status", [204, 500])
def test_what_somebody_switched_off_meanwhile_stays_off(coupling: Coupling, status: int) -> None:
    with receiving(status) as receiver:
        receiver.gate.clear()
        made = _made(coupling, receiver.url)
        _happen(coupling, 1)
        (started,) = start_turns()
        assert receiver.asked.wait(WAIT)
        switch_webhook(reader(coupling), made.id, is_enabled=False)
        receiver.gate.set()
        started.join(WAIT)

        shown = _shown(coupling, made)
        assert (shown.is_enabled, shown.off_because, shown.failures) == (False, None, 0)
        assert shown.behind == (1 if status == 204 else 2)
        assert len(receiver.got) == 1


def test_two_never_send_to_one_at_a_time(coupling: Coupling) -> None:
    with receiving() as receiver:
        made = _made(coupling, receiver.url)
        _happen(coupling, 1)
        turn = claim_turn(coupling.arbodienst, made.id)
        assert turn is not None
        assert claim_turn(coupling.arbodienst, made.id) is None
        assert start_turns() == ()
        take_turn(turn)
        assert receiver.ids == _feed(coupling)


def test_a_turn_that_somebody_lost_is_taken_over(
    coupling: Coupling, owner_connection: psycopg.Connection
) -> None:
    with receiving() as receiver:
        receiver.gate.clear()
        made = _made(coupling, receiver.url)
        _happen(coupling, 1)
        lost = claim_turn(coupling.arbodienst, made.id)
        assert lost is not None
        with thread() as other:
            job = other.start(lambda: take_turn(lost))
            assert receiver.asked.wait(WAIT)
            owner_connection.execute("UPDATE store_webhook SET leased_until = now()")
            mine = claim_turn(coupling.arbodienst, made.id)
            assert mine is not None
            receiver.gate.set()
            job.result()
        # Who lost the turn stopped, and kept nothing of what it came to but the log.
        assert _shown(coupling, made).behind == 2
        take_turn(mine)
    assert list(dict.fromkeys(receiver.ids)) == _feed(coupling)
    assert len(_log(coupling, made)) == 3


def test_there_are_only_so_many_at_a_time_and_each_gets_its_turn(
    coupling: Coupling, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TURNS, "places", BoundedSemaphore(1))
    monkeypatch.setattr(TURNS, "seconds", 0)
    with _two() as (one, other):
        for receiver in (one, other):
            _made(coupling, receiver.url)
        _happen(coupling, 1)
        for got in ((1, 0), (1, 1), (2, 1), (2, 2)):
            (started,) = start_turns()
            started.join(WAIT)
            assert (len(one.got), len(other.got)) == got
    assert one.ids == other.ids == _feed(coupling)


def test_one_that_breaks_leaves_its_place_to_others(coupling: Coupling) -> None:
    with _two() as (one, other):
        broken = _made(coupling, one.url)
        _made(coupling, other.url)
        with tenant(coupling.arbodienst):
            Webhook.objects.filter(id=broken.id).update(secret=b"onleesbaar")
        _happen(coupling, 1)
        for _ in range(_PLACES + 1):
            for each in start_turns():
                each.join(WAIT)
            with tenant(coupling.arbodienst):
                Webhook.objects.filter(id=broken.id).update(lease="")
        assert one.got == []
        assert other.ids == _feed(coupling)


def test_a_claim_that_another_was_before_is_passed_by(
    coupling: Coupling, monkeypatch: pytest.MonkeyPatch
) -> None:
    with receiving() as receiver:
        made = _made(coupling, receiver.url)
        _happen(coupling, 1)
        waiting = [(timezone.now(), coupling.arbodienst, made.id)]
        turn = claim_turn(coupling.arbodienst, made.id)
        assert turn is not None
        monkeypatch.setattr(TURNS, "waiting", lambda: iter(waiting))
        assert start_turns() == ()
        take_turn(turn)
        assert receiver.ids == _feed(coupling)


def test_every_arbodienst_has_its_own(coupling: Coupling) -> None:
    other = go_live(configuration("FIT"))
    with _two() as (ours, theirs):
        _made(coupling, ours.url)
        _made(other, theirs.url)
        _happen(coupling, 1)
        _happen(other, 2, 3)
        _send()
    assert (ours.ids, theirs.ids) == (_feed(coupling), _feed(other))


def test_what_happened_since_a_moment_goes_again(coupling: Coupling) -> None:
    who = reader(coupling)
    with receiving() as receiver:
        made = _made(coupling, receiver.url)
        _happen(coupling, 1)
        moment = timezone.now()
        _happen(coupling, 2)
        _send()
        assert preview_replay(who, made.id, moment) == 2
        assert _shown(coupling, made).behind == 0
        assert replay(who, made.id, moment) == 2
        assert _shown(coupling, made).behind == 2
        # What was not sent yet is no more by it.
        assert (preview_replay(who, made.id, moment), replay(who, made.id, moment)) == (0, 0)
        _send()
        fed = _feed(coupling)
        assert receiver.ids == [*fed, *fed[2:]]
        later = timezone.now() + timedelta(days=1)
        assert (preview_replay(who, made.id, later), replay(who, made.id, later)) == (0, 0)
        assert (preview_replay(who, 99, moment), replay(who, 99, moment)) == (None, None)


def test_a_replay_while_something_is_sent_loses_nothing(coupling: Coupling) -> None:
    with receiving() as receiver:
        made = _made(coupling, receiver.url)
        begun = timezone.now()
        _happen(coupling, 1)
        _send()
        _happen(coupling, 2)
        receiver.asked.clear()
        receiver.gate.clear()
        (started,) = start_turns()
        assert receiver.asked.wait(WAIT)
        assert replay(reader(coupling), made.id, begun) == 2
        receiver.gate.set()
        started.join(WAIT)
        _send()
    first, second, third, fourth = _feed(coupling)
    assert receiver.ids == [first, second, third, first, second, third, fourth]


def test_a_receiver_that_never_answers_is_left_in_time(
    coupling: Coupling, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "SECONDS", 0.2)
    with receiving() as receiver:
        receiver.gate.clear()
        made = _made(coupling, receiver.url)
        _happen(coupling, 1)
        _send()
        assert _log(coupling, made) == [(Outcome.TOO_SLOW, None, 1)]


def test_the_log_is_filtered(coupling: Coupling) -> None:
    with receiving(500) as receiver:
        made = _made(coupling, receiver.url)
        _happen(coupling, 1)
        _send()
        receiver.status = 204
        switch_webhook(reader(coupling), made.id, is_enabled=True)
        _send()

    def logged(chosen: LogFilter) -> int:
        return len(page_deliveries(reader(coupling), made.id, Window(), chosen).items)

    assert logged(LogFilter()) == 3
    assert logged(LogFilter(taken=True)) == 2
    assert logged(LogFilter(taken=False)) == 1
    assert logged(LogFilter(kind="case.opened")) == 1
    assert logged(LogFilter(kind="case.opened", taken=False)) == 0


def test_events_are_kept_until_all_that_are_not_off_took_them(
    coupling: Coupling, settings: Settings
) -> None:
    with receiving(410) as receiver:
        made = _made(coupling, receiver.url)
        _happen(coupling, 1, 2)
        later = timezone.now() + timedelta(days=settings.EVENT_DAYS, seconds=1)
        _forget(coupling, timezone.now())
        assert len(_feed(coupling)) == 4
        _send()
        assert _shown(coupling, made).off_because is OffBecause.GONE
        _forget(coupling, later)
        assert _log(coupling, made) == []
        # It was switched off because it failed: what it has yet to get is kept.
        assert _shown(coupling, made).behind == 4

        switch_webhook(reader(coupling), made.id, is_enabled=False)
        _forget(coupling, later)
        assert len(_feed(coupling)) == 1


def test_what_all_took_is_kept_for_its_term(coupling: Coupling, settings: Settings) -> None:
    with receiving() as receiver:
        made = _made(coupling, receiver.url)
        _happen(coupling, 1, 2)
        _send()
    almost = timezone.now() + timedelta(days=settings.EVENT_DAYS - 1)
    _forget(coupling, almost)
    assert (len(_feed(coupling)), len(_log(coupling, made))) == (4, 4)
    _forget(coupling, almost + timedelta(days=2))
    assert (len(_feed(coupling)), _log(coupling, made)) == (1, [])


def _forget(coupling: Coupling, now: datetime) -> None:
    with tenant(coupling.arbodienst):
        forget_told(now)
