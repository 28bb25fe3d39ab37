"""Reading the absence of a person, and one case of it; every look is kept (NEN 7513)."""

from collections.abc import Iterable
from datetime import date

from verzuimbrug.application.access import ReadAction, Reader, record_access
from verzuimbrug.application.persons.cases import StoredCase, spell_lines, stored_cases
from verzuimbrug.application.persons.head import (
    AbsenceTerms,
    changes_of_person,
    read_head,
    read_terms,
)
from verzuimbrug.application.persons.report_lines import attention_of, reports_of
from verzuimbrug.application.persons.values import (
    AbsencePage,
    CaseLine,
    CasePage,
    PersonHead,
    SpellLine,
    WaitingLine,
)
from verzuimbrug.application.reports.findings import Audience
from verzuimbrug.store import person_reads
from verzuimbrug.store.change_reads import ReadChange
from verzuimbrug.store.sql import Row
from verzuimbrug.store.tenancy import tenant


def read_absence(
    reader: Reader, person: int, today: date, language: str = "nl"
) -> AbsencePage | None:
    """The absence of a person; None for somebody who is not there or not open to the reader."""
    with tenant(reader.arbodienst):
        head = read_head(reader, person)
        if head is None:
            return None
        _keep(reader, ReadAction.DOSSIER, head)
        terms, cases = _cases(head, changes_of_person(head), today)
        visible = [each for each in cases if not each.is_undone]
        attention = attention_of([each.place for each in visible], Audience(language))
        waiting = tuple(_waiting(row) for row in person_reads.waiting(head.id))
    return AbsencePage(
        head=head,
        cases=tuple(each.line for each in visible),
        undone=tuple(each.line for each in cases if each.is_undone),
        spells=spell_lines(cases, terms, today),
        attention=attention,
        waiting=waiting,
    )


def read_case(
    reader: Reader, person: int, case: int, today: date, language: str = "nl"
) -> CasePage | None:
    """A case of a person with its reports; None when it is not there or not open to the reader."""
    with tenant(reader.arbodienst):
        head = read_head(reader, person)
        if head is None:
            return None
        changes = changes_of_person(head)
        terms, cases = _cases(head, changes, today)
        found = next((each for each in cases if each.line.id == case), None)
        if found is None:
            return None
        _keep(reader, ReadAction.CASE, head)
        own = [read for read in changes if _is_of(read, case)]
        keys = {each.line.id: each.line.key for each in cases}
        reports = reports_of(found.place, own, keys, Audience(language))
    spell = _spell_with(case, spell_lines(cases, terms, today))
    return CasePage(
        head=head,
        case=found.line,
        spell=spell,
        joined=_joined(spell, cases),
        reports=reports,
        is_undone=found.is_undone,
    )


def _cases(
    head: PersonHead, changes: Iterable[ReadChange], today: date
) -> tuple[AbsenceTerms, tuple[StoredCase, ...]]:
    rows = person_reads.cases(head.id)
    terms = read_terms({key.account for key in head.keys} | {row[2] for row in rows})
    return terms, stored_cases(rows, changes, terms, today)


def _keep(reader: Reader, action: ReadAction, head: PersonHead) -> None:
    record_access(reader, action, employees=[head.id], employer=head.employer.id)


def _is_of(read: ReadChange, case: int) -> bool:
    return read.change.of.kind == "case" and read.change.of.number == case


def _spell_with(case: int, lines: Iterable[SpellLine]) -> SpellLine | None:
    holding = (line for line in lines if case in {each.id for each in line.spell.cases})
    return next(holding, None)


def _joined(spell: SpellLine | None, cases: Iterable[StoredCase]) -> tuple[CaseLine, ...]:
    numbers = {each.id for each in spell.spell.cases} if spell else set()
    return tuple(each.line for each in cases if each.line.id in numbers)


def _waiting(row: Row) -> WaitingLine:
    receipt, cause, since = row
    return WaitingLine(receipt=receipt, cause=cause, since=since)
