"""The statements by which a delivery is kept: the hot path, so each is one round trip.

Each wakes the workers when its transaction commits, and only if there is work.
"""

PLACE = """
SELECT account.status, stream.id
FROM store_clientaccount AS account
LEFT JOIN store_stream AS stream
    ON stream.arbodienst_id = account.arbodienst_id
    AND stream.account_id = account.id AND stream.name = %s
WHERE account.id = %s
"""
"""The status of an account, and the stream with a name if the account has it."""

LOCK = "FOR SHARE OF account"

KEEP = """
WITH arrived AS (
    SELECT nextval('store_message_id_seq') AS id, current_setting('vb.tenant')::int AS arbodienst,
           %s::bigint AS account, %s::bigint AS stream, %s::text AS work, %s::text AS day,
           %s::timestamptz AS at, %s::text AS door, %s::text AS file_name,
           %b::bytea AS sha256, %s::int AS size, %s::smallint AS shard,
           %b::bytea AS content
), kept AS (
    INSERT INTO store_message
        (id, arbodienst_id, receipt, account_id, stream_id, file_name, door, sha256, size,
         received_at, state, dry_run, message, edition, sender, reference, stages, findings, codes)
    SELECT id, arbodienst, day || '-' || id, account, stream, file_name, door, sha256, size,
           at, 'received', false, '', '', '', '', '{}', '[]', '{}'
    FROM arrived
    ON CONFLICT (arbodienst_id, stream_id, sha256) DO NOTHING
    RETURNING receipt
), body AS (
    INSERT INTO store_messagebody (id, arbodienst_id, content)
    SELECT id, arbodienst, content FROM arrived WHERE EXISTS (SELECT FROM kept)
), work AS (
    INSERT INTO store_work (message, arbodienst_id, account, size, shard, state, attempts)
    SELECT id, arbodienst, account, size, shard, work, 0 FROM arrived
    WHERE EXISTS (SELECT FROM kept)
)
SELECT receipt, pg_notify('verzuimbrug_work', '') FROM kept
"""
"""Message, bytes and work, and the number the sender gets; no row when the bytes are known.

A twin that is being kept at the same moment is waited for: the unique key decides who is first.
"""

TAKE_UP = """
WITH known AS (
    SELECT %s::bigint AS id, %s::text AS work, %b::bytea AS content
), again AS (
    UPDATE store_message
    SET state = 'received', decided_at = NULL, dry_run = false, dry_report = NULL,
        stages = '{}', findings = '[]', codes = '{}', approval = NULL, shown = '',
        undone_id = NULL
    WHERE id = (SELECT id FROM known) AND (state = 'rejected' OR undone_id IS NOT NULL)
    RETURNING id, arbodienst_id, account_id, size
), body AS (
    UPDATE store_messagebody SET content = (SELECT content FROM known)
    WHERE id IN (SELECT id FROM again) AND octet_length(content) = 0
), answered AS (
    DELETE FROM store_answer WHERE message_id IN (SELECT id FROM again) AND said IS NULL
), shown AS (
    DELETE FROM store_shownchanges WHERE message_id IN (SELECT id FROM again)
), own AS (
    UPDATE store_absencereport SET standing = 'held'
    WHERE message_id IN (SELECT id FROM again) AND employee_id IS NOT NULL
), taken AS (
    UPDATE store_absencereport o SET standing = 'chosen'
    FROM again, store_absencereport r, store_undo u
    WHERE r.message_id = again.id AND r.employee_id IS NOT NULL AND u.id = r.undone_id
        AND o.account_id = r.account_id AND o.employer_id = r.employer_id
        AND o.case_key = r.case_key AND o.sequence = r.sequence
        AND o.employee_id = r.employee_id AND o.message_id > u.horizon
        AND o.undone_id IS NULL AND o.standing = 'free'
        AND o.state NOT IN ('conflict', 'duplicate')
)
INSERT INTO store_work (message, arbodienst_id, account, size, state, attempts)
SELECT id, arbodienst_id, account_id, size, (SELECT work FROM known), 0 FROM again
RETURNING pg_notify('verzuimbrug_work', '')
"""
"""Puts a rejected or undone message back in the queue; changes nothing when it stands otherwise.

The answer that it got goes: it will be answered anew. What people said of it is forgotten. Its
reports keep their numbers, and have no effect before the message is processed; a report that took
the place of an undone one keeps that (VE-4). Bytes that were erased meanwhile (WN-9)
are there again: the sender delivered them anew.
"""
