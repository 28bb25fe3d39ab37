"""The roles and the database of an embedded cluster."""

from collections.abc import Mapping

import psycopg
from psycopg import sql

from verzuimbrug.project.embedded.facts import APPLICATION, DATABASE, OWNER, SUPERUSER, Facts

_OWNER_RIGHTS = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION BYPASSRLS"
_APPLICATION_RIGHTS = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS"


def prepare_roles(facts: Facts, passwords: Mapping[str, str]) -> None:
    """Make the owner, the application and the database; done at every start, changes nothing twice.

    The owner passes row-level security (migrations, backup); the application never does and owns
    nothing.
    """
    superuser = facts.url(SUPERUSER, passwords["superuser"], "postgres")
    with psycopg.connect(superuser, autocommit=True) as connection:
        make_role(connection, OWNER, _OWNER_RIGHTS, passwords["owner"])
        make_role(connection, APPLICATION, _APPLICATION_RIGHTS, passwords["application"])
        _make_database(connection)
        for name in (DATABASE, "postgres", "template1"):
            close = sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC")
            connection.execute(close.format(sql.Identifier(name)))
        allow = sql.SQL("GRANT CONNECT, TEMPORARY ON DATABASE {} TO {}")
        connection.execute(allow.format(sql.Identifier(DATABASE), sql.Identifier(APPLICATION)))


def make_role(connection: psycopg.Connection, name: str, rights: str, password: str) -> None:
    """Make or change a role. Only a hash of its password crosses to the server and its log."""
    role = sql.Identifier(name)
    known = connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [name]).fetchone()
    if known is None:
        connection.execute(sql.SQL("CREATE ROLE {}").format(role))
    secret = connection.pgconn.encrypt_password(
        password.encode(), name.encode(), b"scram-sha-256"
    ).decode()
    change = sql.SQL("ALTER ROLE {} {} PASSWORD {}")
    connection.execute(change.format(role, sql.SQL(rights), sql.Literal(secret)))


def _make_database(connection: psycopg.Connection) -> None:
    known = connection.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
    if known is None:
        create = sql.SQL("CREATE DATABASE {} OWNER {}")
        connection.execute(create.format(sql.Identifier(DATABASE), sql.Identifier(OWNER)))
