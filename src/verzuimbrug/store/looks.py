"""That somebody looked at a message that was rejected: then it asks for attention no more."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from verzuimbrug.store.sql import execute

_KEEP = "INSERT INTO store_look (arbodienst_id, message_id, at, by) "
_ONCE = " ON CONFLICT (arbodienst_id, message_id) DO NOTHING"


def keep_look(message: int, by: str, at: datetime) -> None:
    """Marks a message that was rejected; nothing is kept of another, or of a second look."""
    execute(
        f"{_KEEP}SELECT m.arbodienst_id, m.id, %s, %s FROM store_message m "
        f"WHERE m.id = %s AND m.state = 'rejected'{_ONCE}",
        at,
        by,
        message,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """What was rejected at an account for one first code since a moment."""

    account: int
    code: str
    since: datetime


def keep_looks(refused: Refused, by: str, at: datetime) -> int:
    """Marks all of them; gives how many."""
    return execute(
        f"{_KEEP}SELECT m.arbodienst_id, m.id, %s, %s FROM store_message m "
        "WHERE m.state = 'rejected' AND m.undone_id IS NULL AND m.account_id = %s "
        f"AND coalesce(m.codes[1], '') = %s AND m.received_at >= %s{_ONCE}",
        at,
        by,
        refused.account,
        refused.code,
        refused.since,
    )


def forget_looks(by: str, at: datetime, accounts: Collection[int] | None) -> int:
    """Takes back what one person marked at one moment; gives how many."""
    chosen = None if accounts is None else list(accounts)
    return execute(
        "DELETE FROM store_look l USING store_message m WHERE m.id = l.message_id AND l.by = %s "
        "AND l.at = %s AND m.account_id = ANY (coalesce(%s::bigint[], ARRAY[m.account_id]))",
        by,
        at,
        chosen,
    )
