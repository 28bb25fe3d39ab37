"""Erasing one person on request: previewed, decided with a reason, done at once (WN-9).

Nothing brings it back: with the person the bytes go of every message that holds it. That it was
done stays, by the number that the person had.
"""

import hashlib
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils import timezone

from verzuimbrug.application.access import ReadAction, Reader, record_access
from verzuimbrug.application.accounts import AccountRef, log_event
from verzuimbrug.application.decider import Decider
from verzuimbrug.application.persons.records import find_person
from verzuimbrug.domain.erasing import ErasureFacts, is_erasable, judge_erasure
from verzuimbrug.domain.events import EventKind
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.person_records import record_table
from verzuimbrug.sivi.mentioning import Marks, mentions
from verzuimbrug.store import erasing
from verzuimbrug.store.event_rows import EventRow, wait_to_publish, write_events
from verzuimbrug.store.lanes import take_all_lanes
from verzuimbrug.store.models import AbsenceCase, Employee, LinkKey
from verzuimbrug.store.person_records import count_records
from verzuimbrug.store.sealed import EMPLOYEE_BSN
from verzuimbrug.store.tenancy import tenant

EVENT = "person-erased"


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """What goes, as counts by part of `domain.person_records`, and what is said of it.

    An error among the findings says why it cannot be done, or not yet. By the digest somebody
    agrees with just this going.
    """

    person: int
    counts: tuple[tuple[str, int], ...]
    findings: tuple[Finding, ...]
    digest: str
    is_done: bool = False

    @property
    def is_possible(self) -> bool:
        """Whether nothing is in the way."""
        return is_erasable(self.findings)


def preview_erasure(reader: Reader, person: int) -> Erasure | None:
    """What erasing would take out; None for somebody who is not there or not open to the reader."""
    with tenant(reader.arbodienst):
        row = find_person(reader, person)
        return None if row is None else _look(row).erasure


def erase_person(
    decider: Decider, person: int, reason: str, agreed: str | None = None
) -> Erasure | None:
    """Erases a person with all that is kept of it, when nothing is in the way.

    The reason stays, and should name nobody. `agreed` is the digest of what was shown: when it is
    another by now, nothing is done. None as for the preview.
    """
    with tenant(decider.arbodienst):
        take_all_lanes(decider.arbodienst)
        row = find_person(decider.reader, person)
        if row is None:
            return None
        found = _look(row)
        if not reason.strip():
            missing = (Finding("VE110"), *found.erasure.findings)
            return replace(found.erasure, findings=missing)
        is_agreed = agreed is None or agreed == found.erasure.digest
        if not is_agreed or not found.erasure.is_possible:
            return found.erasure
        _erase(decider, row, found.messages, reason)
        return replace(found.erasure, is_done=True)


@dataclass(frozen=True, slots=True)
class _Look:
    erasure: Erasure
    messages: Sequence[int]


def _look(row: Employee) -> _Look:
    known = erasing.messages_of(row.id)
    marks = _marks(row)
    unseen = [
        each
        for each in erasing.undecided_bodies(row.id, [number for number, *_ in known])
        if mentions(each.content, marks)
    ]
    unfinished = [receipt for _, receipt, waits in known if waits]
    unfinished += [each.receipt for each in unseen if each.is_unfinished]
    open_cases, to_be_sent, in_portal_state, receivers, same = erasing.facts_of(row.id)
    messages = [*(number for number, *_ in known), *(each.message for each in unseen)]
    facts = ErasureFacts(
        open_cases=tuple(open_cases),
        unfinished=tuple(unfinished),
        to_be_sent=tuple(to_be_sent),
        in_portal_state=in_portal_state,
        receivers=tuple(receivers),
        same_elsewhere=tuple(same),
        messages=len(messages),
        rejected=len(unseen),
    )
    counts = tuple((part.title, count_records(row.id, part.name)) for part in record_table().parts)
    findings = judge_erasure(facts)
    told = Erasure(
        person=row.id, counts=counts, findings=findings, digest=_digest(row.id, counts, findings)
    )
    return _Look(told, messages)


def _digest(person: int, counts: Sequence[tuple[str, int]], findings: Sequence[Finding]) -> str:
    told = [person, counts, [each.to_json() for each in findings]]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _marks(row: Employee) -> Marks:
    keys = LinkKey.objects.filter(employee=row.id).values_list("key", flat=True)
    sealed = row.bsn
    return Marks(
        keys=frozenset(keys),
        bsn=EMPLOYEE_BSN.unseal(sealed, row.id).decode() if sealed else "",
        surname=row.fields.get("surname") or "",
        birth_date=row.birth_date,
    )


def _erase(decider: Decider, row: Employee, messages: Sequence[int], reason: str) -> None:
    """What was, is no more; what says so names the person by number only."""
    accounts = set(LinkKey.objects.filter(employee=row.id).values_list("account_id", flat=True))
    told = EventRow(
        event=f"evt_{uuid.uuid4().hex}",
        kind=EventKind.PERSON_ERASED,
        employer=row.employer_id,
        employee=None,
        case=None,
        at=timezone.now(),
        data={
            "employer": row.employer.code,
            "person": row.id,
            "cases": sorted(
                AbsenceCase.objects.filter(employee=row.id).values_list("id", flat=True)
            ),
        },
    )
    erasing.erase_person(row.id, messages)
    wait_to_publish(decider.arbodienst)
    write_events([told])
    record_access(
        decider.reader, ReadAction.PERSON_ERASED, employees=[row.id], employer=row.employer_id
    )
    details = {"person": row.id, "messages": len(messages), "reason": reason[:500]}
    for account in sorted(accounts):
        ref = AccountRef(arbodienst=decider.arbodienst, account=account)
        log_event(ref, decider.by, EVENT, details)
