"""Customer code and token: handed over in halves, checked alike, renewed and revoked."""

from datetime import timedelta

import pytest
from django.utils import timezone

from configuring_world import ACCOUNT, coupling
from verzuimbrug.application.accounts import AccountRef, UnknownNameError
from verzuimbrug.application.credentials import SignedIn, open_link, verify
from verzuimbrug.application.credentials_issuing import Issued, hand_over, issue, revoke, rotate
from verzuimbrug.application.handover import Opened, Part
from verzuimbrug.store.models import AccountEvent, Credential, OneTimeLink, SignIn
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

WEEK = timedelta(days=7)


@pytest.fixture
def ref(database: None) -> AccountRef:
    """An account without credentials."""
    del database
    return coupling()


def _verified(issued: Issued, token: str | None = None) -> bool:
    return verify(issued.customer_code or "", token or issued.token) is not None


def _events(ref: AccountRef) -> list[str]:
    with tenant(ref.arbodienst):
        return list(AccountEvent.objects.order_by("id").values_list("event", flat=True))[1:]


def _shift(ref: AccountRef, **moments: timedelta) -> None:
    """Puts moments of all credentials at some time from now."""
    with tenant(ref.arbodienst):
        Credential.objects.update(**{name: timezone.now() + by for name, by in moments.items()})


def test_code_and_token_open_the_account(ref: AccountRef) -> None:
    issued = issue(ref, "test")
    assert issued.customer_code is not None
    expected = SignedIn(arbodienst=ref.arbodienst, account=ref.account)
    assert verify(issued.customer_code, issued.token) == expected


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
    assert verify(given or "", issued.token if token is None else token) is None


def test_token_of_another_account_opens_nothing(ref: AccountRef) -> None:
    theirs = issue(coupling("FIT"), "test")
    assert not _verified(issue(ref, "test"), theirs.token)


def test_a_link_is_no_customer_code(ref: AccountRef) -> None:
    issued = issue(ref, "test")
    links = hand_over(ref, issued)
    assert verify(links[Part.CUSTOMER_CODE], issued.token) is None


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
    second = rotate(ref, "test", timedelta(0))
    assert not _verified(first)
    assert _verified(first, second.token)


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


def test_each_half_has_a_link_of_its_own(ref: AccountRef) -> None:
    issued = issue(ref, "test")
    links = hand_over(ref, issued)

    code = Opened(part=Part.CUSTOMER_CODE, account=ACCOUNT, value=issued.customer_code or "")
    assert open_link(links[Part.CUSTOMER_CODE]) == code
    assert open_link(links[Part.TOKEN]) == Opened(
        part=Part.TOKEN, account=ACCOUNT, value=issued.token
    )


def test_a_renewed_token_is_handed_over_alone(ref: AccountRef) -> None:
    issue(ref, "test")
    assert list(hand_over(ref, rotate(ref, "test", WEEK))) == [Part.TOKEN]


def test_a_link_opens_once_and_what_it_held_is_gone(ref: AccountRef) -> None:
    secret = hand_over(ref, issue(ref, "test"))[Part.TOKEN]
    assert open_link(secret) is not None
    assert open_link(secret) is None
    with tenant(ref.arbodienst):
        assert bytes(OneTimeLink.objects.get(part=Part.TOKEN).secret) == b""


def test_what_a_link_holds_is_encrypted(ref: AccountRef) -> None:
    issued = issue(ref, "test")
    hand_over(ref, issued)
    with tenant(ref.arbodienst):
        kept = b"".join(bytes(link.secret) for link in OneTimeLink.objects.all())
    assert issued.token.encode() not in kept


def test_an_expired_link_does_not_open(ref: AccountRef) -> None:
    secret = hand_over(ref, issue(ref, "test"))[Part.TOKEN]
    with tenant(ref.arbodienst):
        OneTimeLink.objects.update(expires_at=timezone.now())
    assert open_link(secret) is None


def test_a_link_of_a_revoked_credential_does_not_open(ref: AccountRef) -> None:
    secret = hand_over(ref, issue(ref, "test"))[Part.TOKEN]
    revoke(ref, "test")
    assert open_link(secret) is None


def test_an_unknown_link_does_not_open(ref: AccountRef) -> None:
    del ref
    assert open_link("onbekend") is None


def test_what_is_done_with_credentials_is_logged(ref: AccountRef) -> None:
    links = hand_over(ref, issue(ref, "test"))
    open_link(links[Part.TOKEN])
    rotate(ref, "test", WEEK)
    revoke(ref, "test")
    assert _events(ref) == [
        "credentials-issued",
        "link-opened",
        "credentials-rotated",
        "credentials-revoked",
    ]
