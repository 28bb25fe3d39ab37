"""Terms of an arbodienst, and what is erased by them (docs/adr/0045-retention.md)."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from verzuimbrug.store.isolation import grant, isolate

_TABLES = ("RetentionTerm", "RetentionRun", "RetentionItem")


def forwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Isolates and grants."""
    tables = [apps.get_model("store", name) for name in _TABLES]
    isolate(editor, tables)
    for table in tables:
        grant(editor, table)


_ID = ("id", models.BigAutoField(primary_key=True, serialize=False))
_ARBODIENST = (
    "arbodienst",
    models.ForeignKey(db_index=False, on_delete=models.deletion.CASCADE, to="store.arbodienst"),
)


class Migration(migrations.Migration):
    """After the chain of the access log."""

    dependencies = [("store", "0007_access_chain")]

    operations = [
        migrations.CreateModel(
            name="RetentionTerm",
            fields=[
                _ID,
                ("kind", models.CharField(max_length=20)),
                ("days", models.IntegerField()),
                _ARBODIENST,
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("arbodienst", "kind"), name="retention_term_kind"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RetentionRun",
            fields=[
                _ID,
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=120)),
                ("digest", models.CharField(max_length=64)),
                ("terms", models.JSONField(default=dict)),
                ("shown", models.JSONField(default=dict)),
                ("erased", models.JSONField(default=dict)),
                ("reasons", models.JSONField(default=dict)),
                ("finished_at", models.DateTimeField(null=True)),
                _ARBODIENST,
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("arbodienst",),
                        condition=models.Q(finished_at__isnull=True),
                        name="retention_run_open_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RetentionItem",
            fields=[
                _ID,
                ("kind", models.CharField(max_length=20)),
                ("object_id", models.BigIntegerField()),
                _ARBODIENST,
                (
                    "run",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.retentionrun",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("arbodienst", "run", "kind", "object_id"),
                        name="retention_item_once",
                    ),
                ],
            },
        ),
        migrations.RunPython(forwards, migrations.RunPython.noop),
    ]
