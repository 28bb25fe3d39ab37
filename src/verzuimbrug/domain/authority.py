"""Which employers and couplings somebody may look into (docs/architecture.md, "Tenancy").

A coupling is open only to somebody who is authorised for every employer in its scope.
"""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """The employers and accounts that are open to somebody, by the store's ids.

    None does not limit: all of the arbodienst are open.
    """

    employers: frozenset[int] | None = None
    accounts: frozenset[int] | None = None

    @property
    def is_whole(self) -> bool:
        """Whether all of the arbodienst is open: who is limited changes nothing that all share."""
        return self.employers is None and self.accounts is None

    def opens_employer(self, employer: int) -> bool:
        """Whether an employer is open, with the persons there."""
        return self.employers is None or employer in self.employers

    def opens_account(self, account: int) -> bool:
        """Whether a coupling is open, with its messages and reports."""
        return self.accounts is None or account in self.accounts


EVERYTHING = Authority()
"""That of somebody who is limited in nothing: keys, commands, and most people."""


def opens_coupling(employers: frozenset[int] | None, scope: Collection[int] | None) -> bool:
    """Whether somebody with these employers may look into a coupling with this scope.

    A scope of None is all employers, those to come too; only who is not limited may look there. A
    coupling without employers has nothing that somebody could be limited to, and is closed.
    """
    if employers is None:
        return True
    return bool(scope) and employers.issuperset(scope or ())
