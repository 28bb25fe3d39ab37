"""SFTP logins and keys over the management side of the REST API."""

from urllib.parse import urlsplit

import asyncssh
import pytest

from configuring_world import coupling
from keeping_world import PLACE, denied, made
from managing_world import Caller, caller
from sftp_world import SftpCoupling, new_key, public_text, sftp_coupling
from verzuimbrug.application.sign_in.handover import open_link
from verzuimbrug.gateways.sftp.server import host_key

pytestmark = pytest.mark.usefixtures("database")

VDD = "/accounts/Felison%20VDD"
KEYS = f"{VDD}/sftp-keys"


@pytest.fixture
def portal(database: None) -> SftpCoupling:
    """An SFTP account with a key."""
    del database
    return sftp_coupling("GEZOND")


@pytest.fixture
def keeper(portal: SftpCoupling) -> Caller:
    """A beheerder of its arbodienst."""
    return caller(portal.arbodienst)


def _valid(keeper: Caller) -> list[str]:
    items = keeper.get(KEYS)["items"]
    return [each["fingerprint"] for each in items if each["revoked_at"] is None]


def test_the_login_is_told_with_the_key_of_the_server(portal: SftpCoupling, keeper: Caller) -> None:
    said = keeper.put(f"{VDD}/sftp-login", None)

    assert said["login"] == portal.login
    assert said["host_key_fingerprint"] == host_key().get_fingerprint()
    assert asyncssh.import_public_key(said["host_key"]) == host_key().convert_to_public()


def test_an_account_of_another_kind_has_no_login_and_no_keys() -> None:
    keeper = caller(coupling("GEZOND").arbodienst)
    key = {"public_key": public_text(new_key())}

    assert keeper.refused("PUT", f"{PLACE}/sftp-login") == ["SF006"]
    assert keeper.refused("POST", f"{PLACE}/sftp-keys", key) == ["SF006"]
    assert keeper.refused("POST", f"{PLACE}/sftp-keys/generate") == ["SF006"]
    assert keeper.get(f"{PLACE}/sftp-keys") == {"items": []}


def test_a_pasted_key_is_added_and_listed(keeper: Caller) -> None:
    key = new_key()

    added = made(keeper.call("POST", KEYS, {"public_key": public_text(key)}))

    assert added["fingerprint"] == key.get_fingerprint()
    assert (added["kind"], added["added_by"]) == ("ssh-ed25519", "api-key:sleutel manage")
    assert keeper.get(KEYS)["items"][-1] == added


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("onzin", "SF001"),
        (new_key().export_private_key("openssh").decode(), "SF002"),
        (public_text(asyncssh.generate_private_key("ssh-rsa", key_size=2048)), "SF003"),
    ],
)
def test_what_is_no_good_key_is_not_added(keeper: Caller, text: str, code: str) -> None:
    assert keeper.refused("POST", KEYS, {"public_key": text}) == [code]
    assert len(_valid(keeper)) == 1


def test_a_pair_is_made_and_its_private_half_handed_over_once(keeper: Caller) -> None:
    said = made(keeper.call("POST", f"{KEYS}/generate", {"recipient": "Bos"}))

    (link,) = said["links"]
    assert (link["part"], link["recipient"]) == ("private-key", "Bos")
    secret = urlsplit(link["url"]).path.removeprefix("/overdracht/")
    opened = open_link(secret)
    assert opened is not None
    private = asyncssh.import_private_key(opened.value)
    assert private.get_fingerprint() == said["fingerprint"]
    assert said["fingerprint"] in _valid(keeper)
    assert open_link(secret) is None


def test_a_revoked_key_is_listed_as_such_and_revoked_once(
    portal: SftpCoupling, keeper: Caller
) -> None:
    body = {"fingerprint": portal.key.get_fingerprint()}

    assert keeper.post(f"{KEYS}/revoke", body)["items"][0]["revoked_at"] is not None
    assert _valid(keeper) == []
    assert denied(keeper.call("POST", f"{KEYS}/revoke", body)) == (404, "NIET-GEVONDEN")


def test_a_key_of_another_arbodienst_is_as_none(keeper: Caller) -> None:
    theirs = sftp_coupling("FIT").key.get_fingerprint()

    prints = (theirs, "SHA256:geen")
    answers = [keeper.call("POST", f"{KEYS}/revoke", {"fingerprint": one}) for one in prints]

    assert {answer.status_code for answer in answers} == {404}
    assert answers[0].content == answers[1].content


@pytest.mark.parametrize(
    ("place", "body"),
    [
        (KEYS, {}),
        (KEYS, {"public_key": "\0"}),
        (KEYS, {"public_key": "\ud800"}),
        (f"{KEYS}/generate", {"recipient": "a\nb"}),
        (f"{KEYS}/revoke", {"fingerprint": "x" * 101}),
    ],
)
def test_a_body_that_cannot_be_is_refused(keeper: Caller, place: str, body: object) -> None:
    assert denied(keeper.call("POST", place, body)) == (400, "BERICHT-ONLEESBAAR")
