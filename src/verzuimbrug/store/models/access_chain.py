"""What shows that the access log is as it was written. Rows are added, never changed.

Only the owner of the tables removes any, from the beginning, and leaves a checkpoint (ADR 48).
"""

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


class AccessCheckpoint(TenantModel):
    """What was forgotten of the access log: its last seal, how much, who and when; sealed itself.

    Written by the owner of the tables; the application only reads it.
    """

    number = models.BigIntegerField()
    entry = models.BigIntegerField()
    digest = models.BinaryField()
    entries = models.BigIntegerField()
    before = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    seal = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["arbodienst", "number"], name="access_checkpoint_number"
            ),
        ]
