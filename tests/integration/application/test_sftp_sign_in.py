"""Signing in over SFTP: one refusal for every way to fail, and the moment of use kept."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sftp_world import SftpCoupling, new_key, sftp_coupling
from verzuimbrug.application.receiving.refusals import FOREIGN_ADDRESS, RefusalCode, RefusedError
from verzuimbrug.application.sftp.keys import list_keys, revoke_key
from verzuimbrug.application.sftp.signing_in import SftpVisitor, enter, find_key, require_valid_key
from verzuimbrug.store.models import ClientAccount, SftpKey
from verzuimbrug.store.tenancy import tenant

HERE = "192.0.2.7"


@pytest.fixture
def portal(database: None) -> SftpCoupling:
    """An SFTP account with a key."""
    del database
    return sftp_coupling("GEZOND")


def _visitor(portal: SftpCoupling) -> SftpVisitor:
    return find_key(portal.login, portal.key.get_fingerprint(), HERE)


def _refusal(portal: SftpCoupling, login: str, fingerprint: str) -> tuple[RefusalCode, str]:
    del portal
    with pytest.raises(RefusedError) as refused:
        find_key(login, fingerprint, HERE)
    return refused.value.code, refused.value.reason


def test_login_and_key_open_the_account(portal: SftpCoupling) -> None:
    assert _visitor(portal).sender == portal.sender
    assert _visitor(portal).language == "nl"


def test_every_way_to_fail_is_one_refusal(portal: SftpCoupling) -> None:
    ours, other = portal.key.get_fingerprint(), sftp_coupling("FIT")
    tried = [
        _refusal(portal, "onbekend", ours),
        _refusal(portal, "\ud800", ours),
        _refusal(portal, portal.login, new_key().get_fingerprint()),
        _refusal(portal, other.login, ours),
    ]
    assert tried == [(RefusalCode.SIGN_IN_FAILED, "AANMELDEN-MISLUKT")] * 4


def test_address_that_is_not_allowed_reads_as_a_wrong_key(portal: SftpCoupling) -> None:
    with tenant(portal.arbodienst):
        ClientAccount.objects.update(allowed_addresses=["198.51.100.0/24"])
    told = _refusal(portal, portal.login, portal.key.get_fingerprint())
    assert told == (RefusalCode.SIGN_IN_FAILED, FOREIGN_ADDRESS)


def test_revoked_key_opens_nothing_and_ends_what_it_opened(portal: SftpCoupling) -> None:
    visitor = _visitor(portal)
    require_valid_key(visitor)
    revoke_key(portal.ref, portal.key.get_fingerprint(), "test")
    with pytest.raises(RefusedError, match="AANMELDEN-MISLUKT"):
        require_valid_key(visitor)
    with pytest.raises(RefusedError, match="AANMELDEN-MISLUKT"):
        _visitor(portal)


@pytest.mark.parametrize("status", ["suspended", "closed"])
def test_shut_account_lets_nobody_in(portal: SftpCoupling, status: str) -> None:
    visitor = _visitor(portal)
    portal.turn(status)
    with pytest.raises(RefusedError, match="ACCOUNT-NIET-ACTIEF"):
        enter(visitor)
    assert list_keys(portal.ref)[0].last_used_at is None


def test_last_use_is_kept_to_the_minute(portal: SftpCoupling) -> None:
    enter(_visitor(portal))
    first = list_keys(portal.ref)[0].last_used_at
    enter(_visitor(portal))
    assert first is not None
    assert list_keys(portal.ref)[0].last_used_at == first

    with tenant(portal.arbodienst):
        SftpKey.objects.update(last_used_at=timezone.now() - timedelta(minutes=2))
    enter(_visitor(portal))
    last = list_keys(portal.ref)[0].last_used_at
    assert last is not None
    assert last > first
