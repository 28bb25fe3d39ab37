"""What was refused at the door, newest first. The table is open: the arbodienst is asked for."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from verzuimbrug.store.message_search import Range
from verzuimbrug.store.sql import Row, select


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedWanted:
    """Which attempts on the accounts of an arbodienst; None leaves a choice open."""

    arbodienst: int
    account: str | None = None
    stream: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    accounts: Collection[int] | None = None


def refused_attempts(wanted: RefusedWanted, part: Range) -> list[Row]:
    """Id, moment, door, address, reason, account, stream and size of the attempts of a range."""
    order = "ORDER BY t.id" if part.lowest_first else "ORDER BY t.id DESC"
    accounts = None if wanted.accounts is None else list(wanted.accounts)
    return select(
        "SELECT t.id, t.at, t.door, t.address, t.reason, a.name, t.stream, t.size "
        "FROM store_refusedattempt t "
        "LEFT JOIN store_signin s ON s.hash = t.code_hash AND s.arbodienst_id = t.arbodienst_id "
        "LEFT JOIN store_clientaccount a ON a.id = s.account "
        "WHERE t.arbodienst_id = %s AND t.id > %s AND t.id < %s "
        "AND (%s::bigint[] IS NULL OR a.id = ANY(%s)) AND (%s::text IS NULL OR a.name = %s) "
        "AND (%s::text IS NULL OR t.stream = %s) AND (%s::timestamptz IS NULL OR t.at >= %s) "
        f"AND (%s::timestamptz IS NULL OR t.at < %s) {order} LIMIT %s",
        *(wanted.arbodienst, part.above, part.below),
        *(accounts, accounts, wanted.account, wanted.account, wanted.stream, wanted.stream),
        *(wanted.since, wanted.since, wanted.until, wanted.until),
        part.take,
    )
