"""What of the access log may go: the beginning of its chain, once its term is over (ADR 48)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from verzuimbrug.domain.access_chain import Seal

LEAST_DAYS = 1827
"""Five years, with two leap days: so long a log is kept from when a line of it was written.

Decision of the minister of 27 June 2019 (Stcrt. 2019, 38007), by article 5 of the Besluit
elektronische gegevensverwerking door zorgaanbieders. NEN 7513 itself (8.5) asks two years at least.
"""
MOST_DAYS = 36500


def first_day_kept(today: date, days: int) -> date | None:
    """The day from which on a log stays of which lines are kept for so many days.

    None when that is no term: less than five years, or more than a hundred.
    """
    return today - timedelta(days=days) if LEAST_DAYS <= days <= MOST_DAYS else None


@dataclass(slots=True, kw_only=True)
class Cut:
    """How far a chain may go: told all its seals in order, up to the first that has to stay.

    An entry stays that was written at the moment `before` or later, and all that were sealed after
    it; and the last of the log whatever its age, so that the chain never loses its end.
    """

    before: datetime
    last: Seal | None = None
    """The last that may go."""
    entries: int = 0
    """How many go with it."""
    _next: Seal | None = None
    _is_over: bool = False

    def follow(self, seals: Iterable[Seal]) -> None:
        """Tells the next seals."""
        for seal in seals:
            if self._next:
                self.last, self._next = self._next, None
                self.entries += 1
            self._is_over |= seal.entry is None or seal.entry.at >= self.before
            if self._is_over:
                return
            self._next = seal
