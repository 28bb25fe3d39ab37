"""How much waits for somebody: what the navigation of the console shows on every page.

Three queries that look at a thousand rows of each kind at most, however much there is.
"""

from dataclasses import dataclass

from verzuimbrug.application.access import Reader
from verzuimbrug.store.employer_proposals import count_open
from verzuimbrug.store.held_reads import count_held
from verzuimbrug.store.parking_reads import count_groups
from verzuimbrug.store.tenancy import tenant

MOST = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A count; `is_cut`: there may be more, for so many were looked at and no more."""

    number: int
    is_cut: bool = False

    def __str__(self) -> str:
        """As it is shown."""
        return f"{self.number}+" if self.is_cut else str(self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingCounts:
    """The groups of the parking lot, the held messages, and the reports to be decided on.

    And what messages propose for employers.
    """

    parked: Counted
    held: Counted
    disputed: Counted
    proposed: Counted

    @property
    def total(self) -> Counted:
        """All of it together."""
        each = (self.parked, self.held, self.disputed, self.proposed)
        return Counted(
            number=sum(count.number for count in each), is_cut=any(count.is_cut for count in each)
        )


def waiting_counts(reader: Reader) -> WaitingCounts:
    """What waits at the accounts that are open to somebody; nobody is shown by it."""
    accounts = reader.authority.accounts
    with tenant(reader.arbodienst):
        groups, is_cut = count_groups(accounts, MOST)
        held, disputed = count_held(accounts, MOST + 1)
        proposed = count_open(accounts, MOST + 1)
    return WaitingCounts(
        parked=Counted(number=groups, is_cut=is_cut),
        held=_cut(held),
        disputed=_cut(disputed),
        proposed=_cut(proposed),
    )


def _cut(count: int) -> Counted:
    return Counted(number=min(count, MOST), is_cut=count > MOST)
