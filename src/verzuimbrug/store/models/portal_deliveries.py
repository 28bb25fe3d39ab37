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
        constraints = [
            models.UniqueConstraint(
                fields=["arbodienst", "account"],
                condition=models.Q(finished_at__isnull=True),
                name="portal_delivery_open_once",
            ),
        ]
        indexes = [models.Index(fields=["arbodienst", "account"], name="portal_delivery_account")]


class PortalMessage(TenantModel):
    """A message of the delivery; once it is read, what it said stands in the tables below.

    `read_as` is the digest of the settings that it was read by, empty as long as it is not.
    `is_valid` is false for one that is rejected whole; `makes_codes` says whether every employer
    code could be made of it (GR-5). `attempts` counts runs that raised. What the envelope says
    orders what is said of persons (WN-5).
    """

    delivery = tenant_key("PortalDelivery")
    message = tenant_key("Message")
    stream = tenant_key("Stream")
    read_as = models.CharField(max_length=64, default="", db_default="")
    read_at = models.DateTimeField(null=True)
    attempts = models.SmallIntegerField(default=0, db_default=0)
    is_valid = models.BooleanField(default=True, db_default=True)
    makes_codes = models.BooleanField(default=False, db_default=False)
    kind = models.CharField(max_length=20, default="", db_default="")
    edition = models.CharField(max_length=10, default="", db_default="")
    reference = models.CharField(max_length=512, default="", db_default="")
    made_at = models.CharField(max_length=30, default="", db_default="")
    persons = models.IntegerField(default=0, db_default=0)
    reports = models.IntegerField(default=0, db_default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["arbodienst", "delivery", "message"], name="portal_message_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["arbodienst", "delivery", "read_as", "message"], name="portal_message_read"
            ),
        ]


class PortalPerson(TenantModel):
    """A person as a message of the delivery says; kept until the delivery is done.

    `position` is that in the message. A key that is null cannot be used (WN-1). `fields` are those
    that persons are compared by, as delivered; `employments` are number and former number of each.
    """

    delivery = tenant_key("PortalDelivery")
    message = tenant_key("Message")
    position = models.IntegerField()
    employer_code = models.TextField()
    key = models.CharField(max_length=100, null=True)
    key_old = models.CharField(max_length=100, null=True)
    birth_date = models.DateField()
    fields: "models.JSONField[Any, Any]" = models.JSONField()
    employments: "models.JSONField[Any, Any]" = models.JSONField()

    class Meta:
        indexes = [
            models.Index(
                fields=["arbodienst", "delivery", "employer_code", "key"], name="portal_person_key"
            ),
            models.Index(
                fields=["arbodienst", "key_old"],
                name="portal_person_key_old",
                condition=models.Q(key_old__isnull=False),
            ),
            models.Index(fields=["arbodienst", "message"], name="portal_person_message"),
        ]


class PortalReport(TenantModel):
    """A report of absence as a message of the delivery says; kept until the delivery is done.

    `person` and `employment` are the places of its person in the message and of its employment in
    the person. Without `content` it cannot be used: it names no case, or its code has no meaning.
    """

    delivery = tenant_key("PortalDelivery")
    message = tenant_key("Message")
    position = models.IntegerField()
    person = models.IntegerField()
    employment = models.IntegerField()
    employer_code = models.TextField()
    key = models.CharField(max_length=100, null=True)
    case_key = models.CharField(max_length=100, null=True)
    case_key_old = models.CharField(max_length=100, null=True)
    sequence = models.IntegerField()
    content: "models.JSONField[Any, Any]" = models.JSONField(null=True)
    impossible_year = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(
                fields=["arbodienst", "delivery", "employer_code", "key"], name="portal_report_key"
            ),
            # None of these begins as the first does: freshly filled, with nothing known of what is
            # in it, the table would be searched by the wrong one.
            models.Index(fields=["arbodienst", "case_key"], name="portal_report_case"),
            models.Index(
                fields=["arbodienst", "case_key_old"],
                name="portal_report_case_old",
                condition=models.Q(case_key_old__isnull=False),
            ),
            models.Index(fields=["arbodienst", "message"], name="portal_report_message"),
        ]
