"""A proposal for an employer, and what it is worked out from (WG-5, WG-6)."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.operations import CaseRules

Values = Mapping[str, Any]
"""Values of an employer as a configuration file says them."""

DETAILS_BY_KEY = ("addresses", "contact")
"""What is taken over kind by kind: what is not delivered stays."""


class ProposalState(StrEnum):
    """What became of a proposal."""

    OPEN = "open"
    APPROVED = "approved"
    REFUSED = "refused"
    OVERTAKEN = "overtaken"


class ProposalKind(StrEnum):
    """What is proposed for an employer."""

    NEW = "new"
    CHANGED = "changed"
    JOINS = "joins"
    LEAVES = "leaves"
    DEPARTMENTS = "departments"


class Needed(StrEnum):
    """What has to be said before a proposal can be approved."""

    CODE = "code"
    GROUP = "group"
    UNTIL = "until"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownEmployer:
    """An employer as it stands; `memberships` gives the last day by group of the account.

    `is_named`: the account reaches it by itself, or because it may reach all.
    """

    values: Values
    in_scope: bool
    is_named: bool = False
    memberships: Mapping[str, date | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a new employer would come: the account's groups, and what its others know.

    `classifications` is the scheme that all employers of the groups have, or empty. `codes` gives
    employers of the arbodienst by KvK number; `reserved` are former codes (WG-3).
    """

    groups: tuple[str, ...] = ()
    everything: bool = False
    classifications: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)
    reserved: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a message is read: its code table and edition, and the day that it is."""

    rules: CaseRules
    edition: str
    today: date

    def operation(self, code: str) -> Operation | None:
        """What a processing code asks for; None of no code, or one that the table has not."""
        return self.rules.operation(code, self.edition) if code else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One thing to approve. `says` is what would be, `stands` what is of the same now."""

    position: int
    kind: ProposalKind
    code: str
    received: str
    name: str
    says: Values
    stands: Values = field(default_factory=dict)
    needs: tuple[Needed, ...] = ()
    findings: tuple[Finding, ...] = ()
    codes: tuple[tuple[str, str], ...] = ()

    @property
    def digest(self) -> str:
        """The same for the same said of the same: a refused proposal does not come back by it."""
        of = subject_of(self.code, self.received)
        return _sha256(json.dumps([self.kind, of, self.says, self.stands], sort_keys=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """What a message comes to for one employer. Without proposals there is nothing to do.

    `findings` are those besides what is said of each proposal.
    """

    proposals: tuple[Proposal, ...] = ()
    findings: tuple[Finding, ...] = ()


def subject_of(code: str, received: str) -> str:
    """By what an employer is told from others: its code, or else what none could be made of."""
    return _sha256(f"code {code}" if code else f"received {received}")


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
