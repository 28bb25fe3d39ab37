"""Webhooks that get the answers for one account (AN-1)."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from verzuimbrug.store.isolation import refer


def forwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """An account of the same arbodienst only."""
    refer(editor, apps.get_model("store", "Webhook"), ["account"])


class Migration(migrations.Migration):
    """A column, and one webhook an account that is on."""

    dependencies = [
        ("store", "0024_events"),
    ]

    operations = [
        migrations.AddField(
            model_name="webhook",
            name="account",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="store.clientaccount",
            ),
        ),
        migrations.AddConstraint(
            model_name="webhook",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_enabled", True)),
                fields=("arbodienst", "account"),
                name="webhook_answers_of",
            ),
        ),
        migrations.RunPython(forwards, migrations.RunPython.noop),
    ]
