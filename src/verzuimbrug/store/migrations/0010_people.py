"""People who sign in, before the tables of allauth that refer to them."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from verzuimbrug.store.isolation import grant, isolate

NEW = ("Invitation", "UserEvent", "UserScope")


def forwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Isolates the tables that belong to an arbodienst; `User` is open."""
    tables = [apps.get_model("store", name) for name in NEW]
    isolate(editor, tables)
    for table in tables:
        grant(editor, table, append_only=table.__name__ == "UserEvent")
    grant(editor, apps.get_model("store", "User"))


class Migration(migrations.Migration):
    """Swappable dependencies name the first migration of the store; this is the one they need."""

    dependencies = [
        ("store", "0009_person_search"),
    ]
    run_before = [
        ("account", "0001_initial"),
        ("mfa", "0001_initial"),
        ("socialaccount", "0001_initial"),
        ("usersessions", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("email", models.CharField(max_length=90, unique=True)),
                ("name", models.CharField(max_length=100)),
                ("role", models.CharField(max_length=20)),
                ("language", models.CharField(default="nl", max_length=2)),
                ("is_active", models.BooleanField(default=True)),
                ("scope_all", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=100)),
                ("expires_at", models.DateTimeField()),
                ("opened_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="UserEvent",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=100)),
                ("event", models.CharField(max_length=40)),
                ("details", models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name="UserScope",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
            ],
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
                ],
                max_length=20,
            ),
        ),
        migrations.AddIndex(
            model_name="accesslog",
            index=models.Index(fields=["arbodienst", "principal", "id"], name="access_principal"),
        ),
        migrations.AddIndex(
            model_name="accesslog",
            index=models.Index(fields=["arbodienst", "employer", "id"], name="access_employer"),
        ),
        migrations.AddIndex(
            model_name="accesslog",
            index=models.Index(fields=["arbodienst", "at"], name="access_at"),
        ),
        migrations.AddField(
            model_name="user",
            name="arbodienst",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                to="store.arbodienst",
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="arbodienst",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, to="store.arbodienst"
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="user",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="userevent",
            name="arbodienst",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, to="store.arbodienst"
            ),
        ),
        migrations.AddField(
            model_name="userevent",
            name="user",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="userscope",
            name="arbodienst",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, to="store.arbodienst"
            ),
        ),
        migrations.AddField(
            model_name="userscope",
            name="employer",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="store.employer",
            ),
        ),
        migrations.AddField(
            model_name="userscope",
            name="group",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="store.employergroup",
            ),
        ),
        migrations.AddField(
            model_name="userscope",
            name="user",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.UniqueConstraint(fields=("arbodienst", "id"), name="user_tenant_id"),
        ),
        migrations.AddIndex(
            model_name="invitation",
            index=models.Index(fields=["arbodienst", "user"], name="invitation_user"),
        ),
        migrations.AddIndex(
            model_name="userevent",
            index=models.Index(fields=["arbodienst", "user", "id"], name="user_event_user"),
        ),
        migrations.AddIndex(
            model_name="userscope",
            index=models.Index(fields=["arbodienst", "user"], name="user_scope_user"),
        ),
        migrations.RunPython(forwards, migrations.RunPython.noop),
    ]
