"""Exports set-wise: whom to look at, and how much would be sent."""

from collections.abc import Collection
from datetime import date

from verzuimbrug.store.sql import Row, execute, select

_IN_SCOPE = (
    "%(today)s BETWEEN coalesce(e.starts_on, '-infinity') AND coalesce(e.ends_on, 'infinity') "
    "AND (x.scope_all OR e.id IN (SELECT coalesce(s.employer_id, m.employer_id) "
    "FROM store_exportscope s LEFT JOIN store_groupmembership m ON m.group_id = s.group_id "
    "AND %(today)s BETWEEN coalesce(m.starts_on, '-infinity') AND coalesce(m.ends_on, 'infinity') "
    "WHERE s.export_id = x.id AND coalesce(s.employer_id, m.employer_id) IS NOT NULL))"
)
"""An employer `e` in the scope of export `x` today, as `domain.scope` says of one (WG-2, WG-4)."""


def note_due(employees: Collection[int]) -> None:
    """Has these persons looked at for every export that is on."""
    execute(
        "INSERT INTO store_exportdue (arbodienst_id, export_id, employee_id) "
        "SELECT x.arbodienst_id, x.id, p FROM store_export x, unnest(%s::bigint[]) AS p "
        "WHERE x.is_enabled",
        list(employees),
    )


def note_all(export: int, today: date, *, anew: bool) -> None:
    """Has the persons in scope looked at that were not yet, or that wait; `anew`: all of them."""
    execute(
        "INSERT INTO store_exportdue (arbodienst_id, export_id, employee_id) "
        f"SELECT x.arbodienst_id, x.id, p.id FROM store_export x JOIN store_employer e "
        f"ON {_numbered(_IN_SCOPE)} JOIN store_employee p ON p.employer_id = e.id "
        "LEFT JOIN store_exportperson t ON t.export_id = x.id AND t.employee_id = p.id "
        "WHERE x.id = %s AND NOT p.hidden AND (%s OR t.id IS NULL OR t.lacks <> '[]') "
        "ORDER BY p.id",
        today,
        today,
        export,
        anew,
    )


def _numbered(condition: str) -> str:
    return condition.replace("%(today)s", "%s")


def take_due(export: int, most: int) -> tuple[int, ...]:
    """The persons to look at first, who are so no more."""
    rows = select(
        "DELETE FROM store_exportdue WHERE export_id = %s AND employee_id IN ("
        "SELECT employee_id FROM store_exportdue WHERE export_id = %s GROUP BY employee_id "
        "ORDER BY min(id) LIMIT %s) RETURNING employee_id",
        export,
        export,
        most,
    )
    return tuple(sorted({row[0] for row in rows}))


def count_sent(export: int, today: date) -> Row:
    """How many employers, persons with a case, all persons, and cases are in scope today.

    Cases that are over count when the export sends those too, or was on when they ended.
    """
    (row,) = select(
        "SELECT count(DISTINCT e.id)::int, count(DISTINCT c.employee_id)::int, "
        "count(DISTINCT p.id)::int, count(DISTINCT c.id)::int "
        f"FROM store_export x JOIN store_employer e ON {_numbered(_IN_SCOPE)} "
        "LEFT JOIN store_employee p ON p.employer_id = e.id AND NOT p.hidden "
        "LEFT JOIN store_absencecase c ON c.employee_id = p.id AND NOT c.hidden "
        "AND c.status <> 'withdrawn' AND (c.recovered_on IS NULL "
        "OR coalesce((x.settings->>'closed_cases')::boolean, false) "
        "OR c.recovered_on >= coalesce(x.since, %s)) WHERE x.id = %s",
        today,
        today,
        today,
        export,
    )
    return row
