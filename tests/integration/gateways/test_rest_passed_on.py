"""Fetching what is passed on, over REST (DG-5, DG-8)."""

import base64
import json
from typing import Any

import pytest
from django.test import Client

from doors_world import Coupling
from passed_on_world import (
    APPOINTMENTS,
    DOCUMENTS,
    MEDICAL,
    appointments,
    document,
    documents,
    go_live_with_all,
    medical,
)
from sending_world import take
from verzuimbrug.application.events.publishing import publish_events
from verzuimbrug.application.sign_in import apikeys
from verzuimbrug.store.models import PassedOnItem
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")


def key(coupling: Coupling, scope: str) -> Client:
    """The case system with a key of this scope."""
    made = apikeys.create(coupling.arbodienst, f"sleutel {scope}", scope)
    return Client(headers={"Authorization": f"Bearer {made}"})


def numbers(coupling: Coupling) -> list[int]:
    with tenant(coupling.arbodienst):
        return list(PassedOnItem.objects.order_by("id").values_list("id", flat=True))


def said(client: Client, path: str) -> tuple[int, Any]:
    answer = client.get(f"/api/v1/passed-on{path}")
    return answer.status_code, json.loads(answer.content)


def test_an_item_is_fetched_by_the_number_of_its_event() -> None:
    coupling = go_live_with_all()
    take(coupling, documents(), stream=DOCUMENTS)
    while publish_events():
        pass

    feed = key(coupling, "read").get("/api/v1/events").json()
    (event,) = feed["items"]
    status, item = said(key(coupling, "passed-on"), f"/{event['data']['item']['number']}")

    assert (status, event["type"]) == (200, "document.received")
    assert item.pop("xml").startswith("<?xml version='1.0' encoding='UTF-8'?>\n<Documenten")
    assert item == event["data"]


def test_a_file_is_an_attachment_of_bytes_that_nobody_sniffs() -> None:
    coupling = go_live_with_all()
    name, data = 'ver/slag\\ é"1.txt', base64.b64encode(b"<script>").decode()
    take(coupling, documents(document(Bestandsnm=name, Datastring=data)), stream=DOCUMENTS)

    answer = key(coupling, "passed-on").get(f"/api/v1/passed-on/{numbers(coupling)[0]}/file")

    assert answer.content == b"<script>"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert "/slag" not in answer["Content-Disposition"]


def test_a_file_without_a_name_is_called_by_its_number() -> None:
    coupling = go_live_with_all()
    take(coupling, documents(document(Bestandsnm=" ")), stream=DOCUMENTS)
    (number,) = numbers(coupling)
    answer = key(coupling, "passed-on").get(f"/api/v1/passed-on/{number}/file")
    assert answer["Content-Disposition"] == f'attachment; filename="{number}"'


def test_a_medical_record_needs_a_key_that_is_for_it() -> None:
    coupling = go_live_with_all()
    take(coupling, medical(), stream=MEDICAL)
    (number,) = numbers(coupling)
    other, own = key(coupling, "passed-on"), key(coupling, "medical")

    refused = [said(other, path)[0] for path in (f"/{number}", f"/{number}/file")]

    assert refused == [403, 403]
    assert (said(other, "")[1]["items"], len(said(own, "")[1]["items"])) == ([], 1)
    assert (
        said(own, f"/{number}")[0],
        own.get(f"/api/v1/passed-on/{number}/file").status_code,
    ) == (
        200,
        200,
    )


@pytest.mark.parametrize("path", ["/{0}", "/{0}/file"])
def test_what_is_foreign_waits_or_is_not_there_is_answered_alike(path: str) -> None:
    ours, theirs = go_live_with_all("GEZOND"), go_live_with_all("FIT")
    take(theirs, documents(), stream=DOCUMENTS)
    take(ours, documents().replace(b">1001<", b">1002<"), stream=DOCUMENTS)
    client = key(ours, "medical")
    asked = (*numbers(theirs), *numbers(ours), 999_999, 2**63, 10**30)

    answers = {client.get(f"/api/v1/passed-on{path.format(each)}").content for each in asked}

    assert len(answers) == 1
    assert json.loads(answers.pop())["code"] == "NIET-GEVONDEN"


def test_an_item_without_a_file_has_none() -> None:
    coupling = go_live_with_all()
    take(coupling, appointments(), stream=APPOINTMENTS)
    assert said(key(coupling, "passed-on"), f"/{numbers(coupling)[0]}/file")[0] == 404


@pytest.mark.parametrize("path", ["", "/file"])
def test_what_was_erased_is_told_as_gone(path: str) -> None:
    coupling = go_live_with_all()
    take(coupling, documents(), stream=DOCUMENTS)
    with tenant(coupling.arbodienst):
        PassedOnItem.objects.update(content=None)

    status, error = said(key(coupling, "passed-on"), f"/{numbers(coupling)[0]}{path}")

    assert (status, error["code"]) == (410, "GEWIST")
    assert "bewaartermijn" in error["text"]


def test_the_list_goes_on_in_pages() -> None:
    coupling = go_live_with_all()
    take(coupling, documents(document("D1"), document("D2")), stream=DOCUMENTS)
    client = key(coupling, "passed-on")

    _, first = said(client, "?limit=1")
    _, second = said(client, f"?limit=1&after={first['next']}")

    ids = [each["item"]["id"] for page in (first, second) for each in page["items"]]
    assert (ids, second["next"]) == (["D1", "D2"], None)
    assert "xml" not in first["items"][0]


def test_the_report_of_the_message_counts_the_items() -> None:
    coupling = go_live_with_all()
    (told,) = take(coupling, documents(document("D1"), document("D2")), stream=DOCUMENTS)
    report = key(coupling, "read").get(f"/api/v1/reports/{told.receipt}").json()
    assert report["items"] == {"passed-on": 2, "waiting": 0, "expired": 0}
    assert report["reports"] == []
