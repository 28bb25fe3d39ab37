"""Texts of mails that somebody wrote, version by version."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from verzuimbrug.store.isolation import grant, isolate


def forwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Isolates the new table; versions are added, and not changed."""
    table = apps.get_model("store", "MailTextVersion")
    isolate(editor, [table])
    grant(editor, table, append_only=True)


class Migration(migrations.Migration):
    """One table."""

    dependencies = [
        ("store", "0018_disputed_counts"),
    ]

    operations = [
        migrations.CreateModel(
            name="MailTextVersion",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=20)),
                ("language", models.CharField(max_length=5)),
                ("number", models.IntegerField()),
                ("is_default", models.BooleanField(default=False)),
                ("subject", models.CharField(blank=True, max_length=200)),
                ("body", models.TextField(blank=True)),
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["arbodienst", "kind", "language", "number"],
                        name="mail_text_number",
                    ),
                ],
            },
        ),
        migrations.RunPython(forwards, migrations.RunPython.noop),
    ]
