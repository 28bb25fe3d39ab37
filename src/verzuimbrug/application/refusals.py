"""What a door refuses, by a stable code (docs/interfaces), and the trail that a refusal leaves."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db import connection
from django.utils import timezone

from verzuimbrug.application.secret_values import digest

if TYPE_CHECKING:
    from datetime import datetime


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

    def __init__(self, code: RefusalCode) -> None:
        super().__init__(code.value)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What is known of a request that is refused; the customer code is kept as a hash only."""

    door: str
    address: str
    customer_code: str = ""
    stream: str = ""
    size: int | None = None


_RECORD = """
INSERT INTO store_refusedattempt
    (arbodienst_id, at, door, address, code_hash, reason, stream, size)
VALUES ((SELECT arbodienst_id FROM store_signin WHERE hash = %s AND kind = 'customer-code'),
        %s, %s, %s, %s, %s, %s, %s)
"""


def record_refusal(attempt: Attempt, code: RefusalCode) -> None:
    """Leave a row for a refused attempt; the same work whether the customer code exists or not."""
    code_hash = digest(attempt.customer_code)
    row: list[str | int | bytes | datetime | None] = [
        code_hash,
        timezone.now(),
        attempt.door,
        attempt.address[:64],
        code_hash,
        code.value,
        storable(attempt.stream, 100),
        attempt.size,
    ]
    with connection.cursor() as cursor:
        cursor.execute(_RECORD, row)


def storable(text: str, longest: int) -> str:
    """The text with a mark for what cannot be shown or stored (NUL, lone surrogates), cut off."""
    return "".join(c if c.isprintable() else "\ufffd" for c in text[:longest])
