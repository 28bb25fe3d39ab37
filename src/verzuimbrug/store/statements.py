"""Writing what messages said of persons and employments: one statement, whatever the batch."""

from collections.abc import Mapping, Sequence

from verzuimbrug.domain.statements import ObjectKind, Statement
from verzuimbrug.store.sealed import STATEMENT_BSN
from verzuimbrug.store.sql import write_rows

_COLUMNS = {
    "message_id": "bigint",
    "position": "int",
    "object_kind": "text",
    "object_id": "bigint",
    "employee_id": "bigint",
    "key": "text",
    "key_old": "text",
    "stamp": "jsonb",
    "fields": "jsonb",
    "bsn": "bytea",
    "undone_id": "bigint",
}
_KEPT = ("message_id", "position", "object_kind", "object_id")


def write_statements(
    statements: Sequence[Statement], employees: Mapping[int, int], employments: Mapping[int, int]
) -> None:
    """Keeps what was said; a message that is processed again says it again."""
    updates = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS if name not in _KEPT)
    write_rows(
        "store_statement",
        _COLUMNS,
        [_row(each, employees, employments) for each in statements],
        "ON CONFLICT (arbodienst_id, object_kind, object_id, message_id, position) "
        f"DO UPDATE SET {updates}",
    )


def _row(
    statement: Statement, employees: Mapping[int, int], employments: Mapping[int, int]
) -> list[object]:
    employee = employees.get(statement.employee, statement.employee)
    is_person = statement.kind is ObjectKind.EMPLOYEE
    return [
        statement.message,
        statement.position,
        statement.kind,
        employee if is_person else employments[statement.object],
        employee,
        statement.key,
        statement.key_old,
        statement.stamp.to_json(),
        statement.fields,
        _sealed_bsn(statement),
        None,
    ]


def _sealed_bsn(statement: Statement) -> str | None:
    if not statement.bsn:
        return None
    place = (statement.message, statement.position)
    return "\\x" + STATEMENT_BSN.seal(statement.bsn.encode(), *place).hex()
