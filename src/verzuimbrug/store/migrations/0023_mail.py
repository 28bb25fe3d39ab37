"""What is to be mailed with its copies, and how often an account is told."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from verzuimbrug.store.isolation import grant, isolate


def forwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Isolates the new tables."""
    tables = [apps.get_model("store", name) for name in ("Mail", "MailCopy")]
    isolate(editor, tables)
    for table in tables:
        grant(editor, table)


class Migration(migrations.Migration):
    """Two tables and a setting."""

    dependencies = [
        ("store", "0022_answers"),
    ]

    operations = [
        migrations.AddField(
            model_name="clientaccount",
            name="report_mail",
            field=models.CharField(db_default="daily", default="daily", max_length=20),
        ),
        migrations.CreateModel(
            name="Mail",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=20)),
                ("state", models.CharField(db_default="", default="", max_length=10)),
                ("period_end", models.DateTimeField(null=True)),
                ("details", models.JSONField(db_default={}, default=dict)),
                ("made_at", models.DateTimeField()),
                ("written_at", models.DateTimeField(null=True)),
                ("language", models.CharField(db_default="", default="", max_length=5)),
                ("subject", models.TextField(db_default="", default="")),
                ("body", models.TextField(db_default="", default="")),
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
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.message",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MailCopy",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("address", models.CharField(max_length=320)),
                ("key", models.UUIDField()),
                ("attempts", models.IntegerField(db_default=0, default=0)),
                ("next_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("given_up_at", models.DateTimeField(null=True)),
                ("trouble", models.CharField(db_default="", default="", max_length=20)),
                ("said", models.CharField(db_default="", default="", max_length=200)),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
                (
                    "mail",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.mail",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="mail",
            index=models.Index(
                condition=models.Q(("written_at__isnull", True)),
                fields=["arbodienst", "id"],
                name="mail_to_write",
            ),
        ),
        migrations.AddConstraint(
            model_name="mail",
            constraint=models.UniqueConstraint(
                condition=models.Q(("message__isnull", False)),
                fields=("arbodienst", "message", "state"),
                name="mail_of_message",
            ),
        ),
        migrations.AddConstraint(
            model_name="mail",
            constraint=models.UniqueConstraint(
                condition=models.Q(("period_end__isnull", False)),
                fields=("arbodienst", "account", "period_end"),
                name="mail_of_period",
            ),
        ),
        migrations.AddIndex(
            model_name="mailcopy",
            index=models.Index(
                condition=models.Q(("given_up_at__isnull", True), ("sent_at__isnull", True)),
                fields=["arbodienst", "next_at"],
                name="mail_copy_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="mailcopy",
            constraint=models.UniqueConstraint(
                fields=("arbodienst", "mail", "address"), name="mail_copy_address"
            ),
        ),
        migrations.RunPython(forwards, migrations.RunPython.noop),
    ]
