"""What the portal delivers, as it is read: the tables of 0003 with what comparing them needs."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from verzuimbrug.store.isolation import grant, isolate

TABLES = ("PortalMessage", "PortalPerson", "PortalReport")


def forwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Isolates the tables anew."""
    tables = [apps.get_model("store", name) for name in TABLES]
    isolate(editor, tables)
    for table in tables:
        grant(editor, table)


class Migration(migrations.Migration):
    """Nothing was ever kept in the tables that are made anew."""

    dependencies = [
        ("store", "0004_change_safety_isolation"),
    ]

    operations = [
        migrations.DeleteModel(
            name="PortalReport",
        ),
        migrations.DeleteModel(
            name="PortalPerson",
        ),
        migrations.DeleteModel(
            name="PortalMessage",
        ),
        migrations.CreateModel(
            name="PortalMessage",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
                (
                    "delivery",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.portaldelivery",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.message",
                    ),
                ),
                (
                    "stream",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.stream",
                    ),
                ),
                ("read_as", models.CharField(db_default="", default="", max_length=64)),
                ("read_at", models.DateTimeField(null=True)),
                ("attempts", models.SmallIntegerField(db_default=0, default=0)),
                ("is_valid", models.BooleanField(db_default=True, default=True)),
                ("makes_codes", models.BooleanField(db_default=False, default=False)),
                ("kind", models.CharField(db_default="", default="", max_length=20)),
                ("edition", models.CharField(db_default="", default="", max_length=10)),
                ("reference", models.CharField(db_default="", default="", max_length=512)),
                ("made_at", models.CharField(db_default="", default="", max_length=30)),
                ("persons", models.IntegerField(db_default=0, default=0)),
                ("reports", models.IntegerField(db_default=0, default=0)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["arbodienst", "delivery", "read_as", "message"],
                        name="portal_message_read",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("arbodienst", "delivery", "message"), name="portal_message_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PortalPerson",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
                (
                    "delivery",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.portaldelivery",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.message",
                    ),
                ),
                ("position", models.IntegerField()),
                ("employer_code", models.TextField()),
                ("key", models.CharField(max_length=100, null=True)),
                ("key_old", models.CharField(max_length=100, null=True)),
                ("birth_date", models.DateField()),
                ("fields", models.JSONField()),
                ("employments", models.JSONField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["arbodienst", "delivery", "employer_code", "key"],
                        name="portal_person_key",
                    ),
                    models.Index(
                        condition=models.Q(("key_old__isnull", False)),
                        fields=["arbodienst", "key_old"],
                        name="portal_person_key_old",
                    ),
                    models.Index(fields=["arbodienst", "message"], name="portal_person_message"),
                ],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="PortalReport",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
                (
                    "delivery",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.portaldelivery",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.message",
                    ),
                ),
                ("position", models.IntegerField()),
                ("person", models.IntegerField()),
                ("employment", models.IntegerField()),
                ("employer_code", models.TextField()),
                ("key", models.CharField(max_length=100, null=True)),
                ("case_key", models.CharField(max_length=100, null=True)),
                ("case_key_old", models.CharField(max_length=100, null=True)),
                ("sequence", models.IntegerField()),
                ("content", models.JSONField(null=True)),
                ("impossible_year", models.BooleanField(default=False)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["arbodienst", "delivery", "employer_code", "key"],
                        name="portal_report_key",
                    ),
                    models.Index(fields=["arbodienst", "case_key"], name="portal_report_case"),
                    models.Index(
                        condition=models.Q(("case_key_old__isnull", False)),
                        fields=["arbodienst", "case_key_old"],
                        name="portal_report_case_old",
                    ),
                    models.Index(fields=["arbodienst", "message"], name="portal_report_message"),
                ],
                "constraints": [],
            },
        ),
        migrations.AddConstraint(
            model_name="portaldelivery",
            constraint=models.UniqueConstraint(
                condition=models.Q(("finished_at__isnull", True)),
                fields=("arbodienst", "account"),
                name="portal_delivery_open_once",
            ),
        ),
        migrations.AlterField(
            model_name="message", name="door", field=models.CharField(max_length=20)
        ),
        migrations.AlterField(
            model_name="redelivery", name="door", field=models.CharField(max_length=20)
        ),
        migrations.RunPython(forwards, migrations.RunPython.noop),
    ]
