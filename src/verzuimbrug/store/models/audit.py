"""What changed, and who saw what. Rows are added, never changed or removed."""

from typing import Any

from django.db import models

from verzuimbrug.store.models.tenant import TenantModel, tenant_key


class Change(TenantModel):
    """The fields of one object that one message or person changed at one moment (VE-5).

    `fields` holds, per field, `[before, after]`; a created object has None before every field.
    """

    object_kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    employee = tenant_key("Employee", null=True)
    message = tenant_key("Message", null=True)
    by = models.CharField(max_length=100, default="")
    at = models.DateTimeField()
    fields: "models.JSONField[Any, Any]" = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["arbodienst", "object_kind", "object_id"], name="change_object"),
            models.Index(fields=["arbodienst", "message"], name="change_message"),
        ]


class AccessLog(TenantModel):
    """One view of personal data: what, when, by whom, of which persons (NEN 7513)."""

    at = models.DateTimeField()
    principal = models.CharField(max_length=120)
    action = models.CharField(max_length=60)
    employer = tenant_key("Employer", null=True)
    employees: "models.JSONField[Any, Any]" = models.JSONField(default=list)


class AccountEvent(TenantModel):
    """What was done to an account: status, waivers, credentials; by whom, when, why."""

    account = tenant_key("ClientAccount")
    at = models.DateTimeField()
    by = models.CharField(max_length=100)
    event = models.CharField(max_length=40)
    details: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
