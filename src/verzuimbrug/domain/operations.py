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
        operations_confirmed: a person has confirmed that table with the sender (VZ-7).
        accept_gaps: go on over a missing number, with a warning (VZ-3).
        ended_reasons: end reasons that the code table confirms as not a recovery (VZ-5).
        maternity_leaves: leave codes confirmed as maternity leave (VZ-11).
        composite_days: a gap of fewer days joins two cases (VZ-11).
        oldest_days: a first day longer ago than this, at receipt, gets a warning (VZ-12).
    """

    operations: Mapping[str, Operation] = field(default_factory=lambda: PRESETS["generic"])
    operations_confirmed: bool = False
    accept_gaps: bool = False
    ended_reasons: frozenset[str] = frozenset()
    maternity_leaves: frozenset[str] = frozenset()
    composite_days: int = 28
    oldest_days: int = 735
