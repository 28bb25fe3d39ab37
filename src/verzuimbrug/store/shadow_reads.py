"""The messages of a stream that a shadow run takes, and those that it leaves out."""

import json
from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any

from verzuimbrug.domain.portal_delivery import Kind
from verzuimbrug.store.sql import Row, execute, select

_TAKEN = (
    "SELECT m.id, m.receipt, m.received_at, m.size, m.undone_id IS NOT NULL, "
    "d.kind IS NOT DISTINCT FROM %s, coalesce(octet_length(b.content), 0) > 0 "
    "FROM store_message m LEFT JOIN store_messagebody b ON b.id = m.id "
    "LEFT JOIN store_portaldelivery d ON d.id = m.portal_delivery_id WHERE m.stream_id = %s"
)


def last_messages(stream: int, most: int) -> list[Row]:
    """The last messages of a stream, the newest first.

    Id, receipt, moment, bytes, whether it is undone, whether it belongs to a reconciliation, and
    whether its content is there.
    """
    return select(f"{_TAKEN} ORDER BY m.id DESC LIMIT %s", Kind.RECONCILIATION.value, stream, most)


def messages_from(stream: int, since: datetime, most: int) -> list[Row]:
    """The same of the first messages since a moment, in order of receipt."""
    return select(
        f"{_TAKEN} AND m.received_at >= %s ORDER BY m.received_at, m.id LIMIT %s",
        Kind.RECONCILIATION.value,
        stream,
        since,
        most,
    )


def values_before(kind: str, ids: Collection[int], since: datetime) -> dict[int, dict[str, Any]]:
    """Of each object the fields that changed since a moment, as they were before that."""
    rows = select(
        "SELECT c.object_id, c.fields FROM unnest(%s::bigint[]) AS q(id) "
        "JOIN store_change c ON c.object_kind = %s AND c.object_id = q.id "
        "WHERE c.at >= %s ORDER BY c.id DESC",
        list(ids),
        kind,
        since,
    )
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    for number, fields in rows:
        found[number] |= {name: pair[0] for name, pair in json.loads(fields).items()}
    return found


def only_read() -> None:
    """Has the database refuse every write in the rest of the transaction in progress."""
    execute("SET TRANSACTION READ ONLY")
