"""The cases of a person: what holds, what held when, and how they are joined (VZ-11)."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.timezone import localtime

from verzuimbrug.application.persons.head import AbsenceTerms
from verzuimbrug.application.persons.values import CaseLine, SpellLine
from verzuimbrug.domain.absence_spells import SpellCase, spells
from verzuimbrug.domain.cases import CaseState, CaseStatus
from verzuimbrug.domain.earlier_knowledge import earlier_steps
from verzuimbrug.domain.poortwachter import dates_of, joins_until
from verzuimbrug.domain.timeline import LoggedChange, held
from verzuimbrug.store.change_reads import ReadChange
from verzuimbrug.store.sql import Row
from verzuimbrug.store.stored import periods_from_json

Logged = Mapping[int, Sequence[LoggedChange]]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCase:
    """A case as it is stored: its line, where its reports are, and whether it is undone."""

    line: CaseLine
    place: tuple[int, int, str]
    is_undone: bool


def stored_cases(
    rows: Iterable[Row], changes: Iterable[ReadChange], terms: AbsenceTerms, today: date
) -> tuple[StoredCase, ...]:
    """The cases of a person by first day, with what the change log tells of each."""
    logged = _by_case(changes)
    cases = [_case(row, logged, terms, today) for row in rows]
    recovered = {each.line.id: each.line.recovered_on for each in cases}
    return tuple(
        replace(each, line=replace(each.line, gap=_gap(each.line, recovered))) for each in cases
    )


def spell_lines(
    cases: Iterable[StoredCase], terms: AbsenceTerms, today: date
) -> tuple[SpellLine, ...]:
    """The absences of a person by first day, with their dates (VZ-15)."""
    counted = [_spell_case(each.line) for each in cases if not each.is_undone]
    return tuple(
        SpellLine(
            spell=spell,
            dates=dates_of(spell, today, terms.composite_days),
            joins_until=joins_until(spell, terms.composite_days),
        )
        for spell in spells(counted)
    )


def _by_case(changes: Iterable[ReadChange]) -> Logged:
    """The changes of each case, at moments of the local clock: a day is one of people."""
    groups: defaultdict[int, list[LoggedChange]] = defaultdict(list)
    for read in changes:
        change = read.change
        if change.of.kind == "case":
            groups[change.of.number].append(replace(change, at=localtime(change.at)))
    return groups


def _case(row: Row, logged: Logged, terms: AbsenceTerms, today: date) -> StoredCase:
    number, key, account, account_name, employer, first_day, recovered_on, status, *rest = row
    periods, cause, safety_net, leave, end_reason, expected, last, *more = rest
    classification, continues, employment, hidden = more
    state = CaseState(
        first_day=first_day,
        status=CaseStatus(status),
        recovered_on=recovered_on,
        periods=periods_from_json(json.loads(periods)),
    )
    changes = logged.get(number, ())
    line = CaseLine(
        id=number,
        key=key,
        account=account_name,
        first_day=first_day,
        recovered_on=recovered_on,
        status=state.status,
        percentage=state.current_percentage(today),
        is_maternity=terms.is_maternity(account, leave),
        cause=cause,
        safety_net=safety_net,
        leave=leave,
        end_reason=end_reason,
        expected_recovery=expected,
        last_sequence=last,
        classification=classification,
        employment=employment,
        continues=continues,
        gap=None,
        spans=held(changes),
        earlier=earlier_steps(changes),
    )
    return StoredCase(line=line, place=(account, employer, key), is_undone=hidden)


def _gap(line: CaseLine, recovered: Mapping[int, date | None]) -> int | None:
    """The days between the case that it continues and its first day."""
    before = recovered.get(line.continues) if line.continues is not None else None
    return None if before is None else (line.first_day - before).days


def _spell_case(line: CaseLine) -> SpellCase:
    return SpellCase(
        id=line.id,
        first_day=line.first_day,
        status=line.status,
        recovered_on=line.recovered_on,
        continues=line.continues,
        is_maternity=line.is_maternity,
    )
