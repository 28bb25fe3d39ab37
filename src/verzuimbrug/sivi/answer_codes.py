"""The codes that a Retourmelding carries (AN-1).

Public sources do not give their meanings, so these defaults are a choice: 02 and 03 are the kinds
that every edition has, and of the faults that every edition has, 99 says the least.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptCodes:
    """What `SrtRetmldngCd` is for a message taken in or refused, and `SrtFoutCd` for a fault."""

    accepted: str = "02"
    rejected: str = "03"
    fault: str = "99"


RECEIPT_CODES = ReceiptCodes()
