"""What is known of a person and from whom: details, a moment before, messages, changes, BSN."""

from collections.abc import Callable
from datetime import datetime

import pytest

from change_log_world import NOON, entries, of_person, reader
from doors_world import Coupling
from reading_world import house
from sending_world import (
    EMPLOYEES,
    cases,
    day,
    employees,
    go_live,
    person,
    persons,
    report,
    settings,
    sick,
    take,
)
from undo_world import of, undone
from verzuimbrug.application.access import Reader
from verzuimbrug.application.change_log.addresses import Numbered
from verzuimbrug.application.change_log.export import ExportForm
from verzuimbrug.application.pages import Window
from verzuimbrug.application.persons.bsn import show_bsn
from verzuimbrug.application.persons.knowledge import (
    export_changes,
    read_changes,
    read_known,
    read_sources,
    read_why,
)
from verzuimbrug.application.persons.values import KnownPage, StatementLine
from verzuimbrug.domain.authority import Authority
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.store.models import AccessLog, ClientAccount
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

ALL = Window()
BSN = "123456782"


def _number(coupling: Coupling) -> int:
    return persons(coupling)[0].id


def _known(coupling: Coupling, at: datetime | None = None) -> KnownPage:
    page = read_known(reader(coupling), _number(coupling), at)
    assert page is not None
    return page


def test_every_value_is_told_with_the_message_that_gave_it() -> None:
    coupling = go_live()
    first, second = take(coupling, sick(report()), sick(report("VG1", 2, Operation.CHANGE, at=5)))

    page = _known(coupling)
    (known,) = page.of_kind("employee")
    (case,) = page.of_kind("case")

    assert {field.field: field.value for field in known.fields}["surname"] == "Smit w-1"
    assert {field.origin.receipt for field in known.fields} == {first.receipt}
    assert [f.origin.receipt for f in case.fields if f.field == "last_sequence"] == [second.receipt]
    assert len(page.of_kind("employment")) == 1


def test_what_was_known_at_a_moment_is_told_as_it_was_then() -> None:
    coupling = go_live()
    take(coupling, sick(report()))
    then = entries(coupling, of_person())[-1].at
    take(coupling, employees(person("w-1", fields={"surname": "Anders"})), stream=EMPLOYEES)

    assert _surname(_known(coupling, then)) == "Smit w-1"
    assert _surname(_known(coupling)) == "Anders"
    assert _known(coupling, NOON).objects == ()


def _surname(page: KnownPage) -> object:
    (known,) = page.of_kind("employee")
    return next(field.value for field in known.fields if field.field == "surname")


def test_of_a_person_without_a_case_the_name_is_not_told() -> None:
    """Datakluis."""
    coupling = go_live()
    take(coupling, employees(person("w-1")), stream=EMPLOYEES)

    page = _known(coupling)

    assert page.head.is_shielded
    assert _surname(page) is None


def test_the_messages_that_spoke_of_a_person_are_told_newest_first_in_pages() -> None:
    coupling = go_live()
    receipts = [
        found.receipt
        for found in take(coupling, sick(report()), sick(report("VG2")), sick(report("VG3")))
    ]
    undone(coupling, of(receipts[1]))

    told: list[StatementLine] = []
    after: int | None = 0
    while after is not None:
        page = read_sources(reader(coupling), _number(coupling), Window(after, 2))
        assert page is not None
        told += page.statements
        after = page.next

    kinds = {(line.receipt, line.kind, line.key) for line in told}
    assert len(told) == 6
    assert [line.receipt for line in told] == sorted((line.receipt for line in told), reverse=True)
    assert (receipts[0], "employment", "D-w-1") in kinds
    assert (receipts[0], "employee", None) in kinds
    assert {line.receipt for line in told if line.undone} == {receipts[1]}
    assert "surname" in told[-1].fields + told[-2].fields


def test_changes_of_a_person_come_in_pages_and_as_a_file() -> None:
    coupling = go_live()
    take(coupling, sick(report()), sick(report("VG1", 2, Operation.CHANGE, at=5)))
    number = _number(coupling)

    first = read_changes(reader(coupling), number, Window(0, 2))
    assert first is not None
    rest = read_changes(reader(coupling), number, Window(first.next or 0, 100))
    assert rest is not None

    assert [entry.number for entry in (*first.changes, *rest.changes)] == [
        entry.number for entry in entries(coupling, of_person())
    ]
    pieces = export_changes(reader(coupling), number, ExportForm.CSV)
    assert pieces is not None
    assert "werkgever" in "".join(pieces)


def test_why_a_value_is_what_it_is_and_what_it_was_before() -> None:
    coupling = go_live()
    first, second = take(
        coupling, sick(report()), sick(report("VG1", 2, Operation.CHANGE, at=5, ends=True))
    )
    number, case = _number(coupling), cases(coupling)["VG1"].id

    page = read_why(reader(coupling), number, Numbered(kind="case", number=case), "status")

    assert page is not None
    assert page.why.given_by is not None
    assert (page.why.value, page.why.given_by.origin.receipt) == ("recovered", second.receipt)
    assert [entry.origin.receipt for entry in page.why.earlier] == [first.receipt]


def test_why_is_told_of_what_is_of_the_person_and_has_the_field() -> None:
    coupling = go_live()
    take(coupling, sick(report()), sick(report("VG2"), key="w-2"))
    one, other = (row.id for row in persons(coupling))
    case = cases(coupling)["VG2"].id

    def told(person_number: int, kind: str, of_number: int, field: str = "status") -> object:
        of_what = Numbered(kind=kind, number=of_number)
        return read_why(reader(coupling), person_number, of_what, field)

    assert told(other, "case", case) is not None
    assert told(one, "case", case) is None
    assert told(one, "employee", one, "surname") is not None
    assert told(one, "employee", one, "status") is None
    assert told(one, "employee", one, "a\0") is None
    assert told(one, "employee", 999) is None
    assert told(999, "employee", 999) is None
    assert told(one, "message", 1) is None


def test_a_case_that_another_continues_is_told_by_its_key() -> None:
    """VZ-11."""
    coupling = go_live()
    take(
        coupling,
        sick(report()),
        sick(report("VG1", 2, Operation.CHANGE, at=5, ends=True)),
        sick(report("VG2", at=15, first_day=day(15))),
    )
    number = _number(coupling)
    second = cases(coupling)["VG2"].id

    known = _known(coupling).of_kind("case")[1]
    log = read_changes(reader(coupling), number, ALL)
    told = read_why(reader(coupling), number, Numbered(kind="case", number=second), "continues")

    assert [f.value for f in known.fields if f.field == "continues"] == ["VG1"]
    assert log is not None
    named = [f.after for entry in log.changes for f in entry.fields if f.field == "continues"]
    assert named == ["VG1"]
    assert told is not None
    assert told.why.value == "VG1"


def test_keys_are_told_former_ones_and_those_by_hand_too() -> None:
    """WN-3."""
    coupling = go_live()
    take(coupling, sick(report()))
    take(coupling, employees(person("w-2", key_old="w-1")), stream=EMPLOYEES)

    keys = _known(coupling).head.keys

    assert [(key.key, key.is_former, key.by_hand, key.is_undone) for key in keys] == [
        ("w-2", False, False, False),
        ("w-1", True, False, False),
    ]


def _with_bsn() -> Coupling:
    configuration = settings()
    configuration["accounts"][0]["bsn"] = True
    coupling = go_live(configuration)
    take(coupling, employees(person("w-1", bsn=BSN)), stream=EMPLOYEES)
    return coupling


def test_a_bsn_is_shown_to_who_asks_and_the_look_is_kept() -> None:
    """WN-6."""
    coupling = _with_bsn()
    take(coupling, sick(report()))

    assert _known(coupling).head.has_bsn
    assert show_bsn(reader(coupling), _number(coupling)) == BSN
    assert _looks(coupling)[-1] == ("bsn.shown", [_number(coupling)])


def test_no_bsn_is_shown_without_a_case_or_with_processing_off() -> None:
    coupling = _with_bsn()
    number = _number(coupling)
    assert show_bsn(reader(coupling), number) is None

    take(coupling, sick(report()))
    with tenant(coupling.arbodienst):
        ClientAccount.objects.update(bsn=False)

    assert not _known(coupling).head.has_bsn
    assert show_bsn(reader(coupling), number) is None
    assert show_bsn(reader(coupling), number + 1) is None


def _looks(coupling: Coupling) -> list[tuple[str, list[int]]]:
    with tenant(coupling.arbodienst):
        return list(AccessLog.objects.order_by("id").values_list("action", "employees"))


def test_every_look_is_kept_by_what_was_looked_at() -> None:
    coupling = go_live()
    take(coupling, sick(report()))
    number, who = _number(coupling), reader(coupling)
    read_known(who, number)
    read_known(who, number, NOON)
    read_sources(who, number, ALL)
    read_changes(who, number, ALL)

    assert [action for action, _ in _looks(coupling)] == [
        "details.read",
        "known.read",
        "sources.read",
        "changes.read",
    ]
    assert all(of_whom == [number] for _, of_whom in _looks(coupling))


Read = Callable[[Reader, int], object]


@pytest.mark.parametrize(
    "read",
    [
        read_known,
        lambda who, number: read_sources(who, number, ALL),
        lambda who, number: read_changes(who, number, ALL),
        lambda who, number: export_changes(who, number, ExportForm.JSON_LINES),
    ],
)
def test_who_is_not_open_to_the_reader_is_none(read: Read) -> None:
    gezond = house("GEZOND")
    employer, other = gezond.employer("W1"), gezond.employer("W2")
    number = gezond.employee(employer, "1")

    def at(*employers: int) -> Reader:
        authority = Authority(employers=frozenset(employers))
        return Reader(arbodienst=gezond.arbodienst, principal="test", authority=authority)

    assert read(at(employer), number) is not None
    assert read(at(other), number) is None
    assert read(at(employer), number + 1) is None
