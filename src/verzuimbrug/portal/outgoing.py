"""From people and mutations to the messages that a portal sends."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import groupby

from verzuimbrug.domain.deliveries import (
    DeliveredEmployer,
    DeliveredEmployment,
    DeliveredPerson,
    DeliveredReport,
    Delivery,
    Envelope,
    MessageKind,
)
from verzuimbrug.portal.people import Employer, Person
from verzuimbrug.portal.profiles import Profile
from verzuimbrug.portal.stories import CODES, Case, Mutation
from verzuimbrug.sivi.composing import compose, employer_tags
from verzuimbrug.sivi.tags import DEFAULT_EMPLOYEE_KEY, PORTAL_MESSAGES

_INTERFACE = "werkgevers-arbodiensten"
_OPENING = time(6)
_OPEN_SECONDS = 12 * 60 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingMessage:
    """One file, ready to be delivered; `reports` is the number of reports of absence in it."""

    stream: str
    file_name: str
    content: bytes
    reports: int


@dataclass(frozen=True, slots=True)
class PersonalReport:
    """A mutation, with the case and the person it belongs to."""

    person: Person
    case: Case
    mutation: Mutation


@dataclass(slots=True, kw_only=True)
class Outbox:
    """Makes messages: each has the next reference and a later second of its day (WN-5)."""

    profile: Profile
    edition: str
    made_on: date
    series: str = "1"
    sent: int = field(default=0, init=False)

    def absence(self, reports: Sequence[PersonalReport]) -> OutgoingMessage:
        """One message; reports of one employer, and of one person, must stand together."""
        employers = tuple(_employers(reports))
        return self._message(MessageKind.ABSENCE, employers, len(reports))

    def employee_data(self, people: Sequence[Person]) -> OutgoingMessage:
        """One message on the employee stream, for people with and without absence."""
        by_employer = groupby(people, key=lambda person: person.employer)
        employers = tuple(
            _employer(group, (_person(person, ()) for person in members))
            for group, members in by_employer
        )
        return self._message(self.profile.employee_kind, employers, 0)

    def _message(
        self, kind: MessageKind, employers: tuple[DeliveredEmployer, ...], reports: int
    ) -> OutgoingMessage:
        self.sent += 1
        absence = kind is MessageKind.ABSENCE
        stream = self.profile.absence_stream if absence else self.profile.employee_stream
        delivery = Delivery(kind=kind, envelope=self._envelope(kind), employers=employers)
        return OutgoingMessage(
            stream=stream,
            file_name=f"{self.sent:04}-{stream}.xml",
            content=compose(delivery),
            reports=reports,
        )

    def _envelope(self, kind: MessageKind) -> Envelope:
        opening = datetime.combine(self.made_on, _OPENING)
        return Envelope(
            message=PORTAL_MESSAGES[kind],
            interface=_INTERFACE,
            edition=self.edition,
            reference=f"{self.profile.name}-{self.series}-{self.sent:06}",
            sender=self.profile.sender,
            receiver="ARBODIENST",
            made_at=opening + timedelta(seconds=min(self.sent, _OPEN_SECONDS)),
            test=False,
            wants_receipt=True,
        )


def _employers(reports: Iterable[PersonalReport]) -> Iterator[DeliveredEmployer]:
    for employer, members in groupby(reports, key=lambda report: report.person.employer):
        by_person = groupby(members, key=lambda report: report.person)
        people = (_person(person, tuple(theirs)) for person, theirs in by_person)
        yield _employer(employer, people)


def _employer(employer: Employer, people: Iterable[DeliveredPerson]) -> DeliveredEmployer:
    tags = employer_tags(employer.number, employer.name)
    return DeliveredEmployer(path="", line=None, tags=tags, persons=tuple(people))


def _person(person: Person, reports: Sequence[PersonalReport]) -> DeliveredPerson:
    employment = DeliveredEmployment(
        number=person.employment,
        number_old=None,
        fields=person.employment_fields,
        path="",
        line=None,
        reports=tuple(_report(report) for report in reports),
    )
    return DeliveredPerson(
        position=0,
        path="",
        line=None,
        keys={DEFAULT_EMPLOYEE_KEY: (person.key,)},
        key_old=None,
        birth_date=person.birth_date,
        surname=None,
        bsn=None,
        fields=person.fields,
        employments=(employment,),
    )


def _report(report: PersonalReport) -> DeliveredReport:
    case, mutation = report.case, report.mutation
    return DeliveredReport(
        position=0,
        path="",
        line=None,
        processing_code=CODES[mutation.operation],
        case_key=case.key,
        case_key_old=None,
        sequence=mutation.sequence,
        mutation_date=mutation.day,
        mutation_date_old=mutation.day_before,
        ends=mutation.recovers,
        first_day=mutation.first_day,
        first_day_old=mutation.first_day_before,
        recovered_on=mutation.recovered_on,
        expected_recovery=None,
        percentage=mutation.percentage,
        cause=case.cause,
        safety_net=case.safety_net,
        leave=None,
        end_reason=None,
    )
