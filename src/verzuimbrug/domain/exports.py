"""Sending to other parties: how a message goes, what becomes of it, and when it is tried again."""

from datetime import timedelta
from enum import StrEnum


class DeliveryKind(StrEnum):
    """How messages get to a receiver."""

    COLLECT = "collect"
    """It collects them here."""
    HTTPS = "https"
    SFTP = "sftp"


class ExportMessageState(StrEnum):
    """Where a message for a receiver stands."""

    WAITING = "waiting"
    TAKEN = "taken"
    DROPPED = "dropped"
    """Everything was made anew before it could go."""


class SendOutcome(StrEnum):
    """How one try to send a message ended."""

    TAKEN = "taken"
    REFUSED = "refused"
    """The receiver answered, and did not take it."""
    NOT_LET_IN = "not-let-in"
    """The receiver does not accept what we sign in with."""
    UNKNOWN_HOST = "unknown-host"
    CLOSED = "closed"
    UNREACHABLE = "unreachable"
    NOT_TRUSTED = "not-trusted"
    """Its certificate or host key is not the one to expect."""
    TOO_SLOW = "too-slow"


WAITS = (
    timedelta(seconds=5),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(minutes=30),
)
"""How long to wait after each try in a row that failed; the last goes for all after it.

A message is never given up: a receiver that is back gets everything (EX-8).
"""


def wait_after(failures: int) -> timedelta:
    """How long to wait after so many failures in a row, one at least."""
    return WAITS[min(failures, len(WAITS)) - 1]
