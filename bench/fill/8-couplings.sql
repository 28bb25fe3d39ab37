-- Couplings: nearly all live; one being set up, one ready, one suspended; tokens of every age.
UPDATE store_clientaccount c SET status = CASE c.id % 24
    WHEN 22 THEN 'suspended' WHEN 23 THEN 'concept' WHEN 21 THEN 'ready' ELSE 'active' END;
INSERT INTO store_accountevent (arbodienst_id, account_id, at, "by", event, details)
SELECT c.arbodienst_id, c.id,
       CASE c.status WHEN 'active' THEN (g.since AT TIME ZONE 'Europe/Amsterdam')
                     ELSE now() - interval '2 days' END, 'user a.bakker',
       CASE c.status WHEN 'active' THEN 'activated' WHEN 'suspended' THEN 'suspended'
                     WHEN 'ready' THEN 'made-ready' ELSE 'configured' END, '{}'
FROM store_clientaccount c, ground g;
INSERT INTO store_credential
    (arbodienst_id, account_id, salt, token_hash, issued_at, valid_until, last_used_at)
SELECT c.arbodienst_id, c.id, sha256(c.id::text::bytea), sha256((c.id + 1000)::text::bytea),
       now() - interval '170 days', CASE WHEN c.id % 8 = 3 THEN now() + interval '6 days' END,
       now() - interval '5 minutes'
FROM store_clientaccount c WHERE c.id > 1;
INSERT INTO store_onetimelink
    (arbodienst_id, credential_id, part, recipient, secret, expires_at, opened_at)
SELECT d.arbodienst_id, d.id, part.name, 'portaal@example.nl', sha256(d.id::text::bytea),
       now() + interval '3 days', CASE WHEN d.id % 6 > 0 THEN now() - interval '100 days' END
FROM store_credential d, (VALUES ('customer-code'), ('token')) part (name) WHERE d.account_id > 1;
