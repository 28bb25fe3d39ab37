"""Who decides on something that waits for a person, for which arbodienst."""

from dataclasses import dataclass

from verzuimbrug.application.access import Reader
from verzuimbrug.domain.authority import EVERYTHING, Authority


@dataclass(frozen=True, slots=True, kw_only=True)
class Decider:
    """Somebody who may decide; `by` names a key, a user or who gave a command.

    `authority` says on what: what is closed is as what does not exist.
    """

    arbodienst: int
    by: str
    authority: Authority = EVERYTHING

    @property
    def reader(self) -> Reader:
        """The same one, who is shown what is decided on."""
        return Reader(arbodienst=self.arbodienst, principal=self.by, authority=self.authority)
