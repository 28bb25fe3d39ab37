"""What shows that the access log is as it was written. Rows are added, never changed or removed."""

from typing import Any

from django.db import models

from verzuimbrug.store.models.tenant import TenantModel


class AccessSeal(TenantModel):
    """A link of the chain of the access log: the entry that it seals, in the order of sealing."""

    number = models.BigIntegerField()
    entry = models.BigIntegerField()
    digest = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["arbodienst", "number"], name="access_seal_number"),
            models.UniqueConstraint(fields=["arbodienst", "entry"], name="access_seal_entry"),
        ]


class AccessCheck(TenantModel):
    """That the chain of the access log was gone along: how far, what it ended with, what broke."""

    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    number = models.BigIntegerField()
    digest = models.BinaryField()
    breaks: "models.JSONField[Any, Any]" = models.JSONField(default=list)
