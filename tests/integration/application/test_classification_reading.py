"""Schemes, how many have them, and in what the members of a group differ."""

import pytest

from configuring_world import apply, coupling, example
from verzuimbrug.application.access import Reader
from verzuimbrug.application.employers.classification_reading import (
    compare_members,
    count_without_scheme,
    list_schemes,
)
from verzuimbrug.domain.authority import Authority
from verzuimbrug.store.models import Employer, EmployerGroup
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")


def _world() -> tuple[int, int]:
    """Two members with unlike schemes, and one without any that is in no group."""
    own = coupling().arbodienst
    configuration = example()
    configuration["classification_schemes"].append(
        {"code": "kort", "name": "Kort", "classifications": [{"code": "ziekte", "name": "Ziekte"}]}
    )
    configuration["employers"] += [
        {"code": "W2", "name": "Twee", "groups": ["FELISON-VI"], "classifications": "kort"},
        {"code": "W3", "name": "Drie"},
    ]
    apply(configuration)
    with tenant(own):
        return own, EmployerGroup.objects.get().id


def _limited(own: int, *codes: str) -> Reader:
    with tenant(own):
        ids = Employer.objects.filter(code__in=codes).values_list("id", flat=True)
        authority = Authority(employers=frozenset(ids), accounts=frozenset())
    return Reader(arbodienst=own, principal="test", authority=authority)


def test_schemes_tell_how_many_employers_have_them() -> None:
    own, _ = _world()
    everybody = Reader(arbodienst=own, principal="test")
    short, standard = list_schemes(everybody)

    assert (short.code, short.name, short.employers) == ("kort", "Kort", 1)
    assert short.classifications == (("ziekte", "Ziekte"),)
    assert (standard.code, standard.employers) == ("standaard", 1)
    assert count_without_scheme(everybody) == 1


def test_somebody_who_is_limited_counts_his_employers() -> None:
    own, _ = _world()
    limited = _limited(own, "W2")

    assert [scheme.employers for scheme in list_schemes(limited)] == [1, 0]
    assert count_without_scheme(limited) == 0


def test_the_members_of_a_group_are_compared() -> None:
    own, group = _world()
    compared = compare_members(Reader(arbodienst=own, principal="test"), group)

    assert compared is not None
    assert (compared.group, compared.members) == ("FELISON-VI", 2)
    (row,) = compared.differences.rows
    assert (row.code, row.having, row.lacking) == ("arbeidsongeval", ("FLSN1001",), ("W2",))
    assert compared.schemes == {"FLSN1001": "standaard", "W2": "kort"}


def test_only_what_is_open_is_compared() -> None:
    own, group = _world()
    compared = compare_members(_limited(own, "W2"), group)

    assert compared is not None
    assert (compared.members, compared.differences.are_equal) == (1, True)
    assert compare_members(_limited(own, "W2"), group + 1000) is None
    assert compare_members(_limited(own), group) is None
