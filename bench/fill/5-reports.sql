-- Reports: applied, and of the last weeks some that wait or are disputed.
CREATE TEMP TABLE report AS
SELECT n.message, row_number() OVER (PARTITION BY n.message ORDER BY d.number) - 1 AS position,
       d.sequence, d.ends, d.number AS share, d.absence, m.state AS message_state, m.at, m.days,
       m.received_at + m.took AS decided_at, a.starts, a.length, a.reports AS of, p.*,
       'VG' || lpad(d.absence::text, 9, '0') AS case_key,
       CASE WHEN m.state = 'held' THEN 'held'
            WHEN m.days < 40 AND pg_temp.share(d.number, 51) < 0.02 THEN 'parked'
            WHEN m.days < 60 AND pg_temp.share(d.number, 52) < 0.003 THEN 'conflict'
            WHEN m.days < 60 AND pg_temp.share(d.number, 53) < 0.002 THEN 'held'
            WHEN pg_temp.share(d.number, 54) < 0.012 THEN 'duplicate'
            WHEN pg_temp.share(d.number, 55) < 0.0005 THEN 'refused'
            ELSE 'applied' END AS state,
       CASE WHEN pg_temp.share(d.number, 56) < 0.4 THEN 'WG201'
            WHEN pg_temp.share(d.number, 56) < 0.85 THEN 'VZ301' ELSE 'WN401' END AS waits_for,
       pg_temp.share(d.number, 57) < 0.1 AS remarked
FROM delivered d
JOIN numbered n ON n.file = d.file
JOIN message m ON m.id = n.message AND m.state IN ('processed', 'held')
JOIN absence a ON a.number = d.absence
JOIN person p ON p.number = d.person;
ANALYZE report;

CREATE TEMP TABLE said AS
SELECT r.*, f.code, f.params,
       CASE WHEN f.code = 'WG201' THEN 'ONBEKEND' || (r.number % 90) ELSE r.employer_code END AS shown_code
FROM report r, LATERAL (
    SELECT CASE r.state WHEN 'parked' THEN r.waits_for WHEN 'conflict' THEN 'VZ201'
                WHEN 'duplicate' THEN 'VZ202' WHEN 'refused' THEN 'VE102'
                WHEN 'held' THEN CASE r.message_state WHEN 'held' THEN NULL ELSE 'VZ121' END
                ELSE CASE WHEN r.remarked THEN
                    (ARRAY['VZ127', 'VZ402', 'VZ501', 'VZ801', 'VZ131'])[1 + (r.share % 5)] END
           END AS code
) c, LATERAL (
    SELECT c.code, CASE WHEN c.code = 'WG201' THEN jsonb_build_object(
            'code', 'ONBEKEND' || (r.number % 90), 'received', (r.number % 90)::text)
        WHEN c.code = 'WN401' THEN jsonb_build_object('key', r.key, 'count', '1')
        ELSE jsonb_build_object('sequence', r.sequence::text, 'awaited', (r.sequence - 1)::text,
            'day', r.starts::text, 'case', r.case_key, 'receipt', '20260101-1') END AS params
) f;

INSERT INTO store_absencereport
    (arbodienst_id, message_id, position, account_id, employer_code, employer_id, employee_id,
     link_key, case_key, received_key, sequence, content, employment, received_on, impossible_year,
     state, findings, codes, standing)
SELECT g.arbodienst, s.message, s.position, s.account, s.shown_code,
       CASE WHEN s.code IS DISTINCT FROM 'WG201' THEN s.employer END,
       CASE WHEN s.code IS NULL OR s.code NOT IN ('WG201', 'WN401') THEN s.employee END,
       CASE WHEN s.code IS DISTINCT FROM 'WG201' THEN s.key END,
       s.case_key, s.case_key, s.sequence,
       jsonb_build_object('ends', s.ends, 'cause', '99', 'safety_net', 'N',
           'first_day', s.starts::text,
           'operation', CASE WHEN s.sequence = 1 THEN 'new' ELSE 'change' END,
           'percentage', CASE WHEN s.sequence % 2 = 1 THEN '100.00' ELSE '50.00' END,
           'mutation_date', (s.starts + (s.sequence - 1) * s.length / s.of)::text),
       s.employment_number, s.at::date, false, s.state,
       CASE WHEN s.code IS NULL THEN '[]' ELSE jsonb_build_array(jsonb_build_object(
           'code', s.code, 'params', s.params, 'path', '', 'line', 40)) END,
       CASE WHEN s.code IS NULL THEN '{}' ELSE ARRAY[s.code] END,
       CASE WHEN s.state = 'held' AND s.message_state = 'held' THEN 'held'
            WHEN s.state = 'refused' THEN 'refused' ELSE 'free' END
FROM said s, ground g ORDER BY s.message, s.position;

INSERT INTO store_waiting
    (arbodienst_id, message_id, cause, account_id, employer_code, employer_id, key, persons, since)
SELECT g.arbodienst, s.message,
       CASE s.code WHEN 'WG201' THEN 'employer' ELSE 'duplicate' END, s.account, s.shown_code,
       CASE s.code WHEN 'WN401' THEN s.employer END, CASE s.code WHEN 'WN401' THEN s.key END, 1,
       s.decided_at
FROM said s, ground g WHERE s.state = 'parked' AND s.code IN ('WG201', 'WN401')
ORDER BY s.message;
