"""Employers from messages: what is known of an employer besides its name, and proposals."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from verzuimbrug.store.isolation import grant, isolate


def forwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Isolates the new tables."""
    tables = [apps.get_model("store", name) for name in ("EmployerProposal", "EmployerWord")]
    isolate(editor, tables)
    for table in tables:
        grant(editor, table)


class Migration(migrations.Migration):
    """Four fields of an employer, and two tables."""

    dependencies = [
        ("store", "0026_passed_on"),
    ]

    operations = [
        migrations.AddField(
            model_name="employer",
            name="addresses",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="employer",
            name="contact",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="employer",
            name="contact_persons",
            field=models.BinaryField(default=bytes),
        ),
        migrations.AddField(
            model_name="employer",
            name="departments",
            field=models.JSONField(default=dict),
        ),
        migrations.CreateModel(
            name="EmployerProposal",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("position", models.IntegerField()),
                ("kind", models.CharField(max_length=20)),
                ("employer_code", models.CharField(blank=True, max_length=200)),
                ("subject", models.CharField(max_length=64)),
                ("source", models.CharField(max_length=100)),
                ("content", models.BinaryField()),
                ("digest", models.CharField(max_length=64)),
                ("state", models.CharField(default="open", max_length=20)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by", models.CharField(blank=True, max_length=100)),
                ("reason", models.CharField(blank=True, max_length=500)),
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
                "indexes": [
                    models.Index(fields=["arbodienst", "state", "id"], name="proposal_state"),
                    models.Index(
                        fields=["arbodienst", "account", "digest"], name="proposal_digest"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("arbodienst", "message", "position", "kind"), name="proposal_place"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EmployerWord",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("source", models.CharField(max_length=100)),
                ("subject", models.CharField(max_length=64)),
                ("stamp", models.JSONField()),
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
                        fields=("arbodienst", "account", "source", "subject"), name="employer_word"
                    )
                ],
            },
        ),
        migrations.RunPython(forwards, migrations.RunPython.noop),
    ]
