"""The cases of a part of the portal's state, with the reports that stand in them (GR-7)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from verzuimbrug.application.portal_deliveries.portions import Part, Place
from verzuimbrug.domain.deliveries import DeliveredPerson, Operation
from verzuimbrug.domain.message_input import MessageInput
from verzuimbrug.domain.numbering import Place as ReportPlace
from verzuimbrug.domain.reconciliation import TheirCase
from verzuimbrug.domain.reports import Report, ReportState, content_of
from verzuimbrug.store import portal_delivery_reads as reads

_NOBODY = 0
"""Stands for a person that no link key of ours leads to."""
_STANDING = frozenset({ReportState.APPLIED})
_WITHOUT_FIRST = frozenset({ReportState.PARKED, ReportState.HELD})
"""What a report that stands on its number comes to, in a case that began and in one that did not.

Of two reports on one number the other is a duplicate or a conflict.
"""


def person_of(case: TheirCase) -> int | None:
    """Our employee that the portal reports on, if it is known."""
    return next((each.employee for each in case.reports if each.employee != _NOBODY), None)


def their_cases(place: Place, part: Part) -> Mapping[str, TheirCase]:
    """What the portal says of each case of a part, by its key."""
    states = {case.key: case.state for case in part.state.cases}
    reports = {each.report.place: each for each in _reports(part)}
    takeable = _takeable(place, part)
    found = {}
    for (_, key), places in part.state.places.items():
        wanted = _STANDING if key in states else _WITHOUT_FIRST
        standing = [reports[each] for each in sorted(places) if places[each] in wanted]
        is_reachable = _leads_to(key, standing)
        found[key] = TheirCase(
            state=states.get(key),
            reports=tuple(each.report for each in standing),
            takeable=takeable if is_reachable else frozenset(),
            names=frozenset({key, *(name for each in standing for name in each.names)}),
        )
    return found


def _leads_to(key: str, standing: Sequence["_Named"]) -> bool:
    """Whether the reports say themselves that their keys lead to the present one (VZ-1)."""
    former = {each.former for each in standing}
    return all(each.key == key or each.key in former for each in standing)


def _takeable(place: Place, part: Part) -> frozenset[ReportPlace]:
    """The reports that can be taken over, by message and position."""
    messages = [each.message for each in part.messages]
    given = reads.takeable_messages(place.delivery, messages)
    others = [message for message in messages if message not in given]
    all_of_them = {each for places in part.state.places.values() for each in places}
    return frozenset(
        {each for each in all_of_them if each[0] in given} | reads.takeable_places(others)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    """A report, with the key of its case and a former one as received."""

    report: Report
    key: str
    former: str | None

    @property
    def names(self) -> tuple[str, ...]:
        """What it calls its case."""
        return (self.key,) if self.former is None else (self.key, self.former)


def _reports(part: Part) -> Iterator[_Named]:
    for message in part.messages:
        for employer in message.delivery.employers:
            for person in employer.persons:
                yield from _reports_of(message, person, part.linked)


def _reports_of(
    message: MessageInput, person: DeliveredPerson, linked: Mapping[str, int]
) -> Iterator[_Named]:
    ((key,),) = person.keys.values()
    for employment in person.employments:
        for delivered in employment.reports:
            report = Report(
                place=(message.message, delivered.position),
                employee=linked.get(key, _NOBODY),
                sequence=delivered.sequence,
                content=content_of(delivered, Operation(delivered.processing_code)),
                received_on=message.received_at.date(),
                employment=employment.number,
                edition=message.delivery.envelope.edition,
                impossible_year=delivered.impossible_year,
            )
            yield _Named(report=report, key=delivered.case_key or "", former=delivered.case_key_old)
