"""Couplings that are live, and messages as a portal sends them, in a few words."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any, TypedDict, Unpack

from configuring_world import ACCOUNT, WAIVED, apply, example
from doors_world import Coupling
from verzuimbrug.application.accounts import find_account
from verzuimbrug.application.activation import activate
from verzuimbrug.application.receiving.receive import receive
from verzuimbrug.application.reports.report import processing_report
from verzuimbrug.application.reports.values import ExplainedFinding, ProcessingReport
from verzuimbrug.application.sign_in.issuing import issue
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
from verzuimbrug.portal.stories import CODES
from verzuimbrug.sivi.catalogue import catalogue
from verzuimbrug.sivi.composing import compose, employer_tags
from verzuimbrug.sivi.tags import BSN_KEY, PORTAL_MESSAGES
from verzuimbrug.store.models import AbsenceCase, AbsenceReport, Employee, Message, Waiting
from verzuimbrug.store.tenancy import tenant
from verzuimbrug.worker.loop import Worker

ABSENCE, EMPLOYEES, EMPLOYMENTS = "Verzuimmeldingen", "WerknemersGegevens", "Dienstverbanden"
FIRST_DAY = date(2026, 3, 2)
MADE_AT = datetime.now(UTC).replace(tzinfo=None, microsecond=0) - timedelta(days=20)
_INTERFACES = {table.file_name: table.interface for table in catalogue().tables}
_sent = count(1)


def settings(code: str = "GEZOND", **stream: object) -> dict[str, Any]:
    """The example with a third stream, and with the absence stream's settings changed.

    Without the third when persons are known by BSN, which a message with employments does not hold.
    """
    configuration = example(code)
    (account,) = configuration["accounts"]
    absence, employees = account["streams"]
    absence.update(stream)
    if "employee_key" in stream:
        employees["employee_key"] = stream["employee_key"]
    employments = {**employees, "name": EMPLOYMENTS, "message": EMPLOYMENTS}
    without = stream.get("employee_key") == BSN_KEY
    account["streams"] = [absence, employees] if without else [absence, employees, employments]
    return configuration


def go_live(configuration: dict[str, Any] | None = None, *, account: str = ACCOUNT) -> Coupling:
    """The coupling of a configuration, applied, with credentials and active, ready or not."""
    chosen = configuration or settings()
    coupling = connect(chosen, account=account)
    assert activate(coupling.ref, "test", WAIVED) == ()
    return coupling


def connect(configuration: dict[str, Any], *, account: str = ACCOUNT) -> Coupling:
    """The coupling of a configuration, applied and with credentials; not active yet."""
    apply(configuration)
    ref = find_account(account, configuration["arbodienst"]["code"])
    issued = issue(ref, "test")
    return Coupling(
        arbodienst=ref.arbodienst,
        account=ref.account,
        code=issued.customer_code or "",
        token=issued.token,
    )


def add_employer(configuration: dict[str, Any], code: str, *groups: str) -> dict[str, Any]:
    """The configuration with one more employer, in these groups."""
    entry = {"code": code, "name": f"N.V. {code}", "groups": list(groups)}
    entry["classifications"] = "standaard"
    return {**configuration, "employers": [*configuration["employers"], entry]}


class Head(TypedDict, total=False):
    """What the general part of a message says besides the usual; `message` is another one."""

    message: str
    edition: str
    reference: str
    made_at: datetime
    test: bool
    wants_receipt: bool


class Said(TypedDict, total=False):
    """What a report says besides its case, number, operation and day."""

    percentage: Decimal
    ends: bool
    first_day: date
    recovered_on: date | None
    case_key: str | None
    case_key_old: str | None
    processing_code: str
    free_text: tuple[str, ...]


def day(number: int) -> date:
    """The day so many days after the first day of absence."""
    return FIRST_DAY + timedelta(days=number)


def report(
    case: str = "VG1",
    sequence: int = 1,
    operation: Operation = Operation.NEW,
    at: int = 0,
    **said: Unpack[Said],
) -> DeliveredReport:
    """A report of absence."""
    values: Said = {"case_key": case, "processing_code": CODES[operation], **said}
    return DeliveredReport(
        position=0,
        path="",
        line=None,
        sequence=sequence,
        mutation_date=day(at),
        mutation_date_old=None,
        ends=values.pop("ends", False),
        first_day=values.pop("first_day", FIRST_DAY),
        first_day_old=None,
        recovered_on=values.pop("recovered_on", None),
        expected_recovery=None,
        percentage=values.pop("percentage", Decimal("100.00")),
        cause="99",
        safety_net="N",
        leave=None,
        end_reason=None,
        case_key=values.pop("case_key"),
        case_key_old=values.pop("case_key_old", None),
        processing_code=values.pop("processing_code"),
        free_text=values.pop("free_text", ()),
    )


def course(case: str, length: int) -> list[DeliveredReport]:
    """The reports of one case in order of number: new, and then ever lower percentages."""
    change = Operation.CHANGE
    return [report(case)] + [
        report(case, number, change, at=number, percentage=Decimal(100 - number).quantize(_CENT))
        for number in range(2, length + 1)
    ]


_CENT = Decimal("0.01")


class Known(TypedDict, total=False):
    """What a message says of a person besides the usual."""

    keys: Mapping[str, tuple[str, ...]]
    key_old: str | None
    bsn: str
    born: str
    fields: Mapping[str, FieldValue]
    number: str | None
    number_old: str | None
    employment: Mapping[str, FieldValue]


def person(key: str, *reports: DeliveredReport, **known: Unpack[Known]) -> DeliveredPerson:
    """A person with one employment, and the reports on it."""
    employment = DeliveredEmployment(
        number=known.get("number", f"D-{key}"),
        number_old=known.get("number_old"),
        fields={
            "start": "2020-01-01",
            "end": None,
            "department_code": "P1",
            **known.get("employment", {}),
        },
        path="",
        line=None,
        reports=reports,
    )
    born = known.get("born", "1980-02-05")
    name = {"surname": f"Smit {key}", "initials": "J", "name_preference": "01", "gender": "V"}
    return DeliveredPerson(
        position=0,
        path="",
        line=None,
        keys={
            "IdWrknmr": (key,),
            "SofiNr": (known["bsn"],) if "bsn" in known else (),
            **known.get("keys", {}),
        },
        key_old=known.get("key_old"),
        birth_date=date.fromisoformat(born),
        surname=None,
        bsn=known.get("bsn"),
        fields={"birth_date": born, **name, **known.get("fields", {})},
        employments=(employment,),
    )


def employer(number: str, *persons: DeliveredPerson) -> DeliveredEmployer:
    """An employer group; the number is the portal's."""
    return DeliveredEmployer(
        path="", line=None, tags=employer_tags(number, f"N.V. {number}"), persons=persons
    )


def message(kind: MessageKind, *employers: DeliveredEmployer, **head: Unpack[Head]) -> bytes:
    """A message; each has a reference of its own and is made a second after the one before."""
    number = next(_sent)
    name = head.get("message", PORTAL_MESSAGES[kind])
    envelope = Envelope(
        message=name,
        interface=_INTERFACES[name],
        edition=head.get("edition", "2026"),
        reference=head.get("reference", f"TEST-{number:08}"),
        sender="PORTAAL",
        receiver="ARBODIENST",
        made_at=head.get("made_at", MADE_AT + timedelta(seconds=number)),
        test=head.get("test", False),
        wants_receipt=head.get("wants_receipt", False),
    )
    return compose(Delivery(kind=kind, envelope=envelope, employers=employers))


def absence(*employers: DeliveredEmployer, **head: Unpack[Head]) -> bytes:
    """A message with reports of absence."""
    return message(MessageKind.ABSENCE, *employers, **head)


def sick(
    *reports: DeliveredReport, key: str = "w-1", number: str = "1001", **head: Unpack[Head]
) -> bytes:
    """Reports of one person."""
    return absence(employer(number, person(key, *reports)), **head)


def employees(*persons: DeliveredPerson, number: str = "1001", **head: Unpack[Head]) -> bytes:
    """Person data of one employer."""
    return message(MessageKind.EMPLOYEES, employer(number, *persons), **head)


def employments(*persons: DeliveredPerson, number: str = "1001", **head: Unpack[Head]) -> bytes:
    """Employments of persons of one employer, without their names."""
    return message(MessageKind.EMPLOYMENTS, employer(number, *persons), **head)


def deliver(coupling: Coupling, content: bytes, stream: str = ABSENCE) -> str:
    """Hand in a message behind the doors; its receipt."""
    return receive(coupling.sender, stream, "bericht.xml", content, "rest").receipt


def work() -> None:
    """Work until nothing is left to do, as `verzuimbrug work --until-idle` does."""
    Worker().run(until_idle=True)


def take(coupling: Coupling, *contents: bytes, stream: str = ABSENCE) -> list[ProcessingReport]:
    """Deliver messages and work until they are done; what became of each."""
    receipts = [deliver(coupling, content, stream) for content in contents]
    work()
    return [outcome(coupling, receipt) for receipt in receipts]


def outcome(coupling: Coupling, receipt: str) -> ProcessingReport:
    """The processing report of a message."""
    found = processing_report(coupling.arbodienst, receipt)
    assert found is not None
    return found


def codes(findings: Sequence[ExplainedFinding]) -> list[str]:
    """Findings by code."""
    return [finding.code for finding in findings]


def states(coupling: Coupling) -> list[tuple[str | None, int, str]]:
    """Case, number and state of every report, in order of receipt."""
    with tenant(coupling.arbodienst):
        rows = AbsenceReport.objects.order_by("message_id", "position")
        return list(rows.values_list("case_key", "sequence", "state"))


def message_states(coupling: Coupling) -> list[str]:
    """The state of every message, in order of receipt."""
    with tenant(coupling.arbodienst):
        return list(Message.objects.order_by("id").values_list("state", flat=True))


def waiting(coupling: Coupling) -> list[tuple[str, str | None]]:
    """What waits outside a case: cause and link key."""
    with tenant(coupling.arbodienst):
        return list(Waiting.objects.order_by("id").values_list("cause", "key"))


def cases(coupling: Coupling) -> dict[str, AbsenceCase]:
    """The absence cases by key."""
    with tenant(coupling.arbodienst):
        return {case.key: case for case in AbsenceCase.objects.all()}


def persons(coupling: Coupling) -> list[Employee]:
    """The persons in order of arrival."""
    with tenant(coupling.arbodienst):
        return list(Employee.objects.order_by("id"))
