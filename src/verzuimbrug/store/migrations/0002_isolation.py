"""Row-level security on every tenant table, and the rights of the application role."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from verzuimbrug.store.isolation import APPLICATION_ROLE, grant, isolate

OPEN = {"Arbodienst", "SignIn", "SignInFailures", "Work", "RefusedAttempt", "User"}
APPEND_ONLY = {
    "AccessLog",
    "AccountEvent",
    "Change",
    "ConfigurationVersion",
    "MailTextVersion",
    "RefusedAttempt",
    "UserEvent",
    "WebhookDelivery",
}
FORGOTTEN = ("store_webhookdelivery",)
"""What may be added to and, once its term is over, dropped."""


def forwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Isolates and grants."""
    tables = list(apps.get_app_config("store").get_models())
    isolate(editor, [table for table in tables if table.__name__ not in OPEN])
    for table in tables:
        grant(editor, table, append_only=table.__name__ in APPEND_ONLY)
    for name in FORGOTTEN:
        editor.execute(f"GRANT DELETE ON {name} TO {APPLICATION_ROLE}")


class Migration(migrations.Migration):
    """After the tables are made."""

    dependencies = [("store", "0001_tables")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
