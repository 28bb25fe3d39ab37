"""Keys by which a case system reads."""

import pytest

from configuring_world import coupling
from verzuimbrug.application.accounts import UnknownNameError
from verzuimbrug.application.apikeys import TakenNameError, create, revoke, verify
from verzuimbrug.store.models import SignIn

pytestmark = pytest.mark.usefixtures("database")


def test_a_key_is_known_again() -> None:
    arbodienst = coupling().arbodienst
    principal = verify(create(arbodienst, "zaaksysteem", "read"))

    assert principal is not None
    assert (principal.arbodienst, principal.name) == (arbodienst, "zaaksysteem")
    assert principal.scope == "read"


def test_only_the_hash_of_a_key_is_kept() -> None:
    key = create(coupling().arbodienst, "zaaksysteem", "read")
    assert key.encode() not in bytes(SignIn.objects.get().hash)


def test_an_unknown_key_is_nobody() -> None:
    coupling()
    assert verify("vb_onbekend") is None


def test_a_revoked_key_is_nobody() -> None:
    arbodienst = coupling().arbodienst
    key = create(arbodienst, "zaaksysteem", "read")
    revoke(arbodienst, "zaaksysteem")
    assert verify(key) is None


def test_a_name_is_used_once() -> None:
    arbodienst = coupling().arbodienst
    create(arbodienst, "zaaksysteem", "read")
    with pytest.raises(TakenNameError):
        create(arbodienst, "zaaksysteem", "read")


def test_there_is_nothing_to_revoke_under_another_name() -> None:
    ours, theirs = coupling("GEZOND").arbodienst, coupling("FIT").arbodienst
    create(ours, "zaaksysteem", "read")
    with pytest.raises(UnknownNameError):
        revoke(theirs, "zaaksysteem")
