"""An index by account on what was done to accounts."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The newest event of an account is looked up on every look at it."""

    dependencies = [
        ("store", "0019_mail_texts"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="accountevent",
            index=models.Index(fields=["arbodienst", "account", "id"], name="account_event"),
        ),
    ]
