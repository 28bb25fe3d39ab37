"""Customer code and token reach two people, each by a link of its own."""

from collections.abc import Mapping
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from verzuimbrug.application.accounts import AccountRef, UnknownNameError
from verzuimbrug.application.sign_in.credentials import usable_credentials
from verzuimbrug.application.sign_in.handover import Held, Part, make_link, withdraw_link
from verzuimbrug.application.sign_in.issuing import (
    Issued,
    issue,
    renew_customer_code,
    renew_token,
    rotate,
)
from verzuimbrug.store.models import OneTimeLink
from verzuimbrug.store.tenancy import tenant

_NOBODY: Mapping[Part, str] = {}


class RecipientsError(ValueError):
    """These people cannot be given these links; the text says why."""


def issue_by_links(
    ref: AccountRef, by: str, *, code_to: str = "", token_to: str = ""
) -> dict[Part, str]:
    """A new credential, each half behind a link; gives the secrets that open these.

    Both recipients are named, or neither; they are two different people.
    """
    recipients = {Part.CUSTOMER_CODE: code_to.strip(), Part.TOKEN: token_to.strip()}
    if len({bool(name) for name in recipients.values()}) > 1:
        raise RecipientsError("name who gets the customer code and who gets the token, or neither")
    with tenant(ref.arbodienst):
        return hand_over(ref, by, issue(ref, by), recipients)


def rotate_by_links(
    ref: AccountRef, by: str, overlap: timedelta, *, token_to: str = ""
) -> dict[Part, str]:
    """A new token behind a link; the customer code stays, and so does who has that."""
    with tenant(ref.arbodienst):
        return hand_over(ref, by, rotate(ref, by, overlap), {Part.TOKEN: token_to.strip()})


def hand_over(
    ref: AccountRef, by: str, issued: Issued, recipients: Mapping[Part, str] = _NOBODY
) -> dict[Part, str]:
    """Puts each half behind a link of its own; returns the secrets that open them."""
    with tenant(ref.arbodienst):
        return {
            part: _link(ref, by, _held(issued.credential, part, value, recipients.get(part, "")))
            for part, value in issued.parts.items()
        }


def renew_link(ref: AccountRef, by: str, link_id: int, *, recipient: str = "") -> dict[Part, str]:
    """Another link instead of one that nobody opened, with another value behind it.

    The new value is a new one because what the old link holds ends with it. Whoever it was made for
    gets the new one too, unless somebody else is named.
    """
    with tenant(ref.arbodienst):
        old = withdraw_link(ref, by, link_id)
        usable = usable_credentials(ref.account, timezone.now())
        credential = usable.filter(id=old.credential_id or 0).first()
        if credential is None:
            raise UnknownNameError(f"link {link_id} belongs to no valid credential")
        part = Part(old.part)
        value = _renewed(ref, credential.id, part)
        held = _held(credential.id, part, value, recipient.strip() or old.recipient)
        return {part: _link(ref, by, held)}


def _renewed(ref: AccountRef, credential: int, part: Part) -> str:
    if part is Part.TOKEN:
        return renew_token(credential)
    return renew_customer_code(ref, credential)


def _held(credential: int, part: Part, value: str, recipient: str) -> Held:
    return Held(part=part, value=value, recipient=recipient, credential=credential)


def _link(ref: AccountRef, by: str, held: Held) -> str:
    if held.recipient and _other_half_for(ref, held).exists():
        raise RecipientsError(
            f"customer code and token go to two different people; {held.recipient} would have both"
        )
    return make_link(ref, by, held)


def _other_half_for(ref: AccountRef, held: Held) -> QuerySet[OneTimeLink]:
    """The links by which the recipient of one half got, or can still get, the other.

    A customer code goes with every token of the account, and a token only as long as it is valid.
    """
    now = timezone.now()
    links = OneTimeLink.objects.filter(
        Q(opened_at__isnull=False) | Q(expires_at__gt=now),
        credential__account=ref.account,
        recipient__iexact=held.recipient,
    ).exclude(part=held.part)
    if held.part is Part.TOKEN:
        return links
    return links.filter(credential__in=usable_credentials(ref.account, now))
