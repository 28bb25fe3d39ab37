-- Messages: nearly all processed; some rejected, failed or held, and the last few still to be done.
CREATE TEMP TABLE message AS
SELECT n.message AS id, n.at, n.reports, p.*,
       n.at AT TIME ZONE 'Europe/Amsterdam' AS received_at,
       age.days,
       CASE WHEN n.message > newest.message - 40 THEN 'received'
            WHEN pg_temp.share(n.message, 41) < 0.004 THEN 'rejected'
            WHEN age.days < 30 AND pg_temp.share(n.message, 42) < 0.0003 THEN 'failed'
            WHEN n.reports AND age.days < 10 AND pg_temp.share(n.message, 43) < 0.006 THEN 'held'
            ELSE 'processed' END AS state,
       CASE WHEN pg_temp.share(n.message, 44) < 0.9 THEN 0.2 + 2 * pg_temp.share(n.message, 45)
            ELSE 2 + 40 * pg_temp.share(n.message, 45) END * interval '1 second' AS took
FROM numbered n JOIN person p ON p.number = n.person,
     LATERAL (SELECT pg_temp.now_local()::date - n.at::date AS days) age,
     (SELECT max(message) AS message FROM numbered) newest;
ALTER TABLE message ADD PRIMARY KEY (id);
ANALYZE message;

INSERT INTO store_message
    (id, arbodienst_id, receipt, account_id, stream_id, file_name, door, sha256, size, received_at,
     state, dry_run, decided_at, message, edition, sender, reference, stages, findings, codes)
SELECT m.id, g.arbodienst, to_char(m.at, 'YYYYMMDD') || '-' || m.id, m.account,
       CASE WHEN m.reports THEN m.absence_stream ELSE m.other_stream END,
       lpad((m.id % 10000)::text, 4, '0') || '-'
           || CASE WHEN m.reports THEN m.absence_name ELSE m.other_name END || '.xml',
       (ARRAY['soap', 'rest', 'sftp'])[1 + (m.account % 3)], sha256(m.id::text::bytea),
       1500 + (pg_temp.share(m.id, 46) * 800)::int, m.received_at, m.state, false,
       CASE WHEN m.state IN ('received', 'failed') THEN NULL ELSE m.received_at + m.took END,
       CASE WHEN m.state IN ('received', 'failed') THEN ''
            WHEN m.reports THEN 'Verzuimmeldingen' ELSE m.other_message END,
       CASE WHEN m.state IN ('received', 'failed') THEN '' ELSE '2026' END,
       CASE WHEN m.state IN ('received', 'failed') THEN '' ELSE 'PORTAAL' || m.account END,
       CASE WHEN m.state IN ('received', 'failed') THEN '' ELSE 'ref-' || m.account || '-' || m.id END,
       CASE m.state WHEN 'processed' THEN done.stages WHEN 'rejected' THEN refused.stages
            WHEN 'held' THEN done.stages || '{"guard": "stopped", "write": "skipped"}'
            ELSE '{}' END,
       CASE m.state WHEN 'rejected' THEN refused.findings
            WHEN 'held' THEN '[{"code": "VE101", "params": {}, "path": "", "line": null}]'
            ELSE '[]' END,
       CASE m.state WHEN 'rejected' THEN refused.codes WHEN 'held' THEN '{VE101}' ELSE '{}' END
FROM message m, ground g,
     (SELECT stages FROM store_message WHERE state = 'processed' ORDER BY id LIMIT 1) done,
     (SELECT stages, findings, codes FROM store_message WHERE state = 'rejected' LIMIT 1) refused
ORDER BY m.id;
SELECT setval('store_message_id_seq', max(id)) FROM store_message;

INSERT INTO store_work (message, arbodienst_id, account, size, state, attempts)
SELECT m.id, g.arbodienst, m.account, 1800,
       CASE m.state WHEN 'failed' THEN 'failed' ELSE 'waiting' END,
       CASE m.state WHEN 'failed' THEN 5 ELSE 0 END
FROM message m, ground g WHERE m.state IN ('received', 'failed');

-- The bytes are those of an example; of messages of over a month ago there are none.
INSERT INTO store_messagebody (id, arbodienst_id, content)
SELECT m.id, g.arbodienst,
       CASE WHEN m.state = 'rejected' THEN refused.content WHEN m.reports THEN absence.content
            ELSE other.content END
FROM message m, ground g,
     (SELECT b.content FROM store_messagebody b JOIN store_message x ON x.id = b.id
      WHERE x.message = 'Verzuimmeldingen' ORDER BY b.id LIMIT 1) absence,
     (SELECT b.content FROM store_messagebody b JOIN store_message x ON x.id = b.id
      WHERE x.message = 'WerknemersGegevens' ORDER BY b.id LIMIT 1) other,
     (SELECT b.content FROM store_messagebody b JOIN store_message x ON x.id = b.id
      WHERE x.state = 'rejected' ORDER BY b.id LIMIT 1) refused
WHERE m.days <= 30 ORDER BY m.id;

INSERT INTO store_answer
    (arbodienst_id, account_id, message_id, kind, file_name, content, made_at, acknowledged_at)
SELECT g.arbodienst, m.account, m.id, a.kind, 'Retourmelding1-VB-' || m.id || '.xml', a.content,
       m.received_at + m.took,
       CASE WHEN m.days > 0 OR m.id % 5 > 0 THEN m.received_at + m.took + interval '40 seconds' END
FROM message m, ground g, (SELECT kind, content FROM store_answer ORDER BY id LIMIT 1) a
WHERE m.state IN ('processed', 'rejected') AND m.id % 3 = 0 ORDER BY m.id;

INSERT INTO store_redelivery (arbodienst_id, message_id, door, received_at)
SELECT g.arbodienst, m.id, 'soap', m.received_at + interval '1 hour'
FROM message m, ground g WHERE m.id % 400 = 0 ORDER BY m.id;
