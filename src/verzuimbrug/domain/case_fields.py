"""The state of a case field by field, as change log and lists of changes have it (VE-5)."""

from verzuimbrug.domain.cases import CaseState

Pairs = dict[str, list[object]]
"""Before and after of each field that changed."""


def described(state: CaseState) -> dict[str, object]:
    """Dates as ISO text, percentages as text; None for what is not there."""
    return {
        "first_day": state.first_day.isoformat(),
        "recovered_on": state.recovered_on.isoformat() if state.recovered_on else None,
        "status": str(state.status),
        "periods": {day.isoformat(): str(part) for day, part in sorted(state.periods.items())},
        "cause": state.cause,
        "safety_net": state.safety_net,
        "leave": state.leave,
        "end_reason": state.end_reason,
        "expected_recovery": state.expected_recovery.isoformat()
        if state.expected_recovery
        else None,
        "last_sequence": state.last_sequence,
        "employment": state.employment,
    }


def state_pairs(before: CaseState | None, after: CaseState) -> Pairs:
    """What differs between two states; everything of a case that starts."""
    was, now = described(before) if before else {}, described(after)
    return {name: [was.get(name), value] for name, value in now.items() if was.get(name) != value}
