"""Messages of persons and reports, as a receiver wants them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from verzuimbrug.application.exports.setup import Setup
from verzuimbrug.domain.deliveries import (
    DeliveredEmployer,
    DeliveredPerson,
    DeliveredReport,
    Delivery,
    Envelope,
    MessageKind,
)
from verzuimbrug.domain.export_employers import KnownEmployer, exported_employer
from verzuimbrug.domain.export_persons import Tags
from verzuimbrug.domain.reports import ReportContent
from verzuimbrug.sivi.fitting import INTERFACE, Fitted, fit, processing_code, tags_of_employer
from verzuimbrug.sivi.tags import BSN_KEY, DEFAULT_EMPLOYEE_KEY, PORTAL_MESSAGES

if TYPE_CHECKING:
    from verzuimbrug.sivi.composing import Author

ABSENCE = PORTAL_MESSAGES[MessageKind.ABSENCE]
EMPLOYEES = PORTAL_MESSAGES[MessageKind.EMPLOYEES]
TAGS = Tags(key=DEFAULT_EMPLOYEE_KEY, bsn=BSN_KEY)

ByEmployer = Mapping[int, tuple[KnownEmployer, list[DeliveredPerson]]]
"""An employer and its people, by the store's id of the employer."""

_NO_MOMENT = datetime(1900, 1, 1)
_NO_REFERENCE = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """The reference of a message, and the local time at which it says it was made."""

    reference: str
    at: datetime


def compose_message(
    setup: Setup,
    kind: MessageKind,
    made: Made,
    people: ByEmployer,
) -> Fitted:
    """A message of these people, by the employer that each belongs to."""
    employers = (_employer(setup, employer, persons) for employer, persons in people.values())
    return fit(_delivery(setup, kind, made, employers), setup.author)


def try_person(
    setup: Setup, kind: MessageKind, employer: KnownEmployer, person: DeliveredPerson
) -> Fitted:
    """What would be said of one person: the same as long as nothing of it changes."""
    made = Made(reference=_NO_REFERENCE, at=_NO_MOMENT)
    author: Author = replace(setup.author, software=_NO_REFERENCE)
    return fit(_delivery(setup, kind, made, [_employer(setup, employer, [person])]), author)


def delivered_report(
    setup: Setup, case_key: str, sequence: int, content: ReportContent
) -> DeliveredReport:
    """A report in the codes of the receiver."""
    return DeliveredReport(
        position=0,
        path="",
        line=None,
        processing_code=processing_code(setup.operations, content.operation, ends=content.ends),
        case_key=case_key,
        case_key_old=None,
        sequence=sequence,
        mutation_date=content.mutation_date,
        mutation_date_old=content.mutation_date_old,
        ends=content.ends,
        first_day=content.first_day,
        first_day_old=content.first_day_old,
        recovered_on=content.recovered_on,
        expected_recovery=content.expected_recovery,
        percentage=content.percentage,
        cause=content.cause,
        safety_net=content.safety_net,
        leave=content.leave,
        end_reason=content.end_reason,
    )


def _employer(
    setup: Setup, employer: KnownEmployer, persons: Iterable[DeliveredPerson]
) -> DeliveredEmployer:
    tags = tags_of_employer(exported_employer(employer, setup.chain))
    return DeliveredEmployer(path="", line=None, tags=tags, persons=tuple(persons))


def _delivery(
    setup: Setup, kind: MessageKind, made: Made, employers: Iterable[DeliveredEmployer]
) -> Delivery:
    envelope = Envelope(
        message=PORTAL_MESSAGES[kind],
        interface=INTERFACE,
        edition=setup.edition,
        reference=made.reference,
        sender=setup.sender,
        receiver=setup.receiver,
        made_at=made.at,
        test=setup.is_test,
        wants_receipt=False,
    )
    return Delivery(kind=kind, envelope=envelope, employers=tuple(employers))
