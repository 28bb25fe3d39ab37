"""What is sent to other parties: to whom, what each was told, and what is still to go."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from verzuimbrug.domain.exports import ExportMessageState
from verzuimbrug.store.models.tenant import TenantModel, tenant_key


class Export(TenantModel):
    """A receiver, and how it is sent to.

    `settings` holds the configuration as it is written in YAML (docs/interfaces), without name and
    scope. `access` is what opens the receiver's door, encrypted. `since` is the day on which it was
    first switched on. `swept_on` is the day on which the persons in scope were last looked for;
    all of them are looked at anew when it `is_stale`. `last_number` and `stamp` (local time, ISO)
    are those of the last message made. After `failures` in a row the next try is at `next_at`; who
    sends has the `lease`, until `leased_until`.
    """

    name = models.CharField(max_length=100)
    scope_all = models.BooleanField(default=False)
    settings: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    is_enabled = models.BooleanField(default=False)
    since = models.DateField(null=True)
    access = models.BinaryField(null=True)
    public_key = models.TextField(default="")
    is_stale = models.BooleanField(default=True)
    swept_on = models.DateField(null=True)
    last_number = models.BigIntegerField(default=0)
    stamp = models.CharField(max_length=19, default="")
    failures = models.IntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    lease = models.CharField(max_length=32, default="")
    leased_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["arbodienst", "name"], name="export_name"),
        ]


class ExportScope(TenantModel):
    """One group or one employer whose people are sent."""

    export = tenant_key("Export")
    group = tenant_key("EmployerGroup", null=True)
    employer = tenant_key("Employer", null=True)

    class Meta:
        indexes = [models.Index(fields=["arbodienst", "export"], name="export_scope_of")]


class ExportDue(TenantModel):
    """A person to look at: something of it changed, or it may be new to the receiver."""

    export = tenant_key("Export")
    employee = tenant_key("Employee")

    class Meta:
        indexes = [models.Index(fields=["arbodienst", "export", "id"], name="export_due_of")]


class ExportPerson(TenantModel):
    """A person that was looked at: a keyed hash of what its receiver was told of it, if anything.

    `lacks` are the tags, by message and case, without which nothing can be sent (EX-6).
    """

    export = tenant_key("Export")
    employee = tenant_key("Employee")
    digest = models.BinaryField(null=True)
    lacks: "models.JSONField[Any, Any]" = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["arbodienst", "export", "employee"], name="export_person"
            ),
        ]
        indexes = [
            models.Index(
                fields=["arbodienst", "export", "id"],
                name="export_person_lacks",
                condition=~models.Q(lacks=[]),
            ),
        ]


class ExportCase(TenantModel):
    """What a receiver was told of a case: the reports of its present life, in order (EX-1).

    `person` is what was said of the person with them, encrypted: to take the case back by.
    """

    export = tenant_key("Export")
    case = tenant_key("AbsenceCase")
    employee = tenant_key("Employee")
    life = models.IntegerField()
    reports: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    person = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["arbodienst", "export", "case"], name="export_case"),
        ]
        indexes = [
            models.Index(fields=["arbodienst", "export", "employee"], name="export_case_employee"),
        ]


class ExportMessage(TenantModel):
    """A message for a receiver, in the order of `number`.

    `content` is encrypted, and erased once the receiver has it. After so many `attempts` the last
    ended at `tried_at` as `outcome`; `status` is that of the answer, when there was one.
    """

    export = tenant_key("Export")
    number = models.BigIntegerField()
    message = models.CharField(max_length=40)
    file_name = models.CharField(max_length=100)
    made_at = models.DateTimeField()
    content = models.BinaryField(null=True)
    employees = ArrayField(models.BigIntegerField(), default=list)
    reports = models.IntegerField(default=0)
    state = models.CharField(max_length=10, default=ExportMessageState.WAITING)
    attempts = models.IntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, default="")
    status = models.IntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["arbodienst", "export", "number"], name="export_message_number"
            ),
        ]
        indexes = [
            models.Index(
                fields=["arbodienst", "export", "number"],
                name="export_message_waiting",
                condition=models.Q(state="waiting"),
            ),
            models.Index(fields=["arbodienst", "made_at"], name="export_message_made"),
        ]
