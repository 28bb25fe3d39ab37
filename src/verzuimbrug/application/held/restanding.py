"""Choosing which of two reports stands, and refusing one that is held (VZ-2, VZ-12)."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace

from django.utils import timezone

from verzuimbrug.application.access import ReadAction, record_access
from verzuimbrug.application.accounts import AccountRef, log_event
from verzuimbrug.application.decider import Decider
from verzuimbrug.application.held.relisting import open_stored
from verzuimbrug.application.interpret import LOCAL
from verzuimbrug.application.processing.alone import ALL
from verzuimbrug.domain.change_list import ChangeList
from verzuimbrug.domain.change_listing import list_changes
from verzuimbrug.domain.deciding import decide
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.message_input import MessageInput
from verzuimbrug.domain.reports import MAY_BECOME, Standing
from verzuimbrug.domain.snapshot import Snapshot, StoredReport
from verzuimbrug.store.lanes import take_all_lanes
from verzuimbrug.store.models import AbsenceReport
from verzuimbrug.store.models.messages import MessageState
from verzuimbrug.store.queue import requeue
from verzuimbrug.store.snapshots import read_snapshot
from verzuimbrug.store.standings import let_stand
from verzuimbrug.store.tenancy import tenant

_EVENTS = {Standing.CHOSEN: "report-chosen", Standing.REFUSED: "report-refused"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Restood:
    """What a decision on one report changes, or why it cannot be; `applied`: it is so from now.

    `digest` is that of what it changes.
    """

    changes: ChangeList = field(default_factory=ChangeList)
    digest: str = ""
    findings: tuple[Finding, ...] = ()
    applied: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wish:
    """What somebody wants of a report; with `shown` only if that is still what it changes."""

    standing: Standing
    reason: str
    dry_run: bool
    shown: str | None = None


def restand(
    decider: Decider, place: tuple[str, int], standing: Standing, reason: str, *, dry_run: bool
) -> Restood | None:
    """Lets a report, by receipt and position, stand on its number, or refuses it.

    None when it is not there. A dry run shows what that would change.
    """
    return _restood_as(decider, place, _Wish(standing=standing, reason=reason, dry_run=dry_run))


def restand_as_shown(
    decider: Decider, place: tuple[str, int], standing: Standing, reason: str, shown: str
) -> Restood | None:
    """The same, when that still changes what was shown, by its digest; else it is shown anew."""
    wish = _Wish(standing=standing, reason=reason, dry_run=False, shown=shown)
    return _restood_as(decider, place, wish)


def _restood_as(decider: Decider, place: tuple[str, int], wish: _Wish) -> Restood | None:
    receipt, position = place
    if "\0" in receipt:
        return None
    with tenant(decider.arbodienst):
        if not wish.dry_run:
            # A batch at work would write what the report was before.
            take_all_lanes(decider.arbodienst)
        rows = AbsenceReport.objects.select_related("message").select_for_update(of=("self",))
        report = rows.filter(message__receipt=receipt, position=position).first()
        if report is None or not decider.authority.opens_account(report.account_id):
            return None
        obstacle = _obstacle(report, wish.standing, wish.reason, dry_run=wish.dry_run)
        if obstacle is not None:
            return Restood(findings=(obstacle,))
        return _looked_at(decider, report, wish)


def _looked_at(decider: Decider, report: AbsenceReport, wish: _Wish) -> Restood:
    changes = _preview(report, wish.standing)
    if report.position not in {entry.position for entry in changes.reports}:
        return Restood(findings=(_undecidable(report),))
    seen = [report.employee_id] if report.employee_id else []
    record_access(decider.reader, ReadAction.CHANGES_SHOWN, employees=seen)
    told = Restood(changes=changes.shielded(), digest=changes.digest)
    if wish.shown not in (None, changes.digest):
        return replace(told, findings=(Finding("VE106"),))
    if not wish.dry_run:
        _apply(decider, report, wish.standing, wish.reason)
    return replace(told, applied=not wish.dry_run)


def _obstacle(
    report: AbsenceReport, standing: Standing, reason: str, *, dry_run: bool
) -> Finding | None:
    if report.state not in MAY_BECOME[standing] or report.employee_id is None:
        return _undecidable(report)
    if report.message.state == MessageState.REJECTED:
        return Finding.from_json(report.message.findings[0])
    if report.standing == Standing.HELD:
        return Finding("VE103")
    return None if dry_run or reason.strip() else Finding("VE110")


def _undecidable(report: AbsenceReport) -> Finding:
    """Nothing would become of it: it cannot be decided on like this, or stays as it is."""
    return Finding("VE109", {"state": report.state, "position": str(report.position)})


def _apply(decider: Decider, report: AbsenceReport, standing: Standing, reason: str) -> None:
    if standing is Standing.CHOSEN:
        let_stand([(report.message_id, report.position)])
    else:
        AbsenceReport.objects.filter(id=report.id).update(standing=standing)
    ref = AccountRef(arbodienst=decider.arbodienst, account=report.account_id)
    details = {"message": report.message_id, "position": report.position, "reason": reason}
    log_event(ref, decider.by, _EVENTS[standing], details)
    requeue([report.message_id])


def _preview(report: AbsenceReport, standing: Standing) -> ChangeList:
    """What would change if the report stood like that; nothing is written."""
    opened = open_stored(report.message_id)
    today = timezone.now().astimezone(LOCAL).date()
    for portion in opened.portions(ALL) if opened else ():
        alone = _only(portion, report.position)
        if alone.delivery.employers:
            snapshot = _restood(read_snapshot([alone]), report, standing)
            return list_changes(portion, decide([alone], snapshot, today), snapshot)
    return ChangeList()


def _only(portion: MessageInput, position: int) -> MessageInput:
    """The portion with nothing but one report."""
    employers = tuple(
        replace(employer, persons=persons)
        for employer in portion.delivery.employers
        if (
            persons := tuple(
                person.with_reports({position})
                for person in employer.persons
                if any(each.position == position for each in person.reports)
            )
        )
    )
    return replace(portion, delivery=replace(portion.delivery, employers=employers))


def _restood(snapshot: Snapshot, report: AbsenceReport, standing: Standing) -> Snapshot:
    place = (report.message_id, report.position)
    return replace(
        snapshot,
        reports={
            key: tuple(
                replace(each, report=replace(each.report, standing=now))
                for each, now in _standings(reports, place, report.sequence, standing)
            )
            for key, reports in snapshot.reports.items()
        },
    )


def _standings(
    reports: Collection[StoredReport], place: tuple[int, int], sequence: int, standing: Standing
) -> Iterator[tuple[StoredReport, Standing]]:
    """The reports of a case with their standings, once this one has another."""
    named = any(each.report.place == place for each in reports)
    for each in reports:
        now = each.report.standing
        if each.report.place == place:
            now = standing
        elif named and each.report.sequence == sequence and now is Standing.CHOSEN:
            now = Standing.FREE
        yield each, now
