"""Customer code and token reach two people, by links that open once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from configuring_world import ACCOUNT, coupling
from verzuimbrug.application.accounts import AccountRef, UnknownNameError, account_log
from verzuimbrug.application.receiving.refusals import RefusedError
from verzuimbrug.application.sign_in.credentials import open_link, verify
from verzuimbrug.application.sign_in.handover import (
    Held,
    Opened,
    Part,
    forget_expired_links,
    make_link,
    withdraw_link,
)
from verzuimbrug.application.sign_in.issuing import issue, note_revealed, revoke, rotate
from verzuimbrug.application.sign_in.links import (
    RecipientsError,
    hand_over,
    issue_by_links,
    renew_link,
    rotate_by_links,
)
from verzuimbrug.application.sign_in.listing import (
    LinkEntry,
    handed_over,
    list_credentials,
)
from verzuimbrug.store.models import OneTimeLink, SftpKey
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

WEEK = timedelta(days=7)
ADA, BEA = "ada@portaal.example", "Bea de Boer"


@pytest.fixture
def ref(database: None) -> AccountRef:
    """An account without credentials."""
    del database
    return coupling()


def _events(ref: AccountRef) -> list[str]:
    return [event.event for event in account_log(ref)][1:]


def _links(ref: AccountRef) -> list[LinkEntry]:
    return [link for credential in list_credentials(ref) for link in credential.links]


def _states(ref: AccountRef) -> list[str]:
    return [link.state.value for link in _links(ref)]


def _handed_over(ref: AccountRef) -> bool:
    with tenant(ref.arbodienst):
        return handed_over(ref.account)


def _expire(ref: AccountRef) -> None:
    with tenant(ref.arbodienst):
        OneTimeLink.objects.update(expires_at=timezone.now())


def _value(secret: str) -> str:
    opened = open_link(secret)
    assert opened is not None
    return opened.value


def test_each_half_has_a_link_of_its_own(ref: AccountRef) -> None:
    issued = issue(ref, "test")
    links = hand_over(ref, "test", issued)

    code = Opened(part=Part.CUSTOMER_CODE, account=ACCOUNT, value=issued.customer_code or "")
    assert open_link(links[Part.CUSTOMER_CODE]) == code
    assert open_link(links[Part.TOKEN]) == Opened(
        part=Part.TOKEN, account=ACCOUNT, value=issued.token
    )


def test_a_renewed_token_is_handed_over_alone(ref: AccountRef) -> None:
    issue(ref, "test")
    assert list(hand_over(ref, "test", rotate(ref, "test", WEEK))) == [Part.TOKEN]


def test_a_link_opens_once_and_what_it_held_is_gone(ref: AccountRef) -> None:
    secret = hand_over(ref, "test", issue(ref, "test"))[Part.TOKEN]
    assert open_link(secret) is not None
    assert open_link(secret) is None
    with tenant(ref.arbodienst):
        assert bytes(OneTimeLink.objects.get(part=Part.TOKEN).secret) == b""


def test_what_a_link_holds_is_encrypted(ref: AccountRef) -> None:
    issued = issue(ref, "test")
    hand_over(ref, "test", issued)
    with tenant(ref.arbodienst):
        kept = b"".join(bytes(link.secret) for link in OneTimeLink.objects.all())
    assert issued.token.encode() not in kept


def test_an_expired_link_does_not_open(ref: AccountRef) -> None:
    secret = hand_over(ref, "test", issue(ref, "test"))[Part.TOKEN]
    _expire(ref)
    assert open_link(secret) is None


def test_a_link_of_a_revoked_credential_does_not_open(ref: AccountRef) -> None:
    secret = hand_over(ref, "test", issue(ref, "test"))[Part.TOKEN]
    revoke(ref, "test")
    assert open_link(secret) is None


def test_an_unknown_link_does_not_open(ref: AccountRef) -> None:
    del ref
    assert open_link("onbekend") is None


def test_links_go_to_two_people_by_name(ref: AccountRef) -> None:
    links = issue_by_links(ref, "test", code_to=f" {ADA} ", token_to=BEA)
    assert [(link.part, link.recipient) for link in _links(ref)] == [
        ("customer-code", ADA),
        ("token", BEA),
    ]
    assert list(links) == [Part.CUSTOMER_CODE, Part.TOKEN]


@pytest.mark.parametrize(
    ("code_to", "token_to", "said"),
    [
        (ADA, "", "or neither"),
        ("", BEA, "or neither"),
        (ADA, ADA.upper(), "two different people"),
    ],
)
def test_recipients_that_will_not_do_leave_nothing(
    ref: AccountRef, code_to: str, token_to: str, said: str
) -> None:
    with pytest.raises(RecipientsError, match=said):
        issue_by_links(ref, "test", code_to=code_to, token_to=token_to)
    assert list_credentials(ref) == ()


def test_who_got_the_code_does_not_get_a_renewed_token(ref: AccountRef) -> None:
    issue_by_links(ref, "test", code_to=ADA, token_to=BEA)
    with pytest.raises(RecipientsError, match=f"{ADA} would have both"):
        rotate_by_links(ref, "test", WEEK, token_to=ADA)
    assert list(rotate_by_links(ref, "test", WEEK, token_to=BEA)) == [Part.TOKEN]


def test_who_has_a_valid_token_does_not_get_another_code(ref: AccountRef) -> None:
    issue_by_links(ref, "test", code_to=ADA, token_to=BEA)
    with pytest.raises(RecipientsError, match=f"{BEA} would have both"):
        issue_by_links(ref, "test", code_to=BEA, token_to="Cas")
    revoke(ref, "test")
    assert len(issue_by_links(ref, "test", code_to=BEA, token_to="Cas")) == 2


def test_an_unopened_link_is_withdrawn(ref: AccountRef) -> None:
    secrets = issue_by_links(ref, "test")
    _, token = _links(ref)
    withdraw_link(ref, "test", token.id)

    assert open_link(secrets[Part.TOKEN]) is None
    assert open_link(secrets[Part.CUSTOMER_CODE]) is not None
    assert _states(ref) == ["opened", "ended"]
    with tenant(ref.arbodienst):
        assert bytes(OneTimeLink.objects.get(id=token.id).secret) == b""


@pytest.mark.parametrize("whose", ["opened", "foreign", "none"])
def test_only_an_unopened_link_of_the_account_is_withdrawn(ref: AccountRef, whose: str) -> None:
    other = coupling("FIT")
    secrets = issue_by_links(ref if whose == "opened" else other, "test")
    open_link(secrets[Part.TOKEN])
    link = {"opened": _links(ref), "foreign": _links(other), "none": []}[whose]
    with pytest.raises(UnknownNameError, match="no unopened link"):
        withdraw_link(ref, "test", link[-1].id if link else 404)


def test_the_link_of_a_private_key_is_withdrawn_and_opens_no_more_when_revoked(
    ref: AccountRef,
) -> None:
    with tenant(ref.arbodienst):
        key = SftpKey.objects.create(
            arbodienst_id=ref.arbodienst, account_id=ref.account, added_at=timezone.now()
        )
        held = Held(part=Part.PRIVATE_KEY, value="sleutel", sftp_key=key.id)
        first, second = make_link(ref, "test", held), make_link(ref, "test", held)
        number = OneTimeLink.objects.order_by("id").values_list("id", flat=True)[0]
    withdraw_link(ref, "test", number)
    assert open_link(first) is None
    with tenant(ref.arbodienst):
        SftpKey.objects.update(revoked_at=timezone.now())
    assert open_link(second) is None


@pytest.mark.parametrize("part", list(Part)[:2])
def test_a_link_made_anew_has_a_new_value_that_signs_in(ref: AccountRef, part: Part) -> None:
    secrets = issue_by_links(ref, "test", code_to=ADA, token_to=BEA)
    old = next(link for link in _links(ref) if link.part == part)

    renewed = renew_link(ref, "test", old.id)

    assert open_link(secrets[part]) is None
    values = {one: _value(secret) for one, secret in {**secrets, **renewed}.items()}
    verify(values[Part.CUSTOMER_CODE], values[Part.TOKEN], "")
    assert _links(ref)[-1].recipient == old.recipient


def test_what_the_withdrawn_link_held_signs_in_no_more(ref: AccountRef) -> None:
    issued = issue(ref, "test")
    hand_over(ref, "test", issued)
    for link in _links(ref):
        renew_link(ref, "test", link.id)
    with pytest.raises(RefusedError):
        verify(issued.customer_code or "", issued.token, "")


def test_an_expired_link_is_made_anew(ref: AccountRef) -> None:
    issue_by_links(ref, "test")
    _expire(ref)
    link = _links(ref)[1]
    assert open_link(renew_link(ref, "test", link.id)[Part.TOKEN]) is not None


def test_a_link_made_anew_goes_to_somebody_else_but_not_to_who_has_the_other_half(
    ref: AccountRef,
) -> None:
    issue_by_links(ref, "test", code_to=ADA, token_to=BEA)
    token = _links(ref)[1]
    with pytest.raises(RecipientsError):
        renew_link(ref, "test", token.id, recipient=ADA)
    assert _states(ref) == ["open", "open"]
    renew_link(ref, "test", token.id, recipient="Cas")
    assert [link.recipient for link in _links(ref) if link.state == "open"] == [ADA, "Cas"]


def test_a_link_of_a_revoked_credential_is_not_made_anew(ref: AccountRef) -> None:
    issue_by_links(ref, "test")
    revoke(ref, "test")
    with pytest.raises(UnknownNameError, match="no valid credential"):
        renew_link(ref, "test", _links(ref)[0].id)


def test_expired_links_hold_nothing_any_more(ref: AccountRef) -> None:
    issue_by_links(ref, "test")
    with tenant(ref.arbodienst):
        forget_expired_links(timezone.now())
        assert all(bytes(link.secret) for link in OneTimeLink.objects.all())
    _expire(ref)
    with tenant(ref.arbodienst):
        forget_expired_links(timezone.now())
        assert not any(bytes(link.secret) for link in OneTimeLink.objects.all())


def test_the_list_says_how_every_credential_stands(ref: AccountRef) -> None:
    issue(ref, "test")
    rotate(ref, "test", timedelta(0))
    revoke(ref, "test", issue(ref, "test").credential)
    entries = list_credentials(ref)
    assert [entry.state.value for entry in entries] == ["ended", "usable", "revoked"]
    assert [bool(entry.revoked_at) for entry in entries] == [False, False, True]


def test_credentials_of_another_account_are_not_listed(ref: AccountRef) -> None:
    issue(coupling("FIT"), "test")
    assert list_credentials(ref) == ()


def test_credentials_are_handed_over_when_both_halves_were_opened(ref: AccountRef) -> None:
    secrets = issue_by_links(ref, "test")
    assert not _handed_over(ref)
    open_link(secrets[Part.TOKEN])
    assert not _handed_over(ref)
    open_link(secrets[Part.CUSTOMER_CODE])
    assert _handed_over(ref)


def test_a_code_without_its_token_is_not_handed_over(ref: AccountRef) -> None:
    open_link(issue_by_links(ref, "test")[Part.CUSTOMER_CODE])
    assert not _handed_over(ref)


def test_a_renewed_token_goes_with_the_code_that_was_handed_over(ref: AccountRef) -> None:
    first = issue_by_links(ref, "test")
    for secret in first.values():
        open_link(secret)
    second = rotate_by_links(ref, "test", timedelta(0))
    assert not _handed_over(ref)
    open_link(second[Part.TOKEN])
    assert _handed_over(ref)


def test_shown_credentials_are_handed_over(ref: AccountRef) -> None:
    issued = issue(ref, "test")
    assert not _handed_over(ref)
    note_revealed(ref, "test", issued)
    assert _handed_over(ref)


def test_used_credentials_are_handed_over_until_they_are_revoked(ref: AccountRef) -> None:
    issued = issue(ref, "test")
    verify(issued.customer_code or "", issued.token, "")
    assert _handed_over(ref)
    revoke(ref, "test")
    assert not _handed_over(ref)


def test_what_is_done_with_credentials_is_logged(ref: AccountRef) -> None:
    links = issue_by_links(ref, "test", code_to=ADA, token_to=BEA)
    open_link(links[Part.TOKEN])
    renew_link(ref, "test", _links(ref)[0].id)
    rotate(ref, "test", WEEK)
    revoke(ref, "test")
    assert _events(ref) == [
        "credentials-issued",
        "link-made",
        "link-made",
        "link-opened",
        "link-withdrawn",
        "link-made",
        "credentials-rotated",
        "credentials-revoked",
    ]


def test_the_log_says_for_whom_a_link_was_made(ref: AccountRef) -> None:
    issue_by_links(ref, "Klaas", code_to=ADA, token_to=BEA)
    made = [event for event in account_log(ref) if event.event == "link-made"]
    assert [(event.by, event.details["recipient"]) for event in made] == [
        ("Klaas", ADA),
        ("Klaas", BEA),
    ]
    assert all("secret" not in event.details for event in made)
