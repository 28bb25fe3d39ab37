-- People: some employers have very many, most have few.
CREATE TEMP TABLE person AS
SELECT n AS number, g.employees + n AS employee, g.employments + n AS employment, p.*,
       lpad(to_hex(n), 16, '0') AS key, 'D' || (1000000000 + n) AS employment_number,
       date '1960-01-01' + (pg_temp.share(n, 1) * 16000)::int AS born,
       (ARRAY['Jansen', 'Vries', 'Berg', 'Dijk', 'Bakker', 'Çelik', 'Yıldırım', 'Müller', 'Brinke',
              'Heuvel', 'O''Connor', 'Böhm', 'Haddaoui', 'Nguyễn', 'Kowalska', 'Łukasiewicz',
              'Groenewoud', 'Hoekstra', 'Smit', 'Visser']
       )[1 + (pg_temp.share(n, 2) * 20)::int % 20]
       || CASE WHEN pg_temp.share(n, 3) < 0.5 THEN '' ELSE '-' || (n % 997) END AS surname,
       chr(65 + (n % 26)::int) || chr(65 + (n % 23)::int) AS initials
FROM ground g, generate_series(1, pg_temp.amount('people')) n
JOIN place p ON p.place
    = floor((SELECT count(*) FROM place) * pg_temp.share(n, 4) * pg_temp.share(n, 4))::bigint;
ALTER TABLE person ADD PRIMARY KEY (number);
ANALYZE person;

INSERT INTO store_employee
    (id, arbodienst_id, employer_id, birth_date, match_name, fields, stamps, hidden)
SELECT p.employee, g.arbodienst, p.employer, p.born, lower(p.surname),
       shape.fields || jsonb_build_object('surname', p.surname, 'initials', p.initials,
           'birth_date', p.born::text, 'gender', CASE p.number % 2 WHEN 0 THEN 'V' ELSE 'M' END),
       shape.stamps, false
FROM person p, ground g, (SELECT fields, stamps FROM store_employee ORDER BY id LIMIT 1) shape
ORDER BY p.number;

INSERT INTO store_linkkey
    (arbodienst_id, account_id, employer_id, key, employee_id, superseded, by_hand, hidden)
SELECT g.arbodienst, p.account, p.employer, p.key, p.employee, false, false, false
FROM person p, ground g ORDER BY p.number;

INSERT INTO store_employment
    (id, arbodienst_id, employee_id, account_id, number, former, fields, stamps, hidden)
SELECT p.employment, g.arbodienst, p.employee, p.account, p.employment_number, '{}', shape.fields,
       shape.stamps, false
FROM person p, ground g, (SELECT fields, stamps FROM store_employment ORDER BY id LIMIT 1) shape
ORDER BY p.number;

SELECT setval('store_employee_id_seq', max(id)) FROM store_employee;
SELECT setval('store_employment_id_seq', max(id)) FROM store_employment;
