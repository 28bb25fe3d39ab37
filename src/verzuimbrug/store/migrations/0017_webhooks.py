"""Where events go, and what became of each that was sent."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from verzuimbrug.store.isolation import grant, isolate


def forwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Isolates the new tables; the log can be added to, and not be changed."""
    webhook, delivery = (apps.get_model("store", name) for name in ("Webhook", "WebhookDelivery"))
    isolate(editor, [webhook, delivery])
    grant(editor, webhook)
    grant(editor, delivery, append_only=True)


class Migration(migrations.Migration):
    """Two tables."""

    dependencies = [
        ("store", "0016_message_search"),
    ]

    operations = [
        migrations.CreateModel(
            name="Webhook",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("url", models.CharField(max_length=500)),
                ("secret", models.BinaryField()),
                ("is_enabled", models.BooleanField(default=True)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=120)),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="WebhookDelivery",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("event", models.CharField(max_length=40)),
                ("kind", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=120)),
                ("outcome", models.CharField(max_length=20)),
                ("status", models.IntegerField(null=True)),
                ("duration", models.IntegerField()),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
                (
                    "webhook",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.webhook",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["arbodienst", "webhook", "id"], name="webhook_delivery_of"
                    ),
                ],
            },
        ),
        migrations.RunPython(forwards, migrations.RunPython.noop),
    ]
