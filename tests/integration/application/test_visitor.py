"""Who visits the console, and which employers and couplings are open to them."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from configuring_world import ACCOUNT, apply, example
from people_world import limit, person, visiting
from verzuimbrug.application.accounts import find_arbodienst
from verzuimbrug.application.users.visitor import visitor_of
from verzuimbrug.domain.authority import EVERYTHING
from verzuimbrug.domain.permissions import Permission
from verzuimbrug.store.models import (
    ClientAccount,
    Employer,
    EmployerGroup,
    GroupMembership,
    User,
)
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

TODAY = timezone.localdate()
GROUP = "FELISON-VI"


def _arbodienst(*more: str) -> int:
    """The example, with more employers that are in no group."""
    configuration = example()
    configuration["employers"] += [{"code": code, "name": code} for code in more]
    apply(configuration)
    return find_arbodienst().id


def _open_employers(user: User) -> set[str] | None:
    authority, whose = visiting(user).reader.authority, visiting(user).reader.arbodienst
    if authority.employers is None:
        return None
    with tenant(whose):
        rows = Employer.objects.filter(id__in=authority.employers)
        return set(rows.values_list("code", flat=True))


def _opens(user: User, account: str = ACCOUNT) -> bool:
    reader = visiting(user).reader
    with tenant(reader.arbodienst):
        return reader.authority.opens_account(ClientAccount.objects.get(name=account).id)


def _join(
    arbodienst: int, code: str, *, start: date | None = None, end: date | None = None
) -> GroupMembership:
    with tenant(arbodienst):
        return GroupMembership.objects.create(
            arbodienst_id=arbodienst,
            group=EmployerGroup.objects.get(code=GROUP),
            employer=Employer.objects.get(code=code),
            starts_on=start,
            ends_on=end,
        )


def test_a_visitor_is_a_reader_under_their_own_address() -> None:
    arbodienst = _arbodienst()
    visitor = visiting(person(arbodienst, "setup", "Anna@Example.nl"))

    assert (visitor.reader.arbodienst, visitor.arbodienst_name) == (arbodienst, "Arbodienst Gezond")
    assert visitor.reader.principal == "user:anna@example.nl"
    assert (visitor.name, visitor.email) == ("Anna", "anna@example.nl")
    assert (visitor.role, visitor.language) == ("setup", "nl")


def test_a_visitor_may_what_their_role_may() -> None:
    visitor = visiting(person(_arbodienst(), "audit"))
    assert visitor.may(Permission.ACCESS_LOG_READ)
    assert not visitor.may(Permission.PEOPLE_WRITE)


def test_nobody_is_no_visitor() -> None:
    assert visitor_of(1) is None


def test_who_was_shut_out_is_no_visitor() -> None:
    user = person(_arbodienst())
    User.objects.update(is_active=False)
    assert visitor_of(user.id) is None


def test_the_operator_of_the_platform_reads_where_nothing_is() -> None:
    _arbodienst()
    visitor = visiting(person(None, "operator"))
    assert (visitor.reader.arbodienst, visitor.arbodienst_name) == (0, "")
    with tenant(visitor.reader.arbodienst):
        assert not Employer.objects.exists()


def test_who_is_not_limited_sees_everything() -> None:
    assert visiting(person(_arbodienst())).reader.authority == EVERYTHING


def test_employers_one_is_limited_to_are_open_alone_and_in_groups() -> None:
    user = person(_arbodienst("X1", "X2"))
    limit(user, employers=["X1"], groups=[GROUP])
    assert _open_employers(user) == {"X1", "FLSN1001"}


def test_who_is_limited_to_nothing_sees_nothing() -> None:
    user = person(_arbodienst())
    limit(user)
    assert _open_employers(user) == set()
    assert not _opens(user)


def test_a_coupling_is_open_to_who_may_see_all_its_employers() -> None:
    user = person(_arbodienst("X1"))
    limit(user, groups=[GROUP])
    assert _opens(user)


def test_a_coupling_is_closed_when_one_of_its_employers_is() -> None:
    arbodienst = _arbodienst("X1")
    user = person(arbodienst)
    limit(user, employers=["FLSN1001"])
    assert _opens(user)
    _join(arbodienst, "X1")
    assert not _opens(user)


def test_a_coupling_by_employer_opens_by_employer() -> None:
    configuration = example()
    configuration["accounts"][0]["scope"] = {"employers": ["FLSN1001"]}
    apply(configuration)
    user = person(find_arbodienst().id)
    limit(user, employers=["FLSN1001"])
    assert _opens(user)


def test_a_coupling_for_all_employers_is_closed_to_who_is_limited() -> None:
    configuration = example()
    configuration["accounts"][0]["scope"] = {"all": True}
    apply(configuration)
    user = person(find_arbodienst().id)
    limit(user, employers=["FLSN1001"])
    assert not _opens(user)


@pytest.mark.parametrize(
    ("start", "end", "counts"),
    [
        (TODAY + timedelta(1), None, True),
        (None, TODAY, True),
        (None, TODAY - timedelta(1), False),
    ],
)
def test_members_of_today_and_later_count(
    start: date | None, end: date | None, *, counts: bool
) -> None:
    arbodienst = _arbodienst("X1")
    _join(arbodienst, "X1", start=start, end=end)
    limited, by_group = person(arbodienst), person(arbodienst, email="ben@example.nl")
    limit(limited, employers=["FLSN1001"])
    limit(by_group, groups=[GROUP])
    assert _opens(limited) is not counts
    assert _open_employers(by_group) == {"FLSN1001"} | ({"X1"} if counts else set())


def test_a_member_counts_while_its_run_out_lasts() -> None:
    arbodienst = _arbodienst("X1")
    membership = _join(arbodienst, "X1", end=TODAY - timedelta(1))
    user = person(arbodienst)
    limit(user, employers=["FLSN1001"])
    with tenant(arbodienst):
        GroupMembership.objects.filter(id=membership.id).update(run_out_until=TODAY)
    assert not _opens(user)


def test_a_visitor_takes_the_same_queries_whatever_they_are_limited_to() -> None:
    arbodienst = _arbodienst(*(f"X{number}" for number in range(20)))
    few, many = person(arbodienst), person(arbodienst, email="ben@example.nl")
    limit(few, employers=["X1"])
    limit(many, employers=[f"X{number}" for number in range(20)], groups=[GROUP])
    assert _queries(few) == _queries(many)


def _queries(user: User) -> int:
    with CaptureQueriesContext(connection) as caught:
        visiting(user)
    return len(caught)
