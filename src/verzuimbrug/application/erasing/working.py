"""Erasing what was approved, a portion a transaction: broken off anywhere, it goes on (VE-6)."""

from collections import Counter
from collections.abc import Mapping, Sequence

import structlog
from django.db import transaction
from django.utils import timezone

from verzuimbrug.application.erasing.dossiers import erase_dossiers
from verzuimbrug.domain.retention import Choice, RetentionKind, choose
from verzuimbrug.store.models import Arbodienst, RetentionItem, RetentionRun
from verzuimbrug.store.retention import erase, lock_candidates
from verzuimbrug.store.sql import select
from verzuimbrug.store.tenancy import tenant

log = structlog.get_logger()

_ONE_AT_A_TIME = 0x56425402
_PORTION = 200
_PERSONS = 10
"""So many dossiers at once: the whole of the arbodienst waits for them."""


def erase_approved() -> bool:
    """Erases a portion of the run of each arbodienst; whether there is more. One worker at a time.

    An item goes in the transaction that erases what it is about.
    """
    more = False
    for arbodienst in Arbodienst.objects.order_by("id").values_list("id", flat=True):
        with transaction.atomic():
            if not select("SELECT 1 WHERE pg_try_advisory_xact_lock(%s)", _ONE_AT_A_TIME):
                return False
            with tenant(arbodienst):
                run = RetentionRun.objects.filter(finished_at=None).first()
                more |= run is not None and _go_on(run)
    return more


def _go_on(run: RetentionRun) -> bool:
    items = _portion(run)
    choice = _erase(run, RetentionKind(items[0].kind), [each.object_id for each in items])
    run.erased = _sum(run.erased, {items[0].kind: len(choice.erased)})
    reasons = {name.value: number for name, number in choice.reasons.items()}
    run.reasons = _sum(run.reasons, reasons)
    _note(run, items)
    return run.finished_at is None


def _portion(run: RetentionRun) -> Sequence[RetentionItem]:
    """The next items, of one kind; dossiers last, as they take bytes and answers with them."""
    rest = RetentionItem.objects.filter(run=run).order_by("kind", "object_id")
    some = list(rest.exclude(kind=RetentionKind.DOSSIERS)[:_PORTION])
    return [each for each in some if each.kind == some[0].kind] or list(rest[:_PERSONS])


def _erase(run: RetentionRun, kind: RetentionKind, numbers: Sequence[int]) -> Choice:
    """Erases what is still finished, by what is there now but by the day and terms then shown."""
    terms = {RetentionKind(name): days for name, days in run.terms.items()}
    today = timezone.localdate(run.at)
    if kind is RetentionKind.DOSSIERS:
        return erase_dossiers(run, terms, numbers, today)
    choice = choose(lock_candidates(kind, numbers), terms, today)
    erase(kind, [each.id for each in choice.erased])
    return choice


def _note(run: RetentionRun, items: Sequence[RetentionItem]) -> None:
    RetentionItem.objects.filter(id__in=[each.id for each in items]).delete()
    if not RetentionItem.objects.filter(run=run).exists():
        run.finished_at = timezone.now()
        log.info("retention_done", run=run.id, shown=run.shown, erased=run.erased)
    run.save(update_fields=["erased", "reasons", "finished_at"])


def _sum(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    counts = Counter(dict(one))
    counts.update({name: number for name, number in other.items() if number})
    return dict(counts)
