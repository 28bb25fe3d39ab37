"""Arbodiensten that send to one another: what is made, how it goes, and what they both have."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from doors_world import Coupling
from events_world import published
from sending_world import deliver, go_live, report, settings, sick, take, work
from verzuimbrug.application.access import Reader
from verzuimbrug.application.dossiers_parts import cases_of
from verzuimbrug.application.exports.access import make_collecting_key
from verzuimbrug.application.exports.collecting import (
    Collected,
    Collector,
    acknowledge,
    collect,
)
from verzuimbrug.application.exports.log import MessageShown, page_messages
from verzuimbrug.application.exports.making import make
from verzuimbrug.application.exports.managing import switch_export
from verzuimbrug.application.exports.sending import Parcel
from verzuimbrug.application.exports.turns import start_turns
from verzuimbrug.application.pages import Window
from verzuimbrug.domain.cases import CaseStatus
from verzuimbrug.domain.exports import ExportMessageState, SendOutcome
from verzuimbrug.sivi.checking import check
from verzuimbrug.store.models import AbsenceCase, Employee, Employment, Export, LinkKey
from verzuimbrug.store.tenancy import tenant
from webhook_world import WAIT

EXPORT = "Volmacht Zuid"
CONTACT = {"surname": "Smit", "initials": "B", "gender": "V", "phone": "0301234567"}
SYSTEM = "zuid"
PARCEL = Parcel(message="Verzuimmeldingen", file_name="a.xml", content=b"<a/>")


def exporting(code: str = "GEZOND", **export: Any) -> dict[str, Any]:  # noqa: ANN401 -- settings
    """The example with an export of all that it has, for the receiver to collect."""
    configuration = settings(code)
    for employer in configuration["employers"]:
        employer["external_ids"] = {SYSTEM: employer["code"].removeprefix("FLSN")}
    entry = {
        "name": EXPORT,
        "scope": {"all": True},
        "sender": code,
        "receiver": "ZUID",
        "edition": "2026",
        "employer_number": [SYSTEM],
        "closed_cases": True,
        "stated": {"payroll_tax_number": "000000000L00"},
        "contact": CONTACT,
        "delivery": {"type": "collect"},
        **export,
    }
    return {**configuration, "exports": [entry]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """An arbodienst that sends to a receiver."""

    coupling: Coupling
    export: int
    key: str

    @property
    def arbodienst(self) -> int:
        """The arbodienst."""
        return self.coupling.arbodienst

    @property
    def reader(self) -> Reader:
        """Somebody who keeps the export."""
        return Reader(arbodienst=self.arbodienst, principal="beheerder")

    @property
    def collector(self) -> Collector:
        """The receiver once it has signed in."""
        return Collector(arbodienst=self.arbodienst, export=self.export)

    def make(self) -> int:
        """Publish what changed and make all that is due; how many rounds that took."""
        published(self.coupling)
        rounds = 0
        while make(self.arbodienst, self.export):
            rounds += 1
        return rounds

    def collect(self, most: int = 1000) -> list[Collected]:
        """What is for the receiver; it has it then. All of it is valid."""
        collected = list(collect(self.collector, most))
        for each in collected:
            assert check(each.content).findings == ()
        acknowledge(self.collector, [each.number for each in collected])
        return collected

    def tell(self, receiver: Coupling) -> list[Collected]:
        """Make, collect, deliver to the receiver, and have that worked on."""
        self.make()
        collected = self.collect()
        for each in collected:
            deliver(receiver, each.content, each.message)
        work()
        return collected


def sending(configuration: dict[str, Any] | None = None, *, on: bool = True) -> Sender:
    """An arbodienst with a coupling that is live, and its export."""
    coupling = go_live(configuration or exporting())
    reader = Reader(arbodienst=coupling.arbodienst, principal="beheerder")
    with tenant(coupling.arbodienst):
        export = Export.objects.get().id
    key = make_collecting_key(reader, export)
    assert key is not None
    if on:
        assert switch_export(reader, export, is_enabled=True) is None
    return Sender(coupling=coupling, export=export, key=key)


def fall_ill(sender: Sender, *numbers: int) -> None:
    """A case each, and the messages that are due for it."""
    for number in numbers:
        take(sender.coupling, sick(report(f"VG{number}"), key=f"w-{number}"))
        sender.make()


def send_all() -> None:
    """Send all that is due, until nothing is."""
    while started := start_turns():
        for each in started:
            each.join(WAIT)


def log_of(sender: Sender) -> list[MessageShown]:
    """The log of the export, the oldest message first."""
    return list(page_messages(sender.reader, sender.export, Window()).items)[::-1]


def states(sender: Sender) -> list[tuple[ExportMessageState, SendOutcome | None, int | None, int]]:
    """How far each message of the log is, what the last try came to, and how many there were."""
    return [(each.state, each.outcome, each.status, each.attempts) for each in log_of(sender)]


Picture = Mapping[str, Any]


def sent_picture(coupling: Coupling) -> Picture:
    """The dossiers of who has a case, as the receiver is to have them: by our own numbers."""
    with tenant(coupling.arbodienst):
        numbers = {row.key_of: str(row.id) for row in _cases()}
        return _picture(str, numbers, lambda row: str(row.id))


def received_picture(coupling: Coupling) -> Picture:
    """The same of the receiver: by the numbers that it knows persons and cases by."""
    with tenant(coupling.arbodienst):
        rows = LinkKey.objects.filter(hidden=False, superseded=False)
        keys = dict(rows.values_list("employee", "key"))
        numbers = {row.key_of: row.key.partition("-")[0] for row in _cases()}
        return _picture(lambda employee: keys[employee], numbers, lambda row: row.number)


@dataclass(frozen=True, slots=True)
class _Named:
    id: int
    key: str
    key_of: tuple[str, str]


def _cases() -> list[_Named]:
    rows = AbsenceCase.objects.filter(hidden=False).values_list("id", "key", "account__name")
    return [_Named(number, key, (account, key)) for number, key, account in rows]


def _picture(
    name: Callable[[int], str],
    numbers: Mapping[tuple[str, str], str],
    employment: Callable[[Employment], str],
) -> Picture:
    employees = list(Employee.objects.filter(hidden=False).select_related("employer"))
    cases = cases_of([each.id for each in employees], timezone.localdate())
    found: dict[str, Any] = {}
    for each in employees:
        standing = [case for case in cases.get(each.id, ()) if case.status != CaseStatus.WITHDRAWN]
        if standing:
            found[name(each.id)] = {
                "employer": each.employer.code,
                "fields": each.fields,
                "employments": dict(_employments(each.id, employment)),
                "cases": {
                    numbers[case.account, case.id]: _facts(case, numbers) for case in standing
                },
            }
    return found


def _employments(
    employee: int, name: Callable[[Employment], str]
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for row in Employment.objects.filter(employee=employee, hidden=False):
        yield name(row), row.fields


def _facts(case: Any, numbers: Mapping[tuple[str, str], str]) -> Mapping[str, Any]:  # noqa: ANN401
    return {
        "first_day": case.first_day,
        "recovered_on": case.recovered_on,
        "status": case.status,
        "percentage": case.percentage,
        "periods": case.periods,
        "cause": case.cause,
        "safety_net": case.safety_net,
        "end_reason": case.end_reason,
        "classification": case.classification,
        "continues": numbers.get((case.account, case.continues or "")),
    }
