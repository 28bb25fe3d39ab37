"""By which an instance sees that it has the right keys (docs/adr/0041-keys-and-places.md)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A table of the owner: the application has no rights on it."""

    dependencies = [("store", "0003_signing_in")]

    operations = [
        migrations.CreateModel(
            name="KeyMark",
            fields=[
                ("name", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("mark", models.BinaryField()),
            ],
        ),
    ]
