"""The portal's state at one employer, worked out in parts that fit in memory (GR-3).

A part is so many persons with all that hangs together with them: persons by their former keys,
cases that more than one reports on, keys of one employee of ours. What a part says does not depend
on the rest, so the parts together say what the whole would.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from verzuimbrug.application.interpret import LOCAL
from verzuimbrug.application.portal_deliveries.reading import ByStream
from verzuimbrug.domain.connected import connected
from verzuimbrug.domain.deliveries import (
    DeliveredEmployer,
    DeliveredPerson,
    DeliveredReport,
    Delivery,
    Envelope,
    MessageKind,
)
from verzuimbrug.domain.message_input import MessageInput
from verzuimbrug.domain.rehearsal import PortalState, rehearse
from verzuimbrug.domain.snapshot import EmployerFacts
from verzuimbrug.store import portal_delivery_reads as reads
from verzuimbrug.store.portal_delivery_rows import as_kept, employer_tags, person_of, report_of

MOST_KEYS = 1000
"""So many link keys are taken at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An employer of a delivery, and what its messages are read by today."""

    delivery: int
    account: int
    employer: EmployerFacts
    configurations: ByStream
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What the portal says of some persons, and which of their keys are whose of ours."""

    messages: Sequence[MessageInput]
    state: PortalState
    linked: Mapping[str, int]


def parts_of(place: Place) -> Iterator[Part]:
    """Every person with a usable key comes in one part; within the tenant."""
    after = ""
    while keys := reads.next_keys(place.delivery, place.employer.code, after, MOST_KEYS):
        together = _with_all_that_hangs_on(place, keys)
        yield _part(place, together, _not_seen_before(place, together, after))
        after = keys[-1]


def parts_with(place: Place, keys: Sequence[str]) -> Iterator[Part]:
    """The parts with these keys in them; some may come more than once."""
    for start in range(0, len(keys), MOST_KEYS):
        together = _with_all_that_hangs_on(place, keys[start : start + MOST_KEYS])
        yield _part(place, together, together.keys)


def _part(place: Place, together: "_Together", wanted: Collection[str]) -> Part:
    messages = _messages(place, wanted)
    return Part(
        messages=messages,
        state=rehearse(messages, {place.employer.code: place.employer}, place.today),
        linked={key: employee for employee, key in together.employees if key in wanted},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Together:
    """Keys, and by what they hang together: former keys, cases, employees of ours."""

    keys: Collection[str]
    former: Sequence[tuple[str, str]]
    cases: Sequence[tuple[str, str, str | None]]
    employees: Sequence[tuple[int, str]]


def _with_all_that_hangs_on(place: Place, first: Sequence[str]) -> _Together:
    keys, found = set[str](), set(first)
    while not found <= keys:
        keys |= found
        together = _look_around(place, keys)
        found = {key for pair in together.former for key in pair}
        found |= {key for key, *_ in together.cases} | {key for _, key in together.employees}
    return together


def _look_around(place: Place, keys: Collection[str]) -> _Together:
    delivery, code = place.delivery, place.employer.code
    return _Together(
        keys=frozenset(keys),
        former=reads.former_keys(delivery, code, keys),
        cases=reads.case_names(delivery, code, keys),
        employees=reads.keys_of_one(place.account, place.employer.id, keys),
    )


def _not_seen_before(place: Place, together: _Together, after: str) -> Collection[str]:
    """Without what hangs on a person's key up to `after`: that came with an earlier part."""
    code, keys = place.employer.code, together.keys
    earlier = reads.given_before(place.delivery, code, keys, after) if after else set()
    if not earlier:
        return together.keys
    groups: list[list[tuple[str, object]]] = [[("key", key)] for key in together.keys]
    groups += [[("key", one), ("key", other)] for one, other in together.former]
    groups += [
        [("key", key), ("case", case), ("case", former or case)]
        for key, case, former in together.cases
    ]
    groups += [[("employee", employee), ("key", key)] for employee, key in together.employees]
    whole = connected(groups)
    gone = {whole["key", key] for key in earlier}
    return frozenset(key for key in together.keys if whole["key", key] not in gone)


def _messages(place: Place, keys: Collection[str]) -> list[MessageInput]:
    """The messages of a delivery with only these persons in them."""
    persons = _persons(place, keys)
    return [
        MessageInput(
            message=number,
            sha256=bytes(sha256).hex(),
            received_at=received_at.astimezone(LOCAL).replace(tzinfo=None),
            configuration=as_kept(place.configurations[stream]),
            delivery=Delivery(
                kind=MessageKind(kind),
                envelope=_envelope(edition, reference, made_at),
                employers=(_employer(place.employer.code, persons[number]),),
            ),
        )
        for number, stream, kind, edition, reference, made_at, sha256, received_at in (
            reads.messages(place.delivery, persons)
        )
    ]


def _persons(place: Place, keys: Collection[str]) -> Mapping[int, list[DeliveredPerson]]:
    """By message, in the order in which they stand in it."""
    reports: dict[tuple[int, int], dict[int, list[DeliveredReport]]]
    reports = defaultdict(lambda: defaultdict(list))
    for message, person, employment, *said in reads.reports(
        place.delivery, place.employer.code, keys
    ):
        reports[message, person][employment].append(report_of(tuple(said)))
    found: dict[int, list[DeliveredPerson]] = defaultdict(list)
    for message, *said in reads.persons(place.delivery, place.employer.code, keys):
        found[message].append(person_of(tuple(said), reports[message, said[0]]))
    return found


def _employer(code: str, persons: Sequence[DeliveredPerson]) -> DeliveredEmployer:
    return DeliveredEmployer(path="", line=None, tags=employer_tags(code), persons=tuple(persons))


def _envelope(edition: str, reference: str, made_at: str) -> Envelope:
    return Envelope(
        message="",
        interface="",
        edition=edition,
        reference=reference,
        sender="",
        receiver="",
        made_at=datetime.fromisoformat(made_at),
        test=False,
        wants_receipt=False,
    )
