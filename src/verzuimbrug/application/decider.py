"""Who decides on something that waits for a person, for which arbodienst."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Decider:
    """Somebody who may decide; `by` names a key, a user or who gave a command."""

    arbodienst: int
    by: str
