"""The beginning of the access log goes, once its term is over and somebody says so (ADR 48).

For whoever runs the server, by the command line: it takes the rights of the owner of the tables.
"""

from dataclasses import dataclass, replace
from datetime import date

import structlog
from django.utils import timezone

from verzuimbrug.application.access import ReadAction, Reader
from verzuimbrug.application.access_chain import chain_key, go_along
from verzuimbrug.application.local_days import day_bounds
from verzuimbrug.domain.access_chain import BEGINNING, Break, Checkpoint, seal_checkpoint
from verzuimbrug.domain.access_forgetting import LEAST_DAYS, MOST_DAYS, Cut, first_day_kept
from verzuimbrug.store import access_chain as chain
from verzuimbrug.store.access_forgetting import OtherLogError, forget
from verzuimbrug.store.tenancy import tenant

log = structlog.get_logger()


class TermRefusedError(Exception):
    """What is asked is no term of the log; the text says why."""


class LogChangedError(Exception):
    """Somebody else changed the log while it was being forgotten; nothing of it went."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgetting:
    """What goes of a log, or went: so many entries of before a day, up to a seal.

    Of a chain with `breaks` nothing goes.
    """

    before: date
    entries: int
    number: int
    breaks: tuple[Break, ...]
    is_done: bool


def forget_access(reader: Reader, days: int, *, dry_run: bool) -> Forgetting:
    """Goes along the whole chain, and takes away what is older than so many days, with its seals.

    As far as the chain goes without a younger entry, and never the last of it. Raises
    TermRefusedError, and LogChangedError.
    """
    before = _first_day_left(days)
    with tenant(reader.arbodienst):
        chain.hold_chain(reader.arbodienst, alone=True)
        cut = Cut(before=day_bounds(before)[0])
        found = go_along(reader, beside=cut.follow)
        planned = None if found.breaks else _checkpoint(reader, before, cut)
        if planned and not dry_run:
            _forget(reader.arbodienst, planned)
    return Forgetting(
        before=before,
        entries=planned.entries if planned else 0,
        number=planned.number if planned else 0,
        breaks=found.breaks,
        is_done=bool(planned and not dry_run),
    )


def _first_day_left(days: int) -> date:
    first = first_day_kept(timezone.localdate(), days)
    if first is None:
        raise TermRefusedError(
            f"the access log is kept for at least five years, which is {LEAST_DAYS} days "
            f"(Stcrt. 2019, 38007); a term has at most {MOST_DAYS} days"
        )
    return first


def _checkpoint(reader: Reader, before: date, cut: Cut) -> Checkpoint | None:
    if cut.last is None:
        return None
    checkpoint = Checkpoint(
        number=cut.last.number,
        entry=cut.last.entry_id,
        digest=cut.last.digest,
        entries=cut.entries,
        before=before,
        at=timezone.now(),
        by=reader.principal,
    )
    former = chain.read_checkpoints()
    seal = seal_checkpoint(
        chain_key(), former[-1].seal if former else BEGINNING, reader.arbodienst, checkpoint
    )
    return replace(checkpoint, seal=seal)


def _forget(arbodienst: int, checkpoint: Checkpoint) -> None:
    try:
        forget(arbodienst, checkpoint, ReadAction.LOG_FORGOTTEN)
    except OtherLogError as other:
        raise LogChangedError from other
    # As with sealing: kept elsewhere, it says later what went.
    log.info(
        "access_log_forgotten",
        arbodienst=arbodienst,
        number=checkpoint.number,
        digest=checkpoint.digest.hex(),
        entries=checkpoint.entries,
    )
