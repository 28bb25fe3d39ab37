"""Every tenant table is closed to whoever has no tenant, or another (docs/architecture)."""

from collections.abc import Callable

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from doors_world import Coupling
from sending_world import (
    absence,
    cases,
    employer,
    go_live,
    message_states,
    person,
    persons,
    report,
    settings,
    states,
    take,
)
from verzuimbrug.store.isolation import CURRENT_TENANT
from verzuimbrug.store.models import (
    AbsenceCase,
    ClientAccount,
    Employee,
    Employer,
    LinkKey,
    Message,
    TenantModel,
)
from verzuimbrug.store.tenancy import set_tenant, tenant

pytestmark = pytest.mark.usefixtures("database")

SIGNING_IN = {
    "account_emailaddress",
    "account_emailconfirmation",
    "django_session",
    "mfa_authenticator",
    "socialaccount_socialaccount",
    "socialaccount_socialapp",
    "socialaccount_socialtoken",
    "store_user",
    "usersessions_usersession",
}
NOT_USED = {
    "auth_group",
    "auth_group_permissions",
    "auth_permission",
    "django_content_type",
}
OPEN = SIGNING_IN | {
    "django_migrations",
    "store_arbodienst",
    "store_keymark",
    "store_refusedattempt",
    "store_signin",
    "store_signinfailures",
    "store_work",
}
APPEND_ONLY = {
    "store_accesscheck",
    "store_accesscheckpoint",
    "store_accesslog",
    "store_accessseal",
    "store_accountevent",
    "store_change",
    "store_configurationversion",
    "store_refusedattempt",
    "store_userevent",
}
READ_ONLY = {"store_accesscheckpoint"}
"""What only the owner of the tables adds to."""

HELD_OPENLY = {
    "store_keymark": {"mark", "name"},
    "store_arbodienst": {"id", "code", "name", "sandbox_of_id", "sandbox_account"},
    "store_refusedattempt": {
        *("id", "arbodienst_id", "at", "door", "address", "code_hash", "reason", "stream", "size"),
    },
    "store_signin": {"hash", "kind", "arbodienst_id", "account", "target"},
    "store_signinfailures": {"hash", "since", "count"},
    "store_user": {
        *("id", "arbodienst_id", "email", "name", "role", "language", "is_active", "scope_all"),
        *("created_at", "password", "last_login"),
    },
    "store_work": {
        *("message", "arbodienst_id", "account", "size", "shard"),
        *("state", "attempts", "not_before"),
    },
}
"""All that the open tables of our own hold: nothing of employees, and no content of messages."""

_TABLES = """
SELECT relname, relrowsecurity, relforcerowsecurity,
       ARRAY(SELECT row(polcmd, polpermissive, pg_get_expr(polqual, polrelid),
                        pg_get_expr(polwithcheck, polrelid))::text
             FROM pg_policy WHERE polrelid = c.oid)
FROM pg_class c WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace
"""
_POLICY = """
SELECT row(polcmd, polpermissive, pg_get_expr(polqual, polrelid),
           pg_get_expr(polwithcheck, polrelid))::text
FROM pg_policy WHERE polrelid = 'as_it_should_be'::regclass
"""


def _names(rows: list[tuple[str, ...]]) -> set[str]:
    return {row[0] for row in rows}


def test_every_table_but_the_named_ones_is_under_the_one_policy(
    owner_connection: psycopg.Connection,
) -> None:
    with owner_connection.transaction(force_rollback=True):
        owner_connection.execute("CREATE TABLE as_it_should_be (arbodienst_id int)")
        owner_connection.execute(
            f"CREATE POLICY tenant ON as_it_should_be USING (arbodienst_id = {CURRENT_TENANT}) "
            f"WITH CHECK (arbodienst_id = {CURRENT_TENANT})"
        )
        policy = [row[0] for row in owner_connection.execute(_POLICY)]
    tables = owner_connection.execute(_TABLES).fetchall()
    closed = [row[1:] for row in tables if row[0] not in OPEN | NOT_USED]
    assert len(closed) == len(TenantModel.__subclasses__())
    assert all(row == (True, True, policy) for row in closed)
    assert _names(tables) > OPEN


def test_open_tables_hold_nothing_but_what_is_named(owner_connection: psycopg.Connection) -> None:
    columns = owner_connection.execute(
        "SELECT table_name::text, array_agg(column_name::text) FROM information_schema.columns "
        "WHERE table_schema = 'public' AND table_name LIKE 'store%%' AND table_name = ANY(%s) "
        "GROUP BY 1",
        [sorted(OPEN)],
    )
    assert {table: set(names) for table, names in columns} == HELD_OPENLY


_REFERENCES = """
SELECT c.conrelid::regclass::text, c.confrelid::regclass::text FROM pg_constraint c
WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace
AND (c.confrelid = 'store_arbodienst'::regclass OR NOT EXISTS (
    SELECT FROM pg_attribute a WHERE a.attrelid = c.conrelid AND a.attnum = ANY(c.conkey)
    AND NOT a.attnotnull))
AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.conrelid
            AND a.attnum = ANY(c.conkey) AND a.attname = 'arbodienst_id')
"""


def test_every_row_refers_to_its_arbodienst_itself_or_by_way_of_others(
    owner_connection: psycopg.Connection,
) -> None:
    """ADR 47: a table needs no key to the arbodienst when a row that it refers to has one."""
    references = owner_connection.execute(_REFERENCES).fetchall()
    held = {"store_arbodienst"}
    while more := {table for table, to in references if to in held} - held:
        held |= more
    tables = {model._meta.db_table for model in TenantModel.__subclasses__()}
    assert tables - held == set()


def test_no_statistics_are_kept_of_what_no_plan_depends_on(
    owner_connection: psycopg.Connection,
) -> None:
    kept = owner_connection.execute(
        "SELECT a.attrelid::regclass::text, a.attname FROM pg_attribute a JOIN pg_class c "
        "ON c.oid = a.attrelid WHERE c.relkind = 'r' AND c.relname LIKE 'store%' "
        "AND a.atttypid = 'jsonb'::regtype AND a.attstattarget IS DISTINCT FROM 0"
    )
    assert kept.fetchall() == []


@pytest.mark.parametrize("table", sorted(NOT_USED))
def test_application_has_nothing_to_do_with_what_is_not_used(table: str) -> None:
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 -- ours


def test_application_owns_nothing_and_passes_nothing(
    owner_connection: psycopg.Connection,
) -> None:
    owned = owner_connection.execute(
        "SELECT c.relname FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner "
        "WHERE r.rolname = 'verzuimbrug_app'"
    )
    assert owned.fetchall() == []
    role = owner_connection.execute(
        "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication "
        "FROM pg_roles WHERE rolname = 'verzuimbrug_app'"
    )
    assert role.fetchone() == (False,) * 5


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (id int)",
        "DROP TABLE store_employee",
        "ALTER TABLE store_employee DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE store_employee ADD COLUMN note text",
        "DROP POLICY tenant ON store_employee",
        "TRUNCATE store_employee",
        "CREATE POLICY open ON store_employee USING (true)",
        "SET ROLE verzuimbrug_owner",
        "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('store', '9999', now())",
    ],
)
def test_application_cannot_change_the_schema(statement: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("table", sorted(APPEND_ONLY))
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_rows_of_a_trail_are_added_only(table: str, statement: str) -> None:
    coupling = go_live()
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        tenant(coupling.arbodienst),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table))


@pytest.mark.parametrize("table", sorted(READ_ONLY))
def test_what_the_owner_writes_the_application_only_reads(table: str) -> None:
    rights = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM unnest(%s::text[]) AS name WHERE has_table_privilege(%s, name)",
            [list(rights), table],
        )
        assert cursor.fetchall() == [("SELECT",)]


def _fill(coupling: Coupling) -> Coupling:
    content = absence(employer("1001", person("w-1", report(free_text=("x",)))))
    take(coupling, content)
    return coupling


@pytest.mark.parametrize("model", TenantModel.__subclasses__(), ids=lambda model: model.__name__)
def test_without_a_tenant_nothing_is_visible(model: type[TenantModel]) -> None:
    _fill(go_live())
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{model._meta.db_table}"')  # noqa: S608 -- ours
        assert cursor.fetchone() == (0,)
    assert list(model.objects.values_list("id")) == []  # type: ignore[attr-defined]  # each has it


_WRITES: dict[str, Callable[[Coupling], object]] = {
    "create": lambda c: Employer.objects.create(arbodienst_id=c.arbodienst, code="X", name="X"),
    "raw insert": lambda c: _execute(
        "INSERT INTO store_employer (arbodienst_id, code, name, contract_reference) "
        "VALUES (%s, 'X', 'X', '')",
        c.arbodienst,
    ),
    "bulk": lambda c: Employer.objects.bulk_create(
        [Employer(arbodienst_id=c.arbodienst, code="X", name="X")]
    ),
}


def _execute(statement: str, *params: int | str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return int(cursor.rowcount)


@pytest.mark.parametrize("write", _WRITES)
@pytest.mark.parametrize("under", ["nobody", "another"])
def test_rows_are_written_under_their_own_tenant_only(write: str, under: str) -> None:
    ours, theirs = go_live(), go_live(settings("FIT"))
    with transaction.atomic():
        if under == "another":
            set_tenant(theirs.arbodienst)
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            _WRITES[write](ours)


def test_rows_of_another_tenant_are_neither_changed_nor_removed() -> None:
    ours, theirs = _fill(go_live()), _fill(go_live(settings("FIT")))
    with tenant(theirs.arbodienst):
        assert _execute("UPDATE store_message SET file_name = 'x'") == 1
        assert Employee.objects.filter(arbodienst=ours.arbodienst).update(fields={}) == 0
        assert _execute("DELETE FROM store_waiting WHERE arbodienst_id = %s", ours.arbodienst) == 0
    with tenant(ours.arbodienst):
        assert Message.objects.get().file_name == "bericht.xml"


def test_row_cannot_be_handed_to_another_tenant() -> None:
    ours, theirs = _fill(go_live()), go_live(settings("FIT"))
    with (
        pytest.raises(DatabaseError, match="row-level security"),
        tenant(ours.arbodienst),
    ):
        Employee.objects.update(arbodienst=theirs.arbodienst)


def test_reference_cannot_cross_tenants(owner_connection: psycopg.Connection) -> None:
    ours, theirs = go_live(), go_live(settings("FIT"))
    with tenant(theirs.arbodienst):
        foreign = Employer.objects.get().id
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        owner_connection.execute(
            "INSERT INTO store_employee (arbodienst_id, employer_id, match_name, fields, stamps) "
            "VALUES (%s, %s, '', '{}', '{}')",
            [ours.arbodienst, foreign],
        )


def test_every_reference_between_tenant_tables_holds_the_tenant(
    owner_connection: psycopg.Connection,
) -> None:
    keys = owner_connection.execute(
        "SELECT conrelid::regclass::text, "
        "ARRAY(SELECT attname::text FROM pg_attribute WHERE attrelid = conrelid "
        "AND attnum = ANY(conkey)) FROM pg_constraint "
        "WHERE contype = 'f' AND confrelid <> 'store_arbodienst'::regclass "
        "AND conrelid::regclass::text LIKE 'store_%'"
    ).fetchall()
    wanted = sum(
        1
        for model in TenantModel.__subclasses__()
        for field in model._meta.local_fields
        if field.is_relation and field.name != "arbodienst"
    )
    assert len(keys) == wanted
    assert all("arbodienst_id" in columns for _, columns in keys)


def test_arbodiensten_with_the_same_codes_keys_and_cases_do_not_meet() -> None:
    ours, theirs = _fill(go_live()), _fill(go_live(settings("FIT")))
    for one in (ours, theirs):
        assert message_states(one) == ["processed"]
        assert states(one) == [("VG1", 1, "applied")]
        assert (len(persons(one)), list(cases(one))) == (1, ["VG1"])
        with tenant(one.arbodienst):
            owners = {
                row.arbodienst_id
                for model in (AbsenceCase, ClientAccount, Employee, LinkKey, Message)
                for row in model.objects.all()
            }
        assert owners == {one.arbodienst}


def test_tenant_ends_with_its_transaction() -> None:
    coupling = _fill(go_live())
    with tenant(coupling.arbodienst):
        assert Employee.objects.exists()
    assert not Employee.objects.exists()
    with pytest.raises(ZeroDivisionError), tenant(coupling.arbodienst):
        raise ZeroDivisionError
    assert not Employee.objects.exists()


def test_tenants_change_within_one_transaction() -> None:
    ours, theirs = _fill(go_live()), go_live(settings("FIT"))
    with transaction.atomic():
        with tenant(ours.arbodienst):
            assert Employee.objects.exists()
        with tenant(theirs.arbodienst):
            assert not Employee.objects.exists()
