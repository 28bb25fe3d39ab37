-- What all that follows is made with: a share from 0 to 1 that is the same for the same number and
-- purpose, the one arbodienst, and the places at which people work.
CREATE FUNCTION pg_temp.share(number bigint, purpose bigint) RETURNS float8 LANGUAGE sql IMMUTABLE
RETURN (hashint8extended(number, purpose) & 2147483647)::float8 / 2147483648;

CREATE FUNCTION pg_temp.amount(name text) RETURNS bigint LANGUAGE sql STABLE
RETURN current_setting('fill.' || name)::bigint;

CREATE FUNCTION pg_temp.now_local() RETURNS timestamp LANGUAGE sql STABLE
RETURN now() AT TIME ZONE 'Europe/Amsterdam';

CREATE TEMP TABLE ground AS
SELECT a.id AS arbodienst,
       (SELECT max(id) FROM store_employee) AS employees,
       (SELECT max(id) FROM store_employment) AS employments,
       (SELECT max(id) FROM store_absencecase) AS cases,
       (SELECT max(id) FROM store_message) AS messages,
       pg_temp.now_local() - make_interval(days => pg_temp.amount('days')::int) AS since
FROM store_arbodienst a;

-- The examples become the oldest messages, so that numbers go up with time.
UPDATE store_message m
SET received_at = (g.since AT TIME ZONE 'Europe/Amsterdam') + m.id * interval '1 second',
    decided_at = (g.since AT TIME ZONE 'Europe/Amsterdam') + m.id * interval '1 second',
    receipt = to_char(g.since, 'YYYYMMDD') || '-' || m.id
FROM ground g;
UPDATE store_absencereport r SET received_on = g.since::date FROM ground g;

CREATE TEMP TABLE place AS
SELECT row_number() OVER (ORDER BY hashint8extended(e.id, 1)) - 1 AS place, e.id AS employer, e.code AS employer_code,
       c.account_id AS account, absence.id AS absence_stream, other.id AS other_stream,
       absence.name AS absence_name, other.name AS other_name, other.settings->>'message' AS other_message
FROM store_employer e
JOIN store_groupmembership m ON m.employer_id = e.id
JOIN store_accountscope c ON c.group_id = m.group_id
JOIN store_stream absence ON absence.account_id = c.account_id
    AND absence.settings->>'message' = 'Verzuimmeldingen'
JOIN store_stream other ON other.account_id = c.account_id AND other.id <> absence.id;
