"""That somebody looked at a rejected message."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from verzuimbrug.store.isolation import grant, isolate


def forwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Isolates the new table."""
    table = apps.get_model("store", "Look")
    isolate(editor, [table])
    grant(editor, table)


class Migration(migrations.Migration):
    """Nobody looked at anything before."""

    dependencies = [
        ("store", "0012_readiness_outcome"),
    ]

    operations = [
        migrations.CreateModel(
            name="Look",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=120)),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.message",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("arbodienst", "message"), name="look_message"),
                ],
            },
        ),
        migrations.RunPython(forwards, migrations.RunPython.noop),
    ]
