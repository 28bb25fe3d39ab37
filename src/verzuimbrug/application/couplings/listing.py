"""The couplings that are open to somebody, side by side."""

from dataclasses import dataclass
from datetime import datetime

from verzuimbrug.application.access import Reader
from verzuimbrug.application.couplings.days import Strip, strips_of_couplings
from verzuimbrug.application.couplings.heads import CouplingHead, head_of
from verzuimbrug.domain.coupling_days import CouplingDay
from verzuimbrug.store.coupling_reads import numbers_of
from verzuimbrug.store.models import ClientAccount
from verzuimbrug.store.tenancy import tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class CouplingRow:
    """A coupling in the list.

    `parked` are the reports that wait; `held` the messages and reports that await a decision.
    """

    head: CouplingHead
    strip: Strip
    last_message_at: datetime | None
    parked: int
    held: int

    @property
    def today(self) -> CouplingDay:
        """The last day of the strip."""
        return self.strip[-1]


def list_couplings(reader: Reader) -> tuple[CouplingRow, ...]:
    """Those that are open to the reader, by name: a fixed number of queries."""
    with tenant(reader.arbodienst):
        strips = strips_of_couplings(reader)
        rows = ClientAccount.objects.filter(id__in=strips).order_by("name")
        numbers = {account: counted for account, *counted in numbers_of(strips)}
        return tuple(_row(head_of(row), strips[row.id], *numbers[row.id]) for row in rows)


def _row(
    head: CouplingHead, strip: Strip, last: datetime | None, parked: int, held: int
) -> CouplingRow:
    return CouplingRow(head=head, strip=strip, last_message_at=last, parked=parked, held=held)
