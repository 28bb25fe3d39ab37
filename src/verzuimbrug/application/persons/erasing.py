"""Erasing one person on request: previewed, decided with a reason, done at once (WN-9).

Nothing brings it back: with the person the bytes go of every message that holds it. That it was
done stays, by the number that the person had.
"""

import hashlib
import json
import uuid
from collections.abc import Collection, Sequence
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
from verzuimbrug.store.sql import Row
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
        return None if row is None else _told(look_at([row])[0])


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
        (found,) = look_at([row])
        erasure = _told(found)
        if not reason.strip():
            return replace(erasure, findings=(Finding("VE110"), *found.findings))
        is_agreed = agreed is None or agreed == erasure.digest
        if not is_agreed or not erasure.is_possible:
            return erasure
        erase_found(decider, found, reason)
        return replace(erasure, is_done=True)


@dataclass(frozen=True, slots=True)
class Found:
    """A person, what is said of erasing it, and the messages that would lose their bytes."""

    row: Employee
    findings: tuple[Finding, ...]
    messages: Sequence[int]


def look_at(rows: Sequence[Employee]) -> list[Found]:
    """What is in the way of erasing each of these persons, and what bytes would go.

    What nobody decided on is read through once, for all of them.
    """
    known = {row.id: erasing.messages_of(row.id) for row in rows}
    sought = [_Sought(row, {number for number, *_ in known[row.id]}) for row in rows]
    for body in erasing.undecided_bodies(frozenset().union(*(each.accounts for each in sought))):
        for each in sought:
            each.look_in(body)
    return [_found(each.row, known[each.row.id], each.unseen) for each in sought]


class _Sought:
    """A person that is looked for in messages beside the known ones, of the accounts it is of."""

    def __init__(self, row: Employee, known: Collection[int]) -> None:
        keys = LinkKey.objects.filter(employee=row.id).values_list("account_id", "key")
        self.row = row
        self.accounts = frozenset(account for account, _ in keys)
        self.unseen: list[tuple[int, str, bool]] = []
        self._known = known
        self._marks = _marks(row, frozenset(key for _, key in keys))

    def look_in(self, body: erasing.Body) -> None:
        """Keeps the message when it names the person."""
        is_apart = body.account in self.accounts and body.message not in self._known
        if is_apart and mentions(body.content, self._marks):
            self.unseen.append((body.message, body.receipt, body.is_unfinished))


def _found(row: Employee, known: Sequence[Row], unseen: Sequence[tuple[int, str, bool]]) -> Found:
    unfinished = [receipt for _, receipt, waits in (*known, *unseen) if waits]
    open_cases, to_be_sent, in_portal_state, receivers, same = erasing.facts_of(row.id)
    messages = [number for number, *_ in (*known, *unseen)]
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
    return Found(row, judge_erasure(facts), messages)


def _told(found: Found) -> Erasure:
    person, findings = found.row.id, found.findings
    counts = tuple((part.title, count_records(person, part.name)) for part in record_table().parts)
    digest = _digest(person, counts, findings)
    return Erasure(person=person, counts=counts, findings=findings, digest=digest)


def _digest(person: int, counts: Sequence[tuple[str, int]], findings: Sequence[Finding]) -> str:
    told = [person, counts, [each.to_json() for each in findings]]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _marks(row: Employee, keys: Collection[str]) -> Marks:
    sealed = row.bsn
    return Marks(
        keys=keys,
        bsn=EMPLOYEE_BSN.unseal(sealed, row.id).decode() if sealed else "",
        surname=row.fields.get("surname") or "",
        birth_date=row.birth_date,
    )


def erase_found(decider: Decider, found: Found, reason: str) -> None:
    """What was, is no more; what says so names the person by number only.

    Within the transaction that holds every lane, and looked.
    """
    row, messages = found.row, found.messages
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
