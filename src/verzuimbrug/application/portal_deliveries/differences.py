"""Where the portal's state differs from ours at one employer, with a proposal for each (GR-7).

It goes part by part, so that memory does not grow with the employer. Cases of ours are looked up
however they ended; of what other accounts brought in, those of the same person and first day.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from verzuimbrug.application.portal_deliveries.portions import Part, Place, parts_of, parts_with
from verzuimbrug.application.portal_deliveries.their_cases import person_of, their_cases
from verzuimbrug.domain.comparison import ComparedCase, ComparedRow, Outcome, compare
from verzuimbrug.domain.deliveries import MessageKind
from verzuimbrug.domain.operations import CaseRules
from verzuimbrug.domain.reconciliation import (
    Difference,
    OurCase,
    TheirCase,
    difference_of,
    their_state,
)
from verzuimbrug.domain.snapshot import CaseFacts
from verzuimbrug.sivi.tags import MESSAGE_KINDS
from verzuimbrug.store import portal_delivery_reads as reads
from verzuimbrug.store.portal_delivery_rows import as_kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Some cases of an employer: how many are equal, and what differs."""

    equal: int = 0
    differences: tuple[Difference, ...] = ()

    @property
    def counts(self) -> Mapping[Outcome, int]:
        """How many there are of each outcome."""
        counts = Counter(each.row.outcome for each in self.differences)
        counts[Outcome.EQUAL] += self.equal
        return counts


def differences_at(place: Place) -> Iterator[Compared]:
    """All cases of an employer, part by part, and last those that only we have."""
    seen: set[int] = set()
    for part in parts_of(place):
        sides = _sides(place, part)
        seen |= {facts.id for facts in sides.facts.values()}
        yield _compared(place, sides)
    yield _only_ours(place, seen)


def differences_of(place: Place, cases: Sequence[str]) -> Mapping[str, Difference]:
    """The differences of these cases of the portal, by its key; one that is equal has none."""
    keys = reads.keys_of_cases(place.delivery, place.employer.code, cases)
    return {
        difference.row.theirs: difference
        for part in parts_with(place, keys)
        for difference in _compared(place, _sides(place, part)).differences
        if difference.row.theirs is not None and difference.row.theirs in cases
    }


def _only_ours(place: Place, seen: set[int]) -> Compared:
    """Open cases of the account that no message names: nothing is done about them (VE-3)."""
    rows = [
        ComparedRow(
            outcome=Outcome.ONLY_OURS, employer=place.employer.code, person=employee, ours=key
        )
        for number, account, key, employee in reads.open_case_places(place.employer.id)
        if account == place.account and number not in seen
    ]
    return Compared(differences=tuple(Difference(row=row) for row in rows))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sides:
    """The cases of a part by the portal's key: theirs, ours, and ours as they are stored."""

    theirs: Mapping[str, TheirCase]
    ours: Mapping[str, OurCase]
    facts: Mapping[str, CaseFacts]
    rules: CaseRules


def _sides(place: Place, part: Part) -> _Sides:
    theirs = their_cases(place, part)
    aliases = _aliases(place, theirs)
    facts = _known(place, theirs, aliases)
    keys = [known.key.key for known in facts.values()]
    reports = reads.reports_of_cases(place.employer.id, place.account, keys)
    return _Sides(
        theirs={
            key: replace(case, renames=key in facts and facts[key].key.key != aliases.get(key, key))
            for key, case in theirs.items()
        },
        ours={
            key: OurCase(
                state=known.state,
                reports=reports.get(known.key.key, ()),
                released_gaps=known.released_gaps,
            )
            for key, known in facts.items()
        },
        facts=facts,
        rules=_rules(place),
    )


def _aliases(place: Place, theirs: Mapping[str, TheirCase]) -> Mapping[str, str]:
    names = {name for case in theirs.values() for name in case.names}
    return reads.case_aliases(place.employer.id, place.account, names)


def _known(
    place: Place, theirs: Mapping[str, TheirCase], aliases: Mapping[str, str]
) -> Mapping[str, CaseFacts]:
    """Our case for each of theirs, by whichever of its names."""
    names = {name for case in theirs.values() for name in case.names}
    keys = {*names, *aliases.values()}
    found = {
        facts.key.key: facts
        for facts in reads.known_cases_at(place.employer.id, place.account, keys)
    }
    known: dict[str, CaseFacts] = {}
    for key, case in theirs.items():
        for name in (key, *sorted(case.names)):
            facts = found.get(aliases.get(name, name))
            if facts is not None:
                known.setdefault(key, facts)
    return known


def _rules(place: Place) -> CaseRules:
    """Those of the stream with absence, by which the portal's state is folded."""
    absence = (
        each
        for each in place.configurations.values()
        if MESSAGE_KINDS[each.message] is MessageKind.ABSENCE
    )
    found = next((as_kept(each).case_rules for each in absence), CaseRules())
    return replace(found, accept_gaps=True)


def _compared(place: Place, sides: _Sides) -> Compared:
    differences, equal = [], 0
    for row in _rows(place, sides):
        theirs = sides.theirs.get(row.theirs or "")
        ours = None if row.ours is not None and not _is_own(row, sides) else _ours_of(row, sides)
        difference = difference_of(row, (ours, theirs), sides.rules, place.today)
        if difference is None:
            equal += 1
        else:
            differences.append(difference)
    return Compared(equal=equal, differences=tuple(differences))


def _is_own(row: ComparedRow, sides: _Sides) -> bool:
    """Whether the case of ours in a row is the account's own."""
    facts = sides.facts.get(row.theirs or "")
    return facts is not None and facts.key.key == row.ours


def _ours_of(row: ComparedRow, sides: _Sides) -> OurCase | None:
    return sides.ours.get(row.theirs or "")


def _rows(place: Place, sides: _Sides) -> Sequence[ComparedRow]:
    states = {
        key: their_state(sides.ours.get(key), case, sides.rules)
        for key, case in sides.theirs.items()
    }
    theirs = [
        ComparedCase(
            employer=place.employer.code,
            key=key,
            person=person_of(sides.theirs[key]),
            state=state,
        )
        for key, state in states.items()
        if state is not None
    ]
    ours = [
        _our_case(place, facts, key)
        for key, facts in sides.facts.items()
        if states[key] is not None
    ]
    ours += [_our_case(place, facts, facts.key.key) for facts in _foreign(place, theirs)]
    without = [key for key, state in states.items() if state is None]
    return (
        *(_under_our_key(row, sides) for row in compare(ours, theirs, place.today)),
        *(_unstarted(place, sides, key) for key in without),
    )


def _under_our_key(row: ComparedRow, sides: _Sides) -> ComparedRow:
    """The row with the key that the case has here."""
    facts = sides.facts.get(row.theirs or "")
    is_own = facts is not None and row.ours == row.theirs
    return replace(row, ours=facts.key.key) if facts is not None and is_own else row


def _unstarted(place: Place, sides: _Sides, key: str) -> ComparedRow:
    """A case of which the portal did not deliver the first report, and ours is none either."""
    facts = sides.facts.get(key)
    return ComparedRow(
        outcome=Outcome.DIFFERENT if facts else Outcome.ONLY_THEIRS,
        employer=place.employer.code,
        person=person_of(sides.theirs[key]),
        ours=facts.key.key if facts else None,
        theirs=key,
    )


def _foreign(place: Place, theirs: Iterable[ComparedCase]) -> list[CaseFacts]:
    """Cases that other accounts brought in, and that are the same as one of theirs."""
    same = {(case.person, case.state.first_day) for case in theirs}
    persons = [case.person for case in theirs if case.person is not None]
    found = reads.foreign_cases_at(place.employer.id, place.account, persons)
    return [facts for facts in found if (facts.employee, facts.state.first_day) in same]


def _our_case(place: Place, facts: CaseFacts, key: str) -> ComparedCase:
    """A case of ours, under the key that the portal has for it."""
    return ComparedCase(
        employer=place.employer.code,
        key=key,
        person=facts.employee,
        state=facts.state,
        has_their_key=facts.key.account == place.account,
    )
