"""How the readiness of an account came out last, kept so that a page need not wait for it."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from verzuimbrug.store.isolation import grant, isolate


def forwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Isolates the new table."""
    table = apps.get_model("store", "ReadinessOutcome")
    isolate(editor, [table])
    grant(editor, table)


class Migration(migrations.Migration):
    """Nothing was kept before; it is worked out when somebody looks."""

    dependencies = [
        ("store", "0011_signing_in"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReadinessOutcome",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("checks", models.JSONField(default=list)),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.clientaccount",
                    ),
                ),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("arbodienst", "account"), name="readiness_account"
                    )
                ],
            },
        ),
        migrations.RunPython(forwards, migrations.RunPython.noop),
    ]
