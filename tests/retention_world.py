"""What was received long ago, terms, and runs in a few words."""

from datetime import timedelta
from typing import Any

from configuring_world import apply
from doors_world import Coupling
from sending_world import settings
from undo_world import decider, reader
from verzuimbrug.application.erasing.runs import (
    RunShown,
    approve_retention,
    list_runs,
    preview_retention,
)
from verzuimbrug.application.erasing.working import erase_approved
from verzuimbrug.store.models import Answer, Message, MessageBody
from verzuimbrug.store.sql import execute
from verzuimbrug.store.tenancy import tenant

LONG_AGO = timedelta(days=400)


def with_terms(configuration: dict[str, Any] | None = None, **days: int) -> dict[str, Any]:
    """The configuration with retention terms."""
    said = configuration or settings()
    return {**said, "arbodienst": {**said["arbodienst"], "retention": days}}


def set_terms(configuration: dict[str, Any] | None = None, **days: int) -> None:
    """Has the arbodienst these terms; those that are not named go."""
    assert apply(with_terms(configuration, **days)).applied


def age(coupling: Coupling, *receipts: str, by: timedelta = LONG_AGO) -> None:
    """These messages, or all, came so long ago; what was answered was collected then."""
    with tenant(coupling.arbodienst):
        chosen = Message.objects.filter(receipt__in=receipts) if receipts else Message.objects.all()
        numbers = list(chosen.values_list("id", flat=True))
        execute(
            "UPDATE store_message SET received_at = received_at - %s, decided_at = decided_at - %s "
            "WHERE id = ANY(%s)",
            by,
            by,
            numbers,
        )
        execute(
            "UPDATE store_answer SET made_at = made_at - %s, acknowledged_at = made_at - %s "
            "WHERE message_id = ANY(%s)",
            by,
            by,
            numbers,
        )
        for statement in _ANSWERED:
            execute(statement, numbers)


_ANSWERED = (
    "DELETE FROM store_answerdue WHERE message_id = ANY(%s)",
    "UPDATE store_mail SET written_at = made_at WHERE message_id = ANY(%s)",
)


def end_cases(coupling: Coupling) -> None:
    """All cases that there are have ended."""
    with tenant(coupling.arbodienst):
        execute("UPDATE store_absencecase SET status = 'recovered'")


def kept(coupling: Coupling) -> set[str]:
    """The receipts of the messages whose bytes are still there."""
    with tenant(coupling.arbodienst):
        whole = MessageBody.objects.exclude(content=b"").values_list("id", flat=True)
        receipts = Message.objects.filter(id__in=list(whole)).values_list("receipt", flat=True)
        return set(receipts)


def answers_kept(coupling: Coupling) -> int:
    """How many answers still have their content."""
    with tenant(coupling.arbodienst):
        return Answer.objects.exclude(content=b"").count()


def approve(coupling: Coupling) -> int:
    """Approves of what is shown now; the number of the run."""
    approved = approve_retention(decider(coupling), preview_retention(reader(coupling)).digest)
    assert approved.number is not None, approved.findings
    return approved.number


def run(coupling: Coupling) -> RunShown:
    """Approves and has it all done."""
    approve(coupling)
    while erase_approved():
        pass
    return list_runs(reader(coupling))[0]
