"""Classifications of a group or a scope compared, and made equal (GR-4)."""

from datetime import date

import pytest

from configuring_world import ACCOUNT, apply, example
from importing_world import arbodienst, employer, take_in
from verzuimbrug.application.accounts import find_account
from verzuimbrug.application.employers.classifications import (
    compare_group,
    compare_scope,
    make_equal,
)
from verzuimbrug.domain.classification_equality import (
    ClassificationDifferences,
    DifferingClassification,
)
from verzuimbrug.domain.findings import Finding
from verzuimbrug.store.models import AbsenceCase, Employee, Employer
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

GROUP = "FELISON-VI"


def _world() -> int:
    """In the group FLSN1001 knows two classifications, W1 one, and W2 none; W3 is elsewhere."""
    own, wider = arbodienst(), example()
    ill = {"code": "smal", "classifications": [{"code": "ziekte", "name": "Ziekte"}]}
    wider["classification_schemes"].append(ill)
    apply(wider)
    take_in(
        own,
        "code;naam;groups;classifications\nW1;Een;FELISON-VI;smal\nW2;Twee;FELISON-VI;\nW3;Drie;;\n",
    )
    return own


def _group(own: int) -> ClassificationDifferences:
    found = compare_group(own, GROUP)
    assert not isinstance(found, Finding)
    return found


def _case(own: int, code: str, key: str, classification: str | None) -> None:
    account = find_account(ACCOUNT, "GEZOND").account
    with tenant(own):
        at = {"arbodienst_id": own, "employer_id": Employer.objects.get(code=code).id}
        AbsenceCase.objects.create(
            **at,
            account_id=account,
            employee=Employee.objects.create(**at),
            key=key,
            first_day=date(2026, 3, 1),
            status="open",
            last_sequence=1,
            classification=classification,
        )


def test_the_members_of_a_group_are_compared() -> None:
    found = _group(_world())

    assert found.rows == (
        DifferingClassification(code="arbeidsongeval", having=("FLSN1001",), lacking=("W1", "W2")),
        DifferingClassification(code="ziekte", having=("FLSN1001", "W1"), lacking=("W2",)),
    )
    assert found.without_scheme == ("W2",)


def test_the_employers_in_a_scope_are_compared() -> None:
    own = _world()

    assert compare_scope(find_account(ACCOUNT)) == _group(own)


def test_a_scheme_without_classifications_is_a_scheme() -> None:
    own, wider = arbodienst(), example()
    wider["classification_schemes"].append({"code": "leeg"})
    wider["employers"][0]["classifications"] = "leeg"
    apply(wider)

    assert _group(own).alike[0].classifications == frozenset()


def test_a_group_that_is_not_there_is_told() -> None:
    unknown = Finding("CF013", {"value": "NERGENS"})
    made = make_equal(arbodienst(), "NERGENS", "standaard", by="test")

    assert compare_group(arbodienst(), "NERGENS") == unknown
    assert made.configured.findings == (unknown,)


def test_a_scheme_that_is_not_there_is_told() -> None:
    made = make_equal(arbodienst(), GROUP, "geen", by="test")

    assert made.configured.findings == (Finding("CF013", {"value": "geen"}),)


def test_making_equal_gives_every_member_the_scheme() -> None:
    own = _world()
    made = make_equal(own, GROUP, "standaard", by="test")

    assert [str(found) for found in made.configured.differences] == [
        '~ employer W1: classifications: "smal" -> "standaard"',
        '~ employer W2: classifications: null -> "standaard"',
    ]
    assert _group(own).are_equal
    assert employer(own, "W3").classifications == ""


def test_a_dry_run_shows_what_would_become_equal() -> None:
    own = _world()
    made = make_equal(own, GROUP, "standaard", by="test", dry_run=True)

    assert len(made.configured.differences) == 2
    assert not _group(own).are_equal


def test_cases_that_have_what_the_scheme_lacks_are_counted() -> None:
    own = _world()
    for key, classification in enumerate(("arbeidsongeval", "arbeidsongeval", "ziekte", None)):
        _case(own, "FLSN1001", str(key), classification)
    _case(own, "W3", "9", "arbeidsongeval")
    params = {"count": "2", "scheme": "smal", "classifications": "arbeidsongeval"}

    made = make_equal(own, GROUP, "smal", by="test", dry_run=True)
    assert made.warnings == (Finding("EI211", params),)
    assert make_equal(own, GROUP, "standaard", by="test", dry_run=True).warnings == ()
