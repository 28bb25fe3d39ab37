"""The list of changes that a dry run or a held message is shown with, kept encrypted (VE-2).

It is kept in parts, so that no more than one has to be in memory. The first part holds the counts.
"""

import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from verzuimbrug.domain.change_list import ChangeList
from verzuimbrug.store.sealed import SHOWN_CHANGES
from verzuimbrug.store.sql import execute, select, write_json, write_rows

_COLUMNS = {"message_id": "bigint", "part": "int", "content": "bytea"}


def packed(part: object) -> bytes:
    """A part as it is held until it is kept: compressed."""
    return zlib.compress(write_json(part).encode(), 6)


def keep_shown(
    message: int, digest: str, counts: Mapping[str, int], parts: Sequence[bytes]
) -> None:
    """Keeps a list, of packed parts, in the place of the one that the message had."""
    forget_shown(message)
    rows: list[list[object]] = [
        [message, number, "\\x" + SHOWN_CHANGES.seal(part, message, number).hex()]
        for number, part in enumerate([packed({"counts": counts}), *parts])
    ]
    for row in rows:
        write_rows("store_shownchanges", _COLUMNS, [row])
    execute("UPDATE store_message SET shown = %s WHERE id = %s", digest, message)


def forget_shown(message: int) -> None:
    """Takes the list of a message away."""
    execute("DELETE FROM store_shownchanges WHERE message_id = %s", message)
    execute("UPDATE store_message SET shown = '' WHERE id = %s AND shown <> ''", message)


def shown_counts(messages: Sequence[int]) -> Mapping[int, Mapping[str, int]]:
    """The counts of each message that has a list."""
    rows = select(
        "SELECT message_id, part, content FROM store_shownchanges WHERE message_id = ANY(%s) "
        "AND part = 0",
        list(messages),
    )
    return {message: _opened(message, part, content)["counts"] for message, part, content in rows}


def shown_parts(message: int) -> Iterator[ChangeList]:
    """The list of a message, part by part."""
    for (part,) in select(
        "SELECT part FROM store_shownchanges WHERE message_id = %s AND part > 0 ORDER BY part",
        message,
    ):
        yield shown_part(message, part)


def count_parts(message: int) -> int:
    """How many parts the list of a message has; none when it has no list."""
    rows = select("SELECT count(*) FROM store_shownchanges WHERE message_id = %s", message)
    return max(0, int(rows[0][0]) - 1)


def shown_part(message: int, part: int) -> ChangeList:
    """One part of a list, counted from 1; empty when there is none."""
    rows = select(
        "SELECT content FROM store_shownchanges WHERE message_id = %s AND part = %s",
        message,
        part,
    )
    return ChangeList.from_json(_opened(message, part, rows[0][0])) if rows else ChangeList()


def unpacked(content: bytes) -> dict[str, Any]:
    """A part that `packed` packed."""
    part: dict[str, Any] = json.loads(zlib.decompress(content))
    return part


def _opened(message: int, part: int, sealed: bytes) -> dict[str, Any]:
    return unpacked(SHOWN_CHANGES.unseal(sealed, message, part))
