"""What senders were told of their reports, and what they are still to be told (AN-2)."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from verzuimbrug.store.isolation import grant, isolate


def forwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Isolates the new table."""
    table = apps.get_model("store", "AnswerDue")
    isolate(editor, [table])
    grant(editor, table)


class Migration(migrations.Migration):
    """One table, a column of answers and one of messages."""

    dependencies = [
        ("store", "0021_noted_messages"),
    ]

    operations = [
        migrations.CreateModel(
            name="AnswerDue",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="answer",
            name="answer_message_kind",
        ),
        migrations.AddField(
            model_name="answer",
            name="said",
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name="message",
            name="reply_to",
            field=models.JSONField(null=True),
        ),
        migrations.AddIndex(
            model_name="answer",
            index=models.Index(
                condition=models.Q(("said__isnull", False)),
                fields=["arbodienst", "message", "id"],
                name="answer_said",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("said__isnull", True)),
                fields=("arbodienst", "message", "kind"),
                name="answer_message_kind",
            ),
        ),
        migrations.AddField(
            model_name="answerdue",
            name="arbodienst",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, to="store.arbodienst"
            ),
        ),
        migrations.AddField(
            model_name="answerdue",
            name="message",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="store.message",
            ),
        ),
        migrations.RunPython(forwards, migrations.RunPython.noop),
    ]
