"""What came in, counted on from one moment to the next: counters without counting at the doors."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta

from verzuimbrug.application.accounts import find_arbodiensten
from verzuimbrug.store.operation_reads import received_between, refused_between
from verzuimbrug.store.tenancy import tenant

SETTLED = timedelta(seconds=10)
"""What came in so long ago is there to be seen: its transaction has ended."""


class Arrivals:
    """Messages received and deliveries refused since a moment, of all but sandboxes."""

    def __init__(self, since: datetime) -> None:
        self._until = since
        self._received: Counter[str] = Counter()
        self._refused: Counter[tuple[str, str]] = Counter()

    @property
    def received(self) -> Mapping[str, int]:
        """How many, by door; deliveries of bytes that were there already are not counted."""
        return self._received

    @property
    def refused(self) -> Mapping[tuple[str, str], int]:
        """How many, by door and reason."""
        return self._refused

    def read_on(self, now: datetime) -> None:
        """Adds what came in since the last time; all of it or, when the database fails, nothing."""
        until = now - SETTLED
        if until <= self._until:
            return
        received: Counter[str] = Counter()
        for arbodienst in find_arbodiensten():
            with tenant(arbodienst.id):
                received.update(dict(received_between(self._until, until)))
        refused = refused_between(self._until, until)
        self._received += received
        self._refused.update({(door, reason): number for door, reason, number in refused})
        self._until = until
