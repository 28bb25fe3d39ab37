"""Whose dossiers are to be looked at for a receiver: who changed, and who may be new to it."""

from collections.abc import Collection
from datetime import date

from verzuimbrug.store.export_rows import note_all
from verzuimbrug.store.models import Export, ExportDue


def look_anew(changed: Collection[str]) -> None:
    """Has everybody in scope looked at for these exports, and for all exports who waits or is new.

    Called when a configuration is saved, within its transaction: employers and their place in a
    scope may be others now.
    """
    Export.objects.filter(name__in=changed).update(is_stale=True)
    Export.objects.update(swept_on=None)


def sweep(export: Export, today: date) -> None:
    """Has looked at who may be new to the receiver, once a day or when that was asked for."""
    if export.swept_on == today and not export.is_stale:
        return
    if export.is_stale:
        ExportDue.objects.filter(export=export).delete()
    note_all(export.id, today, anew=export.is_stale)
    export.swept_on, export.is_stale = today, False
    export.save(update_fields=["swept_on", "is_stale"])
