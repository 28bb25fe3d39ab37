"""Arbodiensten that are a sandbox for one account of another one."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Two columns that go together, and the secret of a page."""

    dependencies = [
        ("store", "0025_answers_pushed"),
    ]

    operations = [
        migrations.AddField(
            model_name="arbodienst",
            name="sandbox_account",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="arbodienst",
            name="sandbox_of",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="store.arbodienst",
            ),
        ),
        migrations.AlterField(
            model_name="signin",
            name="kind",
            field=models.CharField(
                choices=[
                    ("customer-code", "Customer Code"),
                    ("api-key", "Api Key"),
                    ("link", "Link"),
                    ("sftp-login", "Sftp Login"),
                    ("invitation", "Invitation"),
                    ("conformance", "Conformance"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="arbodienst",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("sandbox_account__isnull", True), ("sandbox_of__isnull", True)),
                    models.Q(("sandbox_account__isnull", False), ("sandbox_of__isnull", False)),
                    _connector="OR",
                ),
                name="arbodienst_sandbox_whole",
            ),
        ),
    ]
