"""Writes an undo, or that one is taken back: one statement per table (VE-4)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from verzuimbrug.domain.case_fields import Pairs
from verzuimbrug.domain.decisions import CaseDecision
from verzuimbrug.domain.names import match_name
from verzuimbrug.domain.reports import ReportState
from verzuimbrug.domain.statements import ObjectKind
from verzuimbrug.domain.undoing import LinkKeyFacts, ObjectChange
from verzuimbrug.domain.undoing_aliases import AliasFacts
from verzuimbrug.domain.undoing_cases import PlacedReport, TurnedCases
from verzuimbrug.domain.undoing_decisions import UndoDecisions
from verzuimbrug.domain.undoing_employments import RestoredEmployment
from verzuimbrug.domain.undoing_listing import changes_of
from verzuimbrug.domain.undoing_people import RestoredPerson
from verzuimbrug.store.change_rows import add_changes
from verzuimbrug.store.encryption import blind_index
from verzuimbrug.store.sealed import EMPLOYEE_BSN
from verzuimbrug.store.sql import as_objects, execute
from verzuimbrug.store.stored import stamps_to_json
from verzuimbrug.store.writing import real_ids, write_cases, write_reports


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """The undo that changes are part of, who made it, and when."""

    undo: int
    by: str
    at: datetime


def write_turn(decisions: UndoDecisions, signed: Signed) -> None:
    """Writes what becomes of persons, employments and cases, and the change log of it."""
    _write_persons(decisions.persons)
    _write_keys([key for person in decisions.persons for key in person.keys])
    _write_employments(decisions.employments)
    ids = _write_cases(decisions.cases)
    _write_changes(changes_of(decisions), ids, signed)


def _write_persons(persons: Sequence[RestoredPerson]) -> None:
    columns = {
        "id": "bigint",
        "birth_date": "date",
        "match_name": "text",
        "fields": "jsonb",
        "stamps": "jsonb",
        "bsn": "bytea",
        "bsn_index": "bytea",
        "hidden": "boolean",
    }
    _update("store_employee", columns, 1, [_person_row(person) for person in persons])


def _person_row(person: RestoredPerson) -> list[object]:
    values = person.fields.values
    surname = values.get("surname")
    return [
        person.before.id,
        values.get("birth_date"),
        match_name(surname if isinstance(surname, str) else None),
        values,
        stamps_to_json(person.fields.stamps),
        _bytea(EMPLOYEE_BSN.seal(person.bsn.encode(), person.before.id)) if person.bsn else None,
        _bytea(blind_index(person.bsn, "bsn")) if person.bsn else None,
        person.hidden,
    ]


def _bytea(value: bytes) -> str:
    return "\\x" + value.hex()


def _write_keys(keys: Sequence[LinkKeyFacts]) -> None:
    columns = {"account_id": "bigint", "employer_id": "bigint", "key": "text"}
    columns |= {"superseded": "boolean", "hidden": "boolean"}
    rows = [[*each.key, each.superseded, each.hidden] for each in keys]
    _update("store_linkkey", columns, 3, rows)


def _write_employments(employments: Sequence[RestoredEmployment]) -> None:
    columns = {
        "id": "bigint",
        "number": "text",
        "former": "text[]",
        "fields": "jsonb",
        "stamps": "jsonb",
        "hidden": "boolean",
    }
    rows = [
        [
            each.facts.id,
            each.facts.number,
            sorted(each.facts.former),
            each.facts.fields.values,
            stamps_to_json(each.facts.fields.stamps),
            each.hidden,
        ]
        for each in employments
    ]
    _update("store_employment", columns, 1, rows)


def _write_cases(turned: TurnedCases) -> Mapping[int, int]:
    """Gives the store's ids of the cases; one that starts because of the turn had none.

    A number is given up before another report takes it, and a key before another case does.
    """
    decided = turned.results
    ids = real_ids("store_absencecase", (case.id for case in decided.cases))
    applied = [each for each in decided.reports if each.state is ReportState.APPLIED]
    others = [each for each in decided.reports if each.state is not ReportState.APPLIED]
    write_reports(others, {}, {})
    _move_reports([each for each in turned.reports if each.key != each.before.key])
    _move_cases([case for case in decided.cases if case.id in turned.before], turned)
    write_reports(applied, {}, {})
    write_cases(decided.cases, {}, ids)
    _write_aliases(turned.aliases.aliases)
    return ids


def _move_reports(moved: Sequence[PlacedReport]) -> None:
    columns = {"message_id": "bigint", "position": "int", "case_key": "text"}
    rows = [[*each.before.place, each.key.key] for each in moved]
    _update("store_absencereport", columns, 2, rows)


def _move_cases(cases: Iterable[CaseDecision], turned: TurnedCases) -> None:
    moved = [[each.id, each.key.key] for each in cases if turned.before[each.id].key != each.key]
    _update("store_absencecase", {"id": "bigint", "key": "text"}, 1, moved)


def _write_aliases(aliases: Iterable[AliasFacts]) -> None:
    """The key of now of each alias that stands; which stand is written with the messages."""
    rows = [[each.id, each.key.key] for each in aliases if each.stands]
    _update("store_casealias", {"id": "bigint", "key": "text"}, 1, rows)


def _write_changes(
    changes: Iterable[ObjectChange], cases: Mapping[int, int], signed: Signed
) -> None:
    columns = {
        "object_kind": "text",
        "object_id": "bigint",
        "employee_id": "bigint",
        "undo_id": "bigint",
        "by": "text",
        "at": "timestamptz",
        "effects": "text[]",
        "fields": "jsonb",
    }
    at = signed.at.isoformat()
    rows = [
        [
            change.kind,
            cases[change.object] if change.kind is ObjectKind.CASE else change.object,
            change.employee,
            signed.undo,
            signed.by,
            at,
            list(change.effects),
            _with_real_ids(change.pairs, cases),
        ]
        for change in changes
    ]
    add_changes(columns, rows)


def _with_real_ids(pairs: Pairs, cases: Mapping[int, int]) -> Pairs:
    """The pairs, with the id that a case got that others continue."""
    if "continues" not in pairs:
        return pairs
    real: dict[object, int] = dict(cases.items())
    return {**pairs, "continues": [real.get(each, each) for each in pairs["continues"]]}


def _update(
    table: str, columns: Mapping[str, str], keys: int, rows: Sequence[Sequence[object]]
) -> None:
    """Changes rows in one statement; the first so many columns say which."""
    if not rows:
        return
    names = list(columns)
    sets = ", ".join(f"{name} = u.{name}" for name in names[keys:])
    where = " AND ".join(f"t.{name} = u.{name}" for name in names[:keys])
    execute(
        f"UPDATE {table} t SET {sets} FROM jsonb_to_recordset(%s::jsonb) AS u({_typed(columns)}) "
        f"WHERE {where}",
        as_objects(columns, rows),
    )


def _typed(columns: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {kind}" for name, kind in columns.items())
