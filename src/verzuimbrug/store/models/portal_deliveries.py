"""The portal's state, delivered for an initial load or a reconciliation (GR-3, GR-7)."""

from typing import Any

from django.db import models

from verzuimbrug.store.models.tenant import TenantModel, tenant_key


class PortalDelivery(TenantModel):
    """A whole delivery of the portal's state; `kind`, `step` as in `domain.portal_delivery`."""

    account = tenant_key("ClientAccount")
    kind = models.CharField(max_length=20)
    step = models.CharField(max_length=20)
    started_at = models.DateTimeField()
    started_by = models.CharField(max_length=100)
    run_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    finished_by = models.CharField(max_length=100, default="")

    class Meta:
        indexes = [models.Index(fields=["arbodienst", "account"], name="portal_delivery_account")]


class PortalMessage(TenantModel):
    """A message of the delivery that has been read; what it said stands in the tables below."""

    delivery = tenant_key("PortalDelivery")
    message = tenant_key("Message")
    is_valid = models.BooleanField(default=True)
    persons = models.IntegerField(default=0)
    reports = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["arbodienst", "delivery", "message"], name="portal_message_once"
            ),
        ]


class PortalPerson(TenantModel):
    """A person as a message of the delivery says; kept until the delivery is done."""

    delivery = tenant_key("PortalDelivery")
    message = tenant_key("Message")
    position = models.IntegerField()
    employer_code = models.TextField()
    key = models.CharField(max_length=100)
    birth_date = models.DateField(null=True)
    surname = models.TextField(default="")
    initials = models.TextField(default="")

    class Meta:
        indexes = [
            models.Index(fields=["arbodienst", "delivery", "employer_code"], name="portal_person"),
        ]


class PortalReport(TenantModel):
    """A report of absence as a message of the delivery says; kept until the delivery is done."""

    delivery = tenant_key("PortalDelivery")
    message = tenant_key("Message")
    position = models.IntegerField()
    employer_code = models.TextField()
    key = models.CharField(max_length=100)
    case_key = models.CharField(max_length=100)
    case_key_old = models.CharField(max_length=100, null=True)
    sequence = models.IntegerField()
    content: "models.JSONField[Any, Any]" = models.JSONField()
    employment = models.CharField(max_length=100, null=True)
    edition = models.CharField(max_length=10)
    received_on = models.DateField()
    impossible_year = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["arbodienst", "delivery", "employer_code"], name="portal_report"),
        ]
