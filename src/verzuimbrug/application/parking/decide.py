"""What a person decides on a link key that waits as a possible duplicate (WN-4)."""

from django.utils import timezone

from verzuimbrug.application.accounts import AccountRef, log_event
from verzuimbrug.application.decider import Decider
from verzuimbrug.domain.snapshot import PersonKey
from verzuimbrug.store.linking import write_links
from verzuimbrug.store.models import Employee, LinkKey, Waiting
from verzuimbrug.store.queue import requeue
from verzuimbrug.store.tenancy import tenant


def link_person(decider: Decider, key: PersonKey, employee: int) -> bool:
    """Says that a waiting key is a known person's; false when key or person is not there."""
    with tenant(decider.arbodienst):
        is_open = decider.authority.opens_account(key.account)
        known = Employee.objects.filter(
            id=employee, employer_id=key.employer, hidden=False
        ).exists()
        return is_open and known and waits(key) and _give(decider, key, employee, "person-linked")


def create_person(decider: Decider, key: PersonKey) -> bool:
    """Says that a waiting key is a new person's; false when no such key waits."""
    with tenant(decider.arbodienst):
        if not decider.authority.opens_account(key.account) or not waits(key):
            return False
        employee = Employee.objects.create(
            arbodienst_id=decider.arbodienst, employer_id=key.employer
        )
        return _give(decider, key, employee.id, "person-created")


def waits(key: PersonKey) -> bool:
    """Whether a key waits for a decision; one that was decided on waits for its turn only."""
    is_given = LinkKey.objects.filter(**_columns(key), hidden=False).exists()
    return not is_given and bool(_messages(key))


def _give(decider: Decider, key: PersonKey, employee: int, event: str) -> bool:
    # A key that only undone messages gave somebody is free (VE-4).
    write_links({key: employee}, decider.by, timezone.now())
    ref = AccountRef(arbodienst=decider.arbodienst, account=key.account)
    log_event(ref, decider.by, event, {"employee": employee, "employer": key.employer})
    requeue(_messages(key))
    return True


def _messages(key: PersonKey) -> list[int]:
    waiting = Waiting.objects.filter(cause="duplicate", **_columns(key))
    return list(waiting.values_list("message_id", flat=True).distinct())


def _columns(key: PersonKey) -> dict[str, object]:
    return {"account_id": key.account, "employer_id": key.employer, "key": key.key}
