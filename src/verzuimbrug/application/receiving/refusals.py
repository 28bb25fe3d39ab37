"""What a door refuses, by a stable code (docs/interfaces), and the trail that a refusal leaves."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import connection
from django.utils import timezone

from verzuimbrug.application.accounts import AccountRef
from verzuimbrug.application.sign_in.secret_values import digest
from verzuimbrug.store.models import RefusedAttempt, SignIn


class RefusalCode(StrEnum):
    """The codes of faults; unknown code, wrong token and revoked token are one and the same."""

    SIGN_IN_FAILED = "AANMELDEN-MISLUKT"
    ACCOUNT_NOT_ACTIVE = "ACCOUNT-NIET-ACTIEF"
    STREAM_UNKNOWN = "STROOM-ONBEKEND"
    TOO_LARGE = "BESTAND-TE-GROOT"
    UNREADABLE = "BERICHT-ONLEESBAAR"
    TOO_MANY_REQUESTS = "TE-VEEL-VERZOEKEN"
    UNAVAILABLE = "TIJDELIJK-NIET-BESCHIKBAAR"


class RefusedError(Exception):
    """A request is refused at the door, before anything of it is kept."""

    def __init__(self, code: RefusalCode, *, reason: str = "", retry_after: int = 0) -> None:
        super().__init__(code.value)
        self.code = code
        self.reason = reason or code.value
        """What the beheerder reads, where that is more than the sender is told."""
        self.retry_after = retry_after
        """After how many seconds it makes sense to try again; 0 when that is not known."""


FOREIGN_ADDRESS = "ADRES-NIET-TOEGESTAAN"
"""The reason of a failed sign-in from an address that the account does not allow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What is known of a request that is refused; the customer code is kept as a hash only.

    Over SFTP the login name stands in its place.
    """

    door: str
    address: str
    customer_code: str = ""
    stream: str = ""
    size: int | None = None


_LARGEST = 2**63 - 1
"""The largest number that PostgreSQL keeps; it stands for every larger size that is announced."""

_RECORD = """
INSERT INTO store_refusedattempt
    (arbodienst_id, at, door, address, code_hash, reason, stream, size)
VALUES ((SELECT arbodienst_id FROM store_signin
         WHERE hash = %s AND kind IN ('customer-code', 'sftp-login')),
        %s, %s, %s, %s, %s, %s, %s)
"""


def record_refusal(attempt: Attempt, reason: str) -> None:
    """Leave a row for a refused attempt; the same work whether the customer code exists or not."""
    code_hash = digest(attempt.customer_code)
    row: list[str | int | bytes | datetime | None] = [
        code_hash,
        timezone.now(),
        attempt.door,
        attempt.address[:64],
        code_hash,
        str(reason),
        storable(attempt.stream, 100),
        None if attempt.size is None else min(attempt.size, _LARGEST),
    ]
    with connection.cursor() as cursor:
        cursor.execute(_RECORD, row)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A refused attempt to use an account, as its beheerder reads it."""

    at: datetime
    door: str
    address: str
    reason: str
    stream: str
    size: int | None


def list_refusals(ref: AccountRef, most: int = 100) -> tuple[Refusal, ...]:
    """The latest attempts under a customer code or login of an account, the last one first."""
    ours = SignIn.objects.filter(arbodienst=ref.arbodienst, account=ref.account)
    rows = RefusedAttempt.objects.filter(
        arbodienst=ref.arbodienst, code_hash__in=ours.values("hash")
    )
    return tuple(
        Refusal(
            at=row.at,
            door=row.door,
            address=row.address,
            reason=row.reason,
            stream=row.stream,
            size=row.size,
        )
        for row in rows.order_by("-at")[:most]
    )


def storable(text: str, longest: int) -> str:
    """The text with a mark for what cannot be shown or stored (NUL, lone surrogates), cut off."""
    return "".join(c if c.isprintable() else "\ufffd" for c in text[:longest])
