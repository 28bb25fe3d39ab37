"""A person of whom there is something in every table, among others in the same messages."""

import json
from dataclasses import dataclass

from django.utils import timezone

from doors_world import Coupling
from events_world import published
from exports_world import exporting
from passed_on_world import DOCUMENTS, document, documents, stream_of
from sealed_world import BSN, FREE_TEXT, SURNAME
from sending_world import (
    EMPLOYEES,
    absence,
    day,
    employees,
    employer,
    go_live,
    person,
    persons,
    report,
    sick,
    take,
)
from undo_world import decider
from verzuimbrug.application.access import Reader
from verzuimbrug.application.exports.access import give_credentials, make_collecting_key
from verzuimbrug.application.exports.making import make
from verzuimbrug.application.exports.managing import list_exports, switch_export
from verzuimbrug.application.mail.digests import make_digests
from verzuimbrug.application.mail.writing import write_mails
from verzuimbrug.application.persons.erasing import Erasure, erase_person
from verzuimbrug.application.today.counting import count_day
from verzuimbrug.domain.balance import Balance
from verzuimbrug.domain.deliveries import DeliveredReport, Operation
from verzuimbrug.store.models import Answer, Employee, ExportMessage
from verzuimbrug.store.tenancy import tenant

KEY, CASE, EMPLOYMENT = "sleutel-8371", "geval-5512", "D-sleutel-8371"
REASON = "verzoek 2026-118"


@dataclass(frozen=True, slots=True, kw_only=True)
class Everywhere:
    """The coupling, who reads there, the person by number, and the receipts of the messages."""

    coupling: Coupling
    reader: Reader
    person: int
    receipts: tuple[str, ...]


def known_everywhere() -> Everywhere:
    """A recovered person with a BSN, a free text, an item passed on, and told to a receiver."""
    coupling = go_live(_configuration())
    reader = Reader(arbodienst=coupling.arbodienst, principal="test")
    known = {"surname": SURNAME}
    ill = report(CASE, free_text=(FREE_TEXT,))
    back = report(CASE, 2, Operation.CHANGE, at=9, recovered_on=day(9), ends=True)
    others = person("w-2", report("VG-2"), bsn="111222333")
    first = absence(
        employer("1001", person(KEY, ill, bsn=BSN, fields=known), others), wants_receipt=True
    )
    second = absence(
        employer("1001", person(KEY, back, bsn=BSN, fields=known), person("w-3", report("VG-3")))
    )
    told = [*take(coupling, first), *take(coupling, second)]
    take(coupling, employees(person(KEY, bsn=BSN, fields=known)), stream=EMPLOYEES)
    take(coupling, documents(document(key=KEY)), stream=DOCUMENTS)
    published(coupling)
    (export,) = list_exports(reader)
    give_credentials(reader, export.id, "klantcode", "token")
    make_collecting_key(reader, export.id)
    assert switch_export(reader, export.id, is_enabled=True) is None
    while make(coupling.arbodienst, export.id):
        pass
    with tenant(coupling.arbodienst):
        ExportMessage.objects.update(state="taken", content=None)
        number = Employee.objects.get(fields__surname=SURNAME).id
    assert len(persons(coupling)) >= 3
    return Everywhere(
        coupling=coupling,
        reader=reader,
        person=number,
        receipts=tuple(each.receipt for each in told),
    )


def settle(told: Everywhere, *, collected: bool = True) -> None:
    """Lets nothing be in the way, nor kept because it was not collected."""
    with tenant(told.coupling.arbodienst):
        make_digests(timezone.now())
        write_mails(timezone.now())
        if collected:
            Answer.objects.update(acknowledged_at=timezone.now())
    published(told.coupling)


def balanced(coupling: Coupling) -> tuple[Balance, Balance]:
    """Where all messages and all reports of today are."""
    day = count_day(Reader(arbodienst=coupling.arbodienst, principal="test"))
    return day.messages, day.reports


def recovered(coupling: Coupling | None = None) -> tuple[Coupling, int]:
    """A person with a case that is over; the coupling and their number."""
    coupling = coupling or go_live()
    take(coupling, sick(report(), *ending("VG1", 0)))
    (known,) = persons(coupling)
    return coupling, known.id


def ending(case: str, first: int) -> tuple[DeliveredReport, ...]:
    """The report that ends a case."""
    back = report(
        case,
        2,
        Operation.CHANGE,
        at=first + 9,
        first_day=day(first),
        recovered_on=day(first + 9),
        ends=True,
    )
    return (back,)


def erased(coupling: Coupling, number: int) -> Erasure:
    """Erases the person; nothing is in the way."""
    done = erase_person(decider(coupling), number, REASON)
    assert done is not None
    assert done.is_done, done.findings
    return done


def _configuration() -> dict[str, object]:
    configuration = exporting()
    (account,) = configuration["accounts"]
    account["bsn"] = True
    account["streams"].append(stream_of(DOCUMENTS))
    copied: dict[str, object] = json.loads(json.dumps(configuration))
    return copied
