-- Cases as their applied reports made them, and a row of the change log for each of those.
CREATE TEMP TABLE folded AS
SELECT absence, min(employer) AS employer, min(employee) AS employee, min(account) AS account,
       min(case_key) AS case_key, min(employment_number) AS employment_number, min(starts) AS starts,
       max(sequence) AS last_sequence, bool_or(ends) AS ended,
       max(starts + (sequence - 1) * length / of) AS last_day,
       jsonb_object_agg((starts + (sequence - 1) * length / of)::text,
           CASE WHEN sequence % 2 = 1 THEN '100.00' ELSE '50.00' END) FILTER (WHERE NOT ends) AS periods
FROM said WHERE state = 'applied' GROUP BY absence;

CREATE TEMP TABLE filed AS
SELECT g.cases + row_number() OVER (ORDER BY f.absence) AS id, f.*,
       lag(g.cases + f.place) OVER earlier AS earlier, lag(f.ended) OVER earlier AS earlier_ended,
       f.starts - lag(f.last_day) OVER earlier AS gap
FROM (SELECT *, row_number() OVER (ORDER BY absence) AS place FROM folded) f, ground g
WINDOW earlier AS (PARTITION BY f.employee ORDER BY f.starts);
ALTER TABLE filed ADD PRIMARY KEY (absence);

INSERT INTO store_absencecase
    (id, arbodienst_id, account_id, employer_id, key, employee_id, first_day, recovered_on, status,
     periods, cause, safety_net, last_sequence, employment, classification, continues_id,
     released_gaps, hidden)
SELECT f.id, g.arbodienst, f.account, f.employer, f.case_key, f.employee, f.starts,
       CASE WHEN f.ended THEN f.last_day END, CASE WHEN f.ended THEN 'recovered' ELSE 'open' END,
       coalesce(f.periods, '{}'), '99', 'N', f.last_sequence, f.employment_number, 'ziekte',
       CASE WHEN f.earlier_ended AND f.gap BETWEEN 0 AND 27 THEN f.earlier END, '{}', false
FROM filed f, ground g ORDER BY f.id;
SELECT setval('store_absencecase_id_seq', max(id)) FROM store_absencecase;

INSERT INTO store_change
    (arbodienst_id, object_kind, object_id, employee_id, message_id, position, "by", at, effects, fields)
SELECT g.arbodienst, 'case', f.id, f.employee, s.message, s.position, '', s.decided_at,
       ARRAY[CASE WHEN s.sequence = 1 THEN 'created' WHEN s.ends THEN 'recovered' ELSE 'changed' END],
       CASE WHEN s.sequence = 1 THEN jsonb_build_object(
                'status', '[null, "open"]'::jsonb, 'cause', '[null, "99"]'::jsonb,
                'first_day', jsonb_build_array(NULL, s.starts::text),
                'periods', jsonb_build_array(NULL, jsonb_build_object(s.starts::text, '100.00')),
                'last_sequence', jsonb_build_array(NULL, 1))
            WHEN s.ends THEN jsonb_build_object(
                'status', '["open", "recovered"]'::jsonb,
                'recovered_on', jsonb_build_array(NULL, f.last_day::text),
                'last_sequence', jsonb_build_array(s.sequence - 1, s.sequence))
            ELSE jsonb_build_object(
                'periods', jsonb_build_array('{}'::jsonb, f.periods),
                'last_sequence', jsonb_build_array(s.sequence - 1, s.sequence)) END
FROM said s JOIN filed f ON f.absence = s.absence, ground g
WHERE s.state = 'applied' ORDER BY s.message, s.position;
