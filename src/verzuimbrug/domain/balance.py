"""The counts of what was received, which add up: nothing is lost (docs/architecture.md)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Place(StrEnum):
    """Where a received message is; each is in exactly one."""

    PROCESSED = "processed"
    PARKED = "parked"
    """Processed, and a part of it waits for a cause to go away."""
    HELD = "held"
    REJECTED = "rejected"
    FAILED = "failed"
    QUEUED = "queued"
    """Still to be done."""
    WAITING = "waiting"
    """Waits for its coupling to be live."""
    DELIVERY = "delivery"
    """Part of an initial load or a reconciliation, that is not run yet."""
    UNDONE = "undone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """How many were received, counted by themselves, and how many are in each place."""

    received: int
    places: Mapping[str, int]

    @property
    def difference(self) -> int:
        """How many are nowhere; zero, unless something was lost."""
        return self.received - sum(self.places.values())
