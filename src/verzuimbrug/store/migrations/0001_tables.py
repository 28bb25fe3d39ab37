"""All tables."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import verzuimbrug.domain.account_status
import verzuimbrug.domain.exports
import verzuimbrug.domain.mail_times


class Migration(migrations.Migration):
    """As they are from the beginning."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="SignInFailures",
            fields=[
                ("hash", models.BinaryField(primary_key=True, serialize=False)),
                ("since", models.DateTimeField()),
                ("count", models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Arbodienst",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=200)),
                ("sandbox_account", models.BigIntegerField(null=True)),
                (
                    "sandbox_of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="store.arbodienst",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("sandbox_account__isnull", True), ("sandbox_of__isnull", True)
                            ),
                            models.Q(
                                ("sandbox_account__isnull", False), ("sandbox_of__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="arbodienst_sandbox_whole",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ApiKey",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=100)),
                ("scope", models.CharField(max_length=20)),
                ("issued_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                ("last_used_at", models.DateTimeField(null=True)),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("arbodienst", "name"), name="api_key_name")
                ],
            },
        ),
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
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("arbodienst", "id"), name="user_tenant_id")
                ],
            },
        ),
        migrations.CreateModel(
            name="ClassificationScheme",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=60)),
                ("name", models.CharField(blank=True, max_length=200)),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("arbodienst", "code"), name="scheme_code")
                ],
            },
        ),
        migrations.CreateModel(
            name="Classification",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=200)),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.classificationscheme",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("arbodienst", "scheme", "code"), name="classification_code"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ClientAccount",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200)),
                ("kind", models.CharField(max_length=20)),
                ("portal", models.CharField(max_length=30)),
                ("insurer", models.CharField(blank=True, max_length=200)),
                ("underwriting_agent", models.CharField(blank=True, max_length=200)),
                ("scope_all", models.BooleanField(default=False)),
                ("culture", models.CharField(default="nl", max_length=5)),
                ("report_recipients", models.JSONField(default=list)),
                (
                    "report_mail",
                    models.CharField(
                        db_default="daily",
                        default=verzuimbrug.domain.mail_times.ReportMail["DAILY"],
                        max_length=20,
                    ),
                ),
                ("bsn", models.BooleanField(default=False)),
                ("allowed_addresses", models.JSONField(default=list)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("concept", "Concept"),
                            ("ready", "Ready"),
                            ("active", "Active"),
                            ("suspended", "Suspended"),
                            ("closed", "Closed"),
                        ],
                        default=verzuimbrug.domain.account_status.AccountStatus["CONCEPT"],
                        max_length=10,
                    ),
                ),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("arbodienst", "name"), name="account_name")
                ],
            },
        ),
        migrations.CreateModel(
            name="AccountEvent",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=100)),
                ("event", models.CharField(max_length=40)),
                ("details", models.JSONField(default=dict)),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.clientaccount",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["arbodienst", "account", "id"], name="account_event")
                ],
            },
        ),
        migrations.CreateModel(
            name="ConfigurationVersion",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=20)),
                ("object_id", models.BigIntegerField()),
                ("number", models.IntegerField()),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=100)),
                ("content", models.JSONField()),
                ("differences", models.JSONField(default=list)),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("arbodienst", "kind", "object_id", "number"), name="version_number"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ConversionTable",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=60)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("unknown", models.CharField(default="keep", max_length=10)),
                ("default", models.CharField(blank=True, max_length=200)),
                ("values", models.JSONField(default=dict)),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("arbodienst", "code"), name="conversion_code")
                ],
            },
        ),
        migrations.CreateModel(
            name="Credential",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("salt", models.BinaryField()),
                ("token_hash", models.BinaryField()),
                ("issued_at", models.DateTimeField()),
                ("valid_until", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                ("last_used_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.clientaccount",
                    ),
                ),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["arbodienst", "account"], name="credential_account")
                ],
            },
        ),
        migrations.CreateModel(
            name="Employer",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=200)),
                ("name", models.CharField(max_length=200)),
                ("kvk_number", models.CharField(blank=True, max_length=8)),
                ("payroll_tax_number", models.CharField(blank=True, max_length=12)),
                ("external_ids", models.JSONField(default=dict)),
                ("contract_reference", models.CharField(blank=True, max_length=100)),
                ("starts_on", models.DateField(null=True)),
                ("ends_on", models.DateField(null=True)),
                ("addresses", models.JSONField(default=dict)),
                ("contact", models.JSONField(default=dict)),
                ("contact_persons", models.BinaryField(default=bytes)),
                ("departments", models.JSONField(default=dict)),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.classificationscheme",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("arbodienst", "code"), name="employer_code")
                ],
            },
        ),
        migrations.CreateModel(
            name="Employee",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("birth_date", models.DateField(null=True)),
                ("match_name", models.TextField(default="")),
                ("fields", models.JSONField(default=dict)),
                ("stamps", models.JSONField(default=dict)),
                ("bsn", models.BinaryField(null=True)),
                ("bsn_index", models.BinaryField(null=True)),
                ("hidden", models.BooleanField(db_default=False, default=False)),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.employer",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["arbodienst", "employer", "birth_date"], name="employee_birth"
                    ),
                    models.Index(fields=["arbodienst", "birth_date", "id"], name="employee_born"),
                    models.Index(fields=["arbodienst", "employer", "id"], name="employee_at"),
                    models.Index(
                        fields=["arbodienst", "match_name", "id"],
                        name="employee_named",
                        opclasses=["int4_ops", "text_pattern_ops", "int8_ops"],
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AccessLog",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("principal", models.CharField(max_length=120)),
                ("action", models.CharField(max_length=60)),
                ("employees", models.JSONField(default=list)),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.employer",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["arbodienst", "principal", "id"], name="access_principal"),
                    models.Index(fields=["arbodienst", "employer", "id"], name="access_employer"),
                    models.Index(fields=["arbodienst", "at"], name="access_at"),
                ],
            },
        ),
        migrations.CreateModel(
            name="AbsenceCase",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=100)),
                ("first_day", models.DateField()),
                ("recovered_on", models.DateField(null=True)),
                ("status", models.CharField(max_length=10)),
                ("periods", models.JSONField(default=dict)),
                ("cause", models.CharField(max_length=10)),
                ("safety_net", models.CharField(max_length=10)),
                ("leave", models.CharField(max_length=10, null=True)),
                ("end_reason", models.CharField(max_length=10, null=True)),
                ("expected_recovery", models.DateField(null=True)),
                ("last_sequence", models.IntegerField()),
                ("employment", models.CharField(max_length=100, null=True)),
                ("classification", models.CharField(max_length=60, null=True)),
                (
                    "released_gaps",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), default=list, size=None
                    ),
                ),
                ("hidden", models.BooleanField(db_default=False, default=False)),
                (
                    "continues",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.absencecase",
                    ),
                ),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.clientaccount",
                    ),
                ),
                (
                    "employee",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.employee",
                    ),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.employer",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["arbodienst", "employee"], name="case_employee")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("arbodienst", "account", "employer", "key"), name="case_key"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EmployerGroup",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=200)),
                ("notes", models.TextField(blank=True)),
                ("is_open", models.BooleanField(default=True)),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("arbodienst", "code"), name="group_code")
                ],
            },
        ),
        migrations.CreateModel(
            name="AccountScope",
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
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.clientaccount",
                    ),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.employer",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.employergroup",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["arbodienst", "account"], name="scope_account")],
            },
        ),
        migrations.CreateModel(
            name="EmployerWord",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("source", models.CharField(max_length=100)),
                ("subject", models.CharField(max_length=64)),
                ("stamp", models.JSONField()),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.clientaccount",
                    ),
                ),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("arbodienst", "account", "source", "subject"), name="employer_word"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Employment",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("number", models.CharField(max_length=100)),
                (
                    "former",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=100), default=list, size=None
                    ),
                ),
                ("fields", models.JSONField(default=dict)),
                ("stamps", models.JSONField(default=dict)),
                ("hidden", models.BooleanField(db_default=False, default=False)),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.clientaccount",
                    ),
                ),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
                (
                    "employee",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.employee",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("arbodienst", "employee", "account", "number"),
                        name="employment_number",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("event", models.CharField(max_length=40)),
                ("kind", models.CharField(max_length=30)),
                ("at", models.DateTimeField()),
                ("data", models.JSONField()),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.absencecase",
                    ),
                ),
                (
                    "employee",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.employee",
                    ),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.employer",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["arbodienst", "at"], name="event_at")],
            },
        ),
        migrations.CreateModel(
            name="EventDue",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "changes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                (
                    "cases",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), db_default=[], default=list, size=None
                    ),
                ),
                (
                    "items",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), db_default=[], default=list, size=None
                    ),
                ),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Export",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=100)),
                ("scope_all", models.BooleanField(default=False)),
                ("settings", models.JSONField(default=dict)),
                ("is_enabled", models.BooleanField(default=False)),
                ("since", models.DateField(null=True)),
                ("access", models.BinaryField(null=True)),
                ("public_key", models.TextField(default="")),
                ("is_stale", models.BooleanField(default=True)),
                ("swept_on", models.DateField(null=True)),
                ("last_number", models.BigIntegerField(default=0)),
                ("stamp", models.CharField(default="", max_length=19)),
                ("failures", models.IntegerField(default=0)),
                ("next_at", models.DateTimeField(null=True)),
                ("lease", models.CharField(default="", max_length=32)),
                ("leased_until", models.DateTimeField(null=True)),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("arbodienst", "name"), name="export_name")
                ],
            },
        ),
        migrations.CreateModel(
            name="ExportCase",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("life", models.IntegerField()),
                ("reports", models.JSONField(default=list)),
                ("person", models.BinaryField()),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.absencecase",
                    ),
                ),
                (
                    "employee",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.employee",
                    ),
                ),
                (
                    "export",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.export",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["arbodienst", "export", "employee"], name="export_case_employee"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("arbodienst", "export", "case"), name="export_case"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ExportDue",
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
                    "employee",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.employee",
                    ),
                ),
                (
                    "export",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.export",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["arbodienst", "export", "id"], name="export_due_of")
                ],
            },
        ),
        migrations.CreateModel(
            name="ExportMessage",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("number", models.BigIntegerField()),
                ("message", models.CharField(max_length=40)),
                ("file_name", models.CharField(max_length=100)),
                ("made_at", models.DateTimeField()),
                ("content", models.BinaryField(null=True)),
                (
                    "employees",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("reports", models.IntegerField(default=0)),
                (
                    "state",
                    models.CharField(
                        default=verzuimbrug.domain.exports.ExportMessageState["WAITING"],
                        max_length=10,
                    ),
                ),
                ("attempts", models.IntegerField(default=0)),
                ("tried_at", models.DateTimeField(null=True)),
                ("outcome", models.CharField(default="", max_length=20)),
                ("status", models.IntegerField(null=True)),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
                (
                    "export",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.export",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["arbodienst", "export", "number"],
                        name="export_message_waiting",
                    ),
                    models.Index(fields=["arbodienst", "made_at"], name="export_message_made"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("arbodienst", "export", "number"), name="export_message_number"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ExportPerson",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("digest", models.BinaryField(null=True)),
                ("lacks", models.JSONField(default=list)),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
                (
                    "employee",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.employee",
                    ),
                ),
                (
                    "export",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.export",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("lacks", []), _negated=True),
                        fields=["arbodienst", "export", "id"],
                        name="export_person_lacks",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("arbodienst", "export", "employee"), name="export_person"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ExportScope",
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
                    "employer",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.employer",
                    ),
                ),
                (
                    "export",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.export",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.employergroup",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["arbodienst", "export"], name="export_scope_of")],
            },
        ),
        migrations.CreateModel(
            name="GroupMembership",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("starts_on", models.DateField(null=True)),
                ("ends_on", models.DateField(null=True)),
                ("run_out_until", models.DateField(null=True)),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.employer",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.employergroup",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["arbodienst", "employer"], name="membership_employer")
                ],
            },
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
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["arbodienst", "user"], name="invitation_user")],
            },
        ),
        migrations.CreateModel(
            name="LinkKey",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=100)),
                ("superseded", models.BooleanField(default=False)),
                ("by_hand", models.BooleanField(db_default=False, default=False)),
                ("hidden", models.BooleanField(db_default=False, default=False)),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.clientaccount",
                    ),
                ),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
                (
                    "employee",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.employee",
                    ),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.employer",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["arbodienst", "employee"], name="link_key_employee"),
                    models.Index(fields=["arbodienst", "key"], name="link_key_itself"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("arbodienst", "account", "employer", "key"), name="link_key"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Mail",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=20)),
                ("state", models.CharField(db_default="", default="", max_length=10)),
                ("period_end", models.DateTimeField(null=True)),
                ("details", models.JSONField(db_default={}, default=dict)),
                ("made_at", models.DateTimeField()),
                ("written_at", models.DateTimeField(null=True)),
                ("language", models.CharField(db_default="", default="", max_length=5)),
                ("subject", models.TextField(db_default="", default="")),
                ("body", models.TextField(db_default="", default="")),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.clientaccount",
                    ),
                ),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("written_at__isnull", True)),
                        fields=["arbodienst", "id"],
                        name="mail_to_write",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("period_end__isnull", False)),
                        fields=("arbodienst", "account", "period_end"),
                        name="mail_of_period",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MailCopy",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("address", models.CharField(max_length=320)),
                ("key", models.UUIDField()),
                ("attempts", models.IntegerField(db_default=0, default=0)),
                ("next_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("given_up_at", models.DateTimeField(null=True)),
                ("trouble", models.CharField(db_default="", default="", max_length=20)),
                ("said", models.CharField(db_default="", default="", max_length=200)),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
                (
                    "mail",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.mail",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            ("given_up_at__isnull", True), ("sent_at__isnull", True)
                        ),
                        fields=["arbodienst", "next_at"],
                        name="mail_copy_due",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("arbodienst", "mail", "address"), name="mail_copy_address"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MailTextVersion",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=20)),
                ("language", models.CharField(max_length=5)),
                ("number", models.IntegerField()),
                ("is_default", models.BooleanField(default=False)),
                ("subject", models.CharField(blank=True, max_length=200)),
                ("body", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=120)),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("arbodienst", "kind", "language", "number"), name="mail_text_number"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("receipt", models.CharField(max_length=40)),
                ("file_name", models.CharField(max_length=300)),
                ("door", models.CharField(max_length=20)),
                ("sha256", models.BinaryField()),
                ("size", models.IntegerField()),
                ("received_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("processed", "Processed"),
                            ("held", "Held"),
                            ("rejected", "Rejected"),
                            ("failed", "Failed"),
                        ],
                        default="received",
                        max_length=10,
                    ),
                ),
                ("dry_run", models.BooleanField(default=False)),
                ("decided_at", models.DateTimeField(null=True)),
                ("message", models.CharField(default="", max_length=100)),
                ("edition", models.CharField(default="", max_length=10)),
                ("sender", models.CharField(default="", max_length=40)),
                ("software", models.CharField(db_default="", default="", max_length=35)),
                ("reference", models.CharField(default="", max_length=512)),
                ("stages", models.JSONField(default=dict)),
                ("findings", models.JSONField(default=list)),
                (
                    "codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=5), default=list, size=None
                    ),
                ),
                ("dry_report", models.JSONField(null=True)),
                ("reply_to", models.JSONField(null=True)),
                ("shown", models.CharField(db_default="", default="", max_length=64)),
                ("approval", models.JSONField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.clientaccount",
                    ),
                ),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
                (
                    "corrects",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.message",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["arbodienst", "sender", "reference"], name="message_reference"
                    ),
                    models.Index(fields=["arbodienst", "reference"], name="message_own_reference"),
                    models.Index(fields=["arbodienst", "received_at"], name="message_received"),
                    models.Index(fields=["arbodienst", "state", "id"], name="message_state"),
                    models.Index(
                        condition=models.Q(("dry_run", True)),
                        fields=["arbodienst", "id"],
                        name="message_dry_run",
                    ),
                    models.Index(
                        condition=models.Q(("codes", []), _negated=True),
                        fields=["arbodienst", "id"],
                        include=("codes",),
                        name="message_remarked",
                    ),
                    models.Index(
                        condition=models.Q(("corrects__isnull", False)),
                        fields=["arbodienst", "corrects"],
                        name="message_corrects",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("arbodienst", "receipt"), name="message_receipt"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="mail",
            name="message",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="store.message",
            ),
        ),
        migrations.CreateModel(
            name="Look",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=120)),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("arbodienst", "message"), name="look_message")
                ],
            },
        ),
        migrations.CreateModel(
            name="EmployerProposal",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("position", models.IntegerField()),
                ("kind", models.CharField(max_length=20)),
                ("employer_code", models.CharField(blank=True, max_length=200)),
                ("subject", models.CharField(max_length=64)),
                ("source", models.CharField(max_length=100)),
                ("content", models.BinaryField()),
                ("digest", models.CharField(max_length=64)),
                ("state", models.CharField(default="open", max_length=20)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by", models.CharField(blank=True, max_length=100)),
                ("reason", models.CharField(blank=True, max_length=500)),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.clientaccount",
                    ),
                ),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
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
            ],
            options={
                "indexes": [
                    models.Index(fields=["arbodienst", "state", "id"], name="proposal_state"),
                    models.Index(
                        fields=["arbodienst", "account", "digest"], name="proposal_digest"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("arbodienst", "message", "position", "kind"), name="proposal_place"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Awaited",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=100)),
                ("stamp", models.JSONField()),
                ("since", models.DateTimeField()),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.clientaccount",
                    ),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.employer",
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
            ],
            options={
                "indexes": [
                    models.Index(fields=["arbodienst", "message"], name="awaited_message"),
                    models.Index(
                        fields=["arbodienst", "account", "employer", "key"], name="awaited_key"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AnswerDue",
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
                    "message",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.message",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=40)),
                ("file_name", models.CharField(max_length=300)),
                ("content", models.BinaryField()),
                ("made_at", models.DateTimeField()),
                ("acknowledged_at", models.DateTimeField(null=True)),
                ("said", models.JSONField(null=True)),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.clientaccount",
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
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("acknowledged_at__isnull", True)),
                        fields=["arbodienst", "account", "id"],
                        name="answer_open",
                    ),
                    models.Index(
                        condition=models.Q(("said__isnull", False)),
                        fields=["arbodienst", "message", "id"],
                        name="answer_said",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("said__isnull", True)),
                        fields=("arbodienst", "message", "kind"),
                        name="answer_message_kind",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MessageBody",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("content", models.BinaryField()),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PassedOnItem",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("position", models.IntegerField()),
                ("kind", models.CharField(max_length=20)),
                ("state", models.CharField(max_length=10)),
                ("employer_code", models.TextField()),
                ("key", models.CharField(max_length=100, null=True)),
                ("item", models.CharField(max_length=40, null=True)),
                ("former", models.CharField(max_length=40, null=True)),
                ("dated", models.DateField(null=True)),
                ("case_key", models.CharField(max_length=40, null=True)),
                ("has_file", models.BooleanField(default=False)),
                ("content", models.BinaryField(null=True)),
                ("at", models.DateTimeField(null=True)),
                ("fetched_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.clientaccount",
                    ),
                ),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
                (
                    "employee",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.employee",
                    ),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.employer",
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
                    "replaces",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.passedonitem",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("item__isnull", False)),
                        fields=["arbodienst", "account", "employer", "kind", "item"],
                        name="passed_on_version",
                    ),
                    models.Index(
                        condition=models.Q(("former__isnull", False)),
                        fields=["arbodienst", "account", "employer", "kind", "former"],
                        name="passed_on_former",
                    ),
                    models.Index(
                        condition=models.Q(("replaces__isnull", False)),
                        fields=["arbodienst", "replaces"],
                        name="passed_on_replaces",
                    ),
                    models.Index(
                        condition=models.Q(("at__isnull", False), ("content__isnull", False)),
                        fields=["arbodienst", "at"],
                        name="passed_on_kept",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("arbodienst", "message", "position"), name="passed_on_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PortalDelivery",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=20)),
                ("step", models.CharField(max_length=20)),
                ("started_at", models.DateTimeField()),
                ("started_by", models.CharField(max_length=100)),
                ("run_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("finished_by", models.CharField(default="", max_length=100)),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.clientaccount",
                    ),
                ),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["arbodienst", "account"], name="portal_delivery_account")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("finished_at__isnull", True)),
                        fields=("arbodienst", "account"),
                        name="portal_delivery_open_once",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="message",
            name="portal_delivery",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="store.portaldelivery",
            ),
        ),
        migrations.CreateModel(
            name="PortalEmployer",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=200)),
                ("name", models.CharField(blank=True, max_length=200)),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.clientaccount",
                    ),
                ),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("arbodienst", "account", "code"), name="portal_employer_code"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PortalPerson",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("position", models.IntegerField()),
                ("employer_code", models.TextField()),
                ("key", models.CharField(max_length=100, null=True)),
                ("key_old", models.CharField(max_length=100, null=True)),
                ("birth_date", models.DateField()),
                ("fields", models.JSONField()),
                ("employments", models.JSONField()),
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
            },
        ),
        migrations.CreateModel(
            name="PortalReport",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
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
            },
        ),
        migrations.CreateModel(
            name="ReadinessOutcome",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("checks", models.JSONField(default=list)),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.clientaccount",
                    ),
                ),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("arbodienst", "account"), name="readiness_account"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Redelivery",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("door", models.CharField(max_length=20)),
                ("received_at", models.DateTimeField()),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
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
            ],
            options={
                "indexes": [
                    models.Index(fields=["arbodienst", "message"], name="redelivery_message")
                ],
            },
        ),
        migrations.CreateModel(
            name="RefusedAttempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(db_index=True)),
                ("door", models.CharField(max_length=10)),
                ("address", models.CharField(max_length=64)),
                ("code_hash", models.BinaryField()),
                ("reason", models.CharField(max_length=40)),
                ("stream", models.CharField(max_length=100)),
                ("size", models.BigIntegerField(null=True)),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("arbodienst__isnull", False)),
                        fields=["arbodienst", "id"],
                        name="refused_attempt",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("cause", models.CharField(max_length=5)),
                ("subject", models.TextField()),
                ("days", models.IntegerField()),
                ("at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.clientaccount",
                    ),
                ),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("arbodienst", "account", "cause", "subject", "days"),
                        name="reminder_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReservedCode",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=200)),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.employer",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("arbodienst", "code"), name="reserved_code")
                ],
            },
        ),
        migrations.CreateModel(
            name="SftpKey",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("public_key", models.TextField()),
                ("fingerprint", models.CharField(max_length=100)),
                ("comment", models.CharField(blank=True, max_length=200)),
                ("added_at", models.DateTimeField()),
                ("added_by", models.CharField(max_length=100)),
                ("revoked_at", models.DateTimeField(null=True)),
                ("last_used_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.clientaccount",
                    ),
                ),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["arbodienst", "account"], name="sftp_key_account")
                ],
            },
        ),
        migrations.CreateModel(
            name="OneTimeLink",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("part", models.CharField(max_length=20)),
                ("recipient", models.CharField(blank=True, max_length=200)),
                ("secret", models.BinaryField()),
                ("expires_at", models.DateTimeField()),
                ("opened_at", models.DateTimeField(null=True)),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
                (
                    "credential",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.credential",
                    ),
                ),
                (
                    "sftp_key",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.sftpkey",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SftpLogin",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=60)),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.clientaccount",
                    ),
                ),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("arbodienst", "account"), name="sftp_login_account"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ShownChanges",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("part", models.IntegerField()),
                ("content", models.BinaryField()),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("arbodienst", "message", "part"), name="shown_changes_part"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SignIn",
            fields=[
                ("hash", models.BinaryField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("customer-code", "Customer Code"),
                            ("api-key", "Api Key"),
                            ("link", "Link"),
                            ("sftp-login", "Sftp Login"),
                            ("invitation", "Invitation"),
                            ("export", "Export"),
                            ("conformance", "Conformance"),
                        ],
                        max_length=20,
                    ),
                ),
                ("account", models.BigIntegerField(null=True)),
                ("target", models.BigIntegerField()),
                (
                    "arbodienst",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="store.arbodienst"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StagedFile",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("principal", models.CharField(max_length=120)),
                ("purpose", models.CharField(max_length=30)),
                ("name", models.CharField(max_length=200)),
                ("content", models.BinaryField()),
                ("expires_at", models.DateTimeField()),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("arbodienst", "principal", "purpose"), name="staged_file_of"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Stream",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=100)),
                ("settings", models.JSONField(default=dict)),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.clientaccount",
                    ),
                ),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("arbodienst", "account", "name"), name="stream_name"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PortalMessage",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
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
        migrations.AddField(
            model_name="message",
            name="stream",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="store.stream",
            ),
        ),
        migrations.CreateModel(
            name="Undo",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=100)),
                ("reason", models.CharField(max_length=500)),
                ("since", models.DateTimeField(null=True)),
                ("horizon", models.BigIntegerField()),
                ("taken_back_at", models.DateTimeField(null=True)),
                ("taken_back_by", models.CharField(default="", max_length=100)),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
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
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.stream",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("position", models.IntegerField()),
                ("object_kind", models.CharField(max_length=20)),
                ("object_id", models.BigIntegerField()),
                ("key", models.CharField(max_length=100)),
                ("key_old", models.CharField(max_length=100, null=True)),
                ("stamp", models.JSONField()),
                ("fields", models.JSONField()),
                ("bsn", models.BinaryField(null=True)),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
                (
                    "employee",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.employee",
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
                    "undone",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.undo",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["arbodienst", "message"], name="statement_message"),
                    models.Index(fields=["arbodienst", "employee"], name="statement_employee"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("arbodienst", "object_kind", "object_id", "message", "position"),
                        name="statement_place",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="message",
            name="undone",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="store.undo",
            ),
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("object_kind", models.CharField(max_length=20)),
                ("object_id", models.BigIntegerField()),
                ("position", models.IntegerField(null=True)),
                ("by", models.CharField(default="", max_length=100)),
                ("at", models.DateTimeField()),
                (
                    "effects",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), default=list, size=None
                    ),
                ),
                ("fields", models.JSONField(default=dict)),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
                (
                    "employee",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.employee",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.message",
                    ),
                ),
                (
                    "undo",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.undo",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["arbodienst", "object_kind", "object_id"], name="change_object"
                    ),
                    models.Index(fields=["arbodienst", "message"], name="change_message"),
                    models.Index(fields=["arbodienst", "employee", "id"], name="change_employee"),
                    models.Index(
                        condition=models.Q(
                            ("effects__overlap", ["overwritten", "rekeyed", "ended", "withdrawn"])
                        ),
                        fields=["arbodienst", "at"],
                        name="change_guarded",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseAlias",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("former", models.CharField(max_length=100)),
                ("key", models.CharField(max_length=100)),
                ("direct", models.CharField(max_length=100, null=True)),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.clientaccount",
                    ),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.employer",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.message",
                    ),
                ),
                (
                    "undone",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.undo",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("arbodienst", "account", "employer", "former"), name="case_alias"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AbsenceReport",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("position", models.IntegerField()),
                ("employer_code", models.TextField()),
                ("link_key", models.CharField(max_length=100, null=True)),
                ("case_key", models.CharField(max_length=100, null=True)),
                ("received_key", models.CharField(max_length=100, null=True)),
                ("sequence", models.IntegerField()),
                ("content", models.JSONField(null=True)),
                ("employment", models.CharField(max_length=100, null=True)),
                ("received_on", models.DateField()),
                ("impossible_year", models.BooleanField(default=False)),
                ("free_text", models.BinaryField(null=True)),
                ("state", models.CharField(max_length=10)),
                ("findings", models.JSONField(default=list)),
                (
                    "codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=5), default=list, size=None
                    ),
                ),
                ("standing", models.CharField(db_default="free", default="free", max_length=10)),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.clientaccount",
                    ),
                ),
                (
                    "employee",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.employee",
                    ),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.employer",
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
                    "undone",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.undo",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["arbodienst", "case_key", "account", "employer"], name="report_case"
                    ),
                    models.Index(
                        fields=["arbodienst", "employer_code", "message"], name="report_employer"
                    ),
                    models.Index(
                        condition=models.Q(("codes", []), _negated=True),
                        fields=["arbodienst", "message"],
                        include=("codes",),
                        name="report_remarked",
                    ),
                    models.Index(fields=["arbodienst", "state", "id"], name="report_state"),
                    models.Index(
                        condition=models.Q(("state", "parked")),
                        fields=["arbodienst", "account", "employer_code", "id"],
                        include=(
                            "codes",
                            "employer",
                            "link_key",
                            "case_key",
                            "employee",
                            "message",
                        ),
                        name="report_parked",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("state__in", ("conflict", "held", "parked", "refused"))
                        ),
                        fields=["arbodienst", "received_on"],
                        include=("account", "message"),
                        name="report_noted",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("state__in", ("conflict", "held")),
                            models.Q(("standing", "held"), _negated=True),
                        ),
                        fields=["arbodienst", "id"],
                        include=("account", "message"),
                        name="report_disputed",
                    ),
                    models.Index(
                        condition=models.Q(("undone__isnull", False)),
                        fields=["arbodienst", "undone"],
                        name="report_undone",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("arbodienst", "message", "position"), name="report_place"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "applied")),
                        fields=("arbodienst", "account", "employer", "case_key", "sequence"),
                        name="report_applied_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UserEvent",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=100)),
                ("event", models.CharField(max_length=40)),
                ("details", models.JSONField(default=dict)),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["arbodienst", "user", "id"], name="user_event_user")
                ],
            },
        ),
        migrations.CreateModel(
            name="UserScope",
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
                    "employer",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.employer",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.employergroup",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["arbodienst", "user"], name="user_scope_user")],
            },
        ),
        migrations.CreateModel(
            name="Waiting",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("cause", models.CharField(max_length=20)),
                ("employer_code", models.TextField()),
                ("key", models.CharField(max_length=100, null=True)),
                ("persons", models.IntegerField(db_default=1, default=1)),
                ("stamp", models.JSONField(null=True)),
                ("since", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.clientaccount",
                    ),
                ),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.employer",
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
            ],
            options={
                "indexes": [
                    models.Index(fields=["arbodienst", "message"], name="waiting_message"),
                    models.Index(
                        fields=["arbodienst", "account", "employer", "key"], name="waiting_key"
                    ),
                    models.Index(
                        fields=["arbodienst", "cause", "employer_code"], name="waiting_code"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Waiver",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("check_id", models.CharField(max_length=10)),
                ("reason", models.CharField(max_length=500)),
                ("by", models.CharField(max_length=100)),
                ("at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.clientaccount",
                    ),
                ),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("arbodienst", "account", "check_id"), name="waiver_check"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Webhook",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("url", models.CharField(max_length=500)),
                ("secret", models.BinaryField()),
                ("is_enabled", models.BooleanField(default=True)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=120)),
                ("taken", models.BigIntegerField(default=0)),
                ("failures", models.IntegerField(default=0)),
                ("next_at", models.DateTimeField(null=True)),
                ("lease", models.CharField(default="", max_length=32)),
                ("leased_until", models.DateTimeField(null=True)),
                ("off_at", models.DateTimeField(null=True)),
                ("off_because", models.CharField(default="", max_length=20)),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.clientaccount",
                    ),
                ),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_enabled", True)),
                        fields=("arbodienst", "account"),
                        name="webhook_answers_of",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WebhookDelivery",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("event", models.CharField(max_length=40)),
                ("kind", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=120)),
                ("outcome", models.CharField(max_length=20)),
                ("status", models.IntegerField(null=True)),
                ("duration", models.IntegerField()),
                ("attempt", models.IntegerField(default=1)),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
                (
                    "webhook",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="store.webhook",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["arbodienst", "webhook", "id"], name="webhook_delivery_of"
                    ),
                    models.Index(fields=["arbodienst", "at"], name="webhook_delivery_at"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Work",
            fields=[
                ("message", models.BigIntegerField(primary_key=True, serialize=False)),
                ("account", models.BigIntegerField()),
                ("size", models.IntegerField(default=0)),
                (
                    "state",
                    models.CharField(
                        choices=[("ready", "Ready"), ("waiting", "Waiting"), ("failed", "Failed")],
                        default="ready",
                        max_length=10,
                    ),
                ),
                ("attempts", models.SmallIntegerField(default=0)),
                ("not_before", models.DateTimeField(null=True)),
                (
                    "arbodienst",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.arbodienst",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "ready")),
                        fields=["message"],
                        name="work_ready",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="mail",
            constraint=models.UniqueConstraint(
                condition=models.Q(("message__isnull", False)),
                fields=("arbodienst", "message", "state"),
                name="mail_of_message",
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["arbodienst", "stream", "id"], name="message_of_stream"),
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
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("portal_delivery__isnull", False)),
                fields=["arbodienst", "portal_delivery", "id"],
                name="message_portal_delivery",
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(
                    ("portal_delivery__isnull", True), ("state", "held"), ("undone__isnull", True)
                ),
                fields=["arbodienst", "id"],
                include=("account",),
                name="message_held",
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("undone__isnull", False)),
                fields=["arbodienst", "undone"],
                name="message_undone",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(
                fields=("arbodienst", "stream", "sha256"), name="message_bytes"
            ),
        ),
    ]
