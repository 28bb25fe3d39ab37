"""Where a queue begins, as far as one process knows.

PostgreSQL keeps a row that is gone for as long as a transaction that was left open might see it. A
queue then grows at its front by all that goes through it, and whoever reads it from its beginning
passes all of that by, each time.
"""

import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")

_BEHIND = 1000
"""Numbers are taken before they are committed: so many behind the first one are read too."""
_SELDOM = 50
"""Reading from the very beginning takes at most about a fiftieth of the time."""


class Front:
    """The number from which on a queue is read.

    What comes in behind it, since it was put back in the queue, is found when the queue is read
    from its beginning: as often as that is cheap, so at once beside no old transaction.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._number = 0
        self._from_the_beginning_at = 0.0

    def read(self, reading: Callable[[int], Found]) -> Found:
        """Reads with the number that is given: what is before it has nothing, as far as known."""
        began = self._clock()
        if self._number and began < self._from_the_beginning_at:
            return reading(self._number)
        found = reading(0)
        ended = self._clock()
        self._from_the_beginning_at = ended + _SELDOM * (ended - began)
        return found

    def begins(self, number: int) -> None:
        """Notes the first number that was found."""
        self._number = max(number - _BEHIND, 0)
