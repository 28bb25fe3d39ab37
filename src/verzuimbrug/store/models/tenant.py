"""What every tenant table has: a surrogate id and the arbodienst it belongs to."""

from typing import Any

from django.db import models

from verzuimbrug.store.models.open import Arbodienst


class TenantModel(models.Model):
    """A row of one arbodienst, under forced row-level security (docs/architecture.md)."""

    id = models.BigAutoField(primary_key=True)
    arbodienst = models.ForeignKey(Arbodienst, on_delete=models.CASCADE, db_index=False)

    class Meta:
        abstract = True


def tenant_key(to: str, *, null: bool = False) -> "models.ForeignKey[Any, Any]":
    """A reference to another tenant table.

    The database enforces it as (arbodienst, id), so that no row points into another tenant; the
    constraint is made by the isolation migration, not by Django.
    """
    return models.ForeignKey(
        to,
        on_delete=models.DO_NOTHING,
        null=null,
        db_index=False,
        db_constraint=False,
        related_name="+",
    )
