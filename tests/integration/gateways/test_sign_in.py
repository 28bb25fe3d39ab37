"""Signing in at the doors: too many failures, and addresses."""

import json

import pytest
from psycopg import Connection
from pytest_django.fixtures import Settings

from doors_world import Coupling, Reply, Site, basic
from verzuimbrug.application.receiving.refusals import list_refusals
from verzuimbrug.domain.throttling import MOST_PER_NAME
from verzuimbrug.sivi.soap_envelope import SERVICE

ANSWERS = "/api/v1/answers"
SOAP = "/services/bestandsoverdracht"
TOO_MANY = "TE-VEEL-VERZOEKEN"
V11 = "http://schemas.xmlsoap.org/soap/envelope/"


def ask(site: Site, signing_in: dict[str, str], **headers: str) -> Reply:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return site.call("GET", ANSWERS, headers={**signing_in, **named})


def code_of(reply: Reply) -> str:
    return str(json.loads(reply.body).get("code", ""))


def fail(site: Site, coupling: Coupling, **headers: str) -> None:
    """As many failures as there may be."""
    for _ in range(MOST_PER_NAME):
        ask(site, basic(coupling.code, "onjuist"), **headers)


def collect(coupling: Coupling) -> bytes:
    """A request for answers over SOAP."""
    return (
        f'<s:Envelope xmlns:s="{V11}"><s:Body><HaalAntwoordenOp xmlns="{SERVICE}">'
        f"<Klantcode>{coupling.code}</Klantcode><Token>{coupling.token}</Token>"
        "<Maximum>1</Maximum></HaalAntwoordenOp></s:Body></s:Envelope>"
    ).encode()


def test_after_too_many_failures_rest_says_when_to_try_again(site: Site, ours: Coupling) -> None:
    fail(site, ours)
    reply = ask(site, ours.basic)
    assert (reply.status, code_of(reply)) == (429, TOO_MANY)
    assert 0 < int(reply.headers["Retry-After"]) <= 900


def test_and_so_does_soap(site: Site, ours: Coupling) -> None:
    fail(site, ours)
    reply = site.call("POST", SOAP, collect(ours), {"Content-Type": "text/xml"})
    assert reply.status == 500
    assert f"<Code>{TOO_MANY}</Code>".encode() in reply.body
    assert 0 < int(reply.headers["Retry-After"]) <= 900


def test_an_unknown_code_is_answered_as_one_that_exists(site: Site, ours: Coupling) -> None:
    fail(site, ours)
    for _ in range(MOST_PER_NAME):
        unknown = ask(site, basic("XXXX-XXXX", "onjuist"))
        assert unknown.status == 401
    assert code_of(ask(site, basic("XXXX-XXXX", "onjuist"))) == TOO_MANY


def test_without_a_proxy_a_caller_cannot_name_another_address(site: Site, ours: Coupling) -> None:
    fail(site, ours, X_Forwarded_For="192.0.2.1")
    assert ask(site, ours.basic, X_Forwarded_For="192.0.2.2").status == 429


def test_behind_a_proxy_the_last_address_is_that_of_the_caller(
    site: Site, ours: Coupling, settings: Settings
) -> None:
    settings.BEHIND_PROXY = True
    fail(site, ours, X_Forwarded_For="192.0.2.2, 192.0.2.1")
    assert ask(site, ours.basic, X_Forwarded_For="192.0.2.2, 192.0.2.1").status == 429
    assert ask(site, ours.basic, X_Forwarded_For="192.0.2.1, 192.0.2.2").status == 200


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("192.0.2.1:4711", "192.0.2.1"),
        ("[2001:db8::1]:4711", "2001:db8::1"),
        ("2001:db8::1", "2001:db8::1"),
        ("192.0.2.9, ", "127.0.0.1"),
        ("", "127.0.0.1"),
    ],
)
def test_a_proxy_may_write_the_port_too(
    site: Site, ours: Coupling, settings: Settings, written: str, address: str
) -> None:
    settings.BEHIND_PROXY = True
    ask(site, basic(ours.code, "onjuist"), X_Forwarded_For=written)
    assert [refusal.address for refusal in list_refusals(ours.ref)] == [address]


def test_from_an_address_that_is_not_allowed_signing_in_fails_like_any_other(
    site: Site, ours: Coupling, owner_connection: Connection
) -> None:
    owner_connection.execute(
        "UPDATE store_clientaccount SET allowed_addresses = '[\"192.0.2.0/24\"]'"
    )
    right, wrong = ask(site, ours.basic), ask(site, basic(ours.code, "onjuist"))
    assert right.said == wrong.said
    assert [refusal.reason for refusal in list_refusals(ours.ref)] == [
        "AANMELDEN-MISLUKT",
        "ADRES-NIET-TOEGESTAAN",
    ]


def test_refused_attempts_of_another_account_are_not_listed(
    site: Site, ours: Coupling, theirs: Coupling
) -> None:
    ask(site, basic(theirs.code, "onjuist"))
    ask(site, basic("XXXX-XXXX", "onjuist"))
    assert list_refusals(ours.ref) == ()
    (refusal,) = list_refusals(theirs.ref)
    assert (refusal.door, refusal.address, refusal.stream) == ("rest", "127.0.0.1", "")


def test_wrong_keys_wait_too(site: Site, database: None) -> None:
    del database
    employers = [
        site.call("GET", "/api/v1/employers", headers={"Authorization": "Bearer vb_x"})
        for _ in range(101)
    ]
    assert {reply.status for reply in employers[:100]} == {401}
    assert (employers[100].status, code_of(employers[100])) == (429, TOO_MANY)
    assert int(employers[100].headers["Retry-After"]) > 0
