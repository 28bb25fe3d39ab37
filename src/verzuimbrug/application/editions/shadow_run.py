"""Stored messages under two configurations: what comes out differently, before it goes live (VE-1).

Nothing is written, and the database refuses it: the run is a read-only transaction. Both sides
start from the same point (`domain/shadow_start.py`), so that every difference is of the settings.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from django.utils import timezone

from verzuimbrug.application.access import ReadAction, Reader, record_access
from verzuimbrug.application.accounts import AccountRef
from verzuimbrug.application.configuration.import_configuration import read_configurations
from verzuimbrug.application.editions.choosing import (
    ChosenMessages,
    Left,
    Which,
    choose_messages,
)
from verzuimbrug.application.editions.proposing import Proposed
from verzuimbrug.application.editions.reading import Progress, ReadMessage, read_all, side_of
from verzuimbrug.application.interpret import LOCAL
from verzuimbrug.application.trying.settings import choose_settings
from verzuimbrug.domain.deliveries import MessageKind
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.shadow_comparison import Comparison, compare
from verzuimbrug.domain.shadow_masking import masked
from verzuimbrug.domain.shadow_outcomes import Side, outcomes_of
from verzuimbrug.domain.shadow_start import Then, starting_point
from verzuimbrug.domain.snapshot import Snapshot
from verzuimbrug.domain.statements import ObjectKind
from verzuimbrug.domain.streams import ImportConfiguration
from verzuimbrug.sivi.tags import BSN_KEY, MESSAGE_KINDS
from verzuimbrug.store.guard_reads import known_to
from verzuimbrug.store.held_reads import still_there
from verzuimbrug.store.inbox import StoredMessage
from verzuimbrug.store.models import Stream
from verzuimbrug.store.shadow_reads import only_read, values_before
from verzuimbrug.store.snapshots import read_reports, read_snapshot
from verzuimbrug.store.tenancy import tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which messages of which stream, under which other settings."""

    stream: str
    proposed: Proposed
    which: Which = field(default_factory=Which)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """A message as it is named: persons by position, with initials and year of birth."""

    receipt: str
    received_at: datetime
    edition: str
    persons: Mapping[int, tuple[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShadowRun:
    """How messages come out under the settings as they stand and as changed.

    With `refused` nothing was compared, and why. `delivered` names the messages that differ, by the
    store's id. `first_at` and `last_at` are when the first and last compared message came in.
    """

    stream: str
    refused: tuple[Finding, ...] = ()
    messages: int = 0
    first_at: datetime | None = None
    last_at: datetime | None = None
    left: Mapping[Left, tuple[str, ...]] = field(default_factory=dict)
    more: bool = False
    comparison: Comparison = field(default_factory=Comparison)
    delivered: Mapping[int, Delivered] = field(default_factory=dict)


def _silent(_read: int, _of: int) -> None:
    """Tells nobody how far it is."""


def shadow_run(
    ref: AccountRef, asked: Asked, *, by: str, progress: Progress = _silent
) -> ShadowRun:
    """What messages that a stream received come to under other settings.

    That somebody looked is kept, with which of our employees were in what came out differently.
    """
    if asked.proposed.faults:
        return ShadowRun(stream=asked.stream, refused=asked.proposed.faults)
    with tenant(ref.arbodienst):
        only_read()
        run, employees = _run(ref, asked, progress)
    with tenant(ref.arbodienst):
        reader = Reader(arbodienst=ref.arbodienst, principal=by)
        record_access(reader, ReadAction.SHADOW_RUN, employees=still_there(employees))
    return run


def _run(ref: AccountRef, asked: Asked, progress: Progress) -> tuple[ShadowRun, frozenset[int]]:
    stream, proposed = asked.stream, asked.proposed
    streams = {row.name: row for row in Stream.objects.filter(account=ref.account)}
    row = streams.get(stream)
    if row is None:
        params = {"stream": stream, "known": ", ".join(sorted(streams))}
        return ShadowRun(stream=stream, refused=(Finding("TR101", params),)), frozenset()
    chosen = choose_settings(ref.account, stream, proposed.settings, proposed.tables)
    if chosen.configuration is None:
        return ShadowRun(stream=stream, refused=chosen.faults), frozenset()
    stands = read_configurations({row.id})[row.id]
    changed = _with_case_rules(chosen.configuration, stands)
    taken = choose_messages(row.id, asked.which)
    read = read_all(taken.messages, progress)
    own = [each for each in read if not each.is_test]
    comparison = _compared(ref.account, own, stands, changed)
    told = _told(stream, taken, read, comparison)
    bsn = BSN_KEY in (stands.employee_key, changed.employee_key)
    return replace(told, comparison=masked(comparison, bsn=bsn)), comparison.employees


def _with_case_rules(
    changed: ImportConfiguration, stands: ImportConfiguration
) -> ImportConfiguration:
    """WG-4: a stream without reports has the case rules of the account's stream that has them."""
    if MESSAGE_KINDS.get(changed.message) is MessageKind.ABSENCE:
        return changed
    return replace(changed, case_rules=stands.case_rules)


def _compared(
    account: int,
    messages: Sequence[ReadMessage],
    stands: ImportConfiguration,
    changed: ImportConfiguration,
) -> Comparison:
    if not messages:
        return Comparison()
    today = timezone.now().astimezone(LOCAL).date()
    sides = [side_of(messages, each) for each in (stands, changed)]
    start = _start(account, sides, messages[0].message, stands)
    known = partial(known_to, account, today=today)
    before, after = (outcomes_of(side, start, today, known) for side in sides)
    return compare(before, after)


def _start(
    account: int, sides: Iterable[Side], first: StoredMessage, stands: ImportConfiguration
) -> Snapshot:
    """One snapshot of all that either side can touch."""
    snapshot = read_snapshot([each for side in sides for each in side.inputs])
    lacking = {facts.key for facts in snapshot.cases} - snapshot.reports.keys()
    snapshot = replace(snapshot, reports={**snapshot.reports, **read_reports(lacking)})
    employments = [facts.id for facts in snapshot.employments]
    then = Then(
        account=account,
        first=first.id,
        persons=values_before(ObjectKind.EMPLOYEE, snapshot.persons.keys(), first.received_at),
        employments=values_before(ObjectKind.EMPLOYMENT, employments, first.received_at),
    )
    return starting_point(snapshot, then, stands.case_rules)


def _told(
    stream: str, taken: ChosenMessages, read: Sequence[ReadMessage], comparison: Comparison
) -> ShadowRun:
    own = [each.message for each in read if not each.is_test]
    tests = tuple(each.message.receipt for each in read if each.is_test)
    differing = {each.message for each in comparison.different}
    return ShadowRun(
        stream=stream,
        messages=len(own),
        first_at=min((each.received_at for each in own), default=None),
        last_at=max((each.received_at for each in own), default=None),
        left={**taken.left, **({Left.TEST: tests} if tests else {})},
        more=taken.more,
        comparison=comparison,
        delivered={each.message.id: _named(each) for each in read if each.message.id in differing},
    )


def _named(read: ReadMessage) -> Delivered:
    groups = read.delivery.employers if read.delivery else ()
    return Delivered(
        receipt=read.message.receipt,
        received_at=read.message.received_at,
        edition=read.checked.edition or "",
        persons={
            person.position: (str(person.fields.get("initials") or ""), person.birth_date.year)
            for group in groups
            for person in group.persons
        },
    )
