"""Indexes by moment of receipt, for what is shown of couplings day by day."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One for all messages of a stream, two for what there is something to say of."""

    dependencies = [
        ("store", "0007_awaited"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="absencereport",
            index=models.Index(
                condition=models.Q(("state__in", ("conflict", "held", "parked", "refused"))),
                fields=["arbodienst", "received_on"],
                include=("account", "message"),
                name="report_noted",
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                fields=["arbodienst", "stream", "received_at"], name="message_stream"
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(
                    ("state__in", ("failed", "held", "rejected")),
                    models.Q(("codes", []), _negated=True),
                    _connector="OR",
                ),
                fields=["arbodienst", "received_at"],
                include=("account", "state", "codes", "undone"),
                name="message_noted",
            ),
        ),
    ]
