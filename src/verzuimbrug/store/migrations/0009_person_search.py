"""Indexes by which persons are found: by surname, birth date, employer and link key."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0008_coupling_days"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="employee",
            index=models.Index(fields=["arbodienst", "birth_date", "id"], name="employee_born"),
        ),
        migrations.AddIndex(
            model_name="employee",
            index=models.Index(fields=["arbodienst", "employer", "id"], name="employee_at"),
        ),
        migrations.AddIndex(
            model_name="employee",
            index=models.Index(
                fields=["arbodienst", "match_name", "id"],
                name="employee_named",
                opclasses=["int4_ops", "text_pattern_ops", "int8_ops"],
            ),
        ),
        migrations.AddIndex(
            model_name="linkkey",
            index=models.Index(fields=["arbodienst", "key"], name="link_key_itself"),
        ),
    ]
