"""What is to be mailed, and what became of each copy of it."""

from typing import Any

from django.db import models

from verzuimbrug.store.models.tenant import TenantModel, tenant_key


class Mail(TenantModel):
    """Something to tell the recipients of an account.

    Of a message with the `state` it had when that was decided; of a period up to `period_end`; or
    of what waits, as `details` say. `written_at` is when subject and body were made and recipients
    looked up; a digest that has nothing to say is written, and has no copies.
    """

    account = tenant_key("ClientAccount")
    kind = models.CharField(max_length=20)
    message = tenant_key("Message", null=True)
    state = models.CharField(max_length=10, default="", db_default="")
    period_end = models.DateTimeField(null=True)
    details: "models.JSONField[Any, Any]" = models.JSONField(default=dict, db_default={})
    made_at = models.DateTimeField()
    written_at = models.DateTimeField(null=True)
    language = models.CharField(max_length=5, default="", db_default="")
    subject = models.TextField(default="", db_default="")
    body = models.TextField(default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["arbodienst", "message", "state"],
                name="mail_of_message",
                condition=models.Q(message__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["arbodienst", "account", "period_end"],
                name="mail_of_period",
                condition=models.Q(period_end__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["arbodienst", "id"],
                name="mail_to_write",
                condition=models.Q(written_at__isnull=True),
            ),
        ]


class MailCopy(TenantModel):
    """A mail to one recipient: tried at `next_at`, until it was sent or given up.

    `key` is its Message-ID, the same at every try. Whoever tries moves `next_at` on first, so that
    nobody else does meanwhile. `trouble` and `said` are what went wrong last.
    """

    mail = tenant_key("Mail")
    address = models.CharField(max_length=320)
    key = models.UUIDField()
    attempts = models.IntegerField(default=0, db_default=0)
    next_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=20, default="", db_default="")
    said = models.CharField(max_length=200, default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["arbodienst", "mail", "address"], name="mail_copy_address"
            ),
        ]
        indexes = [
            models.Index(
                fields=["arbodienst", "next_at"],
                name="mail_copy_due",
                condition=models.Q(sent_at__isnull=True, given_up_at__isnull=True),
            ),
        ]
