"""Customer code and token: checked alike, renewed with an overlap, revoked."""

from datetime import timedelta

import pytest
from django.utils import timezone

from configuring_world import coupling
from verzuimbrug.application.accounts import AccountRef, UnknownNameError
from verzuimbrug.application.receiving.refusals import RefusalCode, RefusedError
from verzuimbrug.application.sign_in.credentials import SignedIn, may_come_from, verify
from verzuimbrug.application.sign_in.handover import Part
from verzuimbrug.application.sign_in.issuing import Issued, issue, revoke, rotate
from verzuimbrug.application.sign_in.links import hand_over
from verzuimbrug.store.models import ClientAccount, Credential, SignIn
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

WEEK = timedelta(days=7)
HOME = "192.0.2.7"


@pytest.fixture
def ref(database: None) -> AccountRef:
    """An account without credentials."""
    del database
    return coupling()


def _verified(issued: Issued, token: str | None = None) -> bool:
    try:
        verify(issued.customer_code or "", token or issued.token, HOME)
    except RefusedError as refused:
        if refused.code is not RefusalCode.SIGN_IN_FAILED:
            raise
        return False
    return True


def _shift(ref: AccountRef, **moments: timedelta) -> None:
    """Puts moments of all credentials at some time from now."""
    with tenant(ref.arbodienst):
        Credential.objects.update(**{name: timezone.now() + by for name, by in moments.items()})


def test_code_and_token_open_the_account(ref: AccountRef) -> None:
    issued = issue(ref, "test")
    assert issued.customer_code is not None
    expected = SignedIn(arbodienst=ref.arbodienst, account=ref.account)
    assert verify(issued.customer_code, issued.token, HOME) == expected


def test_code_is_readable_and_token_has_256_bits(ref: AccountRef) -> None:
    issued = issue(ref, "test")
    assert issued.customer_code is not None
    assert [len(block) for block in issued.customer_code.split("-")] == [4, 4, 4, 4]
    assert not set("01AEIOU") & set(issued.customer_code)
    assert len(issued.token) == 43


def test_only_hashes_are_kept(ref: AccountRef) -> None:
    issued = issue(ref, "test")
    with tenant(ref.arbodienst):
        credential = Credential.objects.get()
    assert issued.token.encode() not in bytes(credential.token_hash) + bytes(credential.salt)
    assert len(SignIn.objects.get().hash) == 32


@pytest.mark.parametrize(
    ("code", "token"), [("ONBEKEND", None), (None, "verkeerd"), ("", ""), ("\ud800", "\udfff")]
)
def test_unknown_code_and_wrong_token_open_nothing(
    ref: AccountRef, code: str | None, token: str | None
) -> None:
    issued = issue(ref, "test")
    given = issued.customer_code if code is None else code
    with pytest.raises(RefusedError, match="AANMELDEN-MISLUKT"):
        verify(given or "", issued.token if token is None else token, HOME)


def test_token_of_another_account_opens_nothing(ref: AccountRef) -> None:
    theirs = issue(coupling("FIT"), "test")
    assert not _verified(issue(ref, "test"), theirs.token)


def test_a_link_is_no_customer_code(ref: AccountRef) -> None:
    issued = issue(ref, "test")
    links = hand_over(ref, "test", issued)
    with pytest.raises(RefusedError, match="AANMELDEN-MISLUKT"):
        verify(links[Part.CUSTOMER_CODE], issued.token, HOME)


def test_last_use_is_kept_to_the_minute(ref: AccountRef) -> None:
    issued = issue(ref, "test")
    assert _verified(issued)
    _shift(ref, last_used_at=timedelta(seconds=-30))
    with tenant(ref.arbodienst):
        before = Credential.objects.get().last_used_at
    assert _verified(issued)
    with tenant(ref.arbodienst):
        assert Credential.objects.get().last_used_at == before

    _shift(ref, last_used_at=timedelta(minutes=-2))
    assert _verified(issued)
    with tenant(ref.arbodienst):
        after = Credential.objects.get().last_used_at
    assert before is not None
    assert after is not None
    assert after > before


def test_renewed_token_works_beside_the_old_one_for_the_overlap(ref: AccountRef) -> None:
    first = issue(ref, "test")
    second = rotate(ref, "test", WEEK)

    assert second.customer_code is None
    assert _verified(first)
    assert _verified(first, second.token)


def test_after_the_overlap_only_the_new_token_works(ref: AccountRef) -> None:
    first = issue(ref, "test")
    second = rotate(ref, "test", WEEK)
    with tenant(ref.arbodienst):
        Credential.objects.filter(id=first.credential).update(valid_until=timezone.now())

    assert not _verified(first)
    assert _verified(first, second.token)


def test_without_overlap_the_old_token_ends_at_once(ref: AccountRef) -> None:
    first = issue(ref, "test")
    rotate(ref, "test", timedelta(0))
    assert not _verified(first)


def test_renewing_does_not_lengthen_a_token_that_ends_sooner(ref: AccountRef) -> None:
    issue(ref, "test")
    rotate(ref, "test", timedelta(days=1))
    rotate(ref, "test", WEEK)
    with tenant(ref.arbodienst):
        ends = list(Credential.objects.order_by("id").values_list("valid_until", flat=True))
    first, second, third = ends
    assert first is not None
    assert second is not None
    assert first < second
    assert third is None


def test_there_is_nothing_to_renew_without_a_token(ref: AccountRef) -> None:
    with pytest.raises(UnknownNameError):
        rotate(ref, "test", WEEK)


def test_revoked_token_opens_nothing(ref: AccountRef) -> None:
    issued = issue(ref, "test")
    assert revoke(ref, "test") == 1
    assert not _verified(issued)
    assert revoke(ref, "test") == 0


def test_one_credential_is_revoked_and_another_goes_on(ref: AccountRef) -> None:
    first, second = issue(ref, "test"), issue(ref, "test")
    assert revoke(ref, "test", first.credential) == 1
    assert not _verified(first)
    assert _verified(second)


def test_a_credential_of_another_account_is_not_there_to_revoke(ref: AccountRef) -> None:
    theirs = issue(coupling("FIT"), "test")
    with pytest.raises(UnknownNameError, match="no valid credential"):
        revoke(ref, "test", theirs.credential)
    assert _verified(theirs)


def test_account_is_opened_from_the_addresses_it_allows_only(ref: AccountRef) -> None:
    issued = issue(ref, "test")
    with tenant(ref.arbodienst):
        ClientAccount.objects.update(allowed_addresses=["192.0.2.0/24", "2001:db8::1"])
    assert _verified(issued)
    with pytest.raises(RefusedError, match="AANMELDEN-MISLUKT") as refused:
        verify(issued.customer_code or "", issued.token, "198.51.100.1")
    assert refused.value.reason == "ADRES-NIET-TOEGESTAAN"


def test_a_wrong_token_says_nothing_of_the_address(ref: AccountRef) -> None:
    issued = issue(ref, "test")
    with tenant(ref.arbodienst):
        ClientAccount.objects.update(allowed_addresses=["192.0.2.0/24"])
    with pytest.raises(RefusedError) as refused:
        verify(issued.customer_code or "", "verkeerd", "198.51.100.1")
    assert refused.value.reason == "AANMELDEN-MISLUKT"


def test_other_doors_ask_whether_an_account_comes_from_an_allowed_address(ref: AccountRef) -> None:
    with tenant(ref.arbodienst):
        assert may_come_from(ref.account, "198.51.100.1")
        ClientAccount.objects.update(allowed_addresses=["192.0.2.0/24"])
        assert not may_come_from(ref.account, "198.51.100.1")
