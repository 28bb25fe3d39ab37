"""What an undo, or taking one back, does to what others said: told before it is done (VE-4)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.numbering import Place
from verzuimbrug.domain.reports import ReportState
from verzuimbrug.domain.snapshot import PersonKey
from verzuimbrug.domain.statements import ObjectKind
from verzuimbrug.domain.undoing import HeardStatement, PersonBefore, Turn
from verzuimbrug.domain.undoing_cases import PlacedReport, TurnedCases
from verzuimbrug.domain.undoing_employments import RestoredEmployment
from verzuimbrug.domain.undoing_fields import fields_said_since

_RANKS: Mapping[ReportState, int] = {
    ReportState.PARKED: 1,
    ReportState.HELD: 2,
    ReportState.CONFLICT: 3,
}
"""How far a report is from having its effect; in any other state it has it, or is to have none."""

_DOUBLES = frozenset({ReportState.DUPLICATE, ReportState.CONFLICT})


@dataclass(frozen=True, slots=True)
class About:
    """Whom a finding is about: employer code and link key."""

    employer: str
    person: str

    def finding(self, code: str, **params: str) -> Finding:
        """A finding about the person."""
        return Finding(code, {"employer": self.employer, "person": self.person, **params})


def said_since(about: About, heard: Sequence[HeardStatement], turn: Turn) -> Iterator[Finding]:
    """Fields that stay as they are, because another message said something of them since."""
    objects: dict[tuple[ObjectKind, int], list[HeardStatement]] = defaultdict(list)
    for each in heard:
        objects[each.said.kind, each.said.object].append(each)
    for own in objects.values():
        for receipt, names in fields_said_since(own, turn).items():
            yield about.finding("VE401", fields=", ".join(names), receipt=receipt)


def collisions(about: About, employments: Iterable[RestoredEmployment]) -> Iterator[Finding]:
    """Employments that keep their number, because another one has the number from before."""
    for each in employments:
        if each.collides:
            yield about.finding("VE405", number=each.facts.number)


def given_away(
    person: PersonBefore, heard: Iterable[HeardStatement], owners: Mapping[PersonKey, int]
) -> Iterator[Finding]:
    """Keys that do not come back, because they are of somebody else by now."""
    names = {
        (each.account, name)
        for each in heard
        if each.turned and each.stands and each.said.kind is ObjectKind.EMPLOYEE
        for name in each.names
    }
    for account, name in sorted(names):
        if owners.get(PersonKey(account, person.employer, name), person.id) != person.id:
            yield Finding("VE406", {"key": name})


def conflicts_of_cases(turned: TurnedCases, turn: Turn) -> Iterator[Finding]:
    """What there is to say of reports of other messages, and of aliases that stay undone."""
    states = _states(turned)
    for each in turned.aliases.refused:
        yield Finding("VE409", {"key": each.direct.key, "former": each.former.key})
    yield from _worse(turned, turn)
    yield from _doubles(turned.reports, states)


def _states(turned: TurnedCases) -> Mapping[Place, ReportState]:
    states = {each.before.place: each.before.stored.state for each in turned.reports}
    return states | {each.place: each.state for each in turned.results.reports}


def _worse(turned: TurnedCases, turn: Turn) -> Iterator[Finding]:
    """Reports of other messages that lose their effect, or get further from having one."""
    placed = {each.before.place: each for each in turned.reports}
    for after in sorted(turned.results.reports, key=lambda each: each.place):
        was = placed[after.place]
        rank = _RANKS.get(after.state, 0)
        if after.place[0] not in turn.messages and rank > _RANKS.get(was.before.stored.state, 0):
            yield _of_report("VE403", was, verdict=after.findings[0].code)


def _doubles(
    reports: Iterable[PlacedReport], states: Mapping[Place, ReportState]
) -> Iterator[Finding]:
    """Doubles that came before the undo: none of them takes the place of what is undone."""
    slots: dict[tuple[object, ...], list[PlacedReport]] = defaultdict(list)
    for each in reports:
        slots[each.key, each.report.employee, each.report.sequence].append(each)
    for own in slots.values():
        standing = [each for each in own if each.report.undone is None]
        emptied = any(each.turned and each.report.undone is not None for each in own)
        if emptied and all(states[each.before.place] in _DOUBLES for each in standing):
            yield from (_of_report("VE404", each) for each in standing)


def _of_report(code: str, report: PlacedReport, **params: str) -> Finding:
    said = {"case": report.key.key, "sequence": str(report.report.sequence)}
    return Finding(code, {**said, "receipt": report.before.receipt, **params})
