"""Tries the settings of a stream on a message; of the message nothing is written (WG-1, GR-5)."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils import timezone

from verzuimbrug.application.access import ReadAction, Reader, record_access
from verzuimbrug.application.accounts import AccountRef, log_event
from verzuimbrug.application.configuration.entries import Plain
from verzuimbrug.application.interpret import LOCAL, Interpreted, Rejected, interpret
from verzuimbrug.application.receiving.refusals import storable
from verzuimbrug.application.trying.employers import (
    Group,
    groups_of,
    reports_of,
    tried_employer,
)
from verzuimbrug.application.trying.persons import Met, persons_of, tried_person
from verzuimbrug.application.trying.settings import choose_settings
from verzuimbrug.application.trying.values import (
    MOST_EMPLOYERS,
    MOST_PERSONS,
    Counts,
    PersonMatch,
    TriedOut,
)
from verzuimbrug.domain.findings import Finding, finding_codes
from verzuimbrug.domain.message_input import MessageInput
from verzuimbrug.domain.scope import Reach
from verzuimbrug.store.inbox import StoredMessage, read_messages
from verzuimbrug.store.models import Employer, Message, MessageBody
from verzuimbrug.store.snapshots import read_snapshot
from verzuimbrug.store.tenancy import tenant

TRIED = "template-tried"
"""How the log of an account names that a template made every code of a message."""

_NOT_TAKEN = frozenset({"IN101", "IN102"})
"""What is said of a message that the stream does not take, whether it is valid or not (MSG-1)."""

_LONGEST_RECEIPT = 40


def try_out(
    ref: AccountRef, stream: str, message: bytes | str, *, by: str, proposed: Plain | None = None
) -> TriedOut:
    """What a stream of the account makes of a pasted message, or of a received one by its receipt.

    By its stored settings, or by `proposed` ones: those of the whole stream, as in a configuration
    file. Employers are looked up as they are today. That somebody looked into a received message is
    kept; so is that the stored template made every code, for the readiness of the account.
    """
    with tenant(ref.arbodienst):
        chosen = choose_settings(ref.account, stream, proposed)
        found = _pasted(ref, message) if isinstance(message, bytes) else _received(ref, message)
        if chosen.configuration is None or isinstance(found, Finding):
            absent = (found,) if isinstance(found, Finding) else ()
            return TriedOut(stream=stream, refused=(*chosen.faults, *absent))
        tried = TriedOut(
            stream=stream,
            template=chosen.configuration.employer_code.template,
            stored=chosen.stored,
            receipt=found.receipt,
        )
        seen = _see(tried, interpret(found, chosen.configuration))
        _keep_trace(ref, by, seen)
        return seen.tried


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is shown, and which of our employees are in it."""

    tried: TriedOut
    employees: frozenset[int] = frozenset()


def _pasted(ref: AccountRef, content: bytes) -> StoredMessage:
    """A message that was never received: it has no number."""
    return StoredMessage(
        id=0,
        receipt="",
        account=ref.account,
        stream=0,
        sha256=hashlib.sha256(content).hexdigest(),
        received_at=timezone.now(),
        content=content,
    )


def _received(ref: AccountRef, receipt: str) -> StoredMessage | Finding:
    # What PostgreSQL refuses to compare with is in no receipt; nor is one cut off another one.
    asked = storable(receipt, _LONGEST_RECEIPT + 1)
    rows = Message.objects.filter(account=ref.account, receipt=asked)
    numbers = list(rows.values_list("id", flat=True))
    if not numbers:
        return Finding("TR102", {"receipt": receipt})
    if not MessageBody.objects.filter(id__in=numbers).exclude(content=b"").exists():
        return Finding("TR103", {"receipt": receipt})
    (found,) = read_messages(numbers)
    return found


def _rejected(tried: TriedOut, read: Rejected) -> TriedOut:
    codes = {finding.code for finding in read.findings}
    is_taken = all(finding_codes()[code].rule != "MSG-1" for code in codes)
    envelope = read.envelope
    return replace(
        tried,
        message=envelope.message if envelope else "",
        edition=envelope.edition if envelope else "",
        valid=codes <= _NOT_TAKEN,
        accepted=read.stage == "check" and is_taken,
        findings=read.findings,
    )


def _see(tried: TriedOut, read: Interpreted | Rejected) -> _Seen:
    """What the settings make of a message; of one that is rejected nothing more."""
    if isinstance(read, Rejected):
        return _Seen(_rejected(tried, read))
    message, edition = read.input, read.envelope.edition
    rules, template = message.configuration.case_rules, message.configuration.employer_code
    snapshot = read_snapshot([message])
    groups = groups_of(message, snapshot.employers, timezone.now().astimezone(LOCAL).date())
    persons = persons_of(groups, message, snapshot)
    names = dict(Employer.objects.filter(code__in=snapshot.employers).values_list("code", "name"))
    result = replace(
        tried,
        message=read.envelope.message,
        edition=edition,
        valid=True,
        accepted=True,
        confirmed=rules.confirms(edition),
        findings=(message.reason_to_hold,) if message.reason_to_hold else (),
        employers=tuple(tried_employer(each, template, names) for each in groups[:MOST_EMPLOYERS]),
        persons=tuple(tried_person(each, message) for each in persons[:MOST_PERSONS]),
        counts=_counts(groups, persons, message),
    )
    shown = (each.employee for each in persons[:MOST_PERSONS])
    return _Seen(result, frozenset(each for each in shown if each is not None))


def _counts(groups: Sequence[Group], persons: Sequence[Met], message: MessageInput) -> Counts:
    rules, edition = message.configuration.case_rules, message.delivery.envelope.edition
    reports = [report for each in persons for report in reports_of(each.delivered)]
    codes = {each.resolved.code: each.resolved.reach for each in groups if each.is_made}
    matches = Counter(each.match for each in persons)
    return Counts(
        employers=len(groups),
        unmade=sum(not each.is_made for each in groups),
        made=len(codes),
        matched=sum(reach is Reach.IN for reach in codes.values()),
        persons=len(persons),
        known=matches[PersonMatch.KNOWN],
        new=matches[PersonMatch.NEW],
        possible_doubles=matches[PersonMatch.POSSIBLE_DOUBLE],
        reports=len(reports),
        without_operation=sum(
            rules.operation(each.processing_code, edition) is None for each in reports
        ),
    )


def _keep_trace(ref: AccountRef, by: str, seen: _Seen) -> None:
    """Of a received message that somebody looked; of stored settings that they make every code."""
    tried = seen.tried
    if tried.receipt:
        reader = Reader(arbodienst=ref.arbodienst, principal=by)
        record_access(reader, ReadAction.TRY_OUT, employees=seen.employees)
    if tried.stored and tried.counts.made and not tried.counts.unmade:
        details = {
            "stream": tried.stream,
            "template": tried.template,
            "made": tried.counts.made,
            "matched": tried.counts.matched,
        }
        log_event(ref, by, TRIED, details)
