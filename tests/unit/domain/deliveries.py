"""Messages of a batch, written out for an example: employers, persons, employments, reports."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from datetime import date, datetime
from itertools import count

from strategies.absence import day
from verzuimbrug.domain.classification import ClassificationTable
from verzuimbrug.domain.decisions import Decisions, ReportDecision
from verzuimbrug.domain.deliveries import (
    DeliveredEmployer,
    DeliveredEmployment,
    DeliveredPerson,
    DeliveredReport,
    Delivery,
    Envelope,
    FieldValue,
    MessageKind,
    Operation,
)
from verzuimbrug.domain.employer_code import EmployerCodeTemplate
from verzuimbrug.domain.message_input import MessageInput
from verzuimbrug.domain.operations import CaseRules
from verzuimbrug.domain.reports import Report
from verzuimbrug.domain.scope import Scope
from verzuimbrug.domain.snapshot import EmployerFacts, Snapshot
from verzuimbrug.domain.streams import ImportConfiguration

BORN = date(1990, 5, 4)
NOON = datetime(2026, 3, 12, 12)
TODAY = day(40)
BAKER = EmployerFacts(id=10, code="1001", classifications=frozenset({"ziekte"}))
BUTCHER = EmployerFacts(id=20, code="1002", classifications=frozenset({"ziekte"}))
KNOWN = Snapshot(employers={"1001": BAKER, "1002": BUTCHER})
RULES = CaseRules(
    operations={operation.value: operation for operation in Operation}, operations_confirmed=True
)
SETTINGS = ImportConfiguration(
    account=1,
    scope=Scope(all_employers=True),
    message="Verzuimmeldingen",
    editions=("2026",),
    employer_code=EmployerCodeTemplate(template="[IdWrkgvrArbdnst]"),
    employee_key="IdWrknmr",
    case_rules=RULES,
    classification=ClassificationTable(default="ziekte"),
)


def vrzm(report: Report, case: str | None = "VG1", former: str | None = None) -> DeliveredReport:
    """The report as delivered; its operation is its processing code."""
    said = {field.name: getattr(report.content, field.name) for field in fields(report.content)}
    return DeliveredReport(
        position=0,
        path="/report",
        line=1,
        processing_code=said.pop("operation"),
        case_key=case,
        case_key_old=former,
        sequence=report.sequence,
        free_text=("rugklachten",),
        impossible_year=report.impossible_year,
        **said,
    )


def employment(
    *reports: DeliveredReport, number: str | None = "D1", former: str | None = None, **said: str
) -> DeliveredEmployment:
    """An employment; without an end it is one that goes on."""
    return DeliveredEmployment(
        number=number,
        number_old=former,
        fields={"end": None, **said},
        path="/employment",
        line=2,
        reports=reports,
    )


def person(
    key: str | None, *employments: DeliveredEmployment, former: str | None = None, **said: str
) -> DeliveredPerson:
    """A person named Jansen, unless it says otherwise."""
    values: Mapping[str, FieldValue] = {"surname": "Jansen", "birth_date": str(BORN), **said}
    return DeliveredPerson(
        position=0,
        path="/person",
        line=3,
        keys={"IdWrknmr": (key,) if key else ()},
        key_old=former,
        birth_date=date.fromisoformat(str(values["birth_date"])),
        surname=str(values["surname"]),
        bsn=None,
        fields=values,
        employments=employments,
    )


def employer(code: str, *persons: DeliveredPerson) -> DeliveredEmployer:
    return DeliveredEmployer(
        path="/employer", line=4, tags={"IdWrkgvrArbdnst": code}, persons=persons
    )


def _positioned(employers: tuple[DeliveredEmployer, ...]) -> Iterator[DeliveredEmployer]:
    reports, persons = count(), count()
    for each in employers:
        numbered = [
            replace(
                one,
                position=next(persons),
                employments=tuple(
                    replace(e, reports=tuple(replace(r, position=next(reports)) for r in e.reports))
                    for e in one.employments
                ),
            )
            for one in each.persons
        ]
        yield replace(each, persons=tuple(numbered))


def message(
    number: int,
    *employers: DeliveredEmployer,
    made_at: datetime = NOON,
    settings: ImportConfiguration = SETTINGS,
    kind: MessageKind = MessageKind.ABSENCE,
) -> MessageInput:
    """A message received at noon."""
    envelope = Envelope(
        message="Verzuimmeldingen",
        interface="werkgevers-arbodiensten",
        edition="2026",
        reference=f"{number:04}",
        sender="portaal",
        receiver="arbodienst",
        made_at=made_at,
        test=False,
        wants_receipt=True,
    )
    delivery = Delivery(kind=kind, envelope=envelope, employers=tuple(_positioned(employers)))
    return MessageInput(
        message=number, sha256="aa", received_at=NOON, configuration=settings, delivery=delivery
    )


def of_baker(number: int, *persons: DeliveredPerson) -> MessageInput:
    """A message about persons of one employer."""
    return message(number, employer("1001", *persons))


def told(reports: tuple[ReportDecision, ...]) -> dict[tuple[int, int], str]:
    """Per place the state of a report and the codes of its findings."""
    return {
        each.place: " ".join([each.state, *(finding.code for finding in each.findings)])
        for each in reports
    }


def codes(decisions: Decisions, message: int = 1) -> list[str]:
    """The codes of what is said of a message as a whole."""
    return [finding.code for finding in decisions.findings.get(message, ())]
