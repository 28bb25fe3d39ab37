"""Messages that are passed on to the case system as they are (DG-1 to DG-4)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from verzuimbrug.application.interpret import LOCAL
from verzuimbrug.application.link_keys import with_hidden_bsn
from verzuimbrug.application.processing.beside import Beside
from verzuimbrug.application.processing.outcomes import dry_run, processed
from verzuimbrug.application.processing.together import Moment
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.passed_on import (
    DeliveredPart,
    ItemDecision,
    ItemState,
    Known,
    Passing,
    PassingDecisions,
    Settled,
    decide_passing,
    key_of,
)
from verzuimbrug.domain.snapshot import EmployerFacts, PersonKey
from verzuimbrug.sivi.passed_on import Items
from verzuimbrug.sivi.tags import BSN_KEY
from verzuimbrug.store.inbox import MessageOutcome
from verzuimbrug.store.passed_on import NewItem, read_known, read_settled, write_items
from verzuimbrug.store.snapshots import read_employers
from verzuimbrug.store.waiting import write_waiting

PORTION = 4 * 1024 * 1024
"""So many bytes of content are written at once, but for one item that has more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """A message with its items, and what there is to decide."""

    beside: Beside
    items: Items
    passing: Passing


def pass_on(messages: Sequence[Beside], moment: Moment) -> list[MessageOutcome]:
    """Passes the items of the messages on; gives what became of each message.

    An item that was passed on before stays so: once is once, whatever runs again.
    """
    settled = read_settled([each.message.id for each in messages])
    read = [_read(each, moment, settled[each.message.id]) for each in messages]
    known = _known(read)
    decided = [(each, decide_passing(each.passing, known)) for each in read]
    live = [(each, decisions) for each, decisions in decided if not each.beside.is_dry_run]
    for each, decisions in live:
        for portion in _portions(_new(each, decisions)):
            write_items(portion, moment[0])
    waiting = [one for _, decisions in live for one in decisions.waiting]
    write_waiting(waiting, [each.beside.message.id for each, _ in live], moment[0])
    return [_outcome(each, decisions) for each, decisions in decided]


def _read(beside: Beside, moment: Moment, settled: Mapping[int, Settled]) -> _Read:
    checked, message = beside.checked, beside.message
    assert checked.table is not None and checked.root is not None  # noqa: S101, PT018 -- it is valid
    items = Items(checked.table, checked.root)
    passing = Passing(
        message=message.id,
        configuration=beside.configuration,
        days=(message.received_at.astimezone(LOCAL).date(), moment[1]),
        parts=tuple(_storable(items.parts, beside.configuration.employee_key)),
        settled=settled,
    )
    return _Read(beside=beside, items=items, passing=passing)


def _storable(parts: Iterable[DeliveredPart], tag: str) -> Iterator[DeliveredPart]:
    """The parts with keys that may be stored and compared on their stream (WN-6)."""
    for part in parts:
        if tag == BSN_KEY:
            hidden = (replace(item, keys=with_hidden_bsn(item.keys)) for item in part.items)
            yield replace(part, items=tuple(hidden))
        else:
            yield part


def _known(read: Sequence[_Read]) -> Known:
    """The employers and persons that the messages name; their lanes are ours."""
    employers = read_employers(frozenset().union(*(each.beside.codes() for each in read)))
    keys = {key for each in read for key in _keys(each.passing, employers)}
    return Known(employers=employers, persons=read_known(keys))


def _keys(passing: Passing, employers: Mapping[str, EmployerFacts]) -> Iterator[PersonKey]:
    configuration = passing.configuration
    for part in passing.parts:
        code = configuration.employer_code.code_from(part.employer.tags).code
        if code in employers:
            for item in part.items:
                key = key_of(item, configuration)
                if key is not None:
                    yield PersonKey(configuration.account, employers[code].id, key)


def _new(read: _Read, decisions: PassingDecisions) -> Iterator[NewItem]:
    """What was not decided on before, with the content of what is passed on now."""
    for decided in decisions.items:
        if decided.item.position not in read.passing.settled:
            yield NewItem(
                message=read.beside.message.id,
                account=read.beside.message.account,
                decision=decided,
                content=_content(read, decided),
            )


def _content(read: _Read, decided: ItemDecision) -> bytes | None:
    if decided.state is not ItemState.PASSED_ON:
        return None
    return read.items.content(decided.item.position, bsn=read.beside.configuration.bsn)


def _portions(items: Iterable[NewItem]) -> Iterator[list[NewItem]]:
    """The items so many at a time that they can be held: a message may be of fifty megabytes."""
    portion: list[NewItem] = []
    size = 0
    for item in items:
        portion.append(item)
        size += len(item.content or b"")
        if size > PORTION:
            yield portion
            portion, size = [], 0
    yield portion


def _outcome(read: _Read, decisions: PassingDecisions) -> MessageOutcome:
    findings = (*decisions.findings, *_left_out(read))
    if not read.beside.is_dry_run:
        return processed(read.beside, findings)
    passed = sum(each.state is ItemState.PASSED_ON for each in decisions.items)
    told = Finding("DG104", {"count": str(passed), "items": str(len(decisions.items))})
    return dry_run(read.beside, (told, *findings), ())


def _left_out(read: _Read) -> Iterator[Finding]:
    """WN-6: how many citizen service numbers are not passed on."""
    if not read.beside.configuration.bsn:
        items = (item for part in read.passing.parts for item in part.items)
        count = sum(read.items.has_bsn(item.position) for item in items)
        if count:
            yield Finding("WN601", {"count": str(count)})
