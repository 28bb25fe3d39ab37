"""Why somebody may or may not see something."""

import pytest

from configuring_world import ACCOUNT
from people_world import limit, person, visiting
from sending_world import (
    EMPLOYEES,
    absence,
    employees,
    employer,
    go_live,
    person as sent,
    report,
    settings,
    take,
)
from verzuimbrug.application.access import Reader
from verzuimbrug.application.users.explaining import Explanation, Thing, explain
from verzuimbrug.domain.explaining import Rule
from verzuimbrug.store.models import (
    Employee,
    Employer,
    EmployerGroup,
    GroupMembership,
    Message,
    User,
)
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

CODE = "FLSN1001"


def _world() -> tuple[Reader, User]:
    """A beheerder who asks, and somebody limited to the one employer of the coupling."""
    configuration = settings()
    configuration["employers"].append({"code": "X1", "name": "Ander"})
    live = go_live(configuration)
    take(live, absence(employer("1001", sent("w-1", report()))))
    anna = person(live.arbodienst)
    ben = person(live.arbodienst, "audit", "ben@example.nl")
    limit(ben, employers=[CODE])
    return visiting(anna).reader, ben


def _explained(reader: Reader, user: User, thing: Thing, name: str) -> Explanation:
    explained = explain(reader, user.id, thing, name)
    assert explained is not None
    return explained


def _holding(explained: Explanation) -> dict[Rule, bool]:
    return {ruling.rule: ruling.holds for ruling in explained.rulings}


def _join(reader: Reader, code: str) -> None:
    with tenant(reader.arbodienst):
        GroupMembership.objects.create(
            arbodienst_id=reader.arbodienst,
            group=EmployerGroup.objects.get(code="FELISON-VI"),
            employer=Employer.objects.get(code=code),
        )


def test_an_employer_that_is_open() -> None:
    reader, ben = _world()
    explained = _explained(reader, ben, Thing.EMPLOYER, CODE)
    assert explained.is_open
    assert explained.permission == "employers.read"
    assert _holding(explained) == {Rule.ACTIVE: True, Rule.ROLE: True, Rule.EMPLOYER: True}


def test_an_employer_that_is_closed() -> None:
    reader, ben = _world()
    explained = _explained(reader, ben, Thing.EMPLOYER, "X1")
    assert not explained.is_open
    assert not _holding(explained)[Rule.EMPLOYER]


def test_a_coupling_and_its_messages_are_closed_by_one_employer_which_is_named() -> None:
    reader, ben = _world()
    with tenant(reader.arbodienst):
        receipt = Message.objects.get().receipt
    assert _explained(reader, ben, Thing.COUPLING, ACCOUNT).is_open
    _join(reader, "X1")
    for thing, name in ((Thing.COUPLING, ACCOUNT), (Thing.MESSAGE, receipt)):
        explained = _explained(reader, ben, thing, name)
        assert not explained.is_open
        assert explained.rulings[-1].lacking == ("X1 Ander",)


def test_employers_in_the_way_are_not_named_to_who_may_not_see_them() -> None:
    reader, ben = _world()
    cees = person(reader.arbodienst, "audit", "cees@example.nl")
    limit(cees, groups=["FELISON-VI"])
    limit(ben, employers=[])
    own = visiting(cees).reader
    assert _explained(own, ben, Thing.COUPLING, ACCOUNT).is_open
    _join(reader, "X1")
    assert explain(own, ben.id, Thing.EMPLOYER, "WEG") is None


@pytest.mark.parametrize("has_case", [True, False])
def test_a_person_is_masked_without_a_case(*, has_case: bool) -> None:
    live = go_live()
    take(live, employees(sent("w-1")), stream=EMPLOYEES)
    if has_case:
        take(live, absence(employer("1001", sent("w-1", report()))))
    anna = person(live.arbodienst)
    with tenant(live.arbodienst):
        number = Employee.objects.get().id
    explained = _explained(visiting(anna).reader, anna, Thing.DOSSIER, str(number))
    assert explained.is_open
    assert _holding(explained)[Rule.CASE] is has_case


@pytest.mark.parametrize(
    ("thing", "name"),
    [
        (Thing.EMPLOYER, "WEG"),
        (Thing.EMPLOYER, "\0"),
        (Thing.COUPLING, "Nergens"),
        (Thing.MESSAGE, "nooit"),
        (Thing.DOSSIER, "999"),
        (Thing.DOSSIER, "w-1"),
        (Thing.DOSSIER, "9" * 30),
    ],
)
def test_what_is_not_there_is_not_explained(thing: Thing, name: str) -> None:
    reader, ben = _world()
    assert explain(reader, ben.id, thing, name) is None


def test_what_is_closed_to_who_asks_is_not_explained() -> None:
    reader, ben = _world()
    own = visiting(ben).reader
    assert explain(own, ben.id, Thing.EMPLOYER, "X1") is None
    _join(reader, "X1")
    assert explain(visiting(ben).reader, ben.id, Thing.COUPLING, ACCOUNT) is None


def test_nobody_of_another_arbodienst_is_explained() -> None:
    reader, _ = _world()
    theirs = person(None, "operator", "op@example.nl")
    assert explain(reader, theirs.id, Thing.EMPLOYER, CODE) is None
