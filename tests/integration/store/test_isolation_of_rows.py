"""No statement reaches a row of another arbodienst: tried on a row of every tenant table.

Which tables those are, the database says; `test_isolation` holds that all but the named ones are.
"""

from collections.abc import Iterator, Mapping

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from pytest_django import DjangoDbBlocker

from tenant_rows_world import OURS, TENANTS, THEIRS, TenantTable, rows_everywhere
from verzuimbrug.project import embedded
from verzuimbrug.store.models import TenantModel
from verzuimbrug.store.tenancy import set_tenant

Tables = Mapping[str, TenantTable]

_FREE = 3
"""An id that no row has."""
_REFUSED = "new row violates row-level security policy"
_READ_ONLY = {"store_accesscheckpoint": "permission denied"}
"""What the application may not put in even for its own arbodienst."""


@pytest.fixture(scope="module")
def owner(
    database_server: embedded.Server, django_db_blocker: DjangoDbBlocker
) -> Iterator[psycopg.Connection]:
    """The owner of the tables, who passes row-level security."""
    with (
        django_db_blocker.unblock(),
        psycopg.connect(database_server.owner_url, autocommit=True) as owner,
    ):
        yield owner


@pytest.fixture(scope="module")
def tables(owner: psycopg.Connection) -> Iterator[Tables]:
    """Every tenant table, with a row of ours and one of theirs."""
    with rows_everywhere(owner) as tables:
        yield tables


def _done(statement: str, under: int | None) -> int | str:
    """How many rows a statement reaches under a tenant, or what it is refused for; taken back."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            if under is not None:
                set_tenant(under)
            cursor.execute(statement)
            transaction.set_rollback(True)
            return int(cursor.rowcount)
    except DatabaseError as refused:
        return str(refused).partition(" for ")[0]


def _on_each(tables: Tables, statement: str, under: int | None) -> dict[str, int | str]:
    return {name: _done(statement.format(name), under) for name in tables}


def _reaches_nothing(said: Mapping[str, int | str]) -> bool:
    """No row; of a table that can only be added to, nothing is changed by anybody."""
    return {*said.values()} <= {0, "permission denied"}


def test_every_tenant_table_has_a_row_of_each(owner: psycopg.Connection, tables: Tables) -> None:
    assert set(tables) == {model._meta.db_table for model in TenantModel.__subclasses__()}
    for name in tables:
        rows = owner.execute(f"SELECT arbodienst_id FROM {name} ORDER BY 1").fetchall()  # noqa: S608 -- ours
        assert rows == [(each,) for each in TENANTS], name


def test_without_a_tenant_no_row_is_seen(tables: Tables) -> None:
    assert _on_each(tables, "SELECT FROM {}", None) == dict.fromkeys(tables, 0)


@pytest.mark.parametrize("under", [None, OURS])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {} SET id = id WHERE arbodienst_id = 2",
        "UPDATE {} SET arbodienst_id = 1 WHERE arbodienst_id = 2",
        "DELETE FROM {} WHERE arbodienst_id = 2",
    ],
)
def test_row_of_another_is_neither_changed_nor_removed(
    tables: Tables, statement: str, under: int | None
) -> None:
    assert _reaches_nothing(_on_each(tables, statement, under))


def test_row_of_ones_own_is_seen_and_no_other(tables: Tables) -> None:
    seen = _on_each(tables, "SELECT FROM {}", OURS)
    assert seen == dict.fromkeys(tables, 1)
    assert _on_each(tables, "SELECT FROM {} WHERE id = 2", OURS) == dict.fromkeys(tables, 0)


@pytest.mark.parametrize("under", [None, OURS])
def test_row_is_not_put_in_for_another(tables: Tables, under: int | None) -> None:
    said = {name: _done(table.insert(THEIRS, _FREE), under) for name, table in tables.items()}
    assert said == dict.fromkeys(tables, _REFUSED) | _READ_ONLY


def test_row_of_ones_own_is_put_in(tables: Tables) -> None:
    """So that it is the tenant for which the others are refused."""
    said = {
        name: _done(table.insert(OURS, _FREE), OURS)
        for name, table in tables.items()
        if name not in _READ_ONLY
    }
    assert [name for name, word in said.items() if word != 1 and "unique" not in str(word)] == []


def test_row_is_not_handed_to_another(tables: Tables) -> None:
    said = _on_each(tables, "UPDATE {} SET arbodienst_id = 2", OURS)
    assert {*said.values()} == {_REFUSED, "permission denied"}


def test_reference_across_tenants_is_refused_to_its_owner_too(
    owner: psycopg.Connection, tables: Tables
) -> None:
    crossed = [(name, column) for name, table in tables.items() for column in table.references]
    assert crossed
    for name, column in crossed:
        with owner.transaction(force_rollback=True):
            owner.execute(f"UPDATE {name} SET {column} = 2 WHERE arbodienst_id = 1")  # noqa: S608 -- ours
            with pytest.raises(psycopg.errors.ForeignKeyViolation):
                owner.execute("SET CONSTRAINTS ALL IMMEDIATE")
