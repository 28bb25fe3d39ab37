-- Makes four cases known of each of bench.people persons, as initial loads and live messages had
-- brought them: three over, the last one open. In the shape of a case that really came in. Their
-- numbers lie between those of what came in first and those that are given out from then on.
SET session_replication_role = replica;
SET synchronous_commit = off;

CREATE TEMP TABLE shape AS
SELECT r.arbodienst_id AS arbodienst, r.account_id AS account, r.employee_id AS employee,
       r.message_id AS message, c.id AS absence_case,
       (SELECT e.id FROM store_employment e WHERE e.employee_id = r.employee_id LIMIT 1) AS employment
FROM store_absencereport r
JOIN store_absencecase c ON c.account_id = r.account_id AND c.key = r.case_key
    AND c.employer_id = r.employer_id
WHERE r.state = 'applied' ORDER BY r.id LIMIT 1;

CREATE TEMP TABLE place AS
SELECT row_number() OVER (ORDER BY id) - 1 AS place, id AS employer, code FROM store_employer;

CREATE TEMP TABLE person AS
SELECT n AS number, 1000000000 + n AS id, lpad(to_hex(n), 16, '0') AS key,
       'D' || (2000000000 + n) AS employment, p.employer, p.code, 1000000000 + n / 250 AS message,
       date '1961-01-01' + (hashint8(n) & 16383)::int AS born, (n % 250)::int AS position
FROM generate_series(0, current_setting('bench.people')::bigint - 1) n
JOIN place p ON p.place = n % (SELECT count(*) FROM place);

CREATE TEMP TABLE absence AS
SELECT p.*, p.id * 4 + place AS case_id, 'VG9' || lpad((p.number * 4 + place)::text, 9, '0') AS case_key,
       place, place < 3 AS ended, current_date - 700 + place * 150 AS starts
FROM person p, generate_series(0, 3) place;

-- A message of 250 persons; a later one ended what ended.
INSERT INTO store_message SELECT made.*
FROM (SELECT DISTINCT message + later AS message FROM person, (VALUES (0), (500000000)) l (later)) n,
     store_message m JOIN shape s ON s.message = m.id,
LATERAL jsonb_populate_record(m, jsonb_build_object(
    'id', n.message, 'receipt', 'known-' || n.message, 'portal_delivery_id', null,
    'sha256', '\x' || encode(sha256(n.message::text::bytea), 'hex'),
    'reference', 'known-' || n.message)) made
ON CONFLICT DO NOTHING;

INSERT INTO store_employee SELECT made.*
FROM person p, store_employee e JOIN shape s ON s.employee = e.id,
LATERAL jsonb_populate_record(e, jsonb_build_object(
    'id', p.id, 'employer_id', p.employer, 'birth_date', p.born,
    'fields', e.fields || jsonb_build_object('birth_date', p.born))) made;

INSERT INTO store_linkkey (arbodienst_id, account_id, employer_id, key, employee_id, superseded)
SELECT s.arbodienst, s.account, p.employer, p.key, p.id, false FROM person p, shape s;

INSERT INTO store_employment SELECT made.*
FROM person p, store_employment e JOIN shape s ON s.employment = e.id,
LATERAL jsonb_populate_record(e, jsonb_build_object(
    'id', p.id, 'employee_id', p.id, 'number', p.employment)) made;

INSERT INTO store_statement (arbodienst_id, message_id, position, object_kind, object_id,
    employee_id, key, stamp, fields)
SELECT s.arbodienst, p.message, p.position, kind, p.id, p.id,
       CASE kind WHEN 'employee' THEN p.key ELSE p.employment END, e.stamps->'said'->0,
       CASE kind WHEN 'employee' THEN e.fields ELSE m.fields END
FROM person p, shape s, store_employee e, store_employment m,
     (VALUES ('employee'), ('employment')) k (kind)
WHERE e.id = s.employee AND m.id = s.employment;

INSERT INTO store_change (arbodienst_id, object_kind, object_id, employee_id, message_id, "by", at,
    effects, fields)
SELECT s.arbodienst, c.object_kind, p.id, p.id, p.message, '', c.at - interval '300 days',
       c.effects, c.fields
FROM person p, shape s JOIN store_change c ON c.message_id = s.message
WHERE c.object_kind = 'employee' AND c.object_id = s.employee
   OR c.object_kind = 'employment' AND c.object_id = s.employment;

INSERT INTO store_absencecase SELECT made.*
FROM absence a, store_absencecase c JOIN shape s ON s.absence_case = c.id,
LATERAL jsonb_populate_record(c, jsonb_build_object(
    'id', a.case_id, 'employer_id', a.employer, 'employee_id', a.id, 'key', a.case_key,
    'first_day', a.starts, 'employment', a.employment, 'continues_id', null,
    'status', CASE WHEN a.ended THEN 'recovered' ELSE 'open' END,
    'recovered_on', CASE WHEN a.ended THEN a.starts + 20 END,
    'periods', jsonb_build_object(a.starts::text, '100.00'),
    'last_sequence', CASE WHEN a.ended THEN 2 ELSE 1 END)) made;

CREATE TEMP TABLE report AS
SELECT a.*, sequence, a.message + CASE sequence WHEN 1 THEN 0 ELSE 500000000 END AS said_in,
       jsonb_build_object('ends', sequence = 2, 'cause', '99', 'safety_net', 'N',
           'first_day', a.starts, 'operation', CASE sequence WHEN 1 THEN 'new' ELSE 'change' END)
       || CASE sequence WHEN 1
          THEN jsonb_build_object('percentage', '100.00', 'mutation_date', a.starts)
          ELSE jsonb_build_object('percentage', '0.00', 'mutation_date', a.starts + 20,
              'recovered_on', a.starts + 20) END AS content
FROM absence a, generate_series(1, 2) sequence WHERE sequence = 1 OR a.ended;

INSERT INTO store_absencereport
    (arbodienst_id, message_id, position, account_id, employer_code, employer_id, employee_id,
     link_key, case_key, received_key, sequence, content, employment, received_on, impossible_year,
     state, findings, codes)
SELECT s.arbodienst, r.said_in, r.position * 4 + r.place, s.account, r.code, r.employer, r.id,
       r.key, r.case_key, r.case_key, r.sequence, r.content, r.employment, r.starts, false,
       'applied', '[]', '{}'
FROM report r, shape s;

INSERT INTO store_change (arbodienst_id, object_kind, object_id, employee_id, message_id, position,
    "by", at, effects, fields)
SELECT s.arbodienst, 'case', r.case_id, r.id, r.said_in, r.position * 4 + r.place, '',
       r.starts + time '12:00',
       CASE r.sequence WHEN 1 THEN '{created}'::text[] ELSE '{recovered}' END,
       jsonb_build_object('last_sequence', jsonb_build_array(nullif(r.sequence - 1, 0), r.sequence))
FROM report r, shape s;

SELECT setval('store_message_id_seq', greatest(10000000000, last_value)) FROM store_message_id_seq;
SELECT setval('store_employee_id_seq', greatest(10000000000, last_value)) FROM store_employee_id_seq;
SELECT setval('store_employment_id_seq', greatest(10000000000, last_value))
FROM store_employment_id_seq;
SELECT setval('store_absencecase_id_seq', greatest(10000000000, last_value))
FROM store_absencecase_id_seq;

DROP TABLE shape, place, person, absence, report;
SET session_replication_role = DEFAULT;
SET synchronous_commit = on;
