-- What happens: cases with their reports, each person's cases one after the other; and person data.
-- By day on weekdays, by night and at weekends little; today, a Monday always, no further than now.
CREATE FUNCTION pg_temp.moment(day date, number bigint) RETURNS timestamp LANGUAGE sql STABLE
RETURN (
    WITH shaped AS (
        SELECT CASE WHEN (pg_temp.now_local()::date - day) % 7 IN (1, 2)
                        AND pg_temp.share(number, 31) > 0.06
                    THEN day - 2 - floor(4 * pg_temp.share(number, 35))::int ELSE day END AS day,
               CASE WHEN pg_temp.share(number, 32) < 0.06 THEN pg_temp.share(number, 33)
                    ELSE (7 + 5.5 * (pg_temp.share(number, 33) + pg_temp.share(number, 34))) / 24
               END AS part
    )
    SELECT CASE WHEN day < pg_temp.now_local()::date THEN day + part * interval '1 day'
                ELSE day + part * (pg_temp.now_local() - pg_temp.now_local()::date) END
    FROM shaped
);

CREATE TEMP TABLE absence AS
SELECT number, person, place,
       -- Somewhat longer than the days there are, so that some are still open now.
       g.since::date + floor((place + pg_temp.share(number, 11) * 0.4)
           * pg_temp.amount('days') * 1.15 / of)::int AS starts,
       floor(pg_temp.amount('days') / of * (0.1 + 0.55 * pg_temp.share(number, 12)))::int + 1 AS length,
       1 + floor(8 * pg_temp.share(number, 13))::int AS reports
FROM ground g, (
    SELECT number, person, row_number() OVER same - 1 AS place, count(*) OVER (PARTITION BY person) AS of
    FROM (
        SELECT n AS number,
               1 + floor(pg_temp.amount('people') * pg_temp.share(n, 14))::bigint AS person
        FROM generate_series(1, (pg_temp.amount('people') * 1.6)::bigint) n
    ) spread
    WINDOW same AS (PARTITION BY person ORDER BY number)
) placed;

CREATE TEMP TABLE event AS
SELECT a.number AS absence, a.person, s AS sequence, s = a.reports AND a.reports > 1 AS ends,
       a.starts + (s - 1) * a.length / a.reports AS day, a.number * 10 + s AS number
FROM absence a, generate_series(1, a.reports) s
WHERE a.starts + (s - 1) * a.length / a.reports <= pg_temp.now_local()::date;

INSERT INTO event
SELECT NULL, 1 + floor(pg_temp.amount('people') * pg_temp.share(n, 21))::bigint, NULL, NULL,
       pg_temp.now_local()::date - floor(pg_temp.amount('days') * pg_temp.share(n, 22))::int,
       1000000000 + n
FROM generate_series(1, pg_temp.amount('messages') + pg_temp.amount('messages') / 200
     - (SELECT count(*) FROM event) + (SELECT (count(*) * 0.9)::bigint FROM absence a, ground g
        WHERE a.starts < g.since::date + 6)) n;

-- The first days of each coupling came in bulk: many reports in one message.
CREATE TEMP TABLE delivered AS
SELECT e.absence, e.person, e.sequence, e.ends, e.number, p.account,
       CASE WHEN e.sequence = 1 AND e.day < g.since::date + 6
            THEN 'bulk ' || p.account || ' ' || e.day ELSE e.number::text END AS file,
       pg_temp.moment(e.day, e.number) AS at
FROM event e JOIN person p ON p.number = e.person, ground g;

CREATE TEMP TABLE numbered AS
SELECT g.messages + row_number() OVER (ORDER BY m.at) AS message, m.*
FROM ground g, (
    SELECT file, min(at) AS at, min(person) AS person, bool_or(absence IS NOT NULL) AS reports
    FROM delivered GROUP BY file
) m;
CREATE INDEX ON numbered (file);
ANALYZE numbered, delivered;
