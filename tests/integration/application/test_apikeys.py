"""Keys by which a case system reads and tools set up couplings."""

from datetime import timedelta

import pytest
from django.utils import timezone

from configuring_world import coupling
from verzuimbrug.application.accounts import UnknownNameError
from verzuimbrug.application.sign_in.apikeys import (
    SCOPES,
    KeyNameError,
    create,
    list_keys,
    revoke,
    verify,
)
from verzuimbrug.store.models import ApiKey, SignIn
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

HOME = "192.0.2.7"


def test_a_key_is_known_again() -> None:
    arbodienst = coupling().arbodienst
    principal = verify(create(arbodienst, "zaaksysteem", "read"), HOME)

    assert principal is not None
    assert (principal.arbodienst, principal.name) == (arbodienst, "zaaksysteem")
    assert principal.scope == "read"


def test_only_the_hash_of_a_key_is_kept() -> None:
    key = create(coupling().arbodienst, "zaaksysteem", "read")
    assert key.encode() not in bytes(SignIn.objects.get().hash)


def test_an_unknown_key_is_nobody() -> None:
    coupling()
    assert verify("vb_onbekend", HOME) is None


def test_a_revoked_key_is_nobody() -> None:
    arbodienst = coupling().arbodienst
    key = create(arbodienst, "zaaksysteem", "read")
    revoke(arbodienst, "zaaksysteem")
    assert verify(key, HOME) is None


def test_a_name_is_used_once() -> None:
    arbodienst = coupling().arbodienst
    create(arbodienst, "zaaksysteem", "read")
    with pytest.raises(KeyNameError):
        create(arbodienst, "zaaksysteem", "read")


def test_there_is_nothing_to_revoke_under_another_name() -> None:
    ours, theirs = coupling("GEZOND").arbodienst, coupling("FIT").arbodienst
    create(ours, "zaaksysteem", "read")
    with pytest.raises(UnknownNameError):
        revoke(theirs, "zaaksysteem")


@pytest.mark.parametrize("scope", SCOPES)
def test_a_key_has_the_scope_it_was_made_with(scope: str) -> None:
    principal = verify(create(coupling().arbodienst, "sleutel", scope), HOME)
    assert principal is not None
    assert principal.scope == scope


def test_a_scope_that_does_not_exist_makes_no_key() -> None:
    arbodienst = coupling().arbodienst
    with pytest.raises(UnknownNameError, match="read, passed-on, medical, audit, setup, manage"):
        create(arbodienst, "sleutel", "alles")
    assert list_keys(arbodienst) == ()


def test_keys_are_listed_by_name_with_the_revoked_ones() -> None:
    ours, theirs = coupling("GEZOND").arbodienst, coupling("FIT").arbodienst
    create(ours, "zaaksysteem", "read")
    create(ours, "inrichting", "setup")
    create(theirs, "anders", "read")
    revoke(ours, "zaaksysteem")
    listed = [(key.name, key.scope, key.revoked_at is None) for key in list_keys(ours)]
    assert listed == [("inrichting", "setup", True), ("zaaksysteem", "read", False)]


@pytest.mark.parametrize("name", ["", " ", "x" * 81, "twee\nregels"])
def test_a_key_has_a_name_that_fits_the_logs(name: str) -> None:
    arbodienst = coupling().arbodienst
    with pytest.raises(KeyNameError):
        create(arbodienst, name, "read")


def test_when_a_key_was_last_used_is_kept_to_the_hour() -> None:
    arbodienst = coupling().arbodienst
    key = create(arbodienst, "zaaksysteem", "read")
    (unused,) = list_keys(arbodienst)
    assert unused.last_used_at is None

    before = timezone.now()
    verify(key, HOME)
    (used,) = list_keys(arbodienst)
    assert used.last_used_at is not None
    assert before <= used.last_used_at <= timezone.now()
    verify(key, HOME)
    assert list_keys(arbodienst) == (used,)

    with tenant(arbodienst):
        ApiKey.objects.update(last_used_at=before - timedelta(hours=2))
    verify(key, HOME)
    assert list_keys(arbodienst)[0].last_used_at >= before  # type: ignore[operator]
