"""In which editions messages arrived, counted week by week and stream by stream.

Each week of a stream is one stretch of an index that has all that is asked for. Under row-level
security it is read without the messages themselves.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from verzuimbrug.domain.editions import NOT_TAKEN
from verzuimbrug.store.sql import Row, select

Week = tuple[date, datetime, datetime]
"""The first day of a week, with the moments at which it begins and ends."""

# As the condition of the index, word by word.
_CODES = ", ".join(map(repr, NOT_TAKEN))
_WRONG = f"m.codes && ARRAY[{_CODES}]::varchar(5)[]"


def received_by_edition(streams: Collection[int], weeks: Sequence[Week]) -> list[Row]:
    """What came, for the weeks and editions that have any.

    Stream, first day of the week, edition, sender, software, messages, first and last moment.
    """
    return select(
        "SELECT s.id, w.day, n.edition, n.sender, n.software, n.messages::int, n.first, n.last "
        "FROM unnest(%s::bigint[]) AS s(id) "
        "CROSS JOIN unnest(%s::date[], %s::timestamptz[], %s::timestamptz[]) "
        "AS w(day, begins, ends) "
        "CROSS JOIN LATERAL (SELECT m.edition, m.sender, m.software, count(*) AS messages, "
        "min(m.received_at) AS first, max(m.received_at) AS last FROM store_message m "
        "WHERE m.stream_id = s.id AND m.received_at >= w.begins AND m.received_at < w.ends "
        "GROUP BY 1, 2, 3) n",
        list(streams),
        [day for day, _, _ in weeks],
        [begins for _, begins, _ in weeks],
        [ends for _, _, ends in weeks],
    )


def rejected_by_edition(streams: Collection[int], since: datetime) -> list[Row]:
    """Stream, edition, and how many messages since a moment were rejected for it."""
    return select(
        "SELECT s.id, n.edition, n.messages::int FROM unnest(%s::bigint[]) AS s(id) "
        "CROSS JOIN LATERAL (SELECT m.edition, count(*) AS messages FROM store_message m "
        f"WHERE m.stream_id = s.id AND m.received_at >= %s AND {_WRONG} GROUP BY 1) n",
        list(streams),
        since,
    )


def came_since(stream: int, edition: str, since: datetime) -> int:
    """How many messages of an edition a stream took in since a moment."""
    ((number,),) = select(
        "SELECT count(*) FROM store_message m "
        "WHERE m.stream_id = %s AND m.received_at >= %s AND m.edition = %s",
        stream,
        since,
        edition,
    )
    found: int = number
    return found
