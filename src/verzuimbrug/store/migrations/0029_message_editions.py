"""What arrives in which edition is counted in the index alone; the software that sends is kept."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A column that has its value without the table being written, and two indexes."""

    dependencies = [
        ("store", "0028_employer_proposals"),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="software",
            field=models.CharField(db_default="", default="", max_length=35),
        ),
        migrations.RemoveIndex(
            model_name="message",
            name="message_stream",
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                fields=["arbodienst", "stream", "received_at"],
                include=("edition", "sender", "software"),
                name="message_stream",
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("codes__overlap", ["IN101", "BRT02"])),
                fields=["arbodienst", "stream", "received_at"],
                include=("edition",),
                name="message_wrong_edition",
            ),
        ),
    ]
