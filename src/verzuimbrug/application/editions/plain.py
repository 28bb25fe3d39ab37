"""A shadow run, and what arrives in which edition, as plain values: for JSON of every door.

Findings are left as they are; each door tells them in the language of its reader.
"""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from verzuimbrug.application.editions.arriving import Arriving, StreamEditions
from verzuimbrug.application.editions.shadow_run import Delivered, ShadowRun
from verzuimbrug.domain.shadow_comparison import MessageDifference, ThingDifference
from verzuimbrug.domain.shadow_outcomes import MessageOutcome, Person, ReportOutcome

Values = dict[str, Any]


def plain_run(run: ShadowRun) -> Values:
    """How many messages come out the same and how many not, and the latter one by one."""
    comparison = run.comparison
    return {
        "stream": run.stream,
        "messages": run.messages,
        "same": comparison.same,
        "different": len(comparison.different),
        "counts": {kind.value: count for kind, count in comparison.counts.items()},
        "first_at": run.first_at,
        "last_at": run.last_at,
        "more": run.more,
        "left": {reason.value: receipts for reason, receipts in run.left.items()},
        "items": tuple(
            _message(each, run.delivered[each.message]) for each in comparison.different
        ),
    }


def _message(of: MessageDifference, delivered: Delivered) -> Values:
    return {
        "receipt": delivered.receipt,
        "received_at": delivered.received_at,
        "edition": delivered.edition,
        "differs": tuple(sorted(kind.value for kind in of.kinds)),
        "stands": _outcome(of.stands),
        "changed": _outcome(of.changed),
        "persons": tuple(_persons(of, delivered)),
        "reports": tuple(_reports(of)),
        "things": tuple(map(_thing, of.things)),
    }


def _outcome(of: MessageOutcome) -> Values:
    return {"state": of.state.value, "findings": of.findings}


def _persons(of: MessageDifference, delivered: Delivered) -> Iterator[Values]:
    for place, stands, changed in of.persons():
        initials, year = delivered.persons.get(place, ("", None))
        yield {
            "initials": initials,
            "birth_year": year,
            "stands": _person(stands),
            "changed": _person(changed),
        }


def _person(of: Person | None) -> Values | None:
    if of is None:
        return None
    return {"employer": of.employer, "key": of.key, "known": of.employee is not None}


def _reports(of: MessageDifference) -> Iterator[Values]:
    for place in of.reports():
        stands, changed = of.stands.reports.get(place), of.changed.reports.get(place)
        yield {"position": place, "stands": _report(stands), "changed": _report(changed)}


def _report(of: ReportOutcome | None) -> Values | None:
    return None if of is None else asdict(of) | {"findings": of.findings}


def _thing(of: ThingDifference) -> Values:
    return {
        "kind": of.kind.value,
        "employer": of.person.employer,
        "person": of.person.key,
        "name": of.name,
        "in_stands": of.in_stands,
        "in_changed": of.in_changed,
        "fields": {name: pair for name, pair in of.fields.items() if name != "person"},
    }


def plain_arriving(found: Arriving) -> Values:
    """The weeks, and what came in them on each stream."""
    return {"weeks": found.weeks, "streams": tuple(map(_stream, found.streams))}


def _stream(of: StreamEditions) -> Values:
    return {
        "account": of.account_name,
        "stream": of.stream,
        "message": of.message,
        "known": of.known,
        "accepted": of.accepted,
        "editions": tuple(asdict(each) | {"messages": each.messages} for each in of.editions),
    }
