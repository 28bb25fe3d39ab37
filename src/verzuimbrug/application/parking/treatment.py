"""What a person asks for a group of the parking lot, and what it comes to."""

from dataclasses import dataclass

from verzuimbrug.application.configuration.differences import Difference
from verzuimbrug.application.decider import Decider
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.parking import Healing
from verzuimbrug.store.parking_reads import GroupRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Treatment:
    """What to do, and what belongs to it.

    A new employer has a name, and may get a group and classifications; an employer is added to a
    group; a link key is that of an employee, by the store's id.
    """

    healing: Healing
    name: str = ""
    group: str = ""
    classifications: str = ""
    employee: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Healed:
    """What healing came to: how many reports go on, and what it changed in the configuration.

    With an error among the findings nothing was done. In a dry run it is what would be. `save` is
    the number by which the change of the configuration can be undone, once it is made.
    """

    reports: int = 0
    differences: tuple[Difference, ...] = ()
    findings: tuple[Finding, ...] = ()
    applied: bool = False
    save: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A treatment of groups that it fits, by whom; within the tenant."""

    decider: Decider
    rows: tuple[GroupRow, ...]
    treatment: Treatment
    dry_run: bool

    @property
    def row(self) -> GroupRow:
        """The one group, where the treatment takes no more."""
        (row,) = self.rows
        return row


def lacking(request: Request, what: str) -> Healed:
    """Nothing done, for something that belongs to it was not given."""
    params = {"healing": request.treatment.healing, "needed": what}
    return Healed(findings=(Finding("PK104", params),))
