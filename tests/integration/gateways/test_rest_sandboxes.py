"""Sandboxes over REST: what the management side does, and how far the sender is for machines."""

from base64 import b64decode
from urllib.parse import urlsplit

import pytest
from django.test import Client

from doors_world import basic
from keeping_world import PLACE, denied, made
from managing_world import Caller, caller
from sandbox_world import real_account, sandbox, send
from sending_world import ABSENCE, settings, work
from verzuimbrug.application.accounts import AccountRef
from verzuimbrug.application.sandboxes.finding import sandbox_of
from verzuimbrug.application.sign_in.issuing import issue

pytestmark = pytest.mark.usefixtures("database")

SANDBOX = f"{PLACE}/sandbox"
CONFORMANCE = "/api/v1/conformance"


@pytest.fixture
def account(database: None) -> AccountRef:
    """A coupling that is being set up."""
    del database
    return real_account()


@pytest.fixture
def keeper(account: AccountRef) -> Caller:
    """A beheerder of its arbodienst."""
    return caller(account.arbodienst)


def sign_in(ref: AccountRef) -> Client:
    """Whoever has the customer code and token of an account."""
    issued = issue(ref, "test")
    return Client(headers=basic(issued.customer_code or "", issued.token))


def test_a_sandbox_is_opened_handed_over_followed_and_closed(keeper: Caller) -> None:
    assert denied(keeper.call("GET", SANDBOX))[0] == 404
    opened = keeper.post(SANDBOX)
    assert (opened["status"], opened["has_page"], opened["proven"]) == ("active", False, False)
    assert keeper.post(SANDBOX) == opened
    url = made(keeper.call("POST", f"{SANDBOX}/page"))["url"]
    path = urlsplit(url).path
    assert Client().get(path).status_code == 200
    links = made(keeper.call("POST", f"{SANDBOX}/credentials"))["links"]
    assert [each["part"] for each in links] == ["customer-code", "token"]
    assert keeper.post(f"{SANDBOX}/update")["has_page"] is True
    assert keeper.post(f"{SANDBOX}/close") == {"closed": True}
    assert keeper.post(f"{SANDBOX}/close") == {"closed": False}
    assert Client().get(path).status_code == 404
    assert keeper.get(SANDBOX)["status"] == "closed"
    assert denied(keeper.call("POST", f"{SANDBOX}/page"))[0] == 404
    assert keeper.refused("POST", f"{SANDBOX}/update") == ["PB002"]


def test_why_it_cannot_be_opened_is_said(keeper: Caller) -> None:
    real_account(settings(employer_code="[IndERDWGA]"))
    assert keeper.refused("POST", SANDBOX) == ["PB001"]


def test_machines_read_the_same_as_the_page_and_get_examples_when_they_ask() -> None:
    of = sandbox()
    send(of, ABSENCE, "2026", "recovery")
    work()
    portal = sign_in(of.ref)
    said = portal.get(CONFORMANCE, query_params={"edition": "2026", "lang": "en"}).json()
    assert {each["edition"] for each in said["editions"]} == {"2026"}
    cases = {
        each["id"]: each
        for edition in said["editions"]
        if edition["stream"] == ABSENCE
        for each in edition["cases"]
    }
    assert (cases["recovery"]["verdict"], cases["relapse"]["verdict"]) == ("proven", "open")
    assert cases["recovery"]["title"] == "Recovery"
    assert cases["recovery"]["examples"] == []
    whole = portal.get(CONFORMANCE, query_params={"examples": "true"}).json()
    (first, *_) = [each for each in whole["editions"] if each["stream"] == ABSENCE]
    (example,) = first["cases"][0]["examples"]
    assert b64decode(example["content"]).startswith(b"<?xml")


def test_a_real_account_has_no_cases(account: AccountRef) -> None:
    answer = sign_in(account).get(CONFORMANCE)
    assert (answer.status_code, answer.json()["code"]) == (409, "GEEN-PROEFOMGEVING")
    assert Client().get(CONFORMANCE).status_code == 401
    assert sandbox_of(account) is None
