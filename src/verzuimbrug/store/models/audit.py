"""What changed, and who saw what. Rows are added, never changed or removed."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from verzuimbrug.domain.effects import GUARDED
from verzuimbrug.store.models.tenant import TenantModel, tenant_key


class Change(TenantModel):
    """The fields of one object that one message or person changed at one moment (VE-5).

    `fields` holds, per field, `[before, after]`; a created object has None before every field.
    `position` is that of the report in the message that changed a case. `effects` are what the
    change comes to (`domain.effects.Effect`). `undo` is the undo it was part of.
    """

    object_kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    employee = tenant_key("Employee", null=True)
    message = tenant_key("Message", null=True)
    position = models.IntegerField(null=True)
    undo = tenant_key("Undo", null=True)
    by = models.CharField(max_length=100, default="")
    at = models.DateTimeField()
    effects = ArrayField(models.CharField(max_length=20), default=list)
    fields: "models.JSONField[Any, Any]" = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["arbodienst", "object_kind", "object_id"], name="change_object"),
            models.Index(fields=["arbodienst", "message"], name="change_message"),
            models.Index(fields=["arbodienst", "employee", "id"], name="change_employee"),
            models.Index(
                fields=["arbodienst", "at"],
                name="change_guarded",
                condition=models.Q(effects__overlap=GUARDED),
            ),
        ]


class AccessLog(TenantModel):
    """One view of personal data: what, when, by whom, of which persons (NEN 7513)."""

    at = models.DateTimeField()
    principal = models.CharField(max_length=120)
    action = models.CharField(max_length=60)
    employer = tenant_key("Employer", null=True)
    employees: "models.JSONField[Any, Any]" = models.JSONField(default=list)

    class Meta:
        indexes = [
            models.Index(fields=["arbodienst", "principal", "id"], name="access_principal"),
            models.Index(fields=["arbodienst", "employer", "id"], name="access_employer"),
            models.Index(fields=["arbodienst", "at"], name="access_at"),
        ]


class AccountEvent(TenantModel):
    """What was done to an account: status, waivers, credentials; by whom, when, why."""

    account = tenant_key("ClientAccount")
    at = models.DateTimeField()
    by = models.CharField(max_length=100)
    event = models.CharField(max_length=40)
    details: "models.JSONField[Any, Any]" = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["arbodienst", "account", "id"], name="account_event")]


class Undo(TenantModel):
    """One undo: of a message, or of a stream since a moment (VE-4); taken back, or still in force.

    `message` and `stream` say what it was of; `since` is the moment for a stream. `horizon` is the
    last message received by then: what came later may take the place of an undone report.
    """

    at = models.DateTimeField()
    by = models.CharField(max_length=100)
    reason = models.CharField(max_length=500)
    message = tenant_key("Message", null=True)
    stream = tenant_key("Stream", null=True)
    since = models.DateTimeField(null=True)
    horizon = models.BigIntegerField()
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.CharField(max_length=100, default="")


class Reminder(TenantModel):
    """That a group of the parking lot has waited so many days, told once."""

    account = tenant_key("ClientAccount")
    cause = models.CharField(max_length=5)
    subject = models.TextField()
    days = models.IntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["arbodienst", "account", "cause", "subject", "days"], name="reminder_once"
            ),
        ]
