"""Locks so that two workers never decide on one employer at the same time (docs/rules/locking.md).

All locks are advisory and end with the transaction. Every batch holds the arbodienst's lock shared
and a lock per employer code; a batch of very many employers holds the arbodienst's lock alone.
"""

from collections.abc import Mapping

from verzuimbrug.store.sql import execute, select

MOST_LANES = 320
_ARBODIENST = 0x5642
"""The class of the locks on whole arbodiensten, apart from those on employer codes."""


def take_lanes(arbodienst: int, codes: Mapping[int, frozenset[str]]) -> frozenset[int]:
    """Takes the lanes of a batch; gives the messages whose lanes are all ours.

    `codes` gives the employer codes per message. Waits only for the arbodienst's own lock; a
    message of which a lane is busy is left for a later batch.
    """
    lanes = sorted(set().union(*codes.values()))
    if len(lanes) > MOST_LANES:
        take_all_lanes(arbodienst)
        return frozenset(codes)
    execute("SELECT pg_advisory_xact_lock_shared(%s, %s)", _ARBODIENST, arbodienst)
    rows = select(
        "SELECT code, pg_try_advisory_xact_lock(hashtextextended(code, %s)) "
        "FROM unnest(%s::text[]) AS code",
        arbodienst,
        lanes,
    )
    busy = {code for code, taken in rows if not taken}
    return frozenset(message for message, own in codes.items() if not own & busy)


def take_all_lanes(arbodienst: int) -> None:
    """Takes every lane of an arbodienst: waits for the batches at work, and holds off new ones."""
    execute("SELECT pg_advisory_xact_lock(%s, %s)", _ARBODIENST, arbodienst)
