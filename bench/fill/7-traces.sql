-- Where persons came from, who looked at what, and what was refused or undone.
CREATE TEMP TABLE first_said AS
SELECT DISTINCT ON (p.number) p.*, m.id AS message, m.at,
       jsonb_build_array(to_char(m.at, 'YYYY-MM-DD"T"HH24:MI:SS'), 'ref', 'sha', 0) AS stamp
FROM message m JOIN person p ON p.number = m.number
WHERE m.state = 'processed' ORDER BY p.number, m.id;

INSERT INTO store_statement
    (arbodienst_id, message_id, position, object_kind, object_id, employee_id, key, stamp, fields)
SELECT g.arbodienst, f.message, 0, 'employee', f.employee, f.employee, f.key, f.stamp, e.fields
FROM first_said f JOIN store_employee e ON e.id = f.employee, ground g ORDER BY f.message;
INSERT INTO store_statement
    (arbodienst_id, message_id, position, object_kind, object_id, employee_id, key, stamp, fields)
SELECT g.arbodienst, f.message, 0, 'employment', f.employment, f.employee, f.employment_number,
       f.stamp, e.fields
FROM first_said f JOIN store_employment e ON e.id = f.employment, ground g ORDER BY f.message;

INSERT INTO store_change
    (arbodienst_id, object_kind, object_id, employee_id, message_id, "by", at, effects, fields)
SELECT g.arbodienst, 'employee', f.employee, f.employee, f.message, '',
       f.at AT TIME ZONE 'Europe/Amsterdam', '{created}',
       (SELECT jsonb_object_agg(key, jsonb_build_array(NULL, value)) FROM jsonb_each(e.fields))
FROM first_said f JOIN store_employee e ON e.id = f.employee, ground g ORDER BY f.message;

INSERT INTO store_accesslog (arbodienst_id, at, principal, action, employer_id, employees)
SELECT g.arbodienst, (g.since AT TIME ZONE 'Europe/Amsterdam')
           + n * (now() - (g.since AT TIME ZONE 'Europe/Amsterdam')) / 200000.0,
       (ARRAY['key zaaksysteem', 'user a.bakker', 'user m.visser'])[1 + n % 3],
       (ARRAY['report.read', 'employees.read', 'changes.read'])[1 + n % 3], p.employer,
       jsonb_build_array(p.employee)
FROM ground g, generate_series(1, 200000) n JOIN person p
    ON p.number = 1 + n % pg_temp.amount('people');

INSERT INTO store_refusedattempt (arbodienst_id, at, door, address, code_hash, reason, stream, size)
SELECT g.arbodienst, now() - n * interval '40 minutes', 'soap', '192.0.2.' || n % 250,
       sha256(n::text::bytea), 'AANMELDEN-MISLUKT', 'Verzuimmeldingen', 1800
FROM ground g, generate_series(1, 5000) n;

CREATE TEMP TABLE taken_back AS
SELECT row_number() OVER (ORDER BY m.id) AS number, m.id FROM message m
WHERE m.state = 'processed' AND m.reports AND m.days BETWEEN 3 AND 60
    AND pg_temp.share(m.id, 71) < 0.0003;
WITH undone AS (
    INSERT INTO store_undo (arbodienst_id, at, "by", reason, message_id, horizon, taken_back_by)
    SELECT g.arbodienst, m.received_at + interval '2 hours', 'user a.bakker', 'dubbel aangeleverd',
           t.id, t.id, ''
    FROM taken_back t JOIN message m ON m.id = t.id, ground g
    RETURNING id, message_id
), marked AS (
    UPDATE store_message m SET undone_id = u.id FROM undone u WHERE m.id = u.message_id
)
UPDATE store_absencereport r SET undone_id = u.id, state = 'undone'
FROM undone u WHERE r.message_id = u.message_id;
