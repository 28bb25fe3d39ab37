"""Events: what is due to be told, what was told, and how far each webhook is."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from verzuimbrug.store.isolation import APPLICATION_ROLE, grant, isolate


def forwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Isolates the new tables; of the log of what was sent the old may go."""
    due, event = (apps.get_model("store", name) for name in ("EventDue", "Event"))
    isolate(editor, [due, event])
    grant(editor, due)
    grant(editor, event)
    editor.execute(f"GRANT DELETE ON store_webhookdelivery TO {APPLICATION_ROLE}")


class Migration(migrations.Migration):
    """Two tables, and how far each webhook is."""

    dependencies = [
        ("store", "0023_mail"),
    ]

    operations = [
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("event", models.CharField(max_length=40)),
                ("kind", models.CharField(max_length=30)),
                ("at", models.DateTimeField()),
                ("data", models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name="EventDue",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "changes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                (
                    "cases",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        db_default=[],
                        default=list,
                        size=None,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="webhook",
            name="failures",
            field=models.IntegerField(default=0),
        ),
        migrations.AddField(
            model_name="webhook",
            name="lease",
            field=models.CharField(default="", max_length=32),
        ),
        migrations.AddField(
            model_name="webhook",
            name="leased_until",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="webhook",
            name="next_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="webhook",
            name="off_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="webhook",
            name="off_because",
            field=models.CharField(default="", max_length=20),
        ),
        migrations.AddField(
            model_name="webhook",
            name="taken",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="webhookdelivery",
            name="attempt",
            field=models.IntegerField(default=1),
        ),
        migrations.AddIndex(
            model_name="webhookdelivery",
            index=models.Index(fields=["arbodienst", "at"], name="webhook_delivery_at"),
        ),
        migrations.AddField(
            model_name="event",
            name="arbodienst",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, to="store.arbodienst"
            ),
        ),
        migrations.AddField(
            model_name="event",
            name="case",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="store.absencecase",
            ),
        ),
        migrations.AddField(
            model_name="event",
            name="employee",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="store.employee",
            ),
        ),
        migrations.AddField(
            model_name="event",
            name="employer",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="store.employer",
            ),
        ),
        migrations.AddField(
            model_name="eventdue",
            name="arbodienst",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, to="store.arbodienst"
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["arbodienst", "at"], name="event_at"),
        ),
        migrations.RunPython(forwards, migrations.RunPython.noop),
    ]
