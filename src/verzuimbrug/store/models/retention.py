"""What is erased by term, who approved of it, and how far that is."""

from typing import Any

from django.db import models

from verzuimbrug.store.models.tenant import TenantModel, tenant_key


class RetentionTerm(TenantModel):
    """After so many days what is finished of a kind may be erased; a kind without a row never."""

    kind = models.CharField(max_length=20)
    days = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["arbodienst", "kind"], name="retention_term_kind"),
        ]


class RetentionRun(TenantModel):
    """That somebody approved of what was shown, and what came of it: numbers only.

    `shown` and `erased` are counts by kind, `reasons` counts by what was still open.
    """

    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    terms: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    shown: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    erased: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    reasons: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["arbodienst"],
                condition=models.Q(finished_at__isnull=True),
                name="retention_run_open_once",
            ),
        ]


class RetentionItem(TenantModel):
    """What a run has still to erase; the row goes with what it is about."""

    run = tenant_key("RetentionRun")
    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["arbodienst", "run", "kind", "object_id"], name="retention_item_once"
            ),
        ]
