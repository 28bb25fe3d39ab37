"""Portal deliveries set-wise: attaching messages, keeping what they say, erasing it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from verzuimbrug.domain.findings import Finding
from verzuimbrug.store.portal_delivery_rows import PERSON_COLUMNS, REPORT_COLUMNS
from verzuimbrug.store.sql import execute, select, write_json, write_rows

MOST_ATTEMPTS = 5
"""After so many runs that raised a message counts as one that cannot be read (MSG-7)."""


def lock(delivery: int, *, wait: bool) -> bool:
    """Locks a delivery that is not finished; false when it is, or when others have it."""
    skip = "" if wait else "SKIP LOCKED"
    return bool(
        select(
            "SELECT 1 FROM store_portaldelivery WHERE id = %s AND finished_at IS NULL "
            f"FOR NO KEY UPDATE {skip}",
            delivery,
        )
    )


def newest_message(delivery: int) -> int:
    """The id of the last message that was attached, or 0."""
    rows = select(
        "SELECT coalesce(max(id), 0) FROM store_message WHERE portal_delivery_id = %s", delivery
    )
    number: int = rows[0][0]
    return number


def attach_waiting(delivery: int, account: int, after: int) -> int:
    """Attaches the messages of an account that wait for it to go active; gives how many.

    `after` is an id: what was received by then is not looked at.
    """
    return execute(
        "WITH fresh AS (UPDATE store_message m SET portal_delivery_id = %s FROM store_work w "
        "WHERE w.account = %s AND w.state = 'waiting' AND w.message > %s AND m.id = w.message "
        "AND m.portal_delivery_id IS NULL RETURNING m.id, m.arbodienst_id, m.stream_id) "
        "INSERT INTO store_portalmessage (arbodienst_id, delivery_id, message_id, stream_id) "
        "SELECT arbodienst_id, %s, id, stream_id FROM fresh",
        delivery,
        account,
        after,
        delivery,
    )


def forget_reading(delivery: int, read_as: Mapping[int, str]) -> int:
    """Has messages read anew that were read by other settings than their stream has now."""
    return execute(
        "UPDATE store_portalmessage p SET read_as = '', read_at = NULL, attempts = 0 "
        "FROM unnest(%s::bigint[], %s::text[]) AS now(stream, read_as) "
        "WHERE p.delivery_id = %s AND p.stream_id = now.stream AND p.read_as <> '' "
        "AND p.read_as <> now.read_as",
        list(read_as),
        list(read_as.values()),
        delivery,
    )


def claim_unread(delivery: int, most: int, most_bytes: int) -> list[int]:
    """Claims messages to be read, in order of receipt, until the transaction ends.

    At least one however large it is; one whose run raised before by itself.
    """
    rows = select(
        "SELECT p.message_id, m.size, p.attempts FROM store_portalmessage p "
        "JOIN store_message m ON m.id = p.message_id WHERE p.delivery_id = %s AND p.read_as = '' "
        "ORDER BY p.message_id LIMIT %s FOR UPDATE OF p SKIP LOCKED",
        delivery,
        most,
    )
    claimed: list[int] = []
    total = 0
    for message, size, attempts in rows:
        total += size
        if claimed and (total > most_bytes or attempts):
            break
        claimed.append(message)
        if attempts:
            break
    return claimed


def is_read(delivery: int) -> bool:
    """Whether no message is left to be read, in other workers' hands included."""
    return not select(
        "SELECT 1 FROM store_portalmessage WHERE delivery_id = %s AND read_as = '' LIMIT 1",
        delivery,
    )


def count_attempts(delivery: int, messages: Collection[int], read_as: Mapping[int, str]) -> None:
    """Counts a run that raised; after the last one a message counts as unreadable."""
    execute(
        "UPDATE store_portalmessage p SET attempts = p.attempts + 1, "
        "is_valid = p.is_valid AND p.attempts + 1 < %s, "
        "read_as = CASE WHEN p.attempts + 1 < %s THEN '' ELSE now.read_as END "
        "FROM unnest(%s::bigint[], %s::text[]) AS now(stream, read_as) "
        "WHERE p.delivery_id = %s AND p.message_id = ANY(%s) AND p.stream_id = now.stream",
        MOST_ATTEMPTS,
        MOST_ATTEMPTS,
        list(read_as),
        list(read_as.values()),
        delivery,
        list(messages),
    )


def erase_said(delivery: int, messages: Collection[int]) -> None:
    """Erases what was kept of messages that are read anew."""
    for table in ("store_portalperson", "store_portalreport"):
        execute(
            f"DELETE FROM {table} WHERE delivery_id = %s AND message_id = ANY(%s)",
            delivery,
            list(messages),
        )


def write_said(persons: Sequence[Sequence[object]], reports: Sequence[Sequence[object]]) -> None:
    """Keeps what messages say of persons and absence, as `portal_delivery_rows` writes it."""
    write_rows("store_portalperson", PERSON_COLUMNS, persons)
    write_rows("store_portalreport", REPORT_COLUMNS, reports)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadMark:
    """That a message was read: by which settings, what it is, and how much it holds."""

    message: int
    read_as: str
    is_valid: bool = False
    makes_codes: bool = False
    kind: str = ""
    edition: str = ""
    reference: str = ""
    made_at: str = ""
    persons: int = 0
    reports: int = 0


def mark_read(delivery: int, mark: ReadMark, now: datetime) -> None:
    """Marks a claimed message as read."""
    execute(
        "UPDATE store_portalmessage SET read_as = %s, read_at = %s, is_valid = %s, "
        "makes_codes = %s, kind = %s, edition = %s, reference = %s, made_at = %s, persons = %s, "
        "reports = %s WHERE delivery_id = %s AND message_id = %s",
        mark.read_as,
        now,
        mark.is_valid,
        mark.makes_codes,
        mark.kind,
        mark.edition[:10],
        mark.reference[:512],
        mark.made_at,
        mark.persons,
        mark.reports,
        delivery,
        mark.message,
    )


def erase_delivery(delivery: int) -> None:
    """Erases what was kept for comparing; which messages it were, and how much, stays."""
    execute("DELETE FROM store_portalperson WHERE delivery_id = %s", delivery)
    execute("DELETE FROM store_portalreport WHERE delivery_id = %s", delivery)


def detach(delivery: int) -> None:
    """Lets the messages of a delivery go, so that they wait as any others."""
    execute("DELETE FROM store_portalmessage WHERE delivery_id = %s", delivery)
    execute(
        "UPDATE store_message SET portal_delivery_id = NULL WHERE portal_delivery_id = %s", delivery
    )


def is_processed(delivery: int) -> bool:
    """Whether no message of a delivery is left in the queue, but for those that failed."""
    return not select(
        "SELECT 1 FROM store_message m JOIN store_work w ON w.message = m.id "
        "WHERE m.portal_delivery_id = %s AND w.state <> 'failed' LIMIT 1",
        delivery,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """A file that somebody gave: where it belongs, what it is called, and its bytes, sealed."""

    account: int
    stream: int
    file_name: str
    sha256: bytes
    size: int
    sealed: bytes
    door: str


def keep_file(delivery: int, file: KeptFile, now: datetime, day: str) -> str | None:
    """Keeps a file as a message that is held; gives its receipt, None when the bytes are known."""
    rows = select(
        "WITH arrived AS (SELECT nextval('store_message_id_seq') AS id, "
        "current_setting('vb.tenant')::int AS arbodienst), kept AS ("
        "INSERT INTO store_message (id, arbodienst_id, receipt, account_id, stream_id, file_name, "
        "door, sha256, size, received_at, state, dry_run, message, edition, sender, reference, "
        "stages, findings, codes, portal_delivery_id) "
        "SELECT id, arbodienst, %s || '-' || id, %s, %s, %s, %s, %s, %s, %s, 'held', false, '', "
        "'', '', '', '{}', '[]', '{}', %s FROM arrived "
        "ON CONFLICT (arbodienst_id, stream_id, sha256) DO NOTHING RETURNING id, receipt), "
        "body AS (INSERT INTO store_messagebody (id, arbodienst_id, content) "
        "SELECT id, arbodienst, %s FROM arrived WHERE EXISTS (SELECT FROM kept)) "
        "SELECT receipt FROM kept",
        day,
        file.account,
        file.stream,
        file.file_name,
        file.door,
        file.sha256,
        file.size,
        now,
        delivery,
        file.sealed,
    )
    return rows[0][0] if rows else None


def hold_again(delivery: int, stream: int, sha256: bytes) -> None:
    """Takes a message that was rejected into a delivery, held as one that was never decided on."""
    execute(
        "UPDATE store_message SET state = 'held', portal_delivery_id = %s, decided_at = NULL, "
        "approval = NULL, stages = '{}', findings = '[]', codes = '{}' "
        "WHERE stream_id = %s AND sha256 = %s AND state = 'rejected'",
        delivery,
        stream,
        sha256,
    )


def attach_file(delivery: int, stream: int, sha256: bytes) -> str:
    """Has the message with these bytes read for a delivery; gives its receipt."""
    rows = select(
        "WITH named AS (SELECT id, arbodienst_id, stream_id, receipt FROM store_message "
        "WHERE stream_id = %s AND sha256 = %s), added AS ("
        "INSERT INTO store_portalmessage (arbodienst_id, delivery_id, message_id, stream_id) "
        "SELECT arbodienst_id, %s, id, stream_id FROM named "
        "ON CONFLICT (arbodienst_id, delivery_id, message_id) DO NOTHING) "
        "SELECT receipt FROM named",
        stream,
        sha256,
        delivery,
    )
    receipt: str = rows[0][0]
    return receipt


def close_held(delivery: int, finding: Finding, now: datetime) -> int:
    """Rejects the messages of a delivery that are held; gives how many."""
    return execute(
        "UPDATE store_message SET state = 'rejected', decided_at = %s, findings = %s::jsonb, "
        "codes = ARRAY[%s] WHERE portal_delivery_id = %s AND state = 'held'",
        now,
        write_json([finding.to_json()]),
        finding.code,
        delivery,
    )
