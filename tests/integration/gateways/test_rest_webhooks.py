"""Webhooks and the feed over REST."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from events_world import CaseSystem, published
from managing_world import Caller, caller, told
from sending_world import go_live, report, sick, take
from undo_world import reader
from verzuimbrug.application.webhooks.endpoints import WebhookMade, make_webhook
from verzuimbrug.application.webhooks.turns import start_turns
from verzuimbrug.store.event_rows import forget_events
from verzuimbrug.store.tenancy import tenant
from webhook_world import receiving

pytestmark = pytest.mark.usefixtures("database")


def test_a_webhook_is_listed_switched_and_sent_to_again(settings: Settings) -> None:
    settings.WEBHOOKS_TO_PRIVATE = True
    coupling = go_live()
    api = caller(coupling.arbodienst)
    with receiving() as receiver:
        made = make_webhook(reader(coupling), receiver.url)
        assert isinstance(made, WebhookMade)
        begun = timezone.now() - timedelta(minutes=1)
        take(coupling, sick(report()))
        published(coupling)
        (behind,) = api.get("/webhooks")["items"]
        for each in start_turns():
            each.join()
    (shown,) = api.get("/webhooks")["items"]
    assert (behind["behind"], shown["behind"], shown["number"]) == (2, 0, made.id)
    assert made.secret not in str(shown)

    path = f"/webhooks/{made.id}"
    counted = {"since": begun.isoformat(), "dry_run": True}
    assert api.post(f"{path}/replay", counted) == {"events": 2}
    assert api.get("/webhooks")["items"] == [shown]
    assert api.post(f"{path}/replay", {"since": begun.isoformat()}) == {"events": 2}
    off = api.post(f"{path}/switch", {"is_enabled": False})
    assert (off["is_enabled"], off["behind"], off["off_because"]) == (False, 2, None)


def test_a_webhook_that_is_not_there_is_not_found() -> None:
    api = caller(go_live().arbodienst)
    for path, body in (
        ("/webhooks/99/switch", {"is_enabled": True}),
        ("/webhooks/99/replay", {"since": "2026-11-23T08:00:00Z"}),
    ):
        assert _status(api, path, body) == 404


def _status(api: Caller, path: str, body: object) -> int:
    return api.call("POST", path, body).status_code


def test_the_feed_says_when_some_of_it_is_not_kept_any_more() -> None:
    coupling = go_live()
    system = CaseSystem(coupling)
    take(coupling, sick(report()))
    published(coupling)
    first, second = system.read()
    with tenant(coupling.arbodienst):
        forget_events(timezone.now() + timedelta(days=1), 100)

    read = caller(coupling.arbodienst, "read")
    answer = read.call("GET", f"/events?after={first['number']}")
    assert (answer.status_code, answer.json()["code"]) == (410, "NIET-BEWAARD")
    assert told(read.call("GET", "/events")) == {"items": [second], "next": None}
