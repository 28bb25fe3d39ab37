"""The change log: what changed of what, in order, by which message or person (VE-5)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from change_log_world import (
    EMPLOYER,
    NOON,
    OF_EMPLOYER,
    WHOLE,
    Written,
    entries,
    fields_of,
    minute,
    of_case,
    of_employment,
    of_person,
    reader,
    reading_changes,
    statements,
    write_change,
    write_undo,
)
from configuring_world import ACCOUNT
from doors_world import Coupling
from readiness_world import in_order, known_employee, other_account
from sending_world import (
    EMPLOYEES,
    add_employer,
    cases,
    employees,
    go_live,
    person,
    persons,
    report,
    settings,
    sick,
    take,
)
from verzuimbrug.application.change_log.addresses import (
    Address,
    Numbered,
    OfCase,
    OfEmployer,
    OfMessage,
    OfPerson,
)
from verzuimbrug.application.change_log.timelines import changes_of_message, number_of, timeline
from verzuimbrug.application.change_log.values import LogEntry
from verzuimbrug.application.pages import Window
from verzuimbrug.application.readiness.link_persons import link
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.domain.linking import Link
from verzuimbrug.store.models import AccessLog, Employment
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

CHANGE = Operation.CHANGE
HALF = Decimal("50.00")


def _changed_by(coupling: Coupling, receipt: str) -> tuple[LogEntry, ...]:
    page = changes_of_message(reader(coupling), receipt, WHOLE)
    assert page is not None
    return page.items


def _looks(coupling: Coupling) -> list[tuple[str, str, str | None, list[int]]]:
    with tenant(coupling.arbodienst):
        rows = AccessLog.objects.filter(action="changes.read").order_by("id")
        return list(rows.values_list("principal", "action", "employer__code", "employees"))


def test_what_a_message_changed_is_told_per_object_with_before_and_after() -> None:
    coupling = go_live()
    first, second = take(
        coupling, sick(report()), sick(report("VG1", 2, CHANGE, at=5, percentage=HALF))
    )

    created = _changed_by(coupling, first.receipt)
    assert [(each.of.kind, each.effects) for each in created] == [
        ("employee", ("created",)),
        ("employment", ("created",)),
        ("case", ("created",)),
    ]
    assert fields_of(created[0])["surname"] == (None, "Smit w-1")

    (changed,) = _changed_by(coupling, second.receipt)
    assert fields_of(changed)["last_sequence"] == (1, 2)
    assert changed.effects == ("changed",)


def test_a_change_says_of_what_it_is_and_from_whom() -> None:
    coupling = go_live()
    (taken,) = take(coupling, sick(report()))

    change = _changed_by(coupling, taken.receipt)[-1]

    of, origin = change.of, change.origin
    assert (of.kind, of.employer, of.link_key, of.account, of.key) == (
        *("case", EMPLOYER, "w-1", ACCOUNT, "VG1"),
    )
    assert (of.number, of.employee) == (cases(coupling)["VG1"].id, persons(coupling)[0].id)
    assert (origin.receipt, origin.account, origin.stream, origin.position, origin.by) == (
        *(taken.receipt, ACCOUNT, "Verzuimmeldingen", 0, ""),
    )
    assert (origin.received_at, origin.undo) == (taken.received_at, None)
    assert origin.made_at is not None
    assert change.at >= taken.received_at


def test_a_message_that_changed_nothing_has_no_changes() -> None:
    coupling = go_live()
    (taken,) = take(coupling, sick(report()), sick(report()))[1:]

    assert _changed_by(coupling, taken.receipt) == ()


def test_pages_follow_each_other_without_gap_or_overlap() -> None:
    coupling = go_live()
    (taken,) = take(coupling, sick(*(report(f"VG{number}") for number in range(6))))

    after: int | None = 0
    numbers = []
    while after is not None:
        page = changes_of_message(reader(coupling), taken.receipt, Window(after, 3))
        assert page is not None
        numbers += [each.number for each in page.items]
        after = page.next

    assert numbers == [each.number for each in _changed_by(coupling, taken.receipt)]
    assert len(numbers) == len(set(numbers)) == 8


def test_a_timeline_holds_what_is_asked_for_and_nothing_else() -> None:
    coupling = go_live(add_employer(settings(), "FLSN1002", "FELISON-VI"))
    take(coupling, sick(report()), sick(report("VG2"), key="w-2"))
    take(coupling, sick(report("VG3"), number="1002"))

    def kinds(of: Address) -> list[tuple[str, str | None]]:
        return [(each.of.kind, each.of.key) for each in entries(coupling, of)]

    own = [("employee", None), ("employment", "D-w-1"), ("case", "VG1")]
    assert kinds(of_case()) == [("case", "VG1")]
    assert kinds(of_employment()) == [("employment", "D-w-1")]
    assert kinds(of_person()) == own
    assert len(kinds(OF_EMPLOYER)) == 2 * len(own)
    assert {each.of.employer for each in entries(coupling, OF_EMPLOYER)} == {EMPLOYER}


def test_former_keys_lead_to_the_same_thing() -> None:
    """WN-3, VZ-1, WN-7: who has an old file finds what became of it."""
    coupling = go_live()
    take(coupling, sick(report("OUD"), key="oud"))
    take(coupling, sick(report("NIEUW", 2, CHANGE, at=4, case_key_old="OUD"), key="oud"))
    renamed = person("nieuw", key_old="oud", number="D2", number_old="D-oud")
    take(coupling, employees(renamed), stream=EMPLOYEES)

    assert entries(coupling, of_case("OUD")) == entries(coupling, of_case("NIEUW"))
    assert entries(coupling, of_person("oud")) == entries(coupling, of_person("nieuw"))
    assert entries(coupling, of_employment("D-oud", "oud")) == entries(
        coupling, of_employment("D2", "nieuw")
    )
    assert {each.of.link_key for each in entries(coupling, of_person("oud"))} == {"nieuw"}


def test_what_has_a_name_has_a_number_that_leads_to_the_same_changes() -> None:
    coupling = go_live()
    take(coupling, sick(report()))
    with tenant(coupling.arbodienst):
        employment = Employment.objects.get()

    named = (of_person(), of_employment(), of_case())

    numbers = [number_of(reader(coupling), of) for of in named]

    assert numbers == [
        Numbered(kind="employee", number=persons(coupling)[0].id),
        Numbered(kind="employment", number=employment.id),
        Numbered(kind="case", number=cases(coupling)["VG1"].id),
    ]
    by_number = [entries(coupling, each) for each in numbers if each]
    assert by_number == [
        entries(coupling, of_person()),
        *(entries(coupling, of) for of in named[1:]),
    ]


def test_an_employment_is_found_by_the_number_it_has_now_before_a_former_one() -> None:
    coupling = go_live()
    take(coupling, employees(person("w-1", number="D1")), stream=EMPLOYEES)
    take(coupling, employees(person("w-1", number="D2", number_old="D1")), stream=EMPLOYEES)
    take(coupling, employees(person("w-1", number="D1")), stream=EMPLOYEES)
    with tenant(coupling.arbodienst):
        numbers = dict(Employment.objects.values_list("number", "id"))

    found = number_of(reader(coupling), of_employment("D1"))

    assert found is not None
    assert found.number == numbers.get("D1", numbers["D2"])


_ELSEWHERE: tuple[Address, ...] = (
    OF_EMPLOYER,
    of_person(),
    of_case(),
    of_employment(),
    *(Numbered(kind=kind, number=1) for kind in ("employee", "employment", "case")),
)
_NOWHERE: tuple[Address, ...] = (
    OfEmployer(code="FLSN9999"),
    OfEmployer(code="FLSN1001\0"),
    OfPerson(employer=EMPLOYER, account="Anders", key="w-1"),
    of_person("w-9"),
    of_person("w-1\0"),
    of_case("VG9"),
    of_employment("D-w-9"),
    of_employment(key="w-9"),
    OfCase(employer="FLSN9999", account=ACCOUNT, key="VG1"),
    OfMessage(receipt="geen"),
    *(Numbered(kind=kind, number=10**9) for kind in ("employee", "employment", "case")),
)


@pytest.mark.parametrize("of", _NOWHERE, ids=str)
def test_what_is_not_there_has_no_timeline(of: Address) -> None:
    coupling = go_live()
    take(coupling, sick(report()))

    assert timeline(reader(coupling), of, WHOLE) is None
    assert _looks(coupling) == []


def test_what_is_somebody_elses_is_as_what_is_not_there() -> None:
    coupling, stranger = go_live(), go_live(settings("FIT"))
    (taken,) = take(coupling, sick(report()))

    assert [timeline(reader(stranger), of, WHOLE) for of in _ELSEWHERE[1:]] == [None] * 6
    assert entries(stranger, OF_EMPLOYER) == ()
    assert changes_of_message(reader(stranger), taken.receipt, WHOLE) is None
    assert number_of(reader(stranger), of_case()) is None


@pytest.mark.parametrize("receipt", ["geen", "geen\0"])
def test_a_message_that_is_not_there_has_no_changes_to_read(receipt: str) -> None:
    coupling = go_live()

    assert changes_of_message(reader(coupling), receipt, WHOLE) is None
    assert _looks(coupling) == []


def test_a_timeline_of_then_leaves_out_what_came_later() -> None:
    coupling = go_live()
    take(coupling, sick(report()))
    employee, case = persons(coupling)[0].id, cases(coupling)["VG1"].id
    for number in (1, 2):
        values: Written = {"at": minute(number), "fields": {"cause": [None, str(number)]}}
        write_change(coupling, "case", case, employee, **values)

    shown = [fields_of(each) for each in entries(coupling, of_case(), minute(1))]

    assert shown == [{"cause": (None, "1")}]
    assert entries(coupling, of_case(), NOON) == ()


def test_a_change_by_hand_says_by_whom() -> None:
    employee = known_employee(other_account())
    coupling = go_live(in_order())
    chosen = Link(employer=EMPLOYER, employee=employee, key="b")
    assert link(coupling.ref, [chosen], "functioneel beheerder").count == 1

    linked = entries(coupling, Numbered(kind="employee", number=employee))[-1]

    assert (linked.origin.by, linked.origin.receipt) == ("functioneel beheerder", None)
    assert fields_of(linked) == {"link_key": (None, "b")}


def test_a_change_that_was_part_of_an_undo_says_of_which() -> None:
    """VE-4."""
    coupling = go_live()
    take(coupling, sick(report()))
    employee, case = persons(coupling)[0].id, cases(coupling)["VG1"].id
    undo = write_undo(coupling, "beheerder")
    values: Written = {"undo_id": undo, "by": "beheerder", "effects": ["hidden"]}
    values["fields"] = {"hidden": [False, True]}
    write_change(coupling, "case", case, employee, **values)

    last = next(each for each in entries(coupling, of_case()) if each.effects == ("hidden",))

    assert (last.origin.undo, last.origin.by, last.origin.receipt) == (undo, "beheerder", None)


def test_every_look_is_kept_with_whom_was_looked_at() -> None:
    coupling = go_live()
    (taken,) = take(coupling, sick(report()), sick(report("VG2"), key="w-2"))[:1]
    first, second = (each.id for each in persons(coupling))

    entries(coupling, of_case())
    entries(coupling, OF_EMPLOYER)
    entries(coupling, of_person("w-2"), NOON - timedelta(days=1))
    changes_of_message(reader(coupling), taken.receipt, WHOLE)

    assert _looks(coupling) == [
        ("test", "changes.read", EMPLOYER, [first]),
        ("test", "changes.read", EMPLOYER, [first, second]),
        ("test", "changes.read", EMPLOYER, [second]),
        ("test", "changes.read", None, [first]),
    ]


def test_what_a_message_changed_is_one_query_however_much_it_is() -> None:
    coupling = go_live()
    one, many = take(
        coupling, sick(report()), sick(*(report(f"VG-{number}") for number in range(50)), key="w-2")
    )

    counts = []
    for taken in (one, many):
        with statements() as given:
            changes_of_message(reader(coupling), taken.receipt, WHOLE)
        assert len(reading_changes(given)) == 1
        counts.append(len(given))

    assert counts[0] == counts[1]


@pytest.mark.parametrize("of", [of_person(), of_case(), OF_EMPLOYER], ids=str)
def test_a_timeline_takes_as_many_queries_for_many_changes_as_for_one(of: Address) -> None:
    coupling = go_live()
    take(coupling, sick(report()))
    counts = []
    for number in range(2, 5):
        with statements() as given:
            entries(coupling, of)
        counts.append(len(given))
        take(coupling, sick(report("VG1", number, CHANGE, at=number)))

    assert set(counts) == {counts[0]}
