"""Writes what a batch decided: one statement per table, whatever the size of the batch.

A negative id of a decision is a row that the batch creates; it gets its real id here.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from verzuimbrug.domain.answers import DECIDED
from verzuimbrug.domain.decisions import (
    CaseAlias,
    CaseDecision,
    Decisions,
    EmploymentDecision,
    LinkDecision,
    PersonDecision,
    ReportDecision,
)
from verzuimbrug.domain.names import match_name
from verzuimbrug.domain.reports import ReportState, content_to_json
from verzuimbrug.domain.snapshot import CaseKey
from verzuimbrug.store import changes, waiting
from verzuimbrug.store.answers import note_decided
from verzuimbrug.store.encryption import blind_index
from verzuimbrug.store.sealed import EMPLOYEE_BSN, FREE_TEXT
from verzuimbrug.store.sql import as_objects, execute, select, write_rows
from verzuimbrug.store.statements import write_statements
from verzuimbrug.store.stored import periods_to_json, stamps_to_json

Ids = Mapping[int, int]
NOBODY: Mapping[int, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The real ids of what a batch created, and the messages that can go on because of it."""

    employees: Ids
    employments: Ids
    cases: Ids
    released: frozenset[int]


def write_decisions(
    decisions: Decisions,
    messages: Collection[int],
    received_on: Mapping[int, date],
    now: datetime,
    approved_by: Mapping[int, str] = NOBODY,
) -> Written:
    """Writes everything but the outcome of the messages themselves.

    What these messages waited for before is forgotten. `received_on` gives the day of receipt per
    message, `approved_by` who approved what was held.
    """
    employees = real_ids("store_employee", (person.id for person in decisions.persons))
    employments = real_ids("store_employment", (each.id for each in decisions.employments))
    cases = real_ids("store_absencecase", (case.id for case in decisions.cases))
    _write_persons(decisions.persons, employees)
    _write_links(decisions.links, employees)
    _write_employments(decisions.employments, employees, employments)
    _write_aliases(decisions.case_aliases)
    write_cases(decisions.cases, employees, cases)
    write_reports(decisions.reports, employees, received_on)
    write_statements(decisions.statements, employees, employments)
    ids = changes.RealIds(employees, employments, cases)
    changes.write_changes(decisions, ids, now, received_on, approved_by)
    waiting.write_waiting(decisions.waiting, messages, now)
    released = waiting.released_by({link.key for link in decisions.links})
    released |= waiting.released_in_run_out(decisions.resumed)
    return Written(employees=employees, employments=employments, cases=cases, released=released)


def real_ids(table: str, ids: Iterable[int]) -> Ids:
    """A real id for each id; one query when any row is new."""
    ids = list(ids)
    real = {each: each for each in ids if each > 0}
    new = sorted({each for each in ids if each < 0}, reverse=True)
    if new:
        rows = select(
            f"SELECT nextval('{table}_id_seq') FROM generate_series(1, %s)",
            len(new),
        )
        real.update(zip(new, (row[0] for row in rows), strict=True))
    return real


def _write_persons(persons: Sequence[PersonDecision], ids: Ids) -> None:
    columns = {
        "id": "bigint",
        "employer_id": "bigint",
        "birth_date": "date",
        "match_name": "text",
        "fields": "jsonb",
        "stamps": "jsonb",
        "bsn": "bytea",
        "bsn_index": "bytea",
        "hidden": "boolean",
    }
    write_rows(
        "store_employee",
        columns,
        [_person_row(person, ids) for person in persons],
        "ON CONFLICT (id) DO UPDATE SET birth_date = excluded.birth_date, "
        "match_name = excluded.match_name, fields = excluded.fields, stamps = excluded.stamps, "
        "hidden = excluded.hidden, "
        "bsn = coalesce(excluded.bsn, store_employee.bsn), "
        "bsn_index = coalesce(excluded.bsn_index, store_employee.bsn_index)",
    )


def _person_row(person: PersonDecision, ids: Ids) -> list[object]:
    values = person.fields.values
    surname = values.get("surname")
    return [
        ids[person.id],
        person.employer,
        values.get("birth_date"),
        match_name(surname if isinstance(surname, str) else None),
        values,
        stamps_to_json(person.fields.stamps),
        _bytea(EMPLOYEE_BSN.seal(person.bsn.encode(), ids[person.id])) if person.bsn else None,
        _bytea(blind_index(person.bsn, "bsn")) if person.bsn else None,
        False,
    ]


def _bytea(value: bytes) -> str:
    return "\\x" + value.hex()


def _write_links(links: Sequence[LinkDecision], employees: Ids) -> None:
    columns = {
        "account_id": "bigint",
        "employer_id": "bigint",
        "key": "text",
        "employee_id": "bigint",
        "superseded": "boolean",
        "hidden": "boolean",
    }
    rows = [
        [*link.key, employees.get(link.employee, link.employee), link.superseded, False]
        for link in links
    ]
    write_rows(
        "store_linkkey",
        columns,
        rows,
        "ON CONFLICT (arbodienst_id, account_id, employer_id, key) "
        "DO UPDATE SET superseded = excluded.superseded, employee_id = excluded.employee_id, "
        "hidden = excluded.hidden",
    )


def _write_employments(employments: Sequence[EmploymentDecision], employees: Ids, ids: Ids) -> None:
    columns = {
        "id": "bigint",
        "employee_id": "bigint",
        "account_id": "bigint",
        "number": "text",
        "former": "text[]",
        "fields": "jsonb",
        "stamps": "jsonb",
        "hidden": "boolean",
    }
    rows = [
        [
            ids[each.id],
            employees.get(each.employee, each.employee),
            each.account,
            each.number,
            sorted(each.former),
            each.fields.values,
            stamps_to_json(each.fields.stamps),
            False,
        ]
        for each in employments
    ]
    write_rows(
        "store_employment",
        columns,
        rows,
        "ON CONFLICT (id) DO UPDATE SET number = excluded.number, former = excluded.former, "
        "fields = excluded.fields, stamps = excluded.stamps, hidden = excluded.hidden",
    )


def _write_aliases(aliases: Mapping[CaseKey, CaseAlias]) -> None:
    """Keeps the aliases, and gives the reports and cases of a former key the key of now.

    An alias that no message of the batch named only leads further than it did. A report that is in
    no case's set keeps its key as received.
    """
    columns = {"account_id": "bigint", "employer_id": "bigint", "former": "text", "key": "text"}
    columns |= {"direct": "text", "message_id": "bigint"}
    rows = [
        [*former, alias.key, alias.key if alias.message else None, alias.message]
        for former, alias in aliases.items()
    ]
    if not rows:
        return
    write_rows(
        "store_casealias",
        columns,
        rows,
        "ON CONFLICT (arbodienst_id, account_id, employer_id, former) "
        "DO UPDATE SET key = excluded.key, "
        "direct = coalesce(excluded.direct, store_casealias.direct), "
        "message_id = coalesce(excluded.message_id, store_casealias.message_id), "
        "undone_id = NULL",
    )
    for table, column in (("store_absencereport", "case_key"), ("store_absencecase", "key")):
        execute(
            f"UPDATE {table} t SET {column} = a.key "
            "FROM jsonb_to_recordset(%s::jsonb) AS a(account_id bigint, employer_id bigint, "
            f"former text, key text) WHERE t.account_id = a.account_id "
            f"AND t.employer_id = a.employer_id AND t.{column} = a.former "
            "AND t.employee_id IS NOT NULL",
            as_objects(columns, rows),
        )


_CASE_COLUMNS = {
    "id": "bigint",
    "account_id": "bigint",
    "employer_id": "bigint",
    "key": "text",
    "employee_id": "bigint",
    "first_day": "date",
    "recovered_on": "date",
    "status": "text",
    "periods": "jsonb",
    "cause": "text",
    "safety_net": "text",
    "leave": "text",
    "end_reason": "text",
    "expected_recovery": "date",
    "last_sequence": "int",
    "employment": "text",
    "classification": "text",
    "continues_id": "bigint",
    "released_gaps": "int[]",
    "hidden": "boolean",
}


# A gap may be released by hand while the batch is at work.
_ALL_GAPS = (
    "released_gaps = ARRAY(SELECT DISTINCT unnest(store_absencecase.released_gaps || "
    "excluded.released_gaps) ORDER BY 1)"
)


def write_cases(cases: Sequence[CaseDecision], employees: Ids, ids: Ids) -> None:
    """Writes cases as they are from now on.

    A stored case has its key already: whoever moves one does so before. With the key among what is
    set the rows would be locked against those that refer to them, the events of a courier at work.
    """
    kept = ("id", "account_id", "employer_id", "key", "released_gaps")
    updates = ", ".join(f"{name} = excluded.{name}" for name in _CASE_COLUMNS if name not in kept)
    write_rows(
        "store_absencecase",
        _CASE_COLUMNS,
        [_case_row(case, employees, ids) for case in cases],
        f"ON CONFLICT (id) DO UPDATE SET {updates}, {_ALL_GAPS}",
    )


def _case_row(case: CaseDecision, employees: Ids, ids: Ids) -> list[object]:
    state = case.state
    return [
        ids[case.id],
        *case.key,
        employees.get(case.employee, case.employee),
        _iso(state.first_day),
        _iso(state.recovered_on),
        state.status,
        periods_to_json(state.periods),
        state.cause,
        state.safety_net,
        state.leave,
        state.end_reason,
        _iso(state.expected_recovery),
        state.last_sequence,
        state.employment,
        case.classification,
        ids.get(case.continues, case.continues) if case.continues else None,
        sorted(case.released_gaps),
        case.hidden,
    ]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


_REPORT_COLUMNS = {
    "message_id": "bigint",
    "position": "int",
    "account_id": "bigint",
    "employer_code": "text",
    "employer_id": "bigint",
    "employee_id": "bigint",
    "link_key": "text",
    "case_key": "text",
    "received_key": "text",
    "sequence": "int",
    "content": "jsonb",
    "employment": "text",
    "received_on": "date",
    "impossible_year": "boolean",
    "free_text": "bytea",
    "state": "text",
    "findings": "jsonb",
    "codes": "text[]",
    "standing": "text",
    "undone_id": "bigint",
}


def write_reports(
    reports: Sequence[ReportDecision], employees: Ids, received_on: Mapping[int, date]
) -> None:
    """Reports that lose their number give it up before others take it."""
    note_decided({report.place[0] for report in reports if report.state in DECIDED})
    known = [report for report in reports if not report.new]
    _update_reports([report for report in known if report.state is not ReportState.APPLIED])
    _update_reports([report for report in known if report.state is ReportState.APPLIED])
    updates = ", ".join(
        f"{n} = excluded.{n}" for n in _REPORT_COLUMNS if n not in ("message_id", "position")
    )
    write_rows(
        "store_absencereport",
        _REPORT_COLUMNS,
        [_report_row(report, employees, received_on) for report in reports if report.new],
        f"ON CONFLICT (arbodienst_id, message_id, position) DO UPDATE SET {updates}",
    )


def _report_row(
    report: ReportDecision, employees: Ids, received_on: Mapping[int, date]
) -> list[object]:
    text = "\n".join(report.free_text).encode()
    return [
        *report.place,
        report.account,
        report.employer_code,
        report.employer,
        employees.get(report.employee, report.employee) if report.employee else None,
        report.link_key,
        report.case_key,
        report.received_key,
        report.sequence,
        content_to_json(report.content) if report.content else None,
        report.employment,
        _iso(received_on[report.place[0]]),
        report.impossible_year,
        _bytea(FREE_TEXT.seal(text, *report.place)) if text else None,
        report.state,
        *_findings(report),
        report.standing,
        None,
    ]


def _findings(report: ReportDecision) -> tuple[list[dict[str, object]], list[str]]:
    found = [finding.to_json() for finding in report.findings]
    return found, [finding.code for finding in report.findings]


def _update_reports(reports: Sequence[ReportDecision]) -> None:
    columns = {"message_id": "bigint", "position": "int", "state": "text", "findings": "jsonb"}
    columns |= {"codes": "text[]", "standing": "text"}
    if not reports:
        return
    rows = [
        [*report.place, report.state, *_findings(report), report.standing] for report in reports
    ]
    types = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    execute(
        "UPDATE store_absencereport r SET state = u.state, findings = u.findings, codes = u.codes, "
        # What a person says meanwhile is not overwritten: a batch itself can only choose.
        "standing = CASE u.standing WHEN 'chosen' THEN 'chosen' ELSE r.standing END "
        f"FROM jsonb_to_recordset(%s::jsonb) AS u({types}) "
        "WHERE r.message_id = u.message_id AND r.position = u.position",
        as_objects(columns, rows),
    )
