"""Webhooks: what goes again from a moment, the log, and how long what was told is kept."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from doors_world import Coupling
from undo_world import reader
from verzuimbrug.application.events.forgetting import forget_told
from verzuimbrug.application.pages import Window
from verzuimbrug.application.webhooks.deliveries import LogFilter, page_deliveries
from verzuimbrug.application.webhooks.endpoints import switch_webhook
from verzuimbrug.application.webhooks.replaying import preview_replay, replay
from verzuimbrug.application.webhooks.turns import start_turns
from verzuimbrug.domain.webhooks import OffBecause
from verzuimbrug.store.tenancy import tenant
from webhook_world import WAIT, feed_of, happen, log_of, receiving, send_all, shown_of, webhook_to

pytestmark = pytest.mark.usefixtures("database")


def test_what_happened_since_a_moment_goes_again(coupling: Coupling) -> None:
    who = reader(coupling)
    with receiving() as receiver:
        made = webhook_to(coupling, receiver.url)
        happen(coupling, 1)
        moment = timezone.now()
        happen(coupling, 2)
        send_all()
        assert preview_replay(who, made.id, moment) == 2
        assert shown_of(coupling, made).behind == 0
        assert replay(who, made.id, moment) == 2
        assert shown_of(coupling, made).behind == 2
        # What was not sent yet is no more by it.
        assert (preview_replay(who, made.id, moment), replay(who, made.id, moment)) == (0, 0)
        send_all()
        fed = feed_of(coupling)
        assert receiver.ids == [*fed, *fed[2:]]
        later = timezone.now() + timedelta(days=1)
        assert (preview_replay(who, made.id, later), replay(who, made.id, later)) == (0, 0)
        assert (preview_replay(who, 99, moment), replay(who, 99, moment)) == (None, None)


def test_a_replay_while_something_is_sent_loses_nothing(coupling: Coupling) -> None:
    with receiving() as receiver:
        made = webhook_to(coupling, receiver.url)
        begun = timezone.now()
        happen(coupling, 1)
        send_all()
        happen(coupling, 2)
        receiver.asked.clear()
        receiver.gate.clear()
        (started,) = start_turns()
        assert receiver.asked.wait(WAIT)
        assert replay(reader(coupling), made.id, begun) == 2
        receiver.gate.set()
        started.join(WAIT)
        send_all()
    first, second, third, fourth = feed_of(coupling)
    assert receiver.ids == [first, second, third, first, second, third, fourth]


def test_the_log_is_filtered(coupling: Coupling) -> None:
    with receiving(500) as receiver:
        made = webhook_to(coupling, receiver.url)
        happen(coupling, 1)
        send_all()
        receiver.status = 204
        switch_webhook(reader(coupling), made.id, is_enabled=True)
        send_all()

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
        made = webhook_to(coupling, receiver.url)
        happen(coupling, 1, 2)
        later = timezone.now() + timedelta(days=settings.EVENT_DAYS, seconds=1)
        _forget(coupling, timezone.now())
        assert len(feed_of(coupling)) == 4
        send_all()
        assert shown_of(coupling, made).off_because is OffBecause.GONE
        _forget(coupling, later)
        assert log_of(coupling, made) == []
        # It was switched off because it failed: what it has yet to get is kept.
        assert shown_of(coupling, made).behind == 4

        switch_webhook(reader(coupling), made.id, is_enabled=False)
        _forget(coupling, later)
        assert len(feed_of(coupling)) == 1


def test_what_all_took_is_kept_for_its_term(coupling: Coupling, settings: Settings) -> None:
    with receiving() as receiver:
        made = webhook_to(coupling, receiver.url)
        happen(coupling, 1, 2)
        send_all()
    almost = timezone.now() + timedelta(days=settings.EVENT_DAYS - 1)
    _forget(coupling, almost)
    assert (len(feed_of(coupling)), len(log_of(coupling, made))) == (4, 4)
    _forget(coupling, almost + timedelta(days=2))
    assert (len(feed_of(coupling)), log_of(coupling, made)) == (1, [])


def _forget(coupling: Coupling, now: datetime) -> None:
    with tenant(coupling.arbodienst):
        forget_told(now)
