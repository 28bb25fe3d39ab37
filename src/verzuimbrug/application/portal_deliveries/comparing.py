"""An employer of a delivery beside what we have: persons, and absence by case (GR-2, GR-3)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from verzuimbrug.application.portal_deliveries.portions import Part, Place, parts_of
from verzuimbrug.domain.comparison import ComparedCase, ComparedRow, Outcome, compare
from verzuimbrug.domain.link_proposals import KnownPerson, Proposal, propose
from verzuimbrug.domain.reports import ReportState
from verzuimbrug.domain.snapshot import CaseFacts
from verzuimbrug.store import portal_delivery_reads as reads


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedPart:
    """Some cases of an employer, and what became of the reports."""

    rows: Sequence[ComparedRow] = ()
    states: Mapping[ReportState, int] = field(default_factory=dict)


class Parts:
    """The parts of an employer, to be gone through more than once; a single one is kept."""

    def __init__(self, place: Place) -> None:
        """Reads nothing yet."""
        self._place = place
        self._kept: Sequence[Part] | None = None

    def __iter__(self) -> Iterator[Part]:
        """Reads part by part."""
        return self._read() if self._kept is None else iter(self._kept)

    def _read(self) -> Iterator[Part]:
        last: tuple[Part, ...] = ()
        number = 0
        for number, part in enumerate(parts_of(self._place), start=1):  # noqa: B007 -- counted
            last = (part,)
            yield part
        if number <= 1:
            self._kept = last


def proposals_at(known: Sequence[KnownPerson], parts: Parts) -> tuple[Proposal, ...]:
    """Which employees without a key may be whom in the delivery, at one employer (GR-2)."""
    namesakes = {each.particulars.namesake for each in known} - {None}
    if not namesakes:
        return ()
    keyed = [
        person
        for part in parts
        for person in part.state.persons
        if person.key not in part.linked and person.particulars.namesake in namesakes
    ]
    return propose(known, keyed)


def compare_employer(
    place: Place, parts: Parts, proposals: Sequence[Proposal], *, is_in_scope: bool
) -> Iterator[ComparedPart]:
    """Part by part what the portal names, then what it does not; within the tenant.

    Of an employer that is out of scope today nothing of ours is compared.
    """
    proposed = {each.key: each.employee for each in proposals if not each.is_ambiguous}
    seen: set[int] = set()
    for part in parts:
        theirs = _theirs(place, part, {**proposed, **part.linked})
        ours = _ours(place, theirs) if is_in_scope else []
        seen |= {case.id for case in ours}
        rows = compare([_compared(place, case) for case in ours], theirs, place.today)
        yield ComparedPart(rows=rows, states=part.state.states)
    if is_in_scope:
        yield _unnamed(place, seen)


def _theirs(place: Place, part: Part, persons: Mapping[str, int]) -> list[ComparedCase]:
    return [
        ComparedCase(
            employer=place.employer.code,
            key=case.key,
            person=persons.get(case.person),
            state=case.state,
        )
        for case in part.state.cases
    ]


def _ours(place: Place, theirs: Sequence[ComparedCase]) -> list[CaseFacts]:
    """Our cases with those keys, and what other accounts brought in of those persons."""
    keys = [case.key for case in theirs]
    persons = [case.person for case in theirs if case.person is not None]
    employer, account = place.employer.id, place.account
    return [
        *reads.cases_at(employer, account, keys),
        *reads.foreign_cases_at(employer, account, persons),
    ]


def _compared(place: Place, case: CaseFacts) -> ComparedCase:
    return ComparedCase(
        employer=place.employer.code,
        key=case.key.key,
        person=case.employee,
        state=case.state,
        has_their_key=case.key.account == place.account,
    )


def _unnamed(place: Place, seen: set[int]) -> ComparedPart:
    """What the delivery does not name: cases of other accounts, since this one was never live."""
    rows = [
        ComparedRow(
            outcome=Outcome.ONLY_OURS, employer=place.employer.code, person=employee, ours=key
        )
        for number, _, key, employee in reads.open_case_places(place.employer.id)
        if number not in seen
    ]
    return ComparedPart(rows=rows)
