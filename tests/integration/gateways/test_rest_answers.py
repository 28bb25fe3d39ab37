"""Answers and the state of a message over REST, the portal's side."""

import json
from base64 import b64decode
from typing import Any

import pytest
from psycopg import Connection

from doors_world import STREAM, Coupling, Site, basic

ANSWERS = "/api/v1/answers"
ACKNOWLEDGE = "/api/v1/answers/acknowledge"


def deliver(site: Site, coupling: Coupling, body: bytes = b"<a/>") -> str:
    reply = site.call("POST", f"/api/v1/streams/{STREAM}/messages", body, coupling.basic)
    return str(json.loads(reply.body)["receipt"])


def collect(site: Site, coupling: Coupling, most: int = 100) -> list[dict[str, Any]]:
    reply = site.call("GET", f"{ANSWERS}?max={most}", headers=coupling.basic)
    items: list[dict[str, Any]] = json.loads(reply.body)["items"]
    return items


def acknowledge(site: Site, coupling: Coupling, *numbers: int | str) -> int:
    body = json.dumps({"numbers": numbers}).encode()
    reply = site.call("POST", ACKNOWLEDGE, body, coupling.basic)
    return int(json.loads(reply.body)["acknowledged"])


def test_the_oldest_answers_come_first_until_they_are_acknowledged(
    site: Site, ours: Coupling
) -> None:
    receipt = deliver(site, ours)
    first = ours.answer(receipt, "Retourmelding", b"<een/>")
    second = ours.answer(receipt, "Verwerkingsmelding", b"<twee/>")
    assert [item["number"] for item in collect(site, ours)] == [first, second]
    (item,) = collect(site, ours, most=1)
    assert (item["kind"], item["file_name"]) == ("Retourmelding", "Retourmelding.xml")
    assert b64decode(item["content"]) == b"<een/>"
    assert acknowledge(site, ours, str(first)) == 1
    assert [item["number"] for item in collect(site, ours)] == [second]


def test_an_answer_of_another_account_is_as_if_it_were_not_there(
    site: Site, ours: Coupling, theirs: Coupling
) -> None:
    number = ours.answer(deliver(site, ours))
    assert collect(site, theirs) == []
    assert acknowledge(site, theirs, number) == acknowledge(site, theirs, 999) == 0
    assert acknowledge(site, ours, number, 2**70, -1) == 1


def test_asking_for_more_answers_than_are_given_at_once_is_no_mistake(
    site: Site, ours: Coupling
) -> None:
    assert collect(site, ours, most=10**9) == []


@pytest.mark.parametrize("query", ["max=0", "max=-1", "max=tien"])
def test_a_maximum_that_is_no_positive_number_is_refused_by_name(
    site: Site, ours: Coupling, query: str
) -> None:
    reply = site.call("GET", f"{ANSWERS}?{query}", headers=ours.basic)
    said = json.loads(reply.body)
    assert (reply.status, said["code"]) == (400, "BERICHT-ONLEESBAAR")
    assert said["details"][0].startswith("max: ")


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"{}", b'{"numbers": ["a"]}', b"\xff"])
def test_a_malformed_acknowledgement_is_refused(site: Site, ours: Coupling, body: bytes) -> None:
    reply = site.call("POST", ACKNOWLEDGE, body, ours.basic)
    assert (reply.status, json.loads(reply.body)["code"]) == (400, "BERICHT-ONLEESBAAR")


def test_a_sender_reads_what_became_of_its_message(site: Site, ours: Coupling) -> None:
    receipt = deliver(site, ours)
    reply = site.call("GET", f"/api/v1/messages/{receipt}", headers=ours.basic)
    said = json.loads(reply.body)
    assert reply.status == 200
    assert (said["receipt"], said["state"]) == (receipt, "received")
    assert (said["findings"], said["reports"]) == ([], [])


def test_a_foreign_receipt_and_an_unknown_one_are_answered_alike(
    site: Site, ours: Coupling, theirs: Coupling
) -> None:
    foreign = deliver(site, theirs)
    receipts = (foreign, "20260101-99999999", "a%00b")
    replies = [site.call("GET", f"/api/v1/messages/{r}", headers=ours.basic).said for r in receipts]
    assert replies[0][0] == 404
    assert replies == [replies[0]] * 3


@pytest.mark.parametrize(
    ("method", "path"), [("GET", ANSWERS), ("POST", ACKNOWLEDGE), ("GET", "/api/v1/messages/1")]
)
def test_every_address_asks_for_credentials(
    site: Site, ours: Coupling, method: str, path: str
) -> None:
    without = site.call(method, path, b"")
    wrong = site.call(method, path, b"", basic(ours.code, "onjuist"))
    assert without.status == 401
    assert without.said == wrong.said


@pytest.mark.parametrize(("method", "path"), [("GET", ANSWERS), ("POST", ACKNOWLEDGE)])
def test_a_shut_account_gets_no_answers(site: Site, ours: Coupling, method: str, path: str) -> None:
    ours.turn("closed")
    body = b'{"numbers": [1]}'
    assert site.call(method, path, body, ours.basic).status == 403


def test_the_description_covers_both_sides(site: Site) -> None:
    said = json.loads(site.call("GET", "/api/v1/openapi.json").body)
    assert {
        "/api/v1/streams/{stream}/messages",
        "/api/v1/answers",
        "/api/v1/answers/acknowledge",
        "/api/v1/messages/{receipt}",
        "/api/v1/employers",
    } <= set(said["paths"])
    deliver = said["paths"]["/api/v1/streams/{stream}/messages"]["post"]
    assert "application/xml" in deliver["requestBody"]["content"]
    assert {"202", "401", "404", "413"} <= set(deliver["responses"])


def test_without_a_database_the_sender_is_told_to_try_again(
    site: Site, ours: Coupling, owner_connection: Connection
) -> None:
    envelope = (
        b'<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>'
        b'<HaalAntwoordenOp xmlns="urn:verzuimbrug:bestandsoverdracht:1">'
        b"<Klantcode>a</Klantcode><Token>b</Token>"
        b"<Maximum>1</Maximum></HaalAntwoordenOp></e:Body></e:Envelope>"
    )
    owner_connection.execute("REVOKE CONNECT ON DATABASE verzuimbrug FROM verzuimbrug_app, PUBLIC")
    try:
        rest = site.call("GET", ANSWERS, headers=ours.basic)
        unsigned = site.call("GET", ANSWERS)
        soap = site.call("POST", "/services/bestandsoverdracht", envelope)
        broken = site.call("POST", "/services/bestandsoverdracht", b"geen XML")
    finally:
        owner_connection.execute("GRANT CONNECT ON DATABASE verzuimbrug TO verzuimbrug_app")
    assert (rest.status, unsigned.status) == (503, 503)
    assert json.loads(rest.body)["code"] == "TIJDELIJK-NIET-BESCHIKBAAR"
    for reply in (soap, broken):
        assert reply.status == 500
        assert b"<faultcode>soap:Server</faultcode>" in reply.body
        assert b"<Code>TIJDELIJK-NIET-BESCHIKBAAR</Code>" in reply.body
