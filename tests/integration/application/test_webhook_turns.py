"""Receivers that are slow, down, or answer 500 lose nothing, and delay nobody else."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import BoundedSemaphore

import psycopg
import pytest
from django.utils import timezone

from blocking_world import thread
from doors_world import Coupling
from events_world import CaseSystem, published
from sending_world import day, go_live, report, settings as configuration, sick, take
from undo_world import reader
from verzuimbrug.application.webhooks import sending
from verzuimbrug.application.webhooks.endpoints import switch_webhook
from verzuimbrug.application.webhooks.turns import (
    TURNS,
    claim_turn,
    send_due,
    start_turns,
    take_turn,
)
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.domain.webhooks import WAITS, OffBecause, Outcome
from verzuimbrug.store.models import Webhook
from verzuimbrug.store.tenancy import tenant
from webhook_world import (
    WAIT,
    Receiver,
    feed_of,
    happen,
    is_signed,
    log_of,
    receiving,
    send_all,
    shown_of,
    webhook_to,
)

pytestmark = pytest.mark.usefixtures("database")

_PLACES = 32
_OVERDUE = "UPDATE store_webhook SET next_at = now() - interval '1 second' WHERE next_at > now()"


@contextmanager
def _two() -> Iterator[tuple[Receiver, Receiver]]:
    with receiving() as one, receiving() as other:
        yield one, other


def test_a_webhook_gets_what_the_feed_says_signed_and_in_order(coupling: Coupling) -> None:
    system = CaseSystem(coupling)
    with receiving() as receiver:
        made = webhook_to(coupling, receiver.url)
        happen(coupling, 1, 2)
        take(
            coupling,
            sick(
                report("VG1", 2, Operation.CHANGE, at=4, ends=True, recovered_on=day(4)), key="w-1"
            ),
        )
        published(coupling)
        send_all()
        assert not send_due()

    fed = system.read()
    assert receiver.bodies == [
        {name: value for name, value in each.items() if name != "number"} for each in fed
    ]
    assert receiver.ids == [each["id"] for each in fed]
    assert all(is_signed(made.secret, headers, body) for _, headers, body in receiver.got)
    assert shown_of(coupling, made).behind == 0
    assert log_of(coupling, made) == [(Outcome.TAKEN, 204, 1)] * 5


def test_what_was_told_before_it_was_made_is_not_sent(coupling: Coupling) -> None:
    happen(coupling, 1)
    with receiving() as receiver:
        webhook_to(coupling, receiver.url)
        send_all()
        assert receiver.got == []


def test_one_that_is_slow_keeps_no_other_waiting(coupling: Coupling) -> None:
    with _two() as (slow, quick):
        slow.gate.clear()
        for receiver in (slow, quick):
            webhook_to(coupling, receiver.url)
        happen(coupling, 1, 2)
        started = start_turns()
        assert slow.asked.wait(WAIT)
        (other,) = [each for each in started if each.name.endswith("-2")]
        other.join(WAIT)
        assert quick.ids == feed_of(coupling)
        assert len(slow.ids) == 1
        # What happens meanwhile goes to the other one too.
        happen(coupling, 3)
        for each in start_turns():
            each.join(WAIT)
        assert quick.ids == feed_of(coupling)

        slow.gate.set()
        for each in started:
            each.join(WAIT)
        send_all()
    assert slow.ids == feed_of(coupling)


def test_one_that_is_down_or_answers_500_gets_all_when_it_is_back(
    coupling: Coupling, owner_connection: psycopg.Connection
) -> None:
    with _two() as (broken, well), socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
        closed.close()
        broken.status = 500
        down = webhook_to(coupling, f"http://127.0.0.1:{port}/")
        failing, fine = (webhook_to(coupling, each.url) for each in (broken, well))
        happen(coupling, 1, 2)
        send_all()
        assert well.ids == feed_of(coupling)
        for made in (down, failing):
            shown = shown_of(coupling, made)
            assert (shown.behind, shown.failures, shown.is_enabled) == (4, 1, True)
            assert shown.next_at is not None
            assert timedelta() < shown.next_at - timezone.now() <= WAITS[0]
        assert log_of(coupling, failing) == [(Outcome.REFUSED, 500, 1)]
        assert log_of(coupling, down) == [(Outcome.UNREACHABLE, None, 1)]

        owner_connection.execute(_OVERDUE)
        send_all()
        assert shown_of(coupling, failing).failures == 2
        # The same event, with the same id.
        assert len(set(broken.ids)) == 1

        broken.status = 200
        owner_connection.execute(_OVERDUE)
        send_all()
    assert list(dict.fromkeys(broken.ids)) == feed_of(coupling)
    assert [attempt for *_, attempt in log_of(coupling, failing)] == [1, 2, 3, 1, 1, 1]
    assert (shown_of(coupling, failing).failures, shown_of(coupling, failing).behind) == (0, 0)
    assert len(log_of(coupling, fine)) == 4


def test_one_that_wants_no_more_is_switched_off_at_once(coupling: Coupling) -> None:
    with receiving(410) as receiver:
        made = webhook_to(coupling, receiver.url)
        happen(coupling, 1)
        send_all()
        shown = shown_of(coupling, made)
        assert (shown.is_enabled, shown.off_because) == (False, OffBecause.GONE)
        assert len(receiver.got) == 1

        receiver.status = 200
        switch_webhook(reader(coupling), made.id, is_enabled=True)
        send_all()
    assert list(dict.fromkeys(receiver.ids)) == feed_of(coupling)
    shown = shown_of(coupling, made)
    assert (shown.is_enabled, shown.off_because, shown.off_at) == (True, None, None)


def test_after_the_last_try_it_is_switched_off_and_goes_on_when_switched_on(
    coupling: Coupling, owner_connection: psycopg.Connection
) -> None:
    with receiving(500) as receiver:
        made = webhook_to(coupling, receiver.url)
        happen(coupling, 1)
        for _ in WAITS:
            send_all()
            assert shown_of(coupling, made).is_enabled
            owner_connection.execute(_OVERDUE)
        send_all()
        shown = shown_of(coupling, made)
        assert (shown.off_because, shown.failures) == (OffBecause.FAILING, len(WAITS) + 1)
        assert shown.off_at is not None
        assert not start_turns()

        receiver.status = 204
        switch_webhook(reader(coupling), made.id, is_enabled=True)
        send_all()
    assert list(dict.fromkeys(receiver.ids)) == feed_of(coupling)


def test_one_that_is_switched_off_gets_nothing_until_it_is_on(coupling: Coupling) -> None:
    with receiving() as receiver:
        made = webhook_to(coupling, receiver.url)
        switch_webhook(reader(coupling), made.id, is_enabled=False)
        happen(coupling, 1)
        send_all()
        assert receiver.got == []
        switch_webhook(reader(coupling), made.id, is_enabled=True)
        send_all()
        assert receiver.ids == feed_of(coupling)


@pytest.mark.parametrize("status", [204, 500])
def test_what_somebody_switched_off_meanwhile_stays_off(coupling: Coupling, status: int) -> None:
    with receiving(status) as receiver:
        receiver.gate.clear()
        made = webhook_to(coupling, receiver.url)
        happen(coupling, 1)
        (started,) = start_turns()
        assert receiver.asked.wait(WAIT)
        switch_webhook(reader(coupling), made.id, is_enabled=False)
        receiver.gate.set()
        started.join(WAIT)

        shown = shown_of(coupling, made)
        assert (shown.is_enabled, shown.off_because, shown.failures) == (False, None, 0)
        assert shown.behind == (1 if status == 204 else 2)
        assert len(receiver.got) == 1


def test_two_never_send_to_one_at_a_time(coupling: Coupling) -> None:
    with receiving() as receiver:
        made = webhook_to(coupling, receiver.url)
        happen(coupling, 1)
        turn = claim_turn(coupling.arbodienst, made.id)
        assert turn is not None
        assert claim_turn(coupling.arbodienst, made.id) is None
        assert start_turns() == ()
        take_turn(turn)
        assert receiver.ids == feed_of(coupling)


def test_a_turn_that_somebody_lost_is_taken_over(
    coupling: Coupling, owner_connection: psycopg.Connection
) -> None:
    with receiving() as receiver:
        receiver.gate.clear()
        made = webhook_to(coupling, receiver.url)
        happen(coupling, 1)
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
        assert shown_of(coupling, made).behind == 2
        take_turn(mine)
    assert list(dict.fromkeys(receiver.ids)) == feed_of(coupling)
    assert len(log_of(coupling, made)) == 3


def test_there_are_only_so_many_at_a_time_and_each_gets_its_turn(
    coupling: Coupling, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TURNS, "places", BoundedSemaphore(1))
    monkeypatch.setattr(TURNS, "seconds", 0)
    with _two() as (one, other):
        for receiver in (one, other):
            webhook_to(coupling, receiver.url)
        happen(coupling, 1)
        for got in ((1, 0), (1, 1), (2, 1), (2, 2)):
            (started,) = start_turns()
            started.join(WAIT)
            assert (len(one.got), len(other.got)) == got
    assert one.ids == other.ids == feed_of(coupling)


def test_one_that_breaks_leaves_its_place_to_others(coupling: Coupling) -> None:
    with _two() as (one, other):
        broken = webhook_to(coupling, one.url)
        webhook_to(coupling, other.url)
        with tenant(coupling.arbodienst):
            Webhook.objects.filter(id=broken.id).update(secret=b"onleesbaar")
        happen(coupling, 1)
        for _ in range(_PLACES + 1):
            for each in start_turns():
                each.join(WAIT)
            with tenant(coupling.arbodienst):
                Webhook.objects.filter(id=broken.id).update(lease="")
        assert one.got == []
        assert other.ids == feed_of(coupling)


def test_a_claim_that_another_was_before_is_passed_by(
    coupling: Coupling, monkeypatch: pytest.MonkeyPatch
) -> None:
    with receiving() as receiver:
        made = webhook_to(coupling, receiver.url)
        happen(coupling, 1)
        waiting = [(timezone.now(), coupling.arbodienst, made.id)]
        turn = claim_turn(coupling.arbodienst, made.id)
        assert turn is not None
        monkeypatch.setattr(TURNS, "waiting", lambda: iter(waiting))
        assert start_turns() == ()
        take_turn(turn)
        assert receiver.ids == feed_of(coupling)


def test_every_arbodienst_has_its_own(coupling: Coupling) -> None:
    other = go_live(configuration("FIT"))
    with _two() as (ours, theirs):
        webhook_to(coupling, ours.url)
        webhook_to(other, theirs.url)
        happen(coupling, 1)
        happen(other, 2, 3)
        send_all()
    assert (ours.ids, theirs.ids) == (feed_of(coupling), feed_of(other))


def test_a_receiver_that_never_answers_is_left_in_time(
    coupling: Coupling, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "SECONDS", 0.2)
    with receiving() as receiver:
        receiver.gate.clear()
        made = webhook_to(coupling, receiver.url)
        happen(coupling, 1)
        send_all()
        assert log_of(coupling, made) == [(Outcome.TOO_SLOW, None, 1)]
