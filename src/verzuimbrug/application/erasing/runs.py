"""What would be erased, and the approval of just that (VE-6)."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils import timezone

from verzuimbrug.application.access import Reader
from verzuimbrug.application.decider import Decider
from verzuimbrug.application.local_days import day_bounds
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.retention import (
    Candidate,
    Choice,
    RetentionKind,
    Terms,
    Unfinished,
    choose,
    last_day,
)
from verzuimbrug.store.models import Arbodienst, RetentionItem, RetentionRun, RetentionTerm
from verzuimbrug.store.retention import employers_of, read_candidates
from verzuimbrug.store.retention_dossiers import employers_of_dossiers, read_dossiers
from verzuimbrug.store.tenancy import tenant

_PORTION = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionPreview:
    """What would be erased now: how much of each kind, by employer code, and which by reference.

    `kept` are over their term too and stay; `reasons` says how many of them for what. `digest` is
    what an approval names.
    """

    counts: Mapping[RetentionKind, int] = field(default_factory=dict)
    employers: Mapping[RetentionKind, Mapping[str, int]] = field(default_factory=dict)
    references: Mapping[RetentionKind, tuple[str, ...]] = field(default_factory=dict)
    kept: int = 0
    reasons: Mapping[Unfinished, int] = field(default_factory=dict)
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunShown:
    """A run, and how far it is; nothing but numbers.

    `left` are still to be done, `reasons` what came to be open again since it was shown.
    """

    number: int
    at: datetime
    by: str
    shown: Mapping[str, int]
    erased: Mapping[str, int]
    reasons: Mapping[str, int]
    left: int
    finished_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Approved:
    """The run that begins; with findings nothing is erased."""

    number: int | None = None
    findings: tuple[Finding, ...] = ()


def read_terms() -> Terms:
    """The terms of the arbodienst whose tenant is set."""
    rows = RetentionTerm.objects.order_by("kind").values_list("kind", "days")
    return {RetentionKind(kind): days for kind, days in rows}


def list_terms(reader: Reader) -> Terms:
    """The terms of the reader's arbodienst."""
    with tenant(reader.arbodienst):
        return read_terms()


def preview_retention(reader: Reader) -> RetentionPreview:
    """What would be erased; for who is limited to nothing, and empty for anybody else."""
    if not reader.authority.is_whole:
        return RetentionPreview()
    with tenant(reader.arbodienst):
        return _shown(_chosen(read_terms(), timezone.localdate()))


def approve_retention(decider: Decider, digest: str) -> Approved:
    """Has just what was shown erased, by its digest; when that is something else by now, nothing.

    What is opened again before its turn is left out.
    """
    if not decider.authority.is_whole:
        return Approved(findings=(Finding("VE604"),))
    with tenant(decider.arbodienst):
        # The terms stay as they are meanwhile, and nobody else approves.
        Arbodienst.objects.select_for_update(no_key=True).get(id=decider.arbodienst)
        if RetentionRun.objects.filter(finished_at=None).exists():
            return Approved(findings=(Finding("VE602"),))
        terms = read_terms()
        choice = _chosen(terms, timezone.localdate())
        if not choice.erased:
            return Approved(findings=(Finding("VE603"),))
        if choice.digest != digest:
            return Approved(findings=(Finding("VE601"),))
        return Approved(number=_begin(decider, terms, choice))


def list_runs(reader: Reader) -> tuple[RunShown, ...]:
    """The last twenty runs, the newest first."""
    with tenant(reader.arbodienst):
        return tuple(
            RunShown(
                number=row.id,
                at=row.at,
                by=row.by,
                shown=row.shown,
                erased=row.erased,
                reasons=row.reasons,
                left=RetentionItem.objects.filter(run=row).count(),
                finished_at=row.finished_at,
            )
            for row in RetentionRun.objects.order_by("-id")[:20]
        )


def _chosen(terms: Terms, today: date) -> Choice:
    return choose(_candidates(terms, today), terms, today)


def _candidates(terms: Terms, today: date) -> Iterator[Candidate]:
    for kind in terms:
        first_kept = last_day(terms, kind, today) + timedelta(days=1)
        before = day_bounds(first_kept)[0]
        if kind is RetentionKind.DOSSIERS:
            yield from read_dossiers(before)
        else:
            yield from read_candidates(kind, before)


def _shown(choice: Choice) -> RetentionPreview:
    by_kind: dict[RetentionKind, list[Candidate]] = {}
    for each in choice.erased:
        by_kind.setdefault(each.kind, []).append(each)
    return RetentionPreview(
        counts={kind: len(some) for kind, some in by_kind.items()},
        employers={
            kind: _employers(kind, [each.id for each in some]) for kind, some in by_kind.items()
        },
        references={kind: tuple(each.reference for each in some) for kind, some in by_kind.items()},
        kept=choice.kept,
        reasons=choice.reasons,
        digest=choice.digest,
    )


def _employers(kind: RetentionKind, numbers: Sequence[int]) -> Mapping[str, int]:
    if kind is RetentionKind.DOSSIERS:
        return employers_of_dossiers(numbers)
    return employers_of(kind, numbers)


def _begin(decider: Decider, terms: Terms, choice: Choice) -> int:
    run = RetentionRun.objects.create(
        arbodienst_id=decider.arbodienst,
        at=timezone.now(),
        by=decider.by[:120],
        digest=choice.digest,
        terms=dict(terms),
        shown=Counter(each.kind for each in choice.erased),
    )
    RetentionItem.objects.bulk_create(
        (
            RetentionItem(
                arbodienst_id=decider.arbodienst, run=run, kind=each.kind, object_id=each.id
            )
            for each in choice.erased
        ),
        batch_size=_PORTION,
    )
    return run.id
