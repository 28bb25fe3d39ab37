"""Which stored messages can be processed again, and what they lose before they are."""

from collections.abc import Collection
from dataclasses import dataclass

from verzuimbrug.store.sql import execute, select


@dataclass(frozen=True, slots=True)
class Replayable:
    """A message that can be processed again, by the store's ids."""

    message: int
    account: int


def replayable(
    receipt: str | None, cause: str | None, place: tuple[int | None, str | None]
) -> list[Replayable]:
    """What was rejected, failed or is parked, by receipt or by the code of its cause, in order.

    Not what is undone, has a correction, is in the queue, or was erased.
    """
    account, stream = place
    rows = select(
        "SELECT m.id, m.account_id FROM store_message m JOIN store_stream s ON s.id = m.stream_id "
        "JOIN store_messagebody b ON b.id = m.id AND length(b.content) > 0 "
        "WHERE (%s::text IS NULL OR m.receipt = %s) AND (%s::bigint IS NULL OR m.account_id = %s) "
        "AND (%s::text IS NULL OR s.name = %s) AND m.undone_id IS NULL "
        "AND (m.state IN ('rejected', 'failed') AND (%s::text IS NULL OR %s = ANY(m.codes)) "
        "OR m.state = 'processed' AND (EXISTS (SELECT 1 FROM store_absencereport r "
        "WHERE r.message_id = m.id AND r.state = 'parked' "
        "AND (%s::text IS NULL OR %s = ANY(r.codes))) "
        "OR EXISTS (SELECT 1 FROM store_waiting w WHERE w.message_id = m.id "
        "AND (%s::text IS NULL OR %s = ANY(m.codes))))) "
        "AND NOT EXISTS (SELECT 1 FROM store_work q WHERE q.message = m.id "
        "AND q.state <> 'failed') "
        "AND NOT EXISTS (SELECT 1 FROM store_message c WHERE c.corrects_id = m.id "
        "AND c.undone_id IS NULL AND c.state IN ('received', 'held', 'processed')) ORDER BY m.id",
        *(value for value in (receipt, account, stream, cause, cause, cause) for _ in range(2)),
    )
    return [Replayable(*row) for row in rows]


def forget_outcomes(messages: Collection[int]) -> None:
    """Makes rejected and failed messages as if they had just come in (MSG-5).

    What was answered is answered anew; a refusal of a person counts no longer.
    """
    numbers = list(messages)
    execute(
        "DELETE FROM store_answer a USING store_message m WHERE m.id = a.message_id "
        "AND m.id = ANY(%s) AND m.state = 'rejected'",
        numbers,
    )
    execute("DELETE FROM store_work WHERE message = ANY(%s) AND state = 'failed'", numbers)
    execute(
        "UPDATE store_absencereport r SET standing = 'free' FROM store_message m "
        "WHERE m.id = r.message_id AND m.id = ANY(%s) AND m.state = 'rejected'",
        numbers,
    )
    execute(
        "UPDATE store_message SET approval = NULL, shown = '' WHERE id = ANY(%s) "
        "AND state IN ('rejected', 'failed')",
        numbers,
    )
