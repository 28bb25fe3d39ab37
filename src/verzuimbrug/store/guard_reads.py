"""What the guards look at beside the message itself (VE-2)."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime

from verzuimbrug.domain.effects import GUARDED, Effect
from verzuimbrug.domain.guards import Guard, Touched
from verzuimbrug.domain.statements import ObjectKind
from verzuimbrug.store.readiness_reads import count_employees, employers_in_scope
from verzuimbrug.store.sql import execute, select

_GUARD = 0x5647
"""The class of the locks on what a stream may still change in its hour."""
_COUNTS = "effects && ARRAY[{}]".format(", ".join(f"'{each}'::varchar(20)" for each in GUARDED))
"""In the words of the index of these changes: with a parameter all changes would be read."""


def lock_hours(streams: Collection[int]) -> None:
    """Lets one batch at a time count what a stream changed; ends with the transaction."""
    for stream in sorted(streams):
        execute("SELECT pg_advisory_xact_lock(%s, %s)", _GUARD, stream)


def touched_since(streams: Collection[int], since: datetime) -> Mapping[int, Touched]:
    """What the messages of each stream touched since a moment; undone changes count too.

    What a person approved does not count: nobody has to look at it twice.
    """
    rows = select(
        "SELECT m.stream_id, c.object_kind, c.object_id, c.employee_id, c.effects, "
        "c.fields->'status'->>0 FROM store_change c JOIN store_message m ON m.id = c.message_id "
        f"WHERE c.at > %s AND c.{_COUNTS} AND c.by = '' AND m.stream_id = ANY(%s)",
        since,
        list(streams),
    )
    found: dict[int, dict[Guard, set[int]]] = defaultdict(lambda: defaultdict(set))
    for stream, kind, thing, employee, effects, status in rows:
        of = found[stream]
        if Effect.OVERWRITTEN in effects:
            of[Guard.PERSONS_CHANGED].add(employee)
        if Effect.REKEYED in effects:
            of[Guard.KEYS_CHANGED].add(employee)
        if kind == ObjectKind.EMPLOYMENT and Effect.ENDED in effects:
            of[Guard.EMPLOYMENTS_ENDED].add(thing)
        if kind == ObjectKind.CASE and Effect.WITHDRAWN in effects and status == "open":
            of[Guard.CASES_WITHDRAWN].add(thing)
    return {
        stream: Touched(of={guard: frozenset(things) for guard, things in of.items()})
        for stream, of in found.items()
    }


def count_changes(since: datetime, most: int) -> int:
    """How many changes there are since a moment that any guard counts, or `most` when more."""
    rows = select(
        f"SELECT count(*) FROM (SELECT FROM store_change WHERE at > %s AND {_COUNTS} LIMIT %s) c",
        since,
        most,
    )
    count: int = rows[0][0]
    return count


def known_to(account: int, guard: Guard, today: date) -> int:
    """How many a percentage is of: the open cases of the account, or the persons in scope."""
    if guard is Guard.CASES_WITHDRAWN:
        rows = select(
            "SELECT count(*) FROM store_absencecase WHERE account_id = %s AND status = 'open' "
            "AND NOT hidden",
            account,
        )
        count: int = rows[0][0]
        return count
    return count_employees([row[0] for row in employers_in_scope(account, today)])
