"""What was known when, what then held, and why a field has its value (VE-5)."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import timezone

from change_log_world import (
    NOON,
    OF_EMPLOYER,
    Written,
    entries,
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
from doors_world import Coupling
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
from verzuimbrug.application.change_log.addresses import Numbered, OfObject
from verzuimbrug.application.change_log.knowledge import known
from verzuimbrug.application.change_log.timelines import timeline
from verzuimbrug.application.change_log.values import KnownObject, Why
from verzuimbrug.application.change_log.why import why
from verzuimbrug.application.pages import Window
from verzuimbrug.domain.authority import Authority
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.domain.timeline import Span
from verzuimbrug.store.models import AccessLog
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

CHANGE = Operation.CHANGE
HALF = Decimal("50.00")


def _known(coupling: Coupling, of: OfObject) -> tuple[KnownObject, ...]:
    found = known(reader(coupling), of)
    assert found is not None
    return found


def _why(coupling: Coupling, of: OfObject, field: str) -> Why:
    found = why(reader(coupling), of, field)
    assert found is not None
    return found


def _told(spans: tuple[Span, ...]) -> list[tuple[object, ...]]:
    return [(span.start, span.end, span.percentage, span.origin.receipt) for span in spans]


def _looks(coupling: Coupling) -> list[list[int]]:
    with tenant(coupling.arbodienst):
        rows = AccessLog.objects.filter(action="changes.read").order_by("id")
        return list(rows.values_list("employees", flat=True))


def test_what_held_when_is_told_with_the_message_it_came_from() -> None:
    coupling = go_live()
    first, second, third = take(
        coupling,
        sick(report()),
        sick(report("VG1", 2, CHANGE, at=5, percentage=HALF)),
        sick(report("VG1", 3, CHANGE, at=9, ends=True)),
    )

    (case,) = _known(coupling, of_case())

    assert _told(case.held) == [
        (day(0), day(4), Decimal(100), first.receipt),
        (day(5), day(8), HALF, second.receipt),
        (day(9), None, Decimal(0), third.receipt),
    ]


def test_what_was_known_at_a_moment_is_as_it_was_then() -> None:
    coupling = go_live()
    (first,) = take(coupling, sick(report()))
    known_then = _known(coupling, of_case())
    then = entries(coupling, of_case())[-1].at
    take(coupling, sick(report("VG1", 2, CHANGE, at=5, percentage=HALF)))

    assert known(reader(coupling), of_case(), then) == known_then
    assert _told(known_then[0].held) == [(day(0), None, Decimal(100), first.receipt)]
    assert _known(coupling, of_case()) != known_then


def test_nothing_was_known_before_the_first_message() -> None:
    coupling = go_live()
    take(coupling, sick(report()))

    assert known(reader(coupling), of_person(), NOON) == ()


def test_of_a_person_all_that_is_theirs_is_known() -> None:
    coupling = go_live()
    take(coupling, sick(report()), sick(report("VG2"), key="w-2"))

    found = _known(coupling, of_person())

    assert [(each.of.kind, each.of.key) for each in found] == [
        ("employee", None),
        ("employment", "D-w-1"),
        ("case", "VG1"),
    ]
    assert [bool(each.held) for each in found] == [False, False, True]


def test_what_is_known_is_shielded_as_its_changes_are() -> None:
    """Datakluis."""
    coupling = go_live()
    take(coupling, employees(person("w-1")), stream=EMPLOYEES)

    shown = {each.field: each for each in _known(coupling, of_person())[0].fields}

    assert (shown["surname"].value, shown["surname"].is_shielded) == (None, True)
    assert (shown["gender"].value, shown["gender"].is_shielded) == ("V", False)


def test_why_a_field_has_its_value_is_the_change_that_gave_it_and_those_before() -> None:
    coupling = go_live()
    first, _, third = take(
        coupling,
        sick(report()),
        sick(report("VG1", 2, CHANGE, at=5, percentage=HALF)),
        sick(report("VG1", 3, CHANGE, at=9, ends=True)),
    )

    found = _why(coupling, of_case(), "status")

    assert (found.value, found.is_shielded) == ("recovered", False)
    assert found.given_by is not None
    assert found.given_by.origin.receipt == third.receipt
    assert [each.field for each in found.given_by.fields] == ["status"]
    assert [each.origin.receipt for each in found.earlier] == [first.receipt]


def test_why_of_a_person_is_not_about_their_employments_and_cases() -> None:
    coupling = go_live()
    take(coupling, sick(report()))

    assert _why(coupling, of_person(), "start").given_by is None
    assert _why(coupling, of_employment(), "start").value == "2020-01-01"


def test_a_field_that_nothing_ever_gave_has_no_reason() -> None:
    coupling = go_live()
    take(coupling, sick(report()))

    found = _why(coupling, of_person(), "deceased_on")

    assert (found.value, found.given_by, found.earlier) == (None, None, ())


def test_the_reason_of_a_shielded_field_shows_no_value() -> None:
    """Datakluis."""
    coupling = go_live()
    take(coupling, employees(person("w-1")), stream=EMPLOYEES)

    found = _why(coupling, of_person(), "surname")

    assert (found.value, found.is_shielded) == (None, True)
    assert found.given_by is not None
    assert found.given_by.origin.receipt is not None


def test_a_link_key_is_there_because_of_who_gave_it_not_of_who_took_another_away() -> None:
    """WN-3."""
    coupling = go_live()
    take(coupling, sick(report()))
    employee = persons(coupling)[0].id
    for number, pair in enumerate(([None, "nieuw"], ["oud", None])):
        values: Written = {"at": minute(number), "fields": {"link_key": pair}}
        write_change(coupling, "employee", employee, employee, **values)

    assert _why(coupling, of_person(), "link_key").value == "nieuw"


def test_a_case_that_is_shown_again_has_what_it_then_has_and_not_what_it_had() -> None:
    """VE-4."""
    coupling = go_live()
    take(coupling, sick(report()), sick(report("VG1", 2, CHANGE, at=9, ends=True)))
    employee, case = persons(coupling)[0].id, cases(coupling)["VG1"].id
    undo = write_undo(coupling, "beheerder")
    values: Written = {"at": timezone.now(), "undo_id": undo}
    values["fields"] = {"first_day": [None, "2026-03-02"], "status": [None, "open"]}
    write_change(coupling, "case", case, employee, **values)

    found = _why(coupling, of_case(), "recovered_on")

    assert found.value is None
    assert found.given_by is not None
    assert found.given_by.origin.undo == undo
    assert [each.fields[0].after for each in found.earlier] == ["2026-03-11"]
    assert _why(coupling, of_case(), "classification").value == "ziekte"
    assert _why(coupling, of_case(), "leave").given_by is None
    (shown,) = _known(coupling, of_case())
    assert "recovered_on" not in {each.field for each in shown.fields}


@pytest.mark.parametrize(
    "of", [of_person("w-9"), of_case("VG9"), of_case("VG1\0"), Numbered(kind="case", number=10**9)]
)
def test_of_what_is_not_there_nothing_is_told(of: OfObject) -> None:
    coupling, stranger = go_live(), go_live(settings("FIT"))
    take(coupling, sick(report()))

    assert known(reader(coupling), of) is None
    assert why(reader(coupling), of, "status") is None
    assert known(reader(stranger), of_case()) is None
    assert why(reader(stranger), of_case(), "status") is None
    assert why(reader(coupling), of_case(), "stat\0us") is None
    assert _looks(coupling) == _looks(stranger) == []


def test_looking_at_what_is_known_and_why_is_kept() -> None:
    coupling = go_live()
    take(coupling, sick(report()))
    employee = persons(coupling)[0].id

    _known(coupling, of_case())
    _why(coupling, of_case(), "status")
    _why(coupling, of_case(), "nothing")

    assert _looks(coupling) == [[employee]] * 3


def test_why_a_field_has_its_value_is_one_query_however_often_it_changed() -> None:
    coupling = go_live()
    take(coupling, sick(report()))
    counts = []
    for number in range(2, 5):
        with statements() as given:
            _why(coupling, of_case(), "periods")
        assert len(reading_changes(given)) == 1
        counts.append(len(given))
        take(coupling, sick(report("VG1", number, CHANGE, at=number)))

    assert set(counts) == {counts[0]}


def test_what_is_known_takes_as_many_queries_for_much_as_for_little() -> None:
    coupling = go_live()
    take(coupling, sick(report()))
    counts = []
    for number in range(2, 5):
        with statements() as given:
            _known(coupling, of_person())
        counts.append(len(given))
        take(coupling, sick(report(f"VG{number}")))

    assert set(counts) == {counts[0]}


def test_an_employer_is_no_object_of_which_something_is_known() -> None:
    """Its changes are those of its persons; each of them can be asked about."""
    coupling = go_live()
    take(coupling, sick(report()), sick(report("VG2"), key="w-2"))

    kinds = {(each.of.kind, each.of.number) for each in entries(coupling, OF_EMPLOYER)}

    for kind, number in kinds:
        (first, *_) = _known(coupling, Numbered(kind=kind, number=number))
        assert (first.of.kind, first.of.number) == (kind, number)
    assert ("case", cases(coupling)["VG2"].id) in kinds


def test_changes_at_an_employer_that_is_closed_are_not_there() -> None:
    coupling = go_live()
    take(coupling, sick(report("VG1")))
    limited = replace(reader(coupling), authority=Authority(employers=frozenset()))

    assert why(limited, of_case(), "status") is None
    assert timeline(limited, of_person(), Window()) is None
    assert timeline(reader(coupling), of_person(), Window()) is not None
