"""Keys of case systems and tools over the management side of the REST API."""

import pytest

from configuring_world import coupling
from keeping_world import denied, made
from managing_world import Caller, caller

pytestmark = pytest.mark.usefixtures("database")

NEW = {"name": "zaaksysteem A/B", "scope": "read"}
REVOKE = "/api-keys/zaaksysteem%20A%2FB/revoke"


@pytest.fixture
def keeper(database: None) -> Caller:
    """A beheerder of an arbodienst."""
    del database
    return caller(coupling("GEZOND").arbodienst)


def test_a_key_is_shown_once_and_opens_what_its_role_may(keeper: Caller) -> None:
    said = made(keeper.call("POST", "/api-keys", NEW))

    assert (said["name"], said["scope"]) == (NEW["name"], "read")
    assert Caller(said["key"]).get("/employers")["items"]
    assert denied(Caller(said["key"]).call("GET", "/accounts")) == (403, "GEEN-RECHT")
    assert said["key"] not in keeper.call("GET", "/api-keys").content.decode()


def test_keys_are_listed_by_name(keeper: Caller) -> None:
    made(keeper.call("POST", "/api-keys", NEW))

    items = keeper.get("/api-keys")["items"]

    assert [(one["name"], one["scope"], one["revoked_at"]) for one in items] == [
        ("sleutel manage", "manage", None),
        ("zaaksysteem A/B", "read", None),
    ]


def test_a_revoked_key_opens_nothing(keeper: Caller) -> None:
    key = Caller(made(keeper.call("POST", "/api-keys", NEW))["key"])

    assert keeper.post(REVOKE)["revoked_at"] is not None

    assert denied(key.call("GET", "/employers")) == (401, "AANMELDEN-MISLUKT")
    assert denied(keeper.call("POST", REVOKE)) == (409, "NIET-MOGELIJK")


def test_a_name_is_used_once(keeper: Caller) -> None:
    made(keeper.call("POST", "/api-keys", NEW))
    keeper.post(REVOKE)

    assert denied(keeper.call("POST", "/api-keys", NEW)) == (409, "NIET-MOGELIJK")


def test_a_key_of_another_arbodienst_is_as_none(keeper: Caller) -> None:
    made(caller(coupling("FIT").arbodienst).call("POST", "/api-keys", NEW))

    answers = [keeper.call("POST", path) for path in (REVOKE, "/api-keys/geen/revoke")]

    assert {answer.status_code for answer in answers} == {404}
    assert answers[0].content == answers[1].content
    assert len(keeper.get("/api-keys")["items"]) == 1


def test_only_a_beheerder_makes_keys(keeper: Caller) -> None:
    setup = Caller(made(keeper.call("POST", "/api-keys", {**NEW, "scope": "setup"}))["key"])

    assert denied(setup.call("POST", "/api-keys", {**NEW, "name": "x"})) == (403, "GEEN-RECHT")
    assert setup.get("/api-keys")["items"]


@pytest.mark.parametrize("name", ["%00", "%0A"])
def test_a_name_that_cannot_be_is_nobodys(keeper: Caller, name: str) -> None:
    answer = keeper.call("POST", f"/api-keys/{name}/revoke")

    assert denied(answer) == (404, "NIET-GEVONDEN")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {**NEW, "scope": "alles"},
        {**NEW, "name": " "},
        {**NEW, "name": "a\0b"},
        {**NEW, "name": "\ud800"},
        {**NEW, "name": "x" * 81},
        {**NEW, "name": 1},
    ],
)
def test_a_key_has_a_name_and_a_role(keeper: Caller, body: object) -> None:
    assert denied(keeper.call("POST", "/api-keys", body)) == (400, "BERICHT-ONLEESBAAR")
