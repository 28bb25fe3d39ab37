"""The change log: before and after of every field, by object and message (VE-5)."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from verzuimbrug.domain.case_fields import Pairs, state_pairs
from verzuimbrug.domain.change_list import shown_again
from verzuimbrug.domain.decisions import CaseAlias, CaseDecision, Decisions
from verzuimbrug.domain.effects import (
    Effect,
    effects_of_case,
    effects_of_employment,
    effects_of_fields,
    net,
)
from verzuimbrug.domain.fields import FieldChange
from verzuimbrug.domain.snapshot import CaseKey
from verzuimbrug.domain.statements import ObjectKind
from verzuimbrug.store.change_rows import add_changes, tell_of_cases
from verzuimbrug.store.sql import select

_COLUMNS = {
    "object_kind": "text",
    "object_id": "bigint",
    "employee_id": "bigint",
    "message_id": "bigint",
    "position": "int",
    "by": "text",
    "at": "timestamptz",
    "effects": "text[]",
    "fields": "jsonb",
}


@dataclass(frozen=True, slots=True)
class RealIds:
    """The store's ids of what a batch created, by the negative ids of the decisions."""

    employees: Mapping[int, int]
    employments: Mapping[int, int]
    cases: Mapping[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """What one message did to one object; `position` is that of the report that changed a case."""

    kind: ObjectKind
    object: int
    employee: int
    message: int
    effects: tuple[Effect, ...]
    pairs: Pairs
    position: int | None = None


def write_changes(
    decisions: Decisions,
    ids: RealIds,
    now: datetime,
    decided: Collection[int],
    approved_by: Mapping[int, str],
) -> None:
    """Adds a row per message and object that it changed; what stayed as it was gets none.

    `decided` are the messages of the batch, `approved_by` who approved what was held of them. A
    change by an earlier message, which waited until now, says who approved that.
    """
    rows = [
        *_person_rows(decisions, ids),
        *_link_rows(decisions, ids),
        *_employment_rows(decisions, ids),
        *_case_rows(decisions, ids),
    ]
    at = now.isoformat()
    approved_by = {**_approvers({row.message for row in rows} - set(decided)), **approved_by}
    rows = [row for row in rows if row.pairs]
    add_changes(_COLUMNS, [_row(row, approved_by.get(row.message, ""), at) for row in rows])
    told = {row.object for row in rows if row.kind is ObjectKind.CASE}
    tell_of_cases(_renamed(decisions.case_aliases) - told)


def _renamed(aliases: Mapping[CaseKey, CaseAlias]) -> set[int]:
    """The cases that former keys lead to from now on: their own key may be another (VZ-1)."""
    if not aliases:
        return set()
    keys = {former._replace(key=alias.key) for former, alias in aliases.items()}
    rows = select(
        "SELECT c.id FROM store_absencecase c JOIN unnest(%s::bigint[], %s::bigint[], %s::text[]) "
        "AS k(account, employer, key) ON c.account_id = k.account AND c.employer_id = k.employer "
        "AND c.key = k.key",
        *map(list, zip(*keys, strict=True)),
    )
    return {case for (case,) in rows}


def _approvers(messages: Collection[int]) -> Mapping[int, str]:
    if not messages:
        return {}
    rows = select(
        "SELECT id, approval->>'by' FROM store_message "
        "WHERE id = ANY(%s) AND approval->>'by' IS NOT NULL",
        list(messages),
    )
    return dict(rows)


def _row(row: ChangeRow, by: str, at: str) -> list[object]:
    return [
        row.kind,
        row.object,
        row.employee,
        row.message,
        row.position,
        by,
        at,
        list(row.effects),
        row.pairs,
    ]


def _person_rows(decisions: Decisions, ids: RealIds) -> Iterator[ChangeRow]:
    for person in decisions.persons:
        number = ids.employees[person.id]
        is_new = person.is_new
        for message, changes in person.changes.items():
            changed = net(changes)
            row = ChangeRow(
                kind=ObjectKind.EMPLOYEE,
                object=number,
                employee=number,
                message=message,
                effects=effects_of_fields(changed, is_new=is_new),
                pairs=_pairs(changed),
            )
            yield _shown(row) if person.shown_by == message else row
            is_new = False


def _shown(row: ChangeRow) -> ChangeRow:
    """The row of something that was hidden until then (VE-4)."""
    return replace(row, effects=(Effect.SHOWN,), pairs=shown_again(row.pairs))


def _link_rows(decisions: Decisions, ids: RealIds) -> Iterator[ChangeRow]:
    """Keys that known persons got, and keys that another took the place of (WN-3)."""
    for link in decisions.links:
        if link.employee < 0 or not (link.is_new or link.replaced):
            continue
        number = ids.employees.get(link.employee, link.employee)
        pair: list[object] = [link.key.key, None] if link.replaced else [None, link.key.key]
        yield ChangeRow(
            kind=ObjectKind.EMPLOYEE,
            object=number,
            employee=number,
            message=link.message,
            effects=(Effect.REKEYED if link.replaced else Effect.LINKED,),
            pairs={"link_key": pair},
        )


def _employment_rows(decisions: Decisions, ids: RealIds) -> Iterator[ChangeRow]:
    for each in decisions.employments:
        is_new = each.id < 0
        for message, changes in each.changes.items():
            changed = net(changes)
            row = ChangeRow(
                kind=ObjectKind.EMPLOYMENT,
                object=ids.employments[each.id],
                employee=ids.employees.get(each.employee, each.employee),
                message=message,
                effects=effects_of_employment(changed, is_new=is_new),
                pairs=_pairs(changed),
            )
            yield _shown(row) if each.shown_by == message else row
            is_new = False


def _pairs(changes: Iterable[FieldChange]) -> Pairs:
    return {change.name: [change.before, change.after] for change in changes}


def _case_rows(decisions: Decisions, ids: RealIds) -> Iterator[ChangeRow]:
    for case in decisions.cases:
        employee = ids.employees.get(case.employee, case.employee)
        for state in _states(case):
            yield ChangeRow(
                kind=ObjectKind.CASE,
                object=ids.cases[case.id],
                employee=employee,
                message=state.message,
                position=state.position,
                effects=state.effects,
                pairs=state.pairs | (_links(case, ids.cases) if state.has_links else {}),
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Turn:
    """One change of state of a case; links and classification go with one of them."""

    message: int
    position: int | None
    effects: tuple[Effect, ...]
    pairs: Pairs
    has_links: bool


def _states(case: CaseDecision) -> Iterator[_Turn]:
    """A turn per report of the batch, or one for all that happened; none while it stays hidden."""
    if case.hidden and case.hidden_before:
        return
    if not case.steps:
        yield _whole_turn(case)
        return
    places = list(case.steps)
    # A case gets its classification when it starts; later it is the last report that changed it.
    linked = places[0] if case.before is None else places[-1]
    for place, step in case.steps.items():
        is_back = case.hidden_before and place == places[0]
        pairs = state_pairs(step.before, step.after)
        yield _Turn(
            message=place[0],
            position=place[1],
            effects=(Effect.SHOWN,) if is_back else effects_of_case(step.before, step.after),
            pairs=shown_again(pairs) if is_back else pairs,
            has_links=place == linked,
        )


def _whole_turn(case: CaseDecision) -> _Turn:
    before = None if case.hidden_before else case.before
    effects = effects_of_case(before, case.state)
    pairs = state_pairs(before, case.state)
    if case.hidden != case.hidden_before:
        effects = (Effect.HIDDEN if case.hidden else Effect.SHOWN,)
        pairs = {**pairs, "hidden": [case.hidden_before, case.hidden]}
    return _Turn(message=case.message, position=None, effects=effects, pairs=pairs, has_links=True)


def _links(case: CaseDecision, cases: Mapping[int, int]) -> Pairs:
    after = cases.get(case.continues, case.continues) if case.continues else None
    pairs: Pairs = {}
    if case.classification != case.classification_before:
        pairs["classification"] = [case.classification_before, case.classification]
    if after != case.continues_before:
        pairs["continues"] = [case.continues_before, after]
    return pairs
