"""Files that somebody looks at before they are taken in; when a key was last used."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from verzuimbrug.store.isolation import grant, isolate


def forwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Isolates the new table."""
    table = apps.get_model("store", "StagedFile")
    isolate(editor, [table])
    grant(editor, table)


class Migration(migrations.Migration):
    """Of keys that are there it is not known when they were used before."""

    dependencies = [
        ("store", "0013_look"),
    ]

    operations = [
        migrations.AddField("apikey", "last_used_at", models.DateTimeField(null=True)),
        migrations.CreateModel(
            name="StagedFile",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("principal", models.CharField(max_length=120)),
                ("purpose", models.CharField(max_length=30)),
                ("name", models.CharField(max_length=200)),
                ("content", models.BinaryField()),
                ("expires_at", models.DateTimeField()),
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
                        fields=["arbodienst", "principal", "purpose"], name="staged_file_of"
                    ),
                ],
            },
        ),
        migrations.RunPython(forwards, migrations.RunPython.noop),
    ]
