"""Row-level security for tenant tables, as migrations put it in place.

Every tenant table gets forced row-level security with one policy, a UNIQUE (arbodienst, id), and
foreign keys that include the arbodienst. The application role gets rights on rows, never on tables.
"""

from collections.abc import Iterable

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

APPLICATION_ROLE = "verzuimbrug_app"
CURRENT_TENANT = "nullif(current_setting('vb.tenant', true), '')::int"
_APPEND_ONLY = ("SELECT", "INSERT")
_ALL_ROWS = ("SELECT", "INSERT", "UPDATE", "DELETE")


def isolate(editor: BaseDatabaseSchemaEditor, tables: Iterable[type[models.Model]]) -> None:
    """Puts tenant tables under row-level security: UNIQUE keys first, then what refers to them."""
    tables = list(tables)
    for table in tables:
        editor.execute(_unique_key(table._meta.db_table))
        for statement in _policy(table._meta.db_table):
            editor.execute(statement)
    for table in tables:
        for field in _tenant_keys(table):
            editor.execute(_foreign_key(table._meta.db_table, field))


def refer(
    editor: BaseDatabaseSchemaEditor, table: type[models.Model], names: Iterable[str]
) -> None:
    """Makes references that were added to a table point within its tenant only."""
    for field in _tenant_keys(table):
        if field.name in names:
            editor.execute(_foreign_key(table._meta.db_table, field))


def grant(
    editor: BaseDatabaseSchemaEditor, table: type[models.Model], *, append_only: bool = False
) -> None:
    """Gives the application role its rights on the rows of a table, and on the numbers it takes."""
    rights = ", ".join(_APPEND_ONLY if append_only else _ALL_ROWS)
    name = table._meta.db_table
    editor.execute(f'GRANT {rights} ON "{name}" TO {APPLICATION_ROLE}')
    key = table._meta.pk
    if isinstance(key, models.AutoField | models.BigAutoField):
        editor.execute(f'GRANT USAGE ON SEQUENCE "{name}_id_seq" TO {APPLICATION_ROLE}')


def _policy(table: str) -> Iterable[str]:
    yield f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY'
    yield f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY'
    yield (
        f'CREATE POLICY tenant ON "{table}" USING (arbodienst_id = {CURRENT_TENANT}) '
        f"WITH CHECK (arbodienst_id = {CURRENT_TENANT})"
    )


def _unique_key(table: str) -> str:
    return f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_tenant_id" UNIQUE (arbodienst_id, id)'


def _tenant_keys(
    table: type[models.Model],
) -> Iterable["models.ForeignKey[models.Model, models.Model]"]:
    for field in table._meta.local_fields:
        if isinstance(field, models.ForeignKey) and field.name != "arbodienst":
            yield field


def _foreign_key(table: str, field: "models.ForeignKey[models.Model, models.Model]") -> str:
    target = field.related_model._meta.db_table
    return (
        f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_{field.column}_tenant" '
        f'FOREIGN KEY (arbodienst_id, "{field.column}") REFERENCES "{target}" (arbodienst_id, id) '
        f"DEFERRABLE INITIALLY DEFERRED"
    )
