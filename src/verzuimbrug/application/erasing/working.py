"""Erasing what was approved, a portion a transaction: broken off anywhere, it goes on (VE-6)."""

from collections import Counter
from collections.abc import Mapping, Sequence

import structlog
from django.db import transaction
from django.utils import timezone

from verzuimbrug.domain.retention import RetentionKind, choose
from verzuimbrug.store.models import Arbodienst, RetentionItem, RetentionRun
from verzuimbrug.store.retention import erase, lock_candidates
from verzuimbrug.store.sql import select
from verzuimbrug.store.tenancy import tenant

log = structlog.get_logger()

_ONE_AT_A_TIME = 0x56425402
_PORTION = 200


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
    items = list(RetentionItem.objects.filter(run=run).order_by("kind", "object_id")[:_PORTION])
    terms = {RetentionKind(kind): days for kind, days in run.terms.items()}
    for kind in terms:
        numbers = [each.object_id for each in items if each.kind == kind]
        # Of now, but by the day and the terms that were shown.
        choice = choose(lock_candidates(kind, numbers), terms, timezone.localdate(run.at))
        erase(kind, [each.id for each in choice.erased])
        run.erased = _sum(run.erased, {kind.value: len(choice.erased)})
        reasons = {name.value: number for name, number in choice.reasons.items()}
        run.reasons = _sum(run.reasons, reasons)
    _note(run, items)
    return run.finished_at is None


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
