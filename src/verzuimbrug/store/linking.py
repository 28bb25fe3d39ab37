"""Writing the link keys that a person gave to employees: one statement per table (GR-2)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from verzuimbrug.domain.effects import Effect
from verzuimbrug.domain.snapshot import PersonKey
from verzuimbrug.store.change_rows import add_changes
from verzuimbrug.store.sql import write_rows

_KEYS = {"account_id": "bigint", "employer_id": "bigint", "key": "text"}
_KEYS |= {"employee_id": "bigint", "superseded": "boolean", "by_hand": "boolean"}
# A key of somebody who is hidden since an undo is free (VE-4).
_FREED = (
    "ON CONFLICT (arbodienst_id, account_id, employer_id, key) DO UPDATE SET "
    "employee_id = excluded.employee_id, superseded = false, by_hand = true, hidden = false "
    "WHERE store_linkkey.hidden"
)
_CHANGES = {"object_kind": "text", "object_id": "bigint", "employee_id": "bigint"}
_CHANGES |= {"by": "text", "at": "timestamptz", "effects": "text[]", "fields": "jsonb"}


def write_links(links: Mapping[PersonKey, int], by: str, now: datetime) -> None:
    """Adds keys that nobody has yet, and a change per employee (VE-5)."""
    keys: Sequence[Sequence[object]] = [
        [*key, employee, False, True] for key, employee in links.items()
    ]
    write_rows("store_linkkey", _KEYS, keys, _FREED)
    at, effects = now.isoformat(), [Effect.LINKED]
    changes: Sequence[Sequence[object]] = [
        ["employee", employee, employee, by, at, effects, {"link_key": [None, key.key]}]
        for key, employee in links.items()
    ]
    add_changes(_CHANGES, changes)
