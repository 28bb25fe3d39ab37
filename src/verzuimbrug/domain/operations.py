"""From processing code to operation, by table (VZ): two presets, or a table of the stream's own."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from verzuimbrug.domain.deliveries import Operation

PRESETS: Mapping[str, Mapping[str, Operation]] = {
    "generic": {
        "01": Operation.NEW,
        "02": Operation.CHANGE,
        "03": Operation.WITHDRAW,
        "04": Operation.UNCHANGED,
        "05": Operation.CORRECT,
    },
    "verbs": {
        "01": Operation.NEW,
        "02": Operation.CHANGE,
        "03": Operation.END,
        "04": Operation.CORRECT,
        "05": Operation.WITHDRAW,
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRules:
    """The settings by which one stream's cases are folded.

    Args:
        operations: operation per processing code.
        operations_per_edition: the same for the editions that have a table of their own.
        operations_confirmed: a person has confirmed the meaning of the codes with the sender: of
            all editions, of none, or of these (VZ-7).
        accept_gaps: go on over a missing number, with a warning (VZ-3).
        ended_reasons: end reasons that the code table confirms as not a recovery (VZ-5).
        maternity_leaves: leave codes confirmed as maternity leave (VZ-11).
        composite_days: a gap of fewer days joins two cases (VZ-11).
        oldest_days: a first day longer ago than this, at receipt, gets a warning (VZ-12).
    """

    operations: Mapping[str, Operation] = field(default_factory=lambda: PRESETS["generic"])
    operations_per_edition: Mapping[str, Mapping[str, Operation]] = field(default_factory=dict)
    operations_confirmed: bool | frozenset[str] = False
    accept_gaps: bool = False
    ended_reasons: frozenset[str] = frozenset()
    maternity_leaves: frozenset[str] = frozenset()
    composite_days: int = 28
    oldest_days: int = 735

    def operation(self, code: str, edition: str) -> Operation | None:
        """What a processing code means in an edition; None when its table does not have it."""
        return self.operations_per_edition.get(edition, self.operations).get(code)

    def confirms(self, edition: str) -> bool:
        """Whether the meaning of the codes in an edition is confirmed (VZ-7)."""
        if isinstance(self.operations_confirmed, bool):
            return self.operations_confirmed
        return edition in self.operations_confirmed
