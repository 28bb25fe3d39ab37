"""The statements by which a delivery is kept: the hot path, so each is one round trip.

Each wakes the workers when its transaction commits, and only if there is work.
"""

KEEP = """
WITH number AS (
    SELECT nextval('store_message_id_seq') AS id
), kept AS (
    INSERT INTO store_message
        (id, arbodienst_id, receipt, account_id, stream_id, file_name, door, sha256, size,
         received_at, state, dry_run, message, edition, sender, reference, stages, findings, codes)
    SELECT id, %(arbodienst)s, %(day)s || '-' || id, %(account)s, %(stream)s, %(file_name)s,
           %(door)s, %(sha256)s, %(size)s, %(at)s, 'received', false, '', '', '', '', '{}', '[]',
           '{}'
    FROM number
    ON CONFLICT (arbodienst_id, stream_id, sha256) DO NOTHING
    RETURNING id, receipt
), body AS (
    INSERT INTO store_messagebody (id, arbodienst_id, content)
    SELECT id, %(arbodienst)s, %(content)s FROM kept
), work AS (
    INSERT INTO store_work (message, arbodienst_id, account, size, state, attempts)
    SELECT id, %(arbodienst)s, %(account)s, %(size)s, %(work)s, 0 FROM kept
)
SELECT receipt, pg_notify('verzuimbrug_work', '') FROM kept
"""
"""Message, bytes and work, and the number the sender gets; no row when the bytes are known.

A twin that is being kept at the same moment is waited for: the unique key decides who is first.
"""

TAKE_UP = """
WITH again AS (
    UPDATE store_message
    SET state = 'received', decided_at = NULL, dry_run = false, dry_report = NULL,
        stages = '{}', findings = '[]', codes = '{}'
    WHERE id = %(message)s AND state = 'rejected'
    RETURNING id, arbodienst_id, account_id, size
)
INSERT INTO store_work (message, arbodienst_id, account, size, state, attempts)
SELECT id, arbodienst_id, account_id, size, %(work)s, 0 FROM again
RETURNING pg_notify('verzuimbrug_work', '')
"""
"""Puts a rejected message back in the queue; changes nothing when it stands otherwise."""
