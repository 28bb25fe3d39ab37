"""What there is something to say of is counted in its index alone, without the messages."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The number of a message stands in the index as well."""

    dependencies = [
        ("store", "0020_account_event"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="message",
            name="message_noted",
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
                include=("account", "id", "state", "codes", "undone"),
                name="message_noted",
            ),
        ),
    ]
