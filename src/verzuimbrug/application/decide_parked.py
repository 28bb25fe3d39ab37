"""What a person decides on something parked: a gap (VZ-3), or who a link key is (WN-4)."""

from dataclasses import dataclass

from django.utils import timezone

from verzuimbrug.application.decider import Decider
from verzuimbrug.store.models import (
    AbsenceCase,
    AbsenceReport,
    AccountEvent,
    Employee,
    LinkKey,
    Waiting,
)
from verzuimbrug.store.queue import requeue
from verzuimbrug.store.tenancy import tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedKey:
    """A link key that waits for a decision: account and employer by the store's ids."""

    account: int
    employer: int
    key: str


def release_gap(decider: Decider, report: int) -> bool:
    """Lets a parked report, by its store id, follow a gap; false when it waits for none (VZ-3)."""
    with tenant(decider.arbodienst):
        parked = AbsenceReport.objects.filter(
            id=report, state="parked", codes__contains=["VZ301"]
        ).first()
        if parked is None or parked.employer_id is None:
            return False
        case = AbsenceCase.objects.select_for_update().get(
            account_id=parked.account_id, employer_id=parked.employer_id, key=parked.case_key
        )
        case.released_gaps = sorted({*case.released_gaps, parked.sequence})
        case.save(update_fields=["released_gaps"])
        _log(decider, parked.account_id, "gap-released", {"report": report})
        requeue([parked.message_id])
    return True


def link_person(decider: Decider, key: ParkedKey, employee: int) -> bool:
    """Says that a waiting key is a known person's; false when key or person is not there (WN-4)."""
    with tenant(decider.arbodienst):
        known = Employee.objects.filter(
            id=employee, employer_id=key.employer, hidden=False
        ).exists()
        return known and _give_key(decider, key, employee, "person-linked")


def create_person(decider: Decider, key: ParkedKey) -> bool:
    """Says that a waiting key is a new person's; false when no such key waits (WN-4)."""
    with tenant(decider.arbodienst):
        if not _messages(key):
            return False
        employee = Employee.objects.create(
            arbodienst_id=decider.arbodienst, employer_id=key.employer
        )
        return _give_key(decider, key, employee.id, "person-created")


def _give_key(decider: Decider, key: ParkedKey, employee: int, event: str) -> bool:
    messages = _messages(key)
    if not messages:
        return False
    # A key of somebody who is hidden since an undo is free (VE-4).
    given = {"employee_id": employee, "by_hand": True, "superseded": False, "hidden": False}
    LinkKey.objects.update_or_create(
        arbodienst_id=decider.arbodienst,
        account_id=key.account,
        employer_id=key.employer,
        key=key.key,
        defaults=given,
    )
    _log(decider, key.account, event, {"employee": employee, "employer": key.employer})
    requeue(messages)
    return True


def _messages(key: ParkedKey) -> list[int]:
    waiting = Waiting.objects.filter(
        cause="duplicate", account_id=key.account, employer_id=key.employer, key=key.key
    )
    return list(waiting.values_list("message_id", flat=True).distinct())


def _log(decider: Decider, account: int, event: str, details: dict[str, int]) -> None:
    AccountEvent.objects.create(
        arbodienst_id=decider.arbodienst,
        account_id=account,
        at=timezone.now(),
        by=decider.by,
        event=event,
        details=details,
    )
