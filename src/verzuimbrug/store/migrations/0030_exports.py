"""Exports: receivers, what each was told, and what is still to go."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import verzuimbrug.domain.exports
from verzuimbrug.store.isolation import grant, isolate

TABLES = ("Export", "ExportScope", "ExportDue", "ExportPerson", "ExportCase", "ExportMessage")


def forwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Isolates the new tables."""
    tables = [apps.get_model("store", name) for name in TABLES]
    isolate(editor, tables)
    for table in tables:
        grant(editor, table)


class Migration(migrations.Migration):
    """Six tables, and a kind of sign-in."""

    dependencies = [
        ("store", "0029_message_editions"),
    ]

    operations = [
        migrations.AlterField(
            model_name="signin",
            name="kind",
            field=models.CharField(
                choices=[
                    ("customer-code", "Customer Code"),
                    ("api-key", "Api Key"),
                    ("link", "Link"),
                    ("sftp-login", "Sftp Login"),
                    ("invitation", "Invitation"),
                    ("export", "Export"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="Export",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=100)),
                ("scope_all", models.BooleanField(default=False)),
                ("settings", models.JSONField(default=dict)),
                ("is_enabled", models.BooleanField(default=False)),
                ("since", models.DateField(null=True)),
                ("access", models.BinaryField(null=True)),
                ("public_key", models.TextField(default="")),
                ("is_stale", models.BooleanField(default=True)),
                ("swept_on", models.DateField(null=True)),
                ("last_number", models.BigIntegerField(default=0)),
                ("stamp", models.CharField(default="", max_length=19)),
                ("failures", models.IntegerField(default=0)),
                ("next_at", models.DateTimeField(null=True)),
                ("lease", models.CharField(default="", max_length=32)),
                ("leased_until", models.DateTimeField(null=True)),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ExportCase",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("life", models.IntegerField()),
                ("reports", models.JSONField(default=list)),
                ("person", models.BinaryField()),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.absencecase",
                    ),
                ),
                (
                    "employee",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.employee",
                    ),
                ),
                (
                    "export",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.export",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ExportDue",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
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
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.employee",
                    ),
                ),
                (
                    "export",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.export",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ExportMessage",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("number", models.BigIntegerField()),
                ("message", models.CharField(max_length=40)),
                ("file_name", models.CharField(max_length=100)),
                ("made_at", models.DateTimeField()),
                ("content", models.BinaryField(null=True)),
                (
                    "employees",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("reports", models.IntegerField(default=0)),
                (
                    "state",
                    models.CharField(
                        default=verzuimbrug.domain.exports.ExportMessageState["WAITING"],
                        max_length=10,
                    ),
                ),
                ("attempts", models.IntegerField(default=0)),
                ("tried_at", models.DateTimeField(null=True)),
                ("outcome", models.CharField(default="", max_length=20)),
                ("status", models.IntegerField(null=True)),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
                (
                    "export",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.export",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ExportPerson",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("digest", models.BinaryField(null=True)),
                ("lacks", models.JSONField(default=list)),
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
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.employee",
                    ),
                ),
                (
                    "export",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.export",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ExportScope",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
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
                    "export",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.export",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.employergroup",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="export",
            constraint=models.UniqueConstraint(fields=("arbodienst", "name"), name="export_name"),
        ),
        migrations.AddIndex(
            model_name="exportcase",
            index=models.Index(
                fields=["arbodienst", "export", "employee"], name="export_case_employee"
            ),
        ),
        migrations.AddConstraint(
            model_name="exportcase",
            constraint=models.UniqueConstraint(
                fields=("arbodienst", "export", "case"), name="export_case"
            ),
        ),
        migrations.AddIndex(
            model_name="exportdue",
            index=models.Index(fields=["arbodienst", "export", "id"], name="export_due_of"),
        ),
        migrations.AddIndex(
            model_name="exportmessage",
            index=models.Index(
                condition=models.Q(("state", "waiting")),
                fields=["arbodienst", "export", "number"],
                name="export_message_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="exportmessage",
            index=models.Index(fields=["arbodienst", "made_at"], name="export_message_made"),
        ),
        migrations.AddConstraint(
            model_name="exportmessage",
            constraint=models.UniqueConstraint(
                fields=("arbodienst", "export", "number"), name="export_message_number"
            ),
        ),
        migrations.AddIndex(
            model_name="exportperson",
            index=models.Index(
                condition=models.Q(("lacks", []), _negated=True),
                fields=["arbodienst", "export", "id"],
                name="export_person_lacks",
            ),
        ),
        migrations.AddConstraint(
            model_name="exportperson",
            constraint=models.UniqueConstraint(
                fields=("arbodienst", "export", "employee"), name="export_person"
            ),
        ),
        migrations.AddIndex(
            model_name="exportscope",
            index=models.Index(fields=["arbodienst", "export"], name="export_scope_of"),
        ),
        migrations.RunPython(forwards, migrations.RunPython.noop),
    ]
