"""What the messages of a batch touch of what the guards count (VE-2)."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from verzuimbrug.domain.cases import CaseStatus, Step
from verzuimbrug.domain.decisions import CaseDecision, Decisions
from verzuimbrug.domain.effects import Effect, effects_of_employment, effects_of_fields, net
from verzuimbrug.domain.guards import Guard, Touched
from verzuimbrug.domain.numbering import Place

Touch = tuple[int, Guard, int]
"""A message, what is counted, and the store's id of what was touched."""


def touched_by(decisions: Decisions) -> Mapping[int, Touched]:
    """What each message touches; one that touches nothing of it is left out."""
    found: dict[int, dict[Guard, set[int]]] = defaultdict(lambda: defaultdict(set))
    for message, guard, thing in _touches(decisions):
        found[message][guard].add(thing)
    return {
        message: Touched(of={guard: frozenset(things) for guard, things in of.items()})
        for message, of in found.items()
    }


def _touches(decisions: Decisions) -> Iterator[Touch]:
    yield from _persons(decisions)
    yield from _employments(decisions)
    yield from (
        (link.message, Guard.KEYS_CHANGED, link.employee)
        for link in decisions.links
        if link.replaced and link.employee > 0
    )
    of_batch = frozenset(report.place for report in decisions.reports if report.new)
    for case in decisions.cases:
        for message in _withdrawing(case, of_batch):
            yield message, Guard.CASES_WITHDRAWN, case.id


def _persons(decisions: Decisions) -> Iterator[Touch]:
    for person in decisions.persons:
        for message, changes in person.changes.items():
            effects = effects_of_fields(net(changes), is_new=person.is_new)
            if Effect.OVERWRITTEN in effects:
                yield message, Guard.PERSONS_CHANGED, person.id


def _employments(decisions: Decisions) -> Iterator[Touch]:
    for each in decisions.employments:
        for message, changes in each.changes.items():
            effects = effects_of_employment(net(changes), is_new=each.id < 0)
            if Effect.OVERWRITTEN in effects and each.employee > 0:
                yield message, Guard.PERSONS_CHANGED, each.employee
            if Effect.ENDED in effects:
                yield message, Guard.EMPLOYMENTS_ENDED, each.id


def _withdrawing(case: CaseDecision, of_batch: Collection[Place]) -> Iterator[int]:
    """The messages that withdraw a case that was open.

    A report that waited counts for the message of the batch by which it goes on.
    """
    if case.id < 0 or case.hidden_before:
        return
    steps = [
        (place[0] if place in of_batch else case.message, step)
        for place, step in case.steps.items()
    ]
    for message, step in steps or [(case.message, Step(case.before, case.state))]:
        was_open = step.before is not None and step.before.status is CaseStatus.OPEN
        if was_open and step.after.status is CaseStatus.WITHDRAWN:
            yield message
