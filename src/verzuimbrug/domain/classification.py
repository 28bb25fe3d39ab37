"""From what a case says of its cause to a classification of the employer's scheme (VZ-13)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from verzuimbrug.domain.cases import CaseState
from verzuimbrug.domain.findings import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassificationTable:
    """A stream's table: classification codes by value of leave, safety net or cause.

    The first of leave, safety net and cause that the table knows decides; else the default.
    """

    default: str | None = None
    leave: Mapping[str, str] = field(default_factory=dict)
    safety_net: Mapping[str, str] = field(default_factory=dict)
    cause: Mapping[str, str] = field(default_factory=dict)

    def code_for(self, state: CaseState) -> str | None:
        """The classification code that the table gives, or None when it has none."""
        return (
            self.leave.get(state.leave or "")
            or self.safety_net.get(state.safety_net)
            or self.cause.get(state.cause)
            or self.default
        )


def classify(
    state: CaseState, table: ClassificationTable, known: frozenset[str]
) -> tuple[str | None, Finding | None]:
    """The classification to store, and a warning when the employer does not have it."""
    code = table.code_for(state)
    if code is None or code in known:
        return code, None
    return None, Finding("VZ131", {"classification": code})
