"""Credentials over the management side of the REST API: two links, to two people."""

from typing import Any
from urllib.parse import urlsplit

import pytest

from configuring_world import coupling
from doors_world import Site
from keeping_world import PLACE, denied, events, made
from managing_world import API, Caller, caller
from verzuimbrug.application.accounts import AccountRef
from verzuimbrug.application.sign_in.credentials import verify
from verzuimbrug.application.sign_in.handover import Part, open_link

pytestmark = pytest.mark.usefixtures("database")

TO_TWO = {"code_to": "Jansen", "token_to": "portaal@example.nl"}
CREDENTIALS = f"{PLACE}/credentials"


@pytest.fixture
def gezond(database: None) -> AccountRef:
    """The account of the example."""
    del database
    return coupling("GEZOND")


@pytest.fixture
def keeper(gezond: AccountRef) -> Caller:
    """A beheerder of its arbodienst."""
    return caller(gezond.arbodienst)


def _issued(keeper: Caller, body: object = None) -> list[dict[str, Any]]:
    links: list[dict[str, Any]] = made(keeper.call("POST", CREDENTIALS, body))["links"]
    return links


def _behind(link: dict[str, Any]) -> str:
    opened = open_link(urlsplit(link["url"]).path.removeprefix("/overdracht/"))
    assert opened is not None
    assert opened.part is Part(link["part"])
    return opened.value


def _signs_in(code: str, token: str) -> int:
    return verify(code, token, "192.0.2.1").account


def _states(keeper: Caller) -> list[str]:
    return [each["state"] for each in keeper.get(CREDENTIALS)["items"]]


def _links(keeper: Caller) -> list[dict[str, Any]]:
    return [link for each in keeper.get(CREDENTIALS)["items"] for link in each["links"]]


def test_customer_code_and_token_are_behind_two_links(gezond: AccountRef, keeper: Caller) -> None:
    code, token = _issued(keeper, TO_TWO)

    assert (code["part"], code["recipient"]) == ("customer-code", "Jansen")
    assert (token["part"], token["recipient"]) == ("token", "portaal@example.nl")
    assert _signs_in(_behind(code), _behind(token)) == gezond.account


def test_what_was_issued_is_listed_without_what_it_is(keeper: Caller) -> None:
    links = _issued(keeper, TO_TWO)

    said = keeper.call("GET", CREDENTIALS).content.decode()

    values = [_behind(link) for link in links]
    secrets = [urlsplit(link["url"]).path.rpartition("/")[2] for link in links]
    assert not any(each in said for each in (*values, *secrets))
    assert [(one["recipient"], one["state"]) for one in _links(keeper)] == [
        ("Jansen", "opened"),
        ("portaal@example.nl", "opened"),
    ]


def test_who_issued_is_in_the_log(gezond: AccountRef, keeper: Caller) -> None:
    _issued(keeper)

    assert ("credentials-issued", "api-key:sleutel manage") in events(gezond)


def test_links_lead_to_the_host_that_was_called(gezond: AccountRef, site: Site) -> None:
    key = {"Authorization": f"Bearer {caller(gezond.arbodienst).key}"}
    reply = site.call("POST", f"{API}{CREDENTIALS}", b"", key)

    assert reply.status == 201
    assert f'"{site.url}/overdracht/'.encode() in reply.body


def test_nothing_is_made_for_a_host_that_is_not_ours(gezond: AccountRef, site: Site) -> None:
    keeper = caller(gezond.arbodienst)
    headers = {"Authorization": f"Bearer {keeper.key}", "Host": "elders.example"}

    assert site.call("POST", f"{API}{CREDENTIALS}", b"", headers).status == 400
    assert _states(keeper) == []


@pytest.mark.parametrize(
    "body",
    [{"code_to": "Jansen"}, {"token_to": "Jansen"}, {"code_to": "Jansen", "token_to": " jansen "}],
)
def test_two_different_people_are_named_or_nobody(keeper: Caller, body: object) -> None:
    answer = keeper.call("POST", CREDENTIALS, body)

    assert denied(answer) == (409, "NIET-MOGELIJK")
    assert answer.json()["details"][0]
    assert _states(keeper) == []


@pytest.mark.parametrize(
    "body",
    [
        {"code_to": "a\0b", "token_to": "c"},
        {"code_to": "a\nb", "token_to": "c"},
        {"code_to": "\ud800", "token_to": "c"},
        {"code_to": "x" * 201, "token_to": "c"},
        {"code_to": 1},
    ],
)
def test_a_recipient_is_a_name_on_one_line(keeper: Caller, body: object) -> None:
    assert denied(keeper.call("POST", CREDENTIALS, body)) == (400, "BERICHT-ONLEESBAAR")


def test_a_new_token_goes_beside_the_present_one(gezond: AccountRef, keeper: Caller) -> None:
    code, first = map(_behind, _issued(keeper))

    (link,) = made(keeper.call("POST", f"{CREDENTIALS}/rotate", {"token_to": "Bos"}))["links"]

    assert (link["part"], link["recipient"]) == ("token", "Bos")
    second = _behind(link)
    assert {_signs_in(code, first), _signs_in(code, second)} == {gezond.account}
    assert keeper.get(CREDENTIALS)["items"][0]["valid_until"] is not None


def test_an_overlap_of_no_days_ends_the_present_token(keeper: Caller) -> None:
    _issued(keeper)
    made(keeper.call("POST", f"{CREDENTIALS}/rotate", {"overlap_days": 0}))

    assert _states(keeper) == ["ended", "usable"]


@pytest.mark.parametrize("days", [-1, 366, 10**30, "x"])
def test_an_overlap_lasts_a_year_at_most(keeper: Caller, days: object) -> None:
    answer = keeper.call("POST", f"{CREDENTIALS}/rotate", {"overlap_days": days})

    assert denied(answer) == (400, "BERICHT-ONLEESBAAR")


def test_without_a_token_there_is_none_to_replace(keeper: Caller) -> None:
    answer = keeper.call("POST", f"{CREDENTIALS}/rotate")

    assert denied(answer) == (409, "NIET-MOGELIJK")


def test_all_tokens_are_revoked_at_once(keeper: Caller) -> None:
    _issued(keeper)
    _issued(keeper)

    assert keeper.post(f"{CREDENTIALS}/revoke") == {"revoked": 2}
    assert _states(keeper) == ["revoked", "revoked"]
    assert {link["state"] for link in _links(keeper)} == {"ended"}


def test_one_credential_is_revoked_once(keeper: Caller) -> None:
    _issued(keeper)
    _issued(keeper)
    first = keeper.get(CREDENTIALS)["items"][0]["id"]

    assert keeper.post(f"{CREDENTIALS}/{first}/revoke") == {"revoked": 1}
    assert _states(keeper) == ["revoked", "usable"]
    again = keeper.call("POST", f"{CREDENTIALS}/{first}/revoke")
    assert denied(again) == (404, "NIET-GEVONDEN")


def test_a_link_is_renewed_for_whom_the_old_one_was(keeper: Caller) -> None:
    code, old = _issued(keeper, TO_TWO)
    number = _links(keeper)[1]["id"]

    (link,) = made(keeper.call("POST", f"{PLACE}/handovers/{number}/renew"))["links"]

    assert (link["part"], link["recipient"]) == ("token", "portaal@example.nl")
    assert open_link(urlsplit(old["url"]).path.rpartition("/")[2]) is None
    assert _signs_in(_behind(code), _behind(link))


def test_a_link_is_renewed_for_somebody_else(keeper: Caller) -> None:
    _issued(keeper, TO_TWO)
    place = f"{PLACE}/handovers/{_links(keeper)[1]['id']}/renew"

    assert denied(keeper.call("POST", place, {"recipient": "Jansen"})) == (409, "NIET-MOGELIJK")
    assert made(keeper.call("POST", place, {"recipient": "Bos"}))["links"][0]["recipient"] == "Bos"


def test_a_link_that_is_withdrawn_does_not_open(keeper: Caller) -> None:
    link, _ = _issued(keeper)
    number = _links(keeper)[0]["id"]

    assert keeper.post(f"{PLACE}/handovers/{number}/withdraw") == {"withdrawn": number}
    assert open_link(urlsplit(link["url"]).path.rpartition("/")[2]) is None


@pytest.mark.parametrize("act", ["handovers/{}/renew", "handovers/{}/withdraw"])
@pytest.mark.parametrize("act2", ["credentials/{}/revoke"])
def test_numbers_of_another_arbodienst_are_as_none(keeper: Caller, act: str, act2: str) -> None:
    fit = caller(coupling("FIT").arbodienst)
    _issued(fit)
    link, credential = _links(fit)[0]["id"], fit.get(CREDENTIALS)["items"][0]["id"]

    places = [act.format(link), act.format(999), act2.format(credential), act2.format(999)]
    answers = [keeper.call("POST", f"{PLACE}/{place}") for place in places]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


@pytest.mark.parametrize("number", ["0", "9" * 30, "-1", "x"])
def test_a_number_that_cannot_be_is_refused(keeper: Caller, number: str) -> None:
    answer = keeper.call("POST", f"{PLACE}/handovers/{number}/withdraw")

    assert answer.status_code in {400, 404, 405}
