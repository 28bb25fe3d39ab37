"""The chain of the access log, to which is added only (docs/adr/0042-access-chain.md)."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from verzuimbrug.store.isolation import grant, isolate

_TABLES = ("AccessSeal", "AccessCheck")


def forwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Isolates and grants."""
    tables = [apps.get_model("store", name) for name in _TABLES]
    isolate(editor, tables)
    for table in tables:
        grant(editor, table, append_only=True)


_ARBODIENST = (
    "arbodienst",
    models.ForeignKey(db_index=False, on_delete=models.deletion.CASCADE, to="store.arbodienst"),
)


class Migration(migrations.Migration):
    """After the keys."""

    dependencies = [("store", "0004_keys")]

    operations = [
        migrations.CreateModel(
            name="AccessSeal",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("number", models.BigIntegerField()),
                ("entry", models.BigIntegerField()),
                ("digest", models.BinaryField()),
                ("at", models.DateTimeField()),
                _ARBODIENST,
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("arbodienst", "number"), name="access_seal_number"
                    ),
                    models.UniqueConstraint(
                        fields=("arbodienst", "entry"), name="access_seal_entry"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AccessCheck",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=120)),
                ("number", models.BigIntegerField()),
                ("digest", models.BinaryField()),
                ("breaks", models.JSONField(default=list)),
                _ARBODIENST,
            ],
        ),
        migrations.RunPython(forwards, migrations.RunPython.noop),
    ]
