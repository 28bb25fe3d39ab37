"""What to do where the portal's state differs from ours: a proposal per case, never more (GR-7).

What the portal does not name is never ended or taken away (VE-3): then there is only something to
ask.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from verzuimbrug.domain.cases import CaseState
from verzuimbrug.domain.comparison import ComparedRow, DifferingField, Outcome, differing_states
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.domain.folding import fold_case
from verzuimbrug.domain.numbering import Place
from verzuimbrug.domain.operations import CaseRules
from verzuimbrug.domain.reports import Report, ReportState, Standing
from verzuimbrug.domain.snapshot import StoredReport


class Proposal(StrEnum):
    """What can be done about a difference."""

    TAKE_OVER = "take-over"
    """Their reports stand from now on: those we do not have, and those in place of ours."""

    BY_HAND = "by-hand"
    """Ask the portal, or undo what we have: nothing of theirs would make it equal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A case that differs, and what is proposed.

    `reports` are those that taking over would take, by message and position; `settles` says whether
    the case is equal after that.
    """

    row: ComparedRow
    proposal: Proposal = Proposal.BY_HAND
    reports: tuple[Place, ...] = ()
    settles: bool = False

    @property
    def shown(self) -> str:
        """What a person selects by: another as soon as the difference is another."""
        told = repr((self.row, self.proposal, self.reports))
        return hashlib.sha256(told.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class TheirCase:
    """What the portal reports of one case: what stands on its numbers, and the state by that alone.

    The state is None when no first report is among them. `takeable` are the places that can be
    taken over: a report of a message that waits for another decision is not. `names` are all keys
    that the reports call the case by (VZ-1); `renames`: ours goes by a former one.
    """

    reports: tuple[Report, ...]
    state: CaseState | None = None
    takeable: frozenset[Place] = frozenset()
    names: frozenset[str] = frozenset()
    renames: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OurCase:
    """What we have of it: its state, all its reports, and the gaps that are released."""

    state: CaseState
    reports: tuple[StoredReport, ...] = ()
    released_gaps: frozenset[int] = frozenset()

    def without(self, places: Collection[Place]) -> list[Report]:
        """Its reports but for those in these places."""
        return [each.report for each in self.reports if each.report.place not in places]


def overlay(ours: OurCase, theirs: TheirCase, rules: CaseRules) -> CaseState | None:
    """Our case as it is when their reports stand on their numbers."""
    chosen = [
        replace(report, standing=Standing.CHOSEN)
        for report in theirs.reports
        if not _says_nothing_new(report, ours)
    ]
    rest = ours.without({report.place for report in chosen})
    return fold_case([*rest, *chosen], rules, ours.released_gaps).state


def _says_nothing_new(report: Report, ours: OurCase) -> bool:
    """An `unchanged` report has no effect: it takes no number away from one of ours that has."""
    numbers = {each.report.sequence for each in ours.reports if each.state is ReportState.APPLIED}
    return report.content.operation is Operation.UNCHANGED and report.sequence in numbers


def _drift(state: CaseState, theirs: TheirCase) -> tuple[DifferingField, ...]:
    """What their last report says, if it is `unchanged`, and the case does not (VZ-8)."""
    last = max(theirs.reports, key=lambda report: (report.sequence, report.place))
    content = last.content
    if content.operation is not Operation.UNCHANGED:
        return ()
    recovered_on = content.recovery_date.isoformat() if content.ends else ""
    ours = state.recovered_on.isoformat() if state.recovered_on else ""
    fields = [DifferingField("recovered_on", ours, recovered_on)] if ours != recovered_on else []
    holds = state.percentage_on(content.mutation_date)
    if not content.ends and holds != content.percentage:
        told = (f"{holds:.2f}", f"{content.percentage:.2f}")
        fields.append(DifferingField("percentage", *told))
    return tuple(fields)


def missing_reports(ours: OurCase, theirs: TheirCase) -> tuple[Place, ...]:
    """Their reports that we do not have, or that differ from the one that stands here.

    All of them when one gives the case another key: ours follows with that.
    """
    if theirs.renames:
        return tuple(sorted(report.place for report in theirs.reports))
    standing = {
        each.report.sequence: (each.report.content, each.report.impossible_year)
        for each in ours.reports
        if each.state is ReportState.APPLIED
    }
    return tuple(
        sorted(
            report.place
            for report in theirs.reports
            if standing.get(report.sequence) != (report.content, report.impossible_year)
            and not _says_nothing_new(report, ours)
        )
    )


def their_state(ours: OurCase | None, theirs: TheirCase, rules: CaseRules) -> CaseState | None:
    """The case as the portal has it: by its own reports, or, without a first one, by ours too."""
    if theirs.state is not None or ours is None:
        return theirs.state
    return overlay(ours, theirs, rules)


def difference_of(
    row: ComparedRow, sides: tuple[OurCase | None, TheirCase | None], rules: CaseRules, today: date
) -> Difference | None:
    """What differs and what to do about it; None when nothing does."""
    ours, theirs = sides
    if row.outcome is Outcome.EQUAL:
        drift = _drift(ours.state, theirs) if ours and theirs else ()
        differs = replace(row, outcome=Outcome.DIFFERENT, fields=drift)
        return Difference(row=differs) if drift else None
    if theirs is None or (ours is None and row.ours is not None):
        # Only ours, or brought in by another account.
        return Difference(row=row)
    if ours is None:
        return _of_theirs(row, theirs)
    return _of_both(row, (ours, theirs), rules, today)


def _of_theirs(row: ComparedRow, theirs: TheirCase) -> Difference:
    """A case that only the portal has; without its first report it cannot begin here."""
    places = tuple(sorted(report.place for report in theirs.reports))
    if theirs.state is None or not theirs.takeable.issuperset(places):
        return Difference(row=row)
    settles = not _drift(theirs.state, theirs)
    return Difference(row=row, proposal=Proposal.TAKE_OVER, reports=places, settles=settles)


def _of_both(
    row: ComparedRow, sides: tuple[OurCase, TheirCase], rules: CaseRules, today: date
) -> Difference:
    ours, theirs = sides
    missing = missing_reports(ours, theirs)
    taken = tuple(report for report in theirs.reports if report.place in missing)
    if not taken or not theirs.takeable.issuperset(missing):
        return Difference(row=row)
    after = overlay(ours, replace(theirs, reports=taken), rules)
    if after is None or after == ours.state:
        return Difference(row=row)
    wanted = their_state(ours, theirs, rules)
    differs = wanted is None or any(differing_states(after, wanted, today))
    return Difference(
        row=row,
        proposal=Proposal.TAKE_OVER,
        reports=missing,
        settles=not differs and not _drift(after, theirs),
    )


def by_message(differences: Iterable[Difference]) -> Mapping[int, frozenset[int]]:
    """The reports that are taken over, as positions by message."""
    found: dict[int, set[int]] = {}
    for difference in differences:
        for message, position in difference.reports:
            found.setdefault(message, set()).add(position)
    return {message: frozenset(positions) for message, positions in found.items()}
