-- Once, on the primary, as superuser: the roles of Verzuimbrug and its database.
--   psql -h 10.20.0.11 -U postgres -v owner_password=... -v application_password=... -f roles.sql
\set ON_ERROR_STOP on

-- Owns the tables and passes row-level security: migrations, backups.
CREATE ROLE verzuimbrug_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE BYPASSRLS
    PASSWORD :'owner_password';

-- What serves; row-level security binds it.
CREATE ROLE verzuimbrug_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS
    PASSWORD :'application_password';

CREATE DATABASE verzuimbrug OWNER verzuimbrug_owner;
REVOKE ALL ON DATABASE verzuimbrug, postgres, template1 FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE verzuimbrug TO verzuimbrug_app;
-- pg_rewind reads the files of the other host as this role, over a connection to `postgres`.
GRANT CONNECT ON DATABASE postgres TO rewinder;
