"""Adding to the change log: with every change, in the same statement, that it is to be told."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from verzuimbrug.store.sql import as_objects, execute, inserting

MOST_DUE = 500
"""So many changes at most are due in one row."""

_CHANGES, _DUE = "store_change", "store_eventdue"
# A row for many changes: what is told costs a batch next to nothing.
_ALSO_DUE = (
    f"INSERT INTO {_DUE} (arbodienst_id, changes) "
    "SELECT current_setting('vb.tenant')::int, array_agg(id ORDER BY id) "
    f"FROM (SELECT id, (row_number() OVER (ORDER BY id) - 1) / {MOST_DUE} AS part FROM added) AS p "
    "GROUP BY part ORDER BY part"
)


def add_changes(columns: Mapping[str, str], rows: Sequence[Sequence[Any]]) -> None:
    """Adds changes of the present tenant, in their order (VE-5)."""
    if not rows:
        return
    execute(
        f"WITH added AS ({inserting(_CHANGES, columns)} RETURNING id) {_ALSO_DUE}",
        as_objects(columns, rows),
    )


def tell_of_cases(cases: Collection[int]) -> None:
    """Has cases told of that no change speaks of: those that only got another key (VZ-1)."""
    if cases:
        execute(
            f"INSERT INTO {_DUE} (arbodienst_id, changes, cases) "
            "VALUES (current_setting('vb.tenant')::int, '{}', %s)",
            sorted(cases),
        )
