"""What a sender is told of its reports: processed, with remarks or not, and why (AN-2)."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Self

from verzuimbrug.domain.findings import Finding, Severity
from verzuimbrug.domain.reports import ReportState


class Processability(StrEnum):
    """What the receiver made of a report (`VrwrkbhdCd`)."""

    PROCESSED = "processed"
    WITH_REMARKS = "with-remarks"
    NOT_PROCESSED = "not-processed"


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of one report: what became of it, and the finding that says why."""

    processability: Processability
    finding: Finding

    @property
    def key(self) -> str:
        """What it is known by: the same is not said twice."""
        return f"{self.processability} {self.finding.code}"


_PROCESSED = "AN201"
_OF_STATE = MappingProxyType(
    {
        ReportState.APPLIED: Processability.WITH_REMARKS,
        # What it says stands already, by another report.
        ReportState.DUPLICATE: Processability.WITH_REMARKS,
        ReportState.REFUSED: Processability.NOT_PROCESSED,
        ReportState.UNDONE: Processability.NOT_PROCESSED,
    }
)
"""The states in which a report is decided; in any other it waits, and nothing is said yet."""
_WITHOUT_FINDING = MappingProxyType(
    {ReportState.DUPLICATE: _PROCESSED, ReportState.REFUSED: "AN203", ReportState.UNDONE: "AN202"}
)
_WEIGHT = MappingProxyType({Severity.ERROR: 2, Severity.WARNING: 1, Severity.INFO: 0})

DECIDED = tuple(_OF_STATE)


def said_of(state: ReportState, findings: Sequence[Finding]) -> Said | None:
    """What the sender is told of a report; None as long as it waits.

    Of several findings it is the first of those that weigh most. What was undone says only that.
    """
    processability = _OF_STATE.get(state)
    if processability is None:
        return None
    if state is ReportState.UNDONE or not findings:
        if state is ReportState.APPLIED:
            return Said(Processability.PROCESSED, Finding(_PROCESSED))
        return Said(processability, Finding(_WITHOUT_FINDING[state]))
    return Said(processability, max(findings, key=lambda each: _WEIGHT[each.severity]))


@dataclass(frozen=True, slots=True)
class Party:
    """An employer as the sender of a message names it; empty what the message does not have."""

    number: str
    connection: str
    insurer_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyTo:
    """What of a message its later answers need, also when its bytes are gone.

    `parties` are the employers with the position of the first of their reports, in order.
    """

    interface: str
    receiver: str
    test: bool
    parties: tuple[tuple[int, Party], ...] = ()

    def party_of(self, position: int) -> Party:
        """The employer of the report at a position."""
        found = bisect_right([first for first, _ in self.parties], position)
        return self.parties[max(found - 1, 0)][1]

    def to_json(self) -> dict[str, Any]:
        """As it is stored."""
        return {
            "interface": self.interface,
            "receiver": self.receiver,
            "test": self.test,
            "parties": [
                [first, party.number, party.connection, party.insurer_number]
                for first, party in self.parties
            ],
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """From how it is stored."""
        return cls(
            interface=stored["interface"],
            receiver=stored["receiver"],
            test=stored["test"],
            parties=tuple((first, Party(*names)) for first, *names in stored["parties"]),
        )
