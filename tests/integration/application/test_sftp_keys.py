"""Keys of SFTP accounts: pasted, made here, revoked; whatever is pasted is a key or a finding."""

import asyncssh
import pytest
from hypothesis import example, given, strategies as st

from configuring_world import coupling
from sftp_world import SftpCoupling, new_key, public_text, sftp_coupling
from verzuimbrug.application.accounts import AccountRef, UnknownNameError
from verzuimbrug.application.sftp.keys import (
    KeyPair,
    add_key,
    generate_pair,
    hand_over_key,
    list_keys,
    note_revealed,
    revoke_key,
)
from verzuimbrug.application.sftp.logins import login_of
from verzuimbrug.application.sftp.public_key import PublicKey, read_public_key
from verzuimbrug.application.sign_in.handover import Part, open_link
from verzuimbrug.domain.findings import Finding
from verzuimbrug.store.models import AccountEvent, SftpKey, SignIn
from verzuimbrug.store.tenancy import tenant


@pytest.fixture
def portal(database: None) -> SftpCoupling:
    """An SFTP account with a key."""
    del database
    return sftp_coupling("GEZOND")


@pytest.fixture
def web_service(database: None) -> AccountRef:
    """An account that signs in with customer code and token."""
    del database
    return coupling()


def _events(ref: AccountRef) -> list[str]:
    with tenant(ref.arbodienst):
        return list(AccountEvent.objects.order_by("id").values_list("event", flat=True))


def _code(given: object) -> str:
    assert isinstance(given, Finding)
    return given.code


def _pair(portal: SftpCoupling, recipient: str = "") -> KeyPair:
    pair = generate_pair(portal.ref, "test", recipient)
    assert isinstance(pair, KeyPair)
    return pair


@pytest.mark.parametrize(
    "kind", ["ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521"]
)
def test_common_kinds_are_accepted(kind: str) -> None:
    key = new_key(kind)
    read = read_public_key(public_text(key))
    assert isinstance(read, PublicKey)
    assert read.fingerprint == key.get_fingerprint()
    assert read.line.startswith(kind)


@pytest.mark.parametrize("form", ["openssh", "rfc4716", "pkcs8-pem"])
def test_every_usual_form_is_read(form: str) -> None:
    key = new_key()
    read = read_public_key(f"\n{public_text(key, form)}\r\n")
    assert isinstance(read, PublicKey)
    assert read.fingerprint == key.get_fingerprint()


def test_rsa_needs_3072_bits() -> None:
    weak, strong = (
        read_public_key(public_text(asyncssh.generate_private_key("ssh-rsa", key_size=bits)))
        for bits in (2048, 3072)
    )
    assert weak == Finding("SF003", {"kind": "ssh-rsa (2048 bits)"})
    assert isinstance(strong, PublicKey)


def test_uncommon_kind_is_not_accepted() -> None:
    assert read_public_key(public_text(new_key("ssh-ed448"))) == Finding(
        "SF003", {"kind": "ssh-ed448"}
    )


@pytest.mark.parametrize("form", ["openssh", "pkcs8-pem"])
def test_private_key_is_told_and_not_kept(portal: SftpCoupling, form: str) -> None:
    text = new_key().export_private_key(form).decode()
    assert _code(add_key(portal.ref, text, "test")) == "SF002"
    assert _code(add_key(portal.ref, text.split("\n", 1)[1], "test")) == "SF002"
    assert len(list_keys(portal.ref)) == 1


def test_key_of_putty_with_its_private_half_is_told() -> None:
    assert _code(read_public_key("PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none")) == "SF002"


def test_two_keys_at_once_are_no_key() -> None:
    text = public_text(new_key()) + public_text(new_key())
    assert _code(read_public_key(text)) == "SF001"


@given(st.text(max_size=300) | st.from_regex(r"(ssh-rsa|ssh-ed25519) [A-Za-z0-9+/]{0,200}={0,2}"))
@example("ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAAQE=")
@example("ssh-ed25519 " + "A" * 30_000)
@example("\ud800")
def test_any_text_is_a_key_or_a_finding(text: str) -> None:
    assert isinstance(read_public_key(text), PublicKey | Finding)


def test_comment_of_the_sender_is_kept_as_far_as_it_can_be_shown(portal: SftpCoupling) -> None:
    add_key(portal.ref, public_text(new_key()).strip() + " portaal@é\x07\n", "test")
    assert list_keys(portal.ref)[-1].comment == "portaal@é\ufffd"


def test_pasted_key_is_listed_with_who_added_it(portal: SftpCoupling) -> None:
    (entry,) = list_keys(portal.ref)
    assert entry.fingerprint == portal.key.get_fingerprint()
    assert (entry.kind, entry.added_by) == ("ssh-ed25519", "test")
    assert (entry.revoked_at, entry.last_used_at) == (None, None)
    assert _events(portal.ref) == ["sftp-login-made", "sftp-key-added"]


def test_key_is_added_once(portal: SftpCoupling) -> None:
    again = add_key(portal.ref, public_text(portal.key), "test")
    assert again == Finding("SF004", {"fingerprint": portal.key.get_fingerprint()})
    assert len(list_keys(portal.ref)) == 1


def test_revoked_key_does_not_come_back(portal: SftpCoupling) -> None:
    revoke_key(portal.ref, portal.key.get_fingerprint(), "test")
    assert _code(add_key(portal.ref, public_text(portal.key), "test")) == "SF005"
    assert list_keys(portal.ref)[0].revoked_at is not None
    assert _events(portal.ref)[-1] == "sftp-key-revoked"


def test_unknown_key_cannot_be_revoked(portal: SftpCoupling) -> None:
    stranger = sftp_coupling("FIT")
    for fingerprint in ("SHA256:x", stranger.key.get_fingerprint()):
        with pytest.raises(UnknownNameError, match="no valid key"):
            revoke_key(portal.ref, fingerprint, "test")


def test_private_half_of_a_pair_is_behind_a_link_once(portal: SftpCoupling) -> None:
    pair = _pair(portal, "beheer@portaal.example")
    secret = hand_over_key(portal.ref, "test", pair, "beheer@portaal.example")
    opened = open_link(secret)
    assert opened is not None
    key = asyncssh.import_private_key(opened.value)
    assert (opened.part, key.get_fingerprint()) == (Part.PRIVATE_KEY, pair.fingerprint)
    assert open_link(secret) is None


def test_private_half_is_not_kept(portal: SftpCoupling) -> None:
    pair = _pair(portal)
    with tenant(portal.arbodienst):
        row = SftpKey.objects.get(id=pair.key)
    assert row.public_key.split()[1] in public_text(asyncssh.import_private_key(pair.private_key))
    assert "PRIVATE" not in row.public_key + row.comment


def test_pair_that_was_shown_is_logged(portal: SftpCoupling) -> None:
    note_revealed(portal.ref, "test", _pair(portal))
    assert _events(portal.ref)[-2:] == ["sftp-key-added", "sftp-key-revealed"]


def test_link_of_a_revoked_pair_opens_nothing(portal: SftpCoupling) -> None:
    pair = _pair(portal)
    secret = hand_over_key(portal.ref, "test", pair)
    revoke_key(portal.ref, pair.fingerprint, "test")
    assert open_link(secret) is None


def test_account_of_another_kind_has_no_keys(web_service: AccountRef) -> None:
    asked = (
        add_key(web_service, public_text(new_key()), "test"),
        generate_pair(web_service, "test"),
        login_of(web_service, "test"),
    )
    assert [_code(given) for given in asked] == ["SF006"] * 3
    assert list_keys(web_service) == ()


def test_login_is_readable_and_stays(portal: SftpCoupling) -> None:
    first, last = portal.login.rsplit("-", 1)
    assert first == "gezond-felison"
    assert len(last) == 4
    assert login_of(portal.ref, "test") == portal.login


def test_login_is_found_by_its_hash_only(portal: SftpCoupling) -> None:
    assert SignIn.objects.filter(kind="sftp-login", account=portal.account).count() == 1
    assert portal.login.encode() not in bytes(SignIn.objects.get().hash)
