"""An example of each conformance case: messages that a sender could send to prove it.

Each is told by itself, about persons of its own, so that they can be sent in any order and one
alone. All of one day and edition are the same whenever they are made: sent again they are known
again (MSG-5), and a second message of a case goes with the first.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from types import MappingProxyType

from verzuimbrug.domain.conformance import CASES
from verzuimbrug.domain.conformance_people import ExampleEmployer, ExamplePerson, at
from verzuimbrug.domain.deliveries import (
    DeliveredEmployer,
    DeliveredReport,
    Delivery,
    Envelope,
    MessageKind,
    Operation,
)

_FIRST_DAY = timedelta(days=60)
_NUMBERS = {case.id: number for number, case in enumerate(CASES)}
_PERSONS = 10
"""So many persons at most are in one example."""
SENDER, RECEIVER = "PROEFPORTAAL", "ARBODIENST"
_NEW, _CHANGE, _CORRECT, _WITHDRAW = (
    Operation.NEW,
    Operation.CHANGE,
    Operation.CORRECT,
    Operation.WITHDRAW,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleStream:
    """What examples are made for: a stream in an edition, its codes, keys and employers.

    `codes` are processing codes by operation; `inside` two employers within the scope; `helper` a
    stream by which persons become known, where this one cannot make them known (WN-2).
    """

    stream: str
    message: str
    interface: str
    edition: str
    kind: MessageKind
    codes: Mapping[Operation, str]
    key_tags: tuple[str, ...]
    has_digits: bool
    cause: str
    inside: tuple[ExampleEmployer, ExampleEmployer]
    outside: ExampleEmployer
    unknown: ExampleEmployer
    series: str
    day: date
    helper: "ExampleStream | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleMessage:
    """One message of an example, and the stream to send it on."""

    stream: str
    delivery: Delivery


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """One report of a case: days count from its first day, as first said."""

    operation: Operation
    sequence: int
    at: int = 0
    percentage: str = "100.00"
    ends: bool = False
    at_old: int | None = None
    first: int = 0
    first_old: int | None = None


_FIRST = _Said(operation=_NEW, sequence=1)
_PARTLY = _Said(operation=_CHANGE, sequence=2, at=7, percentage="50.00")
_RECOVERED = _Said(operation=_CHANGE, sequence=2, at=10, percentage="0.00", ends=True)


@dataclass(frozen=True, slots=True)
class _Teller:
    """Tells the example of one case."""

    to: ExampleStream
    case: str

    def person(self, which: int = 0) -> ExamplePerson:
        """Somebody of this example."""
        return ExamplePerson(
            number=_NUMBERS[self.case] * _PERSONS + which,
            series=self.to.series,
            key_tags=self.to.key_tags,
            has_digits=self.to.has_digits,
        )

    def message(
        self, *employers: DeliveredEmployer, part: int = 0, test: bool = False
    ) -> ExampleMessage:
        """A message about these."""
        to = self.to
        made = timedelta(seconds=_NUMBERS[self.case] * _PERSONS + part)
        envelope = Envelope(
            message=to.message,
            interface=to.interface,
            edition=to.edition,
            reference=f"{to.series}-{self.case}-{part + 1}",
            sender=SENDER,
            receiver=RECEIVER,
            made_at=datetime.combine(to.day, time()) + made,
            test=test,
            wants_receipt=True,
        )
        delivery = Delivery(kind=to.kind, envelope=envelope, employers=employers)
        return ExampleMessage(stream=to.stream, delivery=delivery)

    def reports(self, *said: _Said, which: int = 0, later: int = 0) -> tuple[DeliveredReport, ...]:
        """Reports of one case, which starts so many days later than other ones."""
        first = self.to.day - _FIRST_DAY + timedelta(days=later)
        key = f"V{self.to.series}{_NUMBERS[self.case] * _PERSONS + which:04}"
        return tuple(_report(self.to, key, first, each) for each in said)

    def case_of(self, *said: _Said, which: int = 0) -> DeliveredEmployer:
        """Somebody at the first employer, with one case."""
        person = self.person(which).delivered(self.reports(*said, which=which))
        return at(self.to.inside[0], person)

    def at_first(self, *persons: ExamplePerson) -> DeliveredEmployer:
        """Persons at the first employer, without reports where the message has none."""
        reports = self.reports(_FIRST) if self.to.kind is MessageKind.ABSENCE else ()
        return at(self.to.inside[0], *(each.delivered(reports) for each in persons))


def _report(to: ExampleStream, key: str, first: date, said: _Said) -> DeliveredReport:
    def day(offset: int | None) -> date | None:
        return None if offset is None else first + timedelta(days=offset)

    return DeliveredReport(
        position=0,
        path="",
        line=None,
        processing_code=to.codes[said.operation],
        case_key=key,
        case_key_old=None,
        sequence=said.sequence,
        mutation_date=first + timedelta(days=said.at),
        mutation_date_old=day(said.at_old),
        ends=said.ends,
        first_day=first + timedelta(days=said.first),
        first_day_old=day(said.first_old),
        recovered_on=day(said.at) if said.ends else None,
        expected_recovery=None,
        percentage=Decimal(said.percentage),
        cause=to.cause,
        safety_net="N",
        leave=None,
        end_reason=None,
    )


Example = Callable[[_Teller], Sequence[ExampleMessage]]


def _one_case(*said: _Said) -> Example:
    """One message with the whole story of one case."""
    return lambda teller: [teller.message(teller.case_of(*said))]


def _composite(teller: _Teller) -> Sequence[ExampleMessage]:
    first = teller.reports(_FIRST, _RECOVERED)
    second = teller.reports(_FIRST, which=1, later=_RECOVERED.at + 1)
    person = teller.person().delivered(first + second)
    return [teller.message(at(teller.to.inside[0], person))]


def _many(teller: _Teller) -> Sequence[ExampleMessage]:
    employers = []
    for place, employer in enumerate(teller.to.inside):
        numbers = (2 * place, 2 * place + 1)
        persons = (
            teller.person(each).delivered(teller.reports(_FIRST, which=each)) for each in numbers
        )
        employers.append(at(employer, *persons))
    return [teller.message(*employers)]


def _skipped(teller: _Teller) -> Sequence[ExampleMessage]:
    third = replace(_RECOVERED, sequence=3)
    return [
        teller.message(teller.case_of(_FIRST, third)),
        teller.message(teller.case_of(_PARTLY), part=1),
    ]


def _at_another(choose: Callable[[ExampleStream], ExampleEmployer]) -> Example:
    def tell(teller: _Teller) -> Sequence[ExampleMessage]:
        person = teller.person().delivered(teller.reports(_FIRST))
        return [teller.message(at(choose(teller.to), person))]

    return tell


def _known_first(change: Callable[[ExamplePerson, date], ExamplePerson]) -> Example:
    """Somebody becomes known, and then a message says something else of them."""

    def tell(teller: _Teller) -> Sequence[ExampleMessage]:
        person = teller.person()
        known = _introduction(teller)
        if teller.to.kind is MessageKind.ABSENCE:
            reports = teller.reports(_PARTLY)
            employer = at(teller.to.inside[0], change(person, teller.to.day).delivered(reports))
            return [*known, teller.message(employer, part=1)]
        before = [] if teller.to.kind is MessageKind.EMPLOYEES else [_said_of(teller, person, 1)]
        return [*known, *before, _said_of(teller, change(person, teller.to.day), 2)]

    return tell


def _introduction(teller: _Teller) -> Sequence[ExampleMessage]:
    """What makes the person of an example known, by the stream itself or by its helper (WN-2)."""
    by = teller if teller.to.helper is None else _Teller(teller.to.helper, teller.case)
    return [by.message(by.at_first(replace(by.person(), series=teller.to.series)))]


def _said_of(teller: _Teller, person: ExamplePerson, part: int) -> ExampleMessage:
    return teller.message(teller.at_first(person), part=part)


def _somebody(teller: _Teller) -> Sequence[ExampleMessage]:
    return [teller.message(teller.at_first(teller.person()))]


def _employment(teller: _Teller) -> Sequence[ExampleMessage]:
    return [*_introduction(teller), _said_of(teller, teller.person(), 1)]


def _twice(teller: _Teller) -> Sequence[ExampleMessage]:
    return [*_somebody(teller), *_somebody(teller)]


def _invalid(teller: _Teller) -> Sequence[ExampleMessage]:
    person = replace(teller.person(), changes={"birth_date": "31-12-1980"})
    return [teller.message(teller.at_first(person))]


def _test(teller: _Teller) -> Sequence[ExampleMessage]:
    return [teller.message(teller.at_first(teller.person()), test=True)]


def _nothing(_: _Teller) -> Sequence[ExampleMessage]:
    return []


def _moved(person: ExamplePerson, _: date) -> ExamplePerson:
    street = {"postal_code": "9711LM", "city": "Groningen", "house_number": "7"}
    return replace(person, changes={"surname": "Anders", "address:01": street})


def _rekeyed(person: ExamplePerson, _: date) -> ExamplePerson:
    return replace(person, former=True)


def _ended(person: ExamplePerson, day: date) -> ExamplePerson:
    return replace(person, ends_on=day)


_CORRECTED = _Said(operation=_CORRECT, sequence=2, percentage="80.00")
_MOVED = replace(_PARTLY, operation=_CORRECT, sequence=3, at=8, at_old=7)
_EARLIER = _Said(operation=_CORRECT, sequence=2, at=-1, first=-1, first_old=0)
_TAKEN_BACK = replace(_RECOVERED, operation=_WITHDRAW, sequence=3, percentage="100.00")
_RELAPSED = replace(_PARTLY, sequence=3, at=14)

EXAMPLES: Mapping[str, Example] = MappingProxyType(
    {
        "new": _one_case(_FIRST),
        "percentage": _one_case(_FIRST, _PARTLY),
        "recovery": _one_case(_FIRST, _RECOVERED),
        "relapse": _one_case(_FIRST, _RECOVERED, _RELAPSED),
        "correct-percentage": _one_case(_FIRST, _CORRECTED),
        "correct-period": _one_case(_FIRST, _PARTLY, _MOVED),
        "correct-first-day": _one_case(_FIRST, _EARLIER),
        "recovery-taken-back": _one_case(_FIRST, _RECOVERED, _TAKEN_BACK),
        "case-withdrawn": _one_case(_FIRST, _Said(operation=_WITHDRAW, sequence=2)),
        "composite": _composite,
        "many": _many,
        "number-skipped": _skipped,
        "employer-unknown": _at_another(lambda to: to.unknown),
        "employer-outside": _at_another(lambda to: to.outside),
        "person-new": _somebody,
        "person-changed": _known_first(_moved),
        "former-key": _known_first(_rekeyed),
        "employment-known": _employment,
        "employment-ended": _known_first(_ended),
        "person-unknown": _somebody,
        "same-file-twice": _twice,
        "invalid": _invalid,
        "test-message": _test,
        "receipt-collected": _nothing,
        "reports-collected": _nothing,
    }
)
"""How each case is told; of what is only collected there is nothing to send."""


def example_of(to: ExampleStream, case: str) -> Sequence[ExampleMessage]:
    """The messages of a case for a stream, in the order in which they are to be sent."""
    return EXAMPLES[case](_Teller(to, case))
