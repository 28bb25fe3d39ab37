"""The application's rights on the tables of sign-in, which are not of the store.

Those of Django's own groups and permissions stay closed: nobody uses them.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from verzuimbrug.store.isolation import grant

TABLES = (
    ("account", "EmailAddress"),
    ("account", "EmailConfirmation"),
    ("mfa", "Authenticator"),
    ("sessions", "Session"),
    ("socialaccount", "SocialAccount"),
    ("socialaccount", "SocialApp"),
    ("socialaccount", "SocialToken"),
    ("usersessions", "UserSession"),
)


def forwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Grants."""
    for app, table in TABLES:
        grant(editor, apps.get_model(app, table))


class Migration(migrations.Migration):
    """After the tables are made."""

    dependencies = [
        ("store", "0002_isolation"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("sessions", "0001_initial"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
        ("usersessions", "0001_initial"),
    ]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
