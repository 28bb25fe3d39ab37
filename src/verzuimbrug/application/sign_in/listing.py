"""The credentials of an account and where their halves are: never what they are."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils import timezone

from verzuimbrug.application.accounts import AccountRef
from verzuimbrug.application.sign_in.credentials import usable_credentials
from verzuimbrug.application.sign_in.handover import Part
from verzuimbrug.application.sign_in.issuing import REVEALED
from verzuimbrug.store.models import AccountEvent, Credential, OneTimeLink
from verzuimbrug.store.tenancy import tenant


class CredentialState(StrEnum):
    """Whether a credential opens its account."""

    USABLE = "usable"
    ENDED = "ended"
    REVOKED = "revoked"


class LinkState(StrEnum):
    """Whether a link opens, has opened, or never will."""

    OPEN = "open"
    OPENED = "opened"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkEntry:
    """A one-time link, for whom it was made and what became of it."""

    id: int
    part: str
    recipient: str
    state: LinkState
    expires_at: datetime
    opened_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialEntry:
    """A credential and the links that were made for it."""

    id: int
    state: CredentialState
    issued_at: datetime
    valid_until: datetime | None
    revoked_at: datetime | None
    last_used_at: datetime | None
    links: tuple[LinkEntry, ...]


def list_credentials(ref: AccountRef) -> tuple[CredentialEntry, ...]:
    """The credentials of an account in order of issue, revoked ones too."""
    now = timezone.now()
    with tenant(ref.arbodienst):
        links: Mapping[int, list[OneTimeLink]] = defaultdict(list)
        for link in OneTimeLink.objects.filter(credential__account=ref.account).order_by("id"):
            links[link.credential_id or 0].append(link)
        credentials = Credential.objects.filter(account=ref.account).order_by("id")
        return tuple(_credential(row, links[row.id], now) for row in credentials)


def handed_over(account: int) -> bool:
    """Whether somebody has both halves of a valid credential; within the tenant (GR-5).

    They have when both links were opened or the values were shown on the command line, and surely
    when the credential has been used. A customer code goes with every token of its account.
    """
    usable = usable_credentials(account, timezone.now())
    if usable.exclude(last_used_at=None).exists():
        return True
    seen = _seen(account)
    if all(part != Part.CUSTOMER_CODE for _, part in seen):
        return False
    return any((row.id, Part.TOKEN) in seen for row in usable)


def _seen(account: int) -> set[tuple[int | None, str]]:
    """Which halves of which credentials somebody has seen."""
    opened = OneTimeLink.objects.filter(credential__account=account, opened_at__isnull=False)
    shown = AccountEvent.objects.filter(account=account, event=REVEALED)
    return set(opened.values_list("credential_id", "part")) | {
        (details["credential"], part)
        for details in shown.values_list("details", flat=True)
        for part in details["parts"]
    }


def _credential(row: Credential, links: Sequence[OneTimeLink], now: datetime) -> CredentialEntry:
    return CredentialEntry(
        id=row.id,
        state=_credential_state(row, now),
        issued_at=row.issued_at,
        valid_until=row.valid_until,
        revoked_at=row.revoked_at,
        last_used_at=row.last_used_at,
        links=tuple(_link(link, now) for link in links),
    )


def _credential_state(row: Credential, now: datetime) -> CredentialState:
    if row.revoked_at is not None:
        return CredentialState.REVOKED
    in_time = row.valid_until is None or row.valid_until > now
    return CredentialState.USABLE if in_time else CredentialState.ENDED


def _link(link: OneTimeLink, now: datetime) -> LinkEntry:
    state = LinkState.OPEN if link.expires_at > now else LinkState.ENDED
    return LinkEntry(
        id=link.id,
        part=link.part,
        recipient=link.recipient,
        state=LinkState.OPENED if link.opened_at else state,
        expires_at=link.expires_at,
        opened_at=link.opened_at,
    )
