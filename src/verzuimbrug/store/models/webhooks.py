"""Where events go, and what became of each that was sent."""

from django.db import models

from verzuimbrug.store.models.tenant import TenantModel, tenant_key


class Webhook(TenantModel):
    """An address that events go to; the secret that signs them is encrypted."""

    url = models.CharField(max_length=500)
    secret = models.BinaryField()
    is_enabled = models.BooleanField(default=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=120)


class WebhookDelivery(TenantModel):
    """One event that was sent: its id and kind, how it ended, and in how many milliseconds.

    `status` is that of the answer; None when there was none.
    """

    webhook = tenant_key("Webhook")
    event = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    outcome = models.CharField(max_length=20)
    status = models.IntegerField(null=True)
    duration = models.IntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["arbodienst", "webhook", "id"], name="webhook_delivery_of"),
        ]
