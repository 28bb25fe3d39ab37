"""Where the chain of the access log goes on from once its beginning went (ADR 48)."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from verzuimbrug.store.isolation import APPLICATION_ROLE, isolate


def forwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Isolates; the application may read what the owner of the tables writes, and no more."""
    isolate(editor, [apps.get_model("store", "AccessCheckpoint")])
    editor.execute(f"GRANT SELECT ON store_accesscheckpoint TO {APPLICATION_ROLE}")


class Migration(migrations.Migration):
    """After the parts of the queue."""

    dependencies = [("store", "0010_shards")]

    operations = [
        migrations.CreateModel(
            name="AccessCheckpoint",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("number", models.BigIntegerField()),
                ("entry", models.BigIntegerField()),
                ("digest", models.BinaryField()),
                ("entries", models.BigIntegerField()),
                ("before", models.DateField()),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=120)),
                ("seal", models.BinaryField()),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("arbodienst", "number"), name="access_checkpoint_number"
                    ),
                ],
            },
        ),
        migrations.RunPython(forwards, migrations.RunPython.noop),
    ]
