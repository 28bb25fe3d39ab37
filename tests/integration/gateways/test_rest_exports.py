"""Exports over REST: kept by the arbodienst, and collected by a receiver (EX-8, EX-9)."""

from base64 import b64decode
from urllib.parse import quote

import pytest
from django.test import Client

from exports_world import EXPORT, exporting, sending
from managing_world import caller
from sending_world import report, sick, take
from verzuimbrug.sivi.checking import check

pytestmark = pytest.mark.usefixtures("database")

PATH = f"/exports/{quote(EXPORT)}"


def test_an_export_is_listed_counted_switched_and_sent_again() -> None:
    sender = sending(exporting(edition="2022", stated={}))
    api = caller(sender.arbodienst)
    take(sender.coupling, sick(report()))
    sender.make()
    (shown,) = api.get("/exports")["items"]
    assert (shown["name"], shown["receiver"], shown["edition"]) == (EXPORT, "ZUID", "2022")
    assert (shown["waiting"], shown["lacking"], shown["delivery"]) == (1, 1, "collect")
    extent = {"employers": 1, "persons": 1, "cases": 1}
    assert api.get(f"{PATH}/extent") == extent
    (message,) = api.get(f"{PATH}/messages")["items"]
    assert (message["number"], message["reports"], message["state"]) == (1, 1, "waiting")
    (lacking,) = api.get(f"{PATH}/lacking")["items"]
    assert "Lhnr" in lacking["findings"][0]
    assert api.post(f"{PATH}/again", {"dry_run": True}) == extent
    assert api.get(f"{PATH}/messages")["items"][0]["state"] == "waiting"
    assert api.post(f"{PATH}/again", {}) == extent
    assert api.get(f"{PATH}/messages")["items"][0]["state"] == "dropped"
    assert api.post(f"{PATH}/switch", {"is_enabled": False})["is_enabled"] is False


def test_how_a_receiver_is_reached_is_set_and_never_shown() -> None:
    url = "https://elders.example/{stream}"
    sender = sending(exporting(delivery={"type": "https", "url": url}), on=False)
    api = caller(sender.arbodienst)
    refused = api.call("POST", f"{PATH}/switch", {"is_enabled": True})
    assert refused.status_code == 422
    assert b"EX101" in refused.content
    given = {"customer_code": "KLANT-1", "token": "geheim-token"}
    shown = api.call("PUT", f"{PATH}/credentials", given)
    assert b"geheim-token" not in shown.content
    assert api.post(f"{PATH}/switch", {"is_enabled": True})["is_enabled"] is True


def test_keys_for_sftp_and_for_collecting_are_made() -> None:
    sender = sending(on=False)
    api = caller(sender.arbodienst)
    public = api.post(f"{PATH}/key", {})["public_key"]
    assert api.call("PUT", f"{PATH}/host-key", {"host_key": public}).status_code == 200
    assert api.call("PUT", f"{PATH}/host-key", {"host_key": "geen"}).status_code == 422
    assert api.post(f"{PATH}/collecting-key", {})["key"].startswith("vbx_")


def test_an_export_that_is_not_there_is_not_found() -> None:
    api = caller(sending().arbodienst)
    assert api.call("GET", "/exports/geen/extent").status_code == 404


def test_a_receiver_collects_and_acknowledges() -> None:
    sender = sending()
    take(sender.coupling, sick(report()))
    sender.make()
    receiver = Client(headers={"Authorization": f"Bearer {sender.key}"})
    items = receiver.get("/api/v1/collect/messages").json()["items"]
    assert [each["number"] for each in items] == [1, 2]
    assert all(check(b64decode(each["content"])).findings == () for each in items)

    said = {"numbers": [1, 2]}
    done = receiver.post("/api/v1/collect/acknowledge", said, content_type="application/json")
    assert done.json() == {"acknowledged": 2}
    assert receiver.get("/api/v1/collect/messages?max=1").json() == {"items": []}
    stranger = Client(headers={"Authorization": "Bearer vbx_onbekend"})
    assert stranger.get("/api/v1/collect/messages").status_code == 401
