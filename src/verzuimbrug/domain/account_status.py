"""The life of a coupling: which status may follow which."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class AccountStatus(StrEnum):
    """Where a coupling stands; nothing is processed before `active` (VE-1)."""

    CONCEPT = "concept"
    READY = "ready"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    CLOSED = "closed"


_CONCEPT, _READY, _ACTIVE, _SUSPENDED, _CLOSED = AccountStatus

NEXT: Mapping[str, frozenset[AccountStatus]] = MappingProxyType(
    {
        # A waiver makes an account active that is not ready (GR-6).
        _CONCEPT: frozenset({_READY, _ACTIVE, _CLOSED}),
        # What was ready is a concept again when a check fails after all.
        _READY: frozenset({_CONCEPT, _ACTIVE, _CLOSED}),
        _ACTIVE: frozenset({_SUSPENDED, _CLOSED}),
        _SUSPENDED: frozenset({_ACTIVE, _CLOSED}),
        _CLOSED: frozenset(),
    }
)
"""What each status may turn into. A closed account never opens again."""

EVENTS: Mapping[str, str] = MappingProxyType(
    {
        _CONCEPT: "made-concept",
        _READY: "made-ready",
        _ACTIVE: "activated",
        _SUSPENDED: "suspended",
        _CLOSED: "closed",
    }
)
"""How the log of an account names the turn to each status."""


SHUT = frozenset({_SUSPENDED, _CLOSED})
"""The statuses in which a sender delivers and collects nothing."""


def may_follow(before: str, after: str) -> bool:
    """Whether a status may turn into another."""
    return after in NEXT[before]
