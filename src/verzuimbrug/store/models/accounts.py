"""Client accounts: the root of a coupling, what it may touch, and how it signs in."""

from typing import Any

from django.db import models

from verzuimbrug.domain.account_status import AccountStatus
from verzuimbrug.domain.mail_times import ReportMail
from verzuimbrug.store.models.tenant import TenantModel, tenant_key

_STATUSES = [(status.value, status.value.capitalize()) for status in AccountStatus]


class ClientAccount(TenantModel):
    """The root of one coupling."""

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    portal = models.CharField(max_length=30)
    insurer = models.CharField(max_length=200, blank=True)
    underwriting_agent = models.CharField(max_length=200, blank=True)
    scope_all = models.BooleanField(default=False)
    culture = models.CharField(max_length=5, default="nl")
    report_recipients: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    report_mail = models.CharField(
        max_length=20, default=ReportMail.DAILY, db_default=ReportMail.DAILY.value
    )
    bsn = models.BooleanField(default=False)
    allowed_addresses: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    status = models.CharField(max_length=10, choices=_STATUSES, default=AccountStatus.CONCEPT)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["arbodienst", "name"], name="account_name"),
        ]


class AccountScope(TenantModel):
    """One group or one employer that an account is authorised for."""

    account = tenant_key("ClientAccount")
    group = tenant_key("EmployerGroup", null=True)
    employer = tenant_key("Employer", null=True)

    class Meta:
        indexes = [models.Index(fields=["arbodienst", "account"], name="scope_account")]


class Stream(TenantModel):
    """A named flow of one kind of message in an account, with its import configuration.

    `settings` holds the configuration as it is written in YAML (docs/interfaces), without the name.
    """

    account = tenant_key("ClientAccount")
    name = models.CharField(max_length=100)
    settings: "models.JSONField[Any, Any]" = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["arbodienst", "account", "name"], name="stream_name"),
        ]


class Credential(TenantModel):
    """A customer code with its token: the token as a salted SHA-256, shown once."""

    account = tenant_key("ClientAccount")
    salt = models.BinaryField()
    token_hash = models.BinaryField()
    issued_at = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["arbodienst", "account"], name="credential_account")]


class OneTimeLink(TenantModel):
    """A secret, encrypted, behind a link that opens once and expires.

    It is one half of a credential, or the private half of an SFTP key. `recipient` says for whom
    the link was made.
    """

    credential = tenant_key("Credential", null=True)
    sftp_key = tenant_key("SftpKey", null=True)
    part = models.CharField(max_length=20)
    recipient = models.CharField(max_length=200, blank=True)
    secret = models.BinaryField()
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)


class SftpLogin(TenantModel):
    """The login name of an account of kind `sftp`."""

    account = tenant_key("ClientAccount")
    name = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["arbodienst", "account"], name="sftp_login_account"),
        ]


class SftpKey(TenantModel):
    """A public key (OpenSSH, one line) that opens an SFTP account until it is revoked."""

    account = tenant_key("ClientAccount")
    public_key = models.TextField()
    fingerprint = models.CharField(max_length=100)
    comment = models.CharField(max_length=200, blank=True)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=100)
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["arbodienst", "account"], name="sftp_key_account")]


class PortalEmployer(TenantModel):
    """An employer code that the portal says it will send, from a list of the portal (GR-1)."""

    account = tenant_key("ClientAccount")
    code = models.CharField(max_length=200)
    name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["arbodienst", "account", "code"], name="portal_employer_code"
            ),
        ]


class Waiver(TenantModel):
    """A readiness check that a person passes over by name, and why (GR-6)."""

    account = tenant_key("ClientAccount")
    check_id = models.CharField(max_length=10)
    reason = models.CharField(max_length=500)
    by = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["arbodienst", "account", "check_id"], name="waiver_check"
            ),
        ]


class ReadinessOutcome(TenantModel):
    """How the readiness checks of an account came out when they were last worked out.

    `checks` holds id, state, count and findings of each, and nobody's name (GR-1 to GR-5).
    """

    account = tenant_key("ClientAccount")
    at = models.DateTimeField()
    checks: "models.JSONField[Any, Any]" = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["arbodienst", "account"], name="readiness_account"),
        ]


class ApiKey(TenantModel):
    """A key of the case system; only its hash is kept, in `SignIn`.

    `last_used_at` is kept to the hour.
    """

    name = models.CharField(max_length=100)
    scope = models.CharField(max_length=20)
    issued_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["arbodienst", "name"], name="api_key_name"),
        ]
