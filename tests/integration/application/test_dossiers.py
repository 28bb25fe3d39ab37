"""Reading dossiers: who is shown, what is masked, and that every look is kept."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reading_world import TODAY, House, house
from verzuimbrug.application.access import Reader
from verzuimbrug.application.dossiers import list_dossiers, list_employers
from verzuimbrug.application.dossiers_values import (
    CaseEntry,
    Dossier,
    EmployerEntry,
    EmploymentEntry,
    KnownKey,
    PeriodEntry,
)
from verzuimbrug.application.pages import Page, Window
from verzuimbrug.store.models import AccessLog, LinkKey
from verzuimbrug.store.tenancy import tenant

ALL = Window()

pytestmark = pytest.mark.usefixtures("database")


def _reader(of: House) -> Reader:
    return Reader(arbodienst=of.arbodienst, principal="api-key:zaaksysteem")


def _dossiers(of: House, code: str = "W1", window: Window = ALL) -> Page[Dossier]:
    page = list_dossiers(_reader(of), code, window, TODAY)
    assert page is not None
    return page


def test_employers_are_those_of_the_arbodienst_only() -> None:
    gezond, fit = house("GEZOND"), house("FIT")
    gezond.employer("W1")
    fit.employer("W2")

    page = list_employers(fit.arbodienst, ALL)

    entry = EmployerEntry(code="W2", name="N.V. W2", addresses={}, contact={}, departments={})
    assert page == Page((entry,), None)


def test_pages_of_employers_follow_each_other_without_gap_or_overlap() -> None:
    gezond = house("GEZOND")
    for number in range(5):
        gezond.employer(f"W{number}")

    after: int | None = 0
    pages = []
    while after is not None:
        page = list_employers(gezond.arbodienst, Window(after, 2))
        pages.append([entry.code for entry in page.items])
        after = page.next

    assert pages == [["W0", "W1"], ["W2", "W3"], ["W4"]]


def test_a_dossier_shows_a_person_with_everything_that_is_known() -> None:
    gezond = house("GEZOND")
    employer = gezond.employer("W1")
    person = gezond.employee(employer, "123", surname="Vos-de Vries", initials="L")
    gezond.employment(
        person, "1", start="2020-01-01", hours_per_week="20.00", department="Bakkerij"
    )
    gezond.case(employer, person, "VG1")

    assert _dossiers(gezond).items == (
        Dossier(
            keys=(KnownKey(account="Portaal", key="123"),),
            surname="Vos-de Vries",
            initials="L",
            birth_date=date(1980, 2, 5),
            gender="V",
            employments=(
                EmploymentEntry(
                    id="1",
                    start=date(2020, 1, 1),
                    end=None,
                    hours_per_week=Decimal(20),
                    department="Bakkerij",
                ),
            ),
            absence_cases=(
                CaseEntry(
                    id="VG1",
                    account="Portaal",
                    first_day=date(2026, 3, 1),
                    recovered_on=None,
                    status="open",
                    percentage=Decimal(100),
                    cause="01",
                    classification="ziekte",
                    safety_net=False,
                    end_reason=None,
                    last_sequence=1,
                    continues=None,
                    periods=(PeriodEntry(start=date(2026, 3, 1), percentage=Decimal(100)),),
                ),
            ),
        ),
    )


@pytest.mark.parametrize("withdrawn_case", [False, True])
def test_the_name_of_a_person_without_a_case_that_counts_is_not_shown(
    withdrawn_case: bool,  # noqa: FBT001
) -> None:
    gezond = house("GEZOND")
    employer = gezond.employer("W1")
    person = gezond.employee(employer, "123", surname="Smit", initials="J")
    if withdrawn_case:
        gezond.case(employer, person, "VG1", status="withdrawn")

    (dossier,) = _dossiers(gezond).items

    assert (dossier.surname, dossier.initials) == (None, None)
    assert (dossier.birth_date, dossier.gender) == (date(1980, 2, 5), "V")


def test_a_case_that_counts_shows_the_name_beside_a_withdrawn_one() -> None:
    gezond = house("GEZOND")
    employer = gezond.employer("W1")
    person = gezond.employee(employer, "123", surname="Smit")
    gezond.case(employer, person, "VG1", status="withdrawn")
    gezond.case(employer, person, "VG2", status="recovered", recovered_on=date(2026, 3, 5))

    (dossier,) = _dossiers(gezond).items

    assert dossier.surname == "Smit"


def test_a_former_key_is_not_shown() -> None:
    gezond = house("GEZOND")
    person = gezond.employee(gezond.employer("W1"), "old")
    with tenant(gezond.arbodienst):
        LinkKey.objects.update(superseded=True)

    (dossier,) = _dossiers(gezond).items

    assert person
    assert dossier.keys == ()


def test_employments_stand_by_start_and_one_without_start_first() -> None:
    gezond = house("GEZOND")
    person = gezond.employee(gezond.employer("W1"), "123")
    for number, start in (("3", "2022-01-01"), ("1", None), ("2", "2021-01-01")):
        gezond.employment(person, number, start=start, end="2025-12-31")

    (dossier,) = _dossiers(gezond).items

    assert [employment.id for employment in dossier.employments] == ["1", "2", "3"]
    assert {employment.end for employment in dossier.employments} == {date(2025, 12, 31)}
    assert {employment.hours_per_week for employment in dossier.employments} == {None}


def test_periods_stand_by_date_and_the_percentage_is_that_of_today() -> None:
    gezond = house("GEZOND")
    employer = gezond.employer("W1")
    periods = {"2026-03-12": "25.00", "2026-03-01": "100.00", "2026-03-08": "50.50"}
    gezond.case(employer, gezond.employee(employer, "123"), "VG1", periods=periods)

    (case,) = _dossiers(gezond).items[0].absence_cases

    assert [period.start.day for period in case.periods] == [1, 8, 12]
    assert case.percentage == Decimal("50.50")


def test_a_recovered_case_has_percentage_zero() -> None:
    gezond = house("GEZOND")
    employer = gezond.employer("W1")
    values = {"status": "recovered", "recovered_on": date(2026, 3, 9)}
    gezond.case(employer, gezond.employee(employer, "123"), "VG1", **values)

    (case,) = _dossiers(gezond).items[0].absence_cases

    assert (case.percentage, case.recovered_on) == (Decimal(0), date(2026, 3, 9))


@pytest.mark.parametrize(("code", "shown"), [("J", True), ("N", False), ("O", None), ("", None)])
def test_safety_net_is_yes_no_or_unknown(code: str, *, shown: bool | None) -> None:
    gezond = house("GEZOND")
    employer = gezond.employer("W1")
    gezond.case(employer, gezond.employee(employer, "123"), "VG1", safety_net=code)

    (case,) = _dossiers(gezond).items[0].absence_cases

    assert case.safety_net is shown


def test_a_case_names_the_earlier_case_that_it_continues() -> None:
    gezond = house("GEZOND")
    employer = gezond.employer("W1")
    person = gezond.employee(employer, "123")
    earlier = gezond.case(employer, person, "VG1", first_day=date(2026, 2, 1))
    gezond.case(employer, person, "VG2", continues_id=earlier)

    cases = _dossiers(gezond).items[0].absence_cases

    assert [(case.id, case.continues) for case in cases] == [("VG1", None), ("VG2", "VG1")]


def test_pages_of_persons_follow_each_other() -> None:
    gezond = house("GEZOND")
    employer = gezond.employer("W1")
    for key in "abc":
        gezond.employee(employer, key)

    first = _dossiers(gezond, window=Window(0, 2))
    second = _dossiers(gezond, window=Window(first.next or 0, 2))

    assert [dossier.keys[0].key for dossier in (*first.items, *second.items)] == ["a", "b", "c"]
    assert second.next is None


def test_each_arbodienst_reads_its_own_employer_of_the_same_code() -> None:
    gezond, fit = house("GEZOND"), house("FIT")
    gezond.employee(gezond.employer("W1"), "ours")
    fit.employee(fit.employer("W1"), "theirs")

    shown = [_dossiers(of).items[0].keys[0].key for of in (gezond, fit)]

    assert shown == ["ours", "theirs"]


@pytest.mark.parametrize("code", ["W1", "W9", "w2", "W\0"])
def test_a_foreign_or_unknown_code_has_no_page(code: str) -> None:
    gezond, fit = house("GEZOND"), house("FIT")
    gezond.employer("W1")
    fit.employer("W2")

    assert list_dossiers(_reader(fit), code, Window(), TODAY) is None


def test_each_page_keeps_who_looked_at_whom() -> None:
    gezond = house("GEZOND")
    employer = gezond.employer("W1")
    persons = [gezond.employee(employer, key) for key in "ab"]

    _dossiers(gezond)

    with tenant(gezond.arbodienst):
        (row,) = AccessLog.objects.values_list("principal", "action", "employer", "employees")
    assert row == ("api-key:zaaksysteem", "employees.read", employer, persons)


def test_a_page_takes_as_many_queries_for_many_persons_as_for_one() -> None:
    gezond = house("GEZOND")
    employer = gezond.employer("W1")
    counts = []
    for key in "abcd":
        gezond.case(employer, gezond.employee(employer, key), f"VG-{key}")
        with CaptureQueriesContext(connection) as queries:
            _dossiers(gezond)
        counts.append(len(queries))

    assert set(counts) == {counts[0]}
