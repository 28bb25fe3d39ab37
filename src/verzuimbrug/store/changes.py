"""The change log: before and after of every field, by object (VE-5)."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from verzuimbrug.domain.cases import CaseState
from verzuimbrug.domain.decisions import CaseDecision, Decisions
from verzuimbrug.domain.fields import FieldChange
from verzuimbrug.store.sql import write_rows
from verzuimbrug.store.stored import periods_to_json

Ids = Mapping[int, int]
Pairs = dict[str, list[object]]
_COLUMNS = {
    "object_kind": "text",
    "object_id": "bigint",
    "employee_id": "bigint",
    "message_id": "bigint",
    "by": "text",
    "at": "timestamptz",
    "effects": "text[]",
    "fields": "jsonb",
}


def write_changes(
    decisions: Decisions, employees: Ids, employments: Ids, cases: Ids, now: datetime
) -> None:
    """Adds a row per object that changed; objects that stayed as they were get none."""
    rows = [
        *_person_rows(decisions, employees),
        *_employment_rows(decisions, employees, employments),
        *_case_rows(decisions, employees, cases),
    ]
    at = now.isoformat()
    write_rows(
        "store_change",
        _COLUMNS,
        [
            [kind, number, employee, message, "", at, [], pairs]
            for kind, number, employee, message, pairs in rows
            if pairs
        ],
    )


Found = Iterable[tuple[str, int, int, int, Pairs]]


def _person_rows(decisions: Decisions, employees: Ids) -> Found:
    for person in decisions.persons:
        number = employees[person.id]
        yield "employee", number, number, person.message, _pairs(person.changes)


def _employment_rows(decisions: Decisions, employees: Ids, employments: Ids) -> Found:
    for each in decisions.employments:
        employee = employees.get(each.employee, each.employee)
        yield "employment", employments[each.id], employee, each.message, _pairs(each.changes)


def _pairs(changes: Iterable[FieldChange]) -> Pairs:
    """The first before and the last after of each field that the batch changed."""
    pairs: Pairs = {}
    for change in changes:
        before = pairs.get(change.name, [change.before])[0]
        pairs[change.name] = [before, change.after]
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _case_rows(decisions: Decisions, employees: Ids, cases: Ids) -> Found:
    for case in decisions.cases:
        employee = employees.get(case.employee, case.employee)
        yield "case", cases[case.id], employee, case.message, _case_pairs(case, cases)


def _case_pairs(case: CaseDecision, cases: Ids) -> Pairs:
    before = _described(case.before) if case.before else {}
    after = _described(case.state)
    before["classification"] = case.classification_before
    after["classification"] = case.classification
    before["continues"] = case.continues_before
    after["continues"] = cases.get(case.continues, case.continues) if case.continues else None
    return {
        name: [before.get(name), value]
        for name, value in after.items()
        if before.get(name) != value
    }


def _described(state: CaseState) -> dict[str, object]:
    return {
        "first_day": state.first_day.isoformat(),
        "recovered_on": state.recovered_on.isoformat() if state.recovered_on else None,
        "status": str(state.status),
        "periods": periods_to_json(state.periods),
        "cause": state.cause,
        "safety_net": state.safety_net,
        "leave": state.leave,
        "end_reason": state.end_reason,
        "expected_recovery": state.expected_recovery.isoformat()
        if state.expected_recovery
        else None,
        "last_sequence": state.last_sequence,
        "employment": state.employment,
    }
