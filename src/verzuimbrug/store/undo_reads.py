"""Reads what an undo can touch: one query per table, however many messages (VE-4)."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from verzuimbrug.domain.fields import Stamp
from verzuimbrug.domain.snapshot import CaseFacts, CaseKey, PersonKey
from verzuimbrug.domain.statements import ObjectKind, Statement
from verzuimbrug.domain.undoing import (
    EmploymentBefore,
    HeardStatement,
    LinkKeyFacts,
    PersonBefore,
    Turn,
)
from verzuimbrug.domain.undoing_aliases import AliasFacts, turn_aliases
from verzuimbrug.domain.undoing_cases import ReportBefore
from verzuimbrug.store import stored
from verzuimbrug.store.sealed import EMPLOYEE_BSN, STATEMENT_BSN
from verzuimbrug.store.sql import Row, select

TURNS = "message_id = ANY(%s) AND undone_id IS NOT DISTINCT FROM %s::bigint"
"""What of a turn's messages the turn is about, with the messages and the undo as parameters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnedAt:
    """A turn, as far as it is about some employers.

    `not_creating` are the kinds of message that create no person (WN-2).
    """

    turn: Turn
    employers: tuple[int, ...]
    not_creating: tuple[str, ...] = ()

    @property
    def params(self) -> tuple[object, ...]:
        """What `TURNS` asks for."""
        return (list(self.turn.messages), self.turn.undo)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCases:
    """Aliases, reports with the stream of each message, and cases."""

    aliases: tuple[AliasFacts, ...]
    reports: tuple[ReportBefore, ...]
    streams: Mapping[int, int]
    cases: tuple[CaseFacts, ...]


def employers_of_turn(turn: Turn) -> list[int]:
    """The employers at which a turn can change anything."""
    params = (list(turn.messages), turn.undo)
    rows = select(
        "SELECT employer_id FROM store_employee WHERE id IN "
        f"(SELECT employee_id FROM store_statement WHERE {TURNS}) "
        f"UNION SELECT employer_id FROM store_absencereport WHERE {TURNS} "
        "AND employer_id IS NOT NULL AND employee_id IS NOT NULL "
        f"UNION SELECT employer_id FROM store_casealias WHERE {TURNS} ORDER BY 1",
        *params * 3,
    )
    return [row[0] for row in rows]


def read_statements(at: TurnedAt) -> tuple[HeardStatement, ...]:
    """All that was said of the persons of whom something turns, in the order it was taken."""
    rows = select(
        "WITH said AS (SELECT DISTINCT employee_id FROM store_statement "
        f"WHERE {TURNS}), people AS (SELECT e.id FROM said JOIN store_employee e "
        "ON e.id = said.employee_id WHERE e.employer_id = ANY(%s)) "
        "SELECT s.message_id, s.position, s.object_kind, s.object_id, s.employee_id, s.key, "
        "s.key_old, s.stamp, s.fields, s.bsn, s.undone_id, m.account_id, m.receipt, m.message "
        "FROM people JOIN store_statement s ON s.employee_id = people.id "
        "JOIN store_message m ON m.id = s.message_id ORDER BY s.id",
        *at.params,
        list(at.employers),
    )
    return tuple(_heard(row, at) for row in rows)


def _heard(row: Row, at: TurnedAt) -> HeardStatement:
    message, position, kind, number, employee, key, key_old, stamp, fields, bsn, *rest = row
    undone, account, receipt, name = rest
    return HeardStatement(
        said=Statement(
            message=message,
            position=position,
            kind=ObjectKind(kind),
            object=number,
            employee=employee,
            key=key,
            key_old=key_old,
            stamp=Stamp(*json.loads(stamp)),
            fields=json.loads(fields),
            bsn=STATEMENT_BSN.unseal(bsn, message, position).decode() if bsn else None,
        ),
        account=account,
        receipt=receipt,
        stood=undone is None,
        stands=at.turn.stands(message, undone),
        creates=name not in at.not_creating,
    )


def read_persons(employees: Collection[int]) -> tuple[PersonBefore, ...]:
    """Persons with their link keys, in order."""
    keys: dict[int, list[LinkKeyFacts]] = {employee: [] for employee in employees}
    for employee, account, employer, key, *marks in select(
        "SELECT employee_id, account_id, employer_id, key, superseded, by_hand, hidden "
        "FROM store_linkkey WHERE employee_id = ANY(%s) ORDER BY id",
        list(employees),
    ):
        superseded, by_hand, hidden = marks
        facts = LinkKeyFacts(
            key=PersonKey(account, employer, key),
            superseded=superseded,
            by_hand=by_hand,
            hidden=hidden,
        )
        keys[employee].append(facts)
    rows = select(
        "SELECT id, employer_id, fields, stamps, bsn, hidden FROM store_employee "
        "WHERE id = ANY(%s) ORDER BY id",
        list(employees),
    )
    return tuple(
        PersonBefore(
            id=number,
            employer=employer,
            fields=stored.stamped(fields, stamps),
            bsn=EMPLOYEE_BSN.unseal(bsn, number).decode() if bsn else None,
            hidden=hidden,
            keys=tuple(keys[number]),
        )
        for number, employer, fields, stamps, bsn, hidden in rows
    )


def read_employments(employees: Collection[int]) -> tuple[EmploymentBefore, ...]:
    """The employments of persons, hidden ones included."""
    rows = select(
        f"SELECT {stored.EMPLOYMENT_COLUMNS} FROM store_employment WHERE employee_id = ANY(%s) "
        "ORDER BY id",
        list(employees),
    )
    known = map(stored.employment_facts, rows)
    return tuple(EmploymentBefore(facts=each, hidden=each.hidden) for each in known)


def read_owners(keys: Collection[PersonKey]) -> dict[PersonKey, int]:
    """The persons that keys are of."""
    rows = select(
        "SELECT l.account_id, l.employer_id, l.key, l.employee_id "
        "FROM unnest(%s::bigint[], %s::bigint[], %s::text[]) AS q(account, employer, key) "
        "JOIN store_linkkey l ON l.account_id = q.account AND l.employer_id = q.employer "
        "AND l.key = q.key",
        *_columns(keys),
    )
    return {PersonKey(*row[:3]): row[3] for row in rows}


def read_cases(at: TurnedAt, employees: Collection[int]) -> ReadCases:
    """The cases of which a report or an alias turns, and all cases of these persons and those."""
    aliases = _aliases(at)
    touched = turn_aliases(aliases, ()).touched
    rows = _reports(at, touched)
    reports = tuple(_report(row) for row in rows)
    keys = touched | {each.key for each in reports}
    persons = {*employees, *(each.stored.report.employee for each in reports)}
    return ReadCases(
        aliases=aliases,
        reports=reports,
        streams={each.place[0]: row[-1] for each, row in zip(reports, rows, strict=True)},
        cases=_cases(keys, persons),
    )


def _aliases(at: TurnedAt) -> tuple[AliasFacts, ...]:
    """The aliases of the accounts and employers of which one turns."""
    rows = select(
        f"WITH places AS (SELECT DISTINCT account_id, employer_id FROM store_casealias "
        f"WHERE {TURNS} AND employer_id = ANY(%s)) "
        "SELECT a.id, a.account_id, a.employer_id, a.former, coalesce(a.direct, a.key), a.key, "
        "a.message_id, a.undone_id FROM places p JOIN store_casealias a "
        "ON a.account_id = p.account_id AND a.employer_id = p.employer_id",
        *at.params,
        list(at.employers),
    )
    return tuple(_alias(row, at.turn) for row in rows)


def _alias(row: Row, turn: Turn) -> AliasFacts:
    number, account, employer, former, direct, key, message, undone = row
    return AliasFacts(
        id=number,
        former=CaseKey(account, employer, former),
        direct=CaseKey(account, employer, direct),
        key=CaseKey(account, employer, key),
        stood=undone is None,
        stands=turn.stands(message, undone),
    )


def _reports(at: TurnedAt, touched: Collection[CaseKey]) -> list[Row]:
    return select(
        f"WITH keys AS (SELECT account_id, employer_id, case_key FROM store_absencereport "
        f"WHERE {TURNS} AND employee_id IS NOT NULL AND employer_id = ANY(%s) "
        "UNION SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::text[])) "
        f"SELECT {stored.REPORT_COLUMNS}, r.received_key, m.receipt, r.undone_id, m.stream_id "
        "FROM keys k JOIN store_absencereport r ON r.account_id = k.account_id "
        "AND r.employer_id = k.employer_id AND r.case_key = k.case_key "
        "JOIN store_message m ON m.id = r.message_id "
        "LEFT JOIN store_undo u ON u.id = r.undone_id "
        "WHERE r.employee_id IS NOT NULL ORDER BY r.message_id, r.position",
        *at.params,
        list(at.employers),
        *_columns(touched),
    )


def _report(row: Row) -> ReportBefore:
    *columns, received, receipt, undone, _ = row
    return ReportBefore(
        key=CaseKey(*columns[:3]),
        received=received,
        receipt=receipt,
        undone=undone,
        stored=stored.report(tuple(columns[3:])),
    )


def _cases(keys: Collection[CaseKey], employees: Collection[int]) -> tuple[CaseFacts, ...]:
    """The cases of those keys, and all cases of the persons that have one of them."""
    rows = select(
        "WITH persons AS (SELECT unnest(%s::bigint[]) AS id UNION SELECT c.employee_id "
        "FROM unnest(%s::bigint[], %s::bigint[], %s::text[]) AS q(account, employer, key) "
        "JOIN store_absencecase c ON c.account_id = q.account AND c.employer_id = q.employer "
        f"AND c.key = q.key) SELECT {stored.CASE_COLUMNS} "
        "FROM persons JOIN store_absencecase c ON c.employee_id = persons.id ORDER BY c.id",
        list(employees),
        *_columns(keys),
    )
    return tuple(stored.case_facts(row) for row in rows)


def read_employer_terms(employers: Collection[int]) -> list[tuple[int, str, frozenset[str]]]:
    """Id, code and classifications of employers."""
    rows = select(
        "SELECT e.id, e.code, ARRAY(SELECT c.code FROM store_classification c "
        "WHERE c.arbodienst_id = e.arbodienst_id AND c.scheme_id = e.scheme_id) "
        "FROM store_employer e WHERE e.id = ANY(%s)",
        list(employers),
    )
    return [(number, code, frozenset(known)) for number, code, known in rows]


def _columns(keys: Collection[tuple[int, int, str]]) -> list[list[object]]:
    """Keys as one array per part, for unnest."""
    ordered = list(keys)
    return [[key[part] for key in ordered] for part in range(3)]
