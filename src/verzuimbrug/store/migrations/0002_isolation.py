"""Row-level security on every tenant table, and the rights of the application role."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from verzuimbrug.store.isolation import grant, isolate

OPEN = {"Arbodienst", "SignIn", "SignInFailures", "Work", "RefusedAttempt"}
APPEND_ONLY = {"Change", "AccessLog", "AccountEvent", "ConfigurationVersion", "RefusedAttempt"}


def forwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Isolates and grants."""
    tables = list(apps.get_app_config("store").get_models())
    isolate(editor, [table for table in tables if table.__name__ not in OPEN])
    for table in tables:
        grant(editor, table, append_only=table.__name__ in APPEND_ONLY)


class Migration(migrations.Migration):
    """After the tables are made."""

    dependencies = [("store", "0001_tables")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
