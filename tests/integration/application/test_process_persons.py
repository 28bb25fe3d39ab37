"""Persons and employments at message level (WN), in any order of arrival."""

from datetime import date, timedelta
from itertools import count

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings as hypothesis_settings, strategies as st

from configuring_world import apply
from doors_world import Coupling
from sending_world import (
    EMPLOYEES,
    EMPLOYMENTS,
    MADE_AT,
    absence,
    add_employer,
    cases,
    codes,
    deliver,
    employees,
    employer,
    employments,
    go_live,
    person,
    persons,
    report,
    settings,
    sick,
    states,
    take,
    waiting,
)
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.store.encryption import blind_index
from verzuimbrug.store.models import Employee, Employment, LinkKey
from verzuimbrug.store.sealed import EMPLOYEE_BSN
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

_BSN, _WRONG_BSN = "111222333", "111222334"
_houses = count(1)


def _keys(coupling: Coupling) -> dict[str, bool]:
    """The link keys, and whether another took their place."""
    with tenant(coupling.arbodienst):
        return dict(LinkKey.objects.values_list("key", "superseded"))


def _employments(coupling: Coupling) -> list[Employment]:
    with tenant(coupling.arbodienst):
        return list(Employment.objects.order_by("id"))


def _department(text: str) -> dict[str, str]:
    return {"department": text}


def test_employments_wait_quietly_and_go_on_when_the_person_comes() -> None:
    coupling = go_live()
    data = employments(person("w-1", employment=_department("Verkoop")))
    (found,) = take(coupling, data, stream=EMPLOYMENTS)
    assert (found.state, codes(found.findings)) == ("processed", ["WN201"])
    assert waiting(coupling) == [("person", "w-1")]
    assert persons(coupling) == []

    take(coupling, sick(report(), made_at=MADE_AT))
    (known,) = _employments(coupling)
    assert known.fields["department"] == "Verkoop"
    assert waiting(coupling) == []


def test_newest_employments_of_a_person_are_kept() -> None:
    coupling = go_live()
    letters = [
        employments(
            person("w-1", employment=_department(name)), made_at=MADE_AT + timedelta(hours=hour)
        )
        for hour, name in ((1, "Oud"), (3, "Nieuw"), (2, "Minder oud"))
    ]
    take(coupling, *letters, stream=EMPLOYMENTS)
    assert waiting(coupling) == [("person", "w-1")]

    take(coupling, sick(report(), made_at=MADE_AT))
    (known,) = _employments(coupling)
    assert known.fields["department"] == "Nieuw"


def test_employments_and_person_in_one_batch_end_in_one_dossier() -> None:
    coupling = go_live()
    data = employments(person("w-1", employment=_department("Verkoop")))
    deliver(coupling, data, EMPLOYMENTS)
    take(coupling, employees(person("w-1"), made_at=MADE_AT), stream=EMPLOYEES)
    assert [row.fields["department"] for row in _employments(coupling)] == ["Verkoop"]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_former_key_leads_to_the_same_person(order: tuple[int, int]) -> None:
    coupling = go_live()
    letters = [
        employees(person("oud")),
        employees(person("nieuw", key_old="oud", fields={"surname": "Smit oud"})),
    ]
    take(coupling, *(letters[place] for place in order), stream=EMPLOYEES)
    assert len(persons(coupling)) == 1
    assert _keys(coupling) == {"oud": True, "nieuw": False}


def test_former_key_of_another_person_is_held() -> None:
    coupling = go_live()
    take(coupling, employees(person("a"), person("b")), stream=EMPLOYEES)
    (found,) = take(coupling, employees(person("b", key_old="a")), stream=EMPLOYEES)
    assert codes(found.findings) == ["WN301"]
    assert len(persons(coupling)) == 2


def test_other_birth_date_under_a_new_key_is_held() -> None:
    coupling = go_live()
    take(coupling, employees(person("oud")), stream=EMPLOYEES)
    later = person("nieuw", key_old="oud", born="1990-01-01")
    (found,) = take(coupling, employees(later), stream=EMPLOYEES)
    assert codes(found.findings) == ["WN302"]
    assert persons(coupling)[0].birth_date == date(1980, 2, 5)


def _two_accounts(**stream: object) -> tuple[Coupling, Coupling]:
    """Two couplings of one arbodienst to one employer."""
    code = f"SAMEN-{next(_houses)}"
    configuration = settings(code, **stream)
    (one,) = configuration["accounts"]
    other = {**one, "name": "Andere volmacht"}
    configuration["accounts"] = [one, other]
    return go_live(configuration), go_live(configuration, account="Andere volmacht")


_NAMESAKE = {"surname": "Müller"}


def test_possible_double_of_another_account_is_parked_with_all_of_its_key() -> None:
    one, other = _two_accounts()
    take(one, employees(person("a", fields=_NAMESAKE)), stream=EMPLOYEES)
    double = person("b", report(), fields={"surname": "de MULLER"})
    first = absence(employer("1001", double))
    (parked,) = take(other, first)
    assert codes(parked.findings) == ["WN401"]
    assert [one.state for one in parked.reports] == ["parked"]
    (later,) = take(other, sick(report("VG1", 2, Operation.CHANGE, at=4), key="b"))
    assert codes(later.findings) == ["WN401"]
    assert waiting(other) == [("duplicate", "b"), ("duplicate", "b")]
    assert len(persons(one)) == 1


def test_possible_double_is_created_when_the_stream_says_so() -> None:
    one, other = _two_accounts(duplicate_persons="create")
    take(one, employees(person("a", fields=_NAMESAKE)), stream=EMPLOYEES)
    double = sick(report(), key="b").replace(b"Smit b", "Müller".encode())
    take(other, double)
    assert [row.fields["surname"] for row in persons(one)] == ["Müller", "Müller"]


def test_accounts_keep_cases_of_one_employer_apart() -> None:
    one, other = _two_accounts()
    take(one, sick(report(), key="a"))
    take(other, sick(report(), key="b"))
    with tenant(one.arbodienst):
        assert Employee.objects.count() == 2
    assert states(one) == [("VG1", 1, "applied"), ("VG1", 1, "applied")]


def _said(hour: int, **fields: str) -> bytes:
    return employees(person("w-1", fields=fields), made_at=MADE_AT + timedelta(hours=hour))


_LETTERS = [
    lambda: _said(1, call_name="Jo", surname="Jansen"),
    lambda: _said(2, surname="Smit-Jansen"),
    lambda: _said(3, call_name="Joke", prefix="van", surname="Dijk"),
    lambda: _said(4, surname="Bakker"),
]


@given(order=st.permutations(range(4)), batches=st.integers(1, 4))
@hypothesis_settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_latest_message_wins_per_field_in_any_order(order: list[int], batches: int) -> None:
    coupling = go_live(settings(f"VOLGORDE-{next(_houses)}"))
    letters = [_LETTERS[place]() for place in order]
    for start in range(batches):
        take(coupling, *letters[start::batches], stream=EMPLOYEES)
    (known,) = persons(coupling)
    assert (known.fields["surname"], known.fields["call_name"]) == ("Bakker", "Joke")
    assert known.fields["prefix"] == "van"


def test_field_that_is_left_out_stays() -> None:
    coupling = go_live()
    address = {"address:01": {"postal_code": "3511AA", "city": "Utrecht", "house_number": "1"}}
    take(coupling, employees(person("w-1", fields=address)), stream=EMPLOYEES)
    take(coupling, employees(person("w-1")), stream=EMPLOYEES)
    assert persons(coupling)[0].fields["address:01"]["city"] == "Utrecht"


def test_bsn_is_dropped_unless_the_account_has_it_on() -> None:
    coupling = go_live()
    (found,) = take(coupling, employees(person("w-1", bsn=_BSN)), stream=EMPLOYEES)
    assert codes(found.findings) == ["WN601"]
    (known,) = persons(coupling)
    assert (known.bsn, known.bsn_index) == (None, None)
    assert _BSN not in str(known.fields)


def _with_bsn(**stream: object) -> Coupling:
    configuration = settings(f"BSN-{next(_houses)}", **stream)
    configuration["accounts"][0]["bsn"] = True
    return go_live(configuration)


def test_bsn_is_kept_sealed_with_a_blind_index() -> None:
    coupling = _with_bsn()
    (found,) = take(coupling, employees(person("w-1", bsn=_BSN)), stream=EMPLOYEES)
    assert codes(found.findings) == []
    (known,) = persons(coupling)
    assert known.bsn is not None
    assert EMPLOYEE_BSN.unseal_of(known) == _BSN.encode()
    assert known.bsn_index is not None
    assert bytes(known.bsn_index) == blind_index(_BSN, "bsn")


def test_later_message_without_bsn_leaves_it() -> None:
    coupling = _with_bsn()
    take(coupling, employees(person("w-1", bsn=_BSN)), stream=EMPLOYEES)
    take(coupling, employees(person("w-1")), stream=EMPLOYEES)
    assert persons(coupling)[0].bsn is not None


def test_wrong_bsn_is_a_warning_and_is_not_kept() -> None:
    coupling = _with_bsn()
    (found,) = take(coupling, employees(person("w-1", bsn=_WRONG_BSN)), stream=EMPLOYEES)
    assert [(one.code, one.severity) for one in found.findings] == [("WN602", "warning")]
    assert persons(coupling)[0].bsn is None


def test_bsn_as_link_key_is_stored_as_its_blind_index_only(
    owner_connection: psycopg.Connection,
) -> None:
    coupling = _with_bsn(employee_key="SofiNr")
    content = absence(employer("1001", person("w-1", report(), bsn=_BSN)))
    take(coupling, content)
    assert list(_keys(coupling)) == [blind_index(_BSN, "link key").hex()]
    for table in ("linkkey", "employee", "absencereport", "waiting", "change", "message"):
        rows = owner_connection.execute(f"SELECT t::text FROM store_{table} t").fetchall()  # noqa: S608
        assert not any(_BSN in row[0] for row in rows), table


def test_person_without_the_link_key_is_parked() -> None:
    coupling = _with_bsn(employee_key="SofiNr")
    (found,) = take(coupling, sick(report()))
    assert codes(found.findings) == ["WN101"]
    assert persons(coupling) == []


def test_former_number_leads_to_the_same_employment() -> None:
    coupling = go_live()
    take(coupling, employees(person("w-1", number="D1")), stream=EMPLOYEES)
    renumbered = person("w-1", number="D2", number_old="D1")
    take(coupling, employees(renumbered), stream=EMPLOYEES)
    take(coupling, employees(person("w-1", number="D1")), stream=EMPLOYEES)
    (known,) = _employments(coupling)
    assert (known.number, known.former) == ("D2", ["D1"])


def test_empty_end_date_of_the_latest_message_opens_an_employment_again() -> None:
    coupling = go_live()
    ended = person("w-1", employment={"end": "2026-05-01", "end_reason": "01"})
    take(coupling, employees(ended), stream=EMPLOYEES)
    (found,) = take(coupling, employees(person("w-1")), stream=EMPLOYEES)
    assert codes(found.findings) == ["WN702"]
    assert _employments(coupling)[0].fields["end"] is None


def test_deceased_person_with_an_open_case_gets_a_finding() -> None:
    coupling = go_live()
    take(coupling, sick(report()))
    deceased = person("w-1", fields={"deceased_on": "2026-06-01"})
    (found,) = take(coupling, employees(deceased), stream=EMPLOYEES)
    assert codes(found.findings) == ["WN502"]
    assert cases(coupling)["VG1"].status == "open"


def test_persons_of_two_employers_with_one_key_are_two_persons() -> None:
    configuration = add_employer(settings(), "FLSN1002", "FELISON-VI")
    coupling = go_live(configuration)
    assert not apply(configuration).differences
    take(coupling, sick(report()), sick(report(), number="1002"))
    assert len(persons(coupling)) == 2
