"""What the case system is told: changes that are due, and the events that they became."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from verzuimbrug.store.models.tenant import TenantModel, tenant_key


class EventDue(TenantModel):
    """Changes of one batch that no event tells of yet, in their order (docs/adr/0025-events.md).

    `cases` are those that only got another key, which no change says; `items` what was passed on.
    """

    changes = ArrayField(models.BigIntegerField(), default=list)
    cases = ArrayField(models.BigIntegerField(), default=list, db_default=[])
    items = ArrayField(models.BigIntegerField(), default=list, db_default=[])


class Event(TenantModel):
    """What happened to a person or a case, or was passed on, as it was when this was written.

    `id` is the number by which a reader goes on: numbers are in order of commit. `event` is the id
    that receivers know it by.
    """

    event = models.CharField(max_length=40)
    kind = models.CharField(max_length=30)
    employer = tenant_key("Employer")
    employee = tenant_key("Employee", null=True)
    case = tenant_key("AbsenceCase", null=True)
    at = models.DateTimeField()
    data: "models.JSONField[Any, Any]" = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["arbodienst", "at"], name="event_at")]
