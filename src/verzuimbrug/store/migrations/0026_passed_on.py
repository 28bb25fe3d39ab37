"""What is passed on to the case system, and that its events may be about nobody we know."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from verzuimbrug.store.isolation import grant, isolate


def forwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Isolates the new table."""
    table = apps.get_model("store", "PassedOnItem")
    isolate(editor, [table])
    grant(editor, table)


class Migration(migrations.Migration):
    """A table, a column of what is due, and one that may be empty."""

    dependencies = [
        ("store", "0025_answers_pushed"),
    ]

    operations = [
        migrations.AddField(
            model_name="eventdue",
            name="items",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), db_default=[], default=list, size=None
            ),
        ),
        migrations.AlterField(
            model_name="event",
            name="employee",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="store.employee",
            ),
        ),
        migrations.CreateModel(
            name="PassedOnItem",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("position", models.IntegerField()),
                ("kind", models.CharField(max_length=20)),
                ("state", models.CharField(max_length=10)),
                ("employer_code", models.TextField()),
                ("key", models.CharField(max_length=100, null=True)),
                ("item", models.CharField(max_length=40, null=True)),
                ("former", models.CharField(max_length=40, null=True)),
                ("dated", models.DateField(null=True)),
                ("case_key", models.CharField(max_length=40, null=True)),
                ("has_file", models.BooleanField(default=False)),
                ("content", models.BinaryField(null=True)),
                ("at", models.DateTimeField(null=True)),
                ("fetched_at", models.DateTimeField(null=True)),
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
                (
                    "employee",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.employee",
                    ),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.employer",
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
                (
                    "replaces",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.passedonitem",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("item__isnull", False)),
                        fields=["arbodienst", "account", "employer", "kind", "item"],
                        name="passed_on_version",
                    ),
                    models.Index(
                        condition=models.Q(("former__isnull", False)),
                        fields=["arbodienst", "account", "employer", "kind", "former"],
                        name="passed_on_former",
                    ),
                    models.Index(
                        condition=models.Q(("replaces__isnull", False)),
                        fields=["arbodienst", "replaces"],
                        name="passed_on_replaces",
                    ),
                    models.Index(
                        condition=models.Q(("at__isnull", False), ("content__isnull", False)),
                        fields=["arbodienst", "at"],
                        name="passed_on_kept",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("arbodienst", "message", "position"), name="passed_on_once"
                    )
                ],
            },
        ),
        migrations.RunPython(forwards, migrations.RunPython.noop),
    ]
