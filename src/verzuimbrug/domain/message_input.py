"""One message of a batch as the rules take it in, and when a message is held whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from verzuimbrug.domain.deliveries import Delivery
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.streams import ImportConfiguration, Mode

AHEAD = timedelta(days=1)
"""How far the moment a message was made may lie after its receipt (WN-5)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """What a person decided on a held message: all of it is taken but these parts (VE-2).

    `refused_persons` and `refused_reports` are positions in the message. With `only`, which is
    what a person selected of the portal's state (GR-7), these reports are taken, whichever came
    first on their numbers, and nothing else. With `refusal` nothing is taken, for that reason.
    """

    refused_persons: frozenset[int] = frozenset()
    refused_reports: frozenset[int] = frozenset()
    only: frozenset[int] | None = None
    refusal: Finding | None = None

    def to_json(self) -> dict[str, Any]:
        """The stored form."""
        return {
            "refused_persons": sorted(self.refused_persons),
            "refused_reports": sorted(self.refused_reports),
            "only": None if self.only is None else sorted(self.only),
            "refusal": self.refusal.to_json() if self.refusal else None,
        }

    @staticmethod
    def from_json(stored: Mapping[str, Any]) -> "Approval":
        """The approval that `to_json` stored; what else is stored beside it does not matter."""
        only, refusal = stored["only"], stored["refusal"]
        return Approval(
            refused_persons=frozenset(stored["refused_persons"]),
            refused_reports=frozenset(stored["refused_reports"]),
            only=None if only is None else frozenset(only),
            refusal=Finding.from_json(refusal) if refusal else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageInput:
    """One message. `message` is the store's id, which is also the order of receipt.

    `received_at` is local time without a zone, like the moments in the message itself. `approval`
    is there once a person approved what was held of it.
    """

    message: int
    sha256: str
    received_at: datetime
    configuration: ImportConfiguration
    delivery: Delivery
    approval: Approval | None = None

    @property
    def is_dry_run(self) -> bool:
        """Whether nothing of the message may be written (MSG-4, VE-1).

        What a person decided on is done, whatever the mode of the stream is by then.
        """
        is_rehearsed = self.configuration.mode is Mode.DRY_RUN and self.approval is None
        return self.delivery.envelope.test or is_rehearsed

    @property
    def reason_to_hold(self) -> Finding | None:
        """Why the whole message is held: made after its receipt (WN-5), or for approval (VE-1)."""
        if self.approval is not None:
            return None
        made_at = self.delivery.envelope.made_at
        if made_at > self.received_at + AHEAD:
            return Finding("WN501", {"made_at": made_at.isoformat(sep=" ")})
        if self.configuration.mode is Mode.APPROVAL and not self.is_dry_run:
            return Finding("VE101")
        return None
