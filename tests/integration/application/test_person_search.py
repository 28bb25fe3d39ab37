"""Finding persons: by what, whom a name finds, and for whom (datakluis)."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reading_world import House, house
from verzuimbrug.application.access import Reader
from verzuimbrug.application.persons.search import (
    Found,
    Wanted,
    as_token,
    from_token,
    search_persons,
)
from verzuimbrug.domain.authority import Authority
from verzuimbrug.domain.cases import CaseStatus
from verzuimbrug.domain.names import match_name
from verzuimbrug.store.encryption import blind_index
from verzuimbrug.store.models import AccessLog, Employee, LinkKey, Stream
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

BORN = date(1980, 2, 5)


@pytest.fixture(name="gezond")
def _gezond() -> House:
    return house("GEZOND")


def _reader(of: House, *employers: int) -> Reader:
    limits = frozenset(employers) if employers else None
    return Reader(arbodienst=of.arbodienst, principal="test", authority=Authority(employers=limits))


def _person(of: House, employer: int, key: str, surname: str, *, has_case: bool = True) -> int:
    number = of.employee(employer, key, surname=surname)
    with tenant(of.arbodienst):
        Employee.objects.filter(id=number).update(match_name=match_name(surname))
    if has_case:
        of.case(employer, number, f"VG-{key}")
    return number


def _names(found: Found) -> list[str]:
    return [str(person.name) for person in found.persons]


def _search(of: House, wanted: Wanted) -> list[str]:
    return _names(search_persons(_reader(of), wanted))


def test_a_surname_finds_by_its_beginning_whatever_accents_case_and_prefix(gezond: House) -> None:
    employer = gezond.employer("W1")
    for key, surname in (("1", "Jansen"), ("2", "van Jánssen"), ("3", "Smit"), ("4", "Jan")):
        _person(gezond, employer, key, surname)

    assert _search(gezond, Wanted(surname="JANS")) == ["J Jansen", "J van Jánssen"]
    assert _search(gezond, Wanted(surname="de Smit")) == ["J Smit"]
    assert _search(gezond, Wanted(surname="ansen")) == []


@pytest.mark.parametrize("case", [None, {"status": "withdrawn"}, {"hidden": True}])
def test_a_surname_does_not_find_who_has_no_case_that_counts(
    gezond: House, case: dict[str, object] | None
) -> None:
    employer = gezond.employer("W1")
    number = _person(gezond, employer, "1", "Jansen", has_case=False)
    if case:
        gezond.case(employer, number, "VG1", **case)

    assert _search(gezond, Wanted(surname="Jansen")) == []
    (found,) = search_persons(_reader(gezond), Wanted(key="1")).persons
    assert (found.is_shielded, str(found.name), found.birth_date) == (True, "", BORN)


def test_a_key_birth_date_and_employer_find_together_or_alone(gezond: House) -> None:
    one, other = gezond.employer("W1"), gezond.employer("W2")
    _person(gezond, one, "1", "Een")
    _person(gezond, one, "2", "Twee")
    _person(gezond, other, "1", "Drie")

    assert _search(gezond, Wanted(key="1")) == ["J Een", "J Drie"]
    assert _search(gezond, Wanted(employer="W1")) == ["J Een", "J Twee"]
    assert _search(gezond, Wanted(employer="W1", key="1")) == ["J Een"]
    assert _search(gezond, Wanted(employer="W9")) == []
    found = search_persons(_reader(gezond), Wanted(birth_date=BORN))
    assert _names(found) == ["J Een", "J Twee", "J Drie"]
    assert search_persons(_reader(gezond), Wanted(birth_date=date(1990, 1, 1))).persons == ()


def test_a_found_person_is_told_with_employer_keys_and_latest_case(gezond: House) -> None:
    employer = gezond.employer("W1")
    number = _person(gezond, employer, "1", "Jansen")
    gezond.case(
        employer,
        number,
        "VG0",
        status="recovered",
        first_day=date(2026, 1, 5),
        recovered_on=date(2026, 1, 9),
    )
    gezond.case(employer, number, "VG9", status="withdrawn", first_day=date(2026, 9, 1))

    (found,) = search_persons(_reader(gezond), Wanted(key="1")).persons

    assert (found.id, found.employer.code, found.keys) == (number, "W1", ("1",))
    assert found.status is CaseStatus.OPEN


def test_a_former_key_finds_and_is_not_told(gezond: House) -> None:
    _person(gezond, gezond.employer("W1"), "oud", "Jansen")
    with tenant(gezond.arbodienst):
        LinkKey.objects.update(superseded=True)

    (found,) = search_persons(_reader(gezond), Wanted(key="oud")).persons

    assert found.keys == ()


def test_a_key_that_is_the_bsn_finds_and_is_told_nowhere(gezond: House) -> None:
    """WN-6."""
    hidden = blind_index("123456782", "link key").hex()
    _person(gezond, gezond.employer("W1"), hidden, "Jansen")
    with tenant(gezond.arbodienst):
        Stream.objects.update(settings={"employee_key": "SofiNr"})

    (found,) = search_persons(_reader(gezond), Wanted(key="123456782")).persons

    assert found.keys == ()


def test_only_persons_at_open_employers_are_found(gezond: House) -> None:
    one, other = gezond.employer("W1"), gezond.employer("W2")
    _person(gezond, one, "1", "Jansen")
    _person(gezond, other, "2", "Jansen")

    found = search_persons(_reader(gezond, other), Wanted(surname="Jansen"))

    assert [person.employer.code for person in found.persons] == ["W2"]


def test_hidden_persons_and_those_of_others_are_not_found(gezond: House) -> None:
    """VE-4."""
    fit = house("FIT")
    _person(fit, fit.employer("W1"), "1", "Jansen")
    number = _person(gezond, gezond.employer("W1"), "1", "Jansen")
    with tenant(gezond.arbodienst):
        Employee.objects.filter(id=number).update(hidden=True)

    assert _search(gezond, Wanted(surname="Jansen")) == []
    assert _search(gezond, Wanted(key="1")) == []


@pytest.mark.parametrize(
    "wanted", [Wanted(), Wanted(surname="  "), Wanted(key="a\0"), Wanted(surname="\0")]
)
def test_who_looks_for_nobody_finds_nobody(gezond: House, wanted: Wanted) -> None:
    _person(gezond, gezond.employer("W1"), "1", "Jansen")

    assert search_persons(_reader(gezond), wanted) == Found(persons=(), next=None)


def _pages(of: House, wanted: Wanted) -> list[list[str]]:
    pages: list[list[str]] = []
    following: Wanted | None = wanted
    while following is not None:
        found = search_persons(_reader(of), following, 2)
        pages.append([person.keys[0] for person in found.persons])
        following = found.next and from_token(as_token(found.next))
    return pages


@pytest.mark.parametrize(
    ("wanted", "pages"),
    [
        (Wanted(surname="j"), [["2", "4"], ["1", "3"], ["0"]]),
        (Wanted(employer="W1"), [["0", "1"], ["2", "3"], ["4"]]),
    ],
)
def test_pages_follow_each_other_by_name_or_by_number(
    gezond: House, wanted: Wanted, pages: list[list[str]]
) -> None:
    employer = gezond.employer("W1")
    for key, surname in enumerate(("Jurgens", "Jansen", "Jaarsma", "Jansen", "Jans")):
        _person(gezond, employer, str(key), surname)

    assert _pages(gezond, wanted) == pages
    following = search_persons(_reader(gezond), wanted, 2).next
    assert following is not None
    assert following.from_top == wanted


def test_a_search_in_an_address_tells_nobody_whom_it_is_for() -> None:
    wanted = Wanted(surname="Jansen", birth_date=BORN, key="1", employer="W1")

    token = as_token(wanted)

    assert from_token(token) == wanted
    assert "Jansen" not in token
    assert from_token(as_token(Wanted())) == Wanted()


@pytest.mark.parametrize("token", ["", "x", "AAAA", as_token, "é"])
def test_what_is_no_search_is_none(token: str | Callable[[Wanted], str]) -> None:
    changed = token if isinstance(token, str) else token(Wanted(key="1"))[:-8] + "AAAAAAA="

    assert from_token(changed) is None


def test_every_search_is_kept_with_whom_it_showed(gezond: House) -> None:
    number = _person(gezond, gezond.employer("W1"), "1", "Jansen")
    search_persons(_reader(gezond), Wanted(key="1"))
    search_persons(_reader(gezond), Wanted(key="2"))

    with tenant(gezond.arbodienst):
        rows = AccessLog.objects.order_by("id").values_list("action", "employees")
        assert list(rows) == [("persons.found", [number]), ("persons.found", [])]


def test_a_search_takes_as_many_queries_for_many_as_for_one(gezond: House) -> None:
    employer = gezond.employer("W1")
    counts = []
    for key in range(12):
        _person(gezond, employer, str(key), "Jansen")
        with CaptureQueriesContext(connection) as queries:
            _search(gezond, Wanted(surname="Jansen"))
        counts.append(len(queries))

    assert set(counts) == {counts[0]}
