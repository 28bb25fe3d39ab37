"""Where events and answers go, and what became of each that was sent."""

from django.db import models

from verzuimbrug.store.models.tenant import TenantModel, tenant_key


class Webhook(TenantModel):
    """An address that events go to, or the answers for one account; the secret is encrypted.

    `taken` is the number of the last that it took, or of the last event that was there before it.
    After `failures` in a row it is tried again at `next_at`. Who sends to it has the `lease`, until
    `leased_until`; after that this is when it last had its turn. `off_because` says why it was
    switched off at `off_at` without anybody asking for it (`domain.webhooks.OffBecause`).
    """

    account = tenant_key("ClientAccount", null=True)
    url = models.CharField(max_length=500)
    secret = models.BinaryField()
    is_enabled = models.BooleanField(default=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=120)
    taken = models.BigIntegerField(default=0)
    failures = models.IntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    lease = models.CharField(max_length=32, default="")
    leased_until = models.DateTimeField(null=True)
    off_at = models.DateTimeField(null=True)
    off_because = models.CharField(max_length=20, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["arbodienst", "account"],
                condition=models.Q(is_enabled=True),
                name="webhook_answers_of",
            ),
        ]


class WebhookDelivery(TenantModel):
    """One try to send something: its id and kind, how it ended, and in how many milliseconds.

    `status` is that of the answer; None when there was none. `by` is empty of what was sent because
    it was due; `attempt` is then the how manieth in a row.
    """

    webhook = tenant_key("Webhook")
    event = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    outcome = models.CharField(max_length=20)
    status = models.IntegerField(null=True)
    duration = models.IntegerField()
    attempt = models.IntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["arbodienst", "webhook", "id"], name="webhook_delivery_of"),
            models.Index(fields=["arbodienst", "at"], name="webhook_delivery_at"),
        ]
