"""Who is limited to other employers of the same arbodienst: the last column of the matrix.

They may do anything that a beheerder may; employers, persons, couplings and messages of others are
not there for them.
"""

import re
from collections.abc import Mapping

import pytest
from django.test import Client

from authorization_objects_world import OTHER_SFTP, SFTP
from authorization_world import World
from console_matrix import ROWS
from console_objects_world import ADDRESSES, Names, path_of, said
from console_world import person, visit
from people_world import limit
from readiness_world import OTHER
from verzuimbrug.store.models import Arbodienst, Employer
from verzuimbrug.store.tenancy import tenant

_FORM_TOKEN = re.compile(r'(?<=")\w{64}(?=")')
_EXAMPLES = {"stijl/"}
"""It shows the parts of pages, with names in them."""

_LIMITED: Mapping[str, str] = {
    address: row[-1] for address, row in ROWS.items() if len(row) > 1 and address not in _EXAMPLES
}
_OF_ALL = sorted(set(_LIMITED) - set(ADDRESSES))
_OF_NO_EMPLOYER = [address for address in ADDRESSES if _LIMITED[address] == "yes"]


@pytest.fixture(scope="module")
def elsewhere(everybody: World) -> Client:
    """Somebody who may do anything, at an employer that nothing is known of."""
    ours = everybody.ours.arbodienst
    with tenant(ours):
        Employer.objects.create(arbodienst_id=ours, code="ELDERS", name="Elders B.V.")
    user = person("manage", Arbodienst.objects.get(id=ours))
    limit(user, employers=["ELDERS"])
    return visit(user)


@pytest.fixture(scope="module")
def colleague(everybody: World, elsewhere: Client) -> int:
    """Somebody who is limited to that employer, to one of others, and to a group of others."""
    del elsewhere
    user = person("setup", Arbodienst.objects.get(id=everybody.ours.arbodienst))
    employer, group = (everybody.names[each] for each in ("employer", "group"))
    limit(user, employers=[employer, "ELDERS"], groups=[group])
    return user.id


@pytest.fixture(scope="module")
def telling(everybody: World) -> tuple[str, ...]:
    """What only stands on pages of what is closed: names of employers, couplings, and so on."""
    named = ("account", "employer", "group", "parked_case", "receipt", "held")
    others = (OTHER, SFTP, OTHER_SFTP, "De Korenbloem", "Timmerbedrijf Van Dam")
    return (*(str(everybody.names[each]) for each in named), *others)


@pytest.mark.parametrize("address", sorted(set(ADDRESSES) - set(_OF_NO_EMPLOYER)))
def test_what_is_of_other_employers_is_as_what_does_not_exist(
    elsewhere: Client, names: Names, missing: Names, address: str
) -> None:
    for method in ("GET", "POST"):
        told, unknown = (
            said(elsewhere, method, path_of(address, each)) for each in (names, missing)
        )
        assert told == unknown, method
        assert told[0] in {"404": {302, 404, 405}, "403": {403}}[_LIMITED[address]], method


@pytest.mark.parametrize("address", _OF_NO_EMPLOYER)
def test_what_is_of_no_employer_is_there(
    elsewhere: Client, ours: Client, names: Names, telling: tuple[str, ...], address: str
) -> None:
    for method in ("GET", "POST"):
        status, text, _ = said(elsewhere, method, path_of(address, names))
        assert status == said(ours, method, path_of(address, names))[0], method
        assert [each for each in telling if each in text] == [], method


@pytest.mark.parametrize("address", _OF_ALL)
def test_pages_of_all_tell_nothing_of_other_employers(
    elsewhere: Client, telling: tuple[str, ...], address: str
) -> None:
    status, text = _page(elsewhere, address)
    assert (status == 403) == (_LIMITED[address] == "403")
    assert [each for each in telling if each in text] == []


@pytest.mark.usefixtures("colleague")
def test_pages_that_tell_only_of_ones_own_tell_a_beheerder_of_all(
    ours: Client, names: Names, telling: tuple[str, ...]
) -> None:
    """Else the test above would look for what is nowhere. That somebody looked is told, too."""
    ours.get(path_of("dossiers/<int:person>/", names))
    tell = {
        address
        for address in _OF_ALL
        if _LIMITED[address] != "403" and any(each in _page(ours, address)[1] for each in telling)
    }
    assert tell == {address for address in _OF_ALL if _LIMITED[address] == "own"}


@pytest.mark.parametrize("field", ["employers", "groups"])
def test_a_code_of_others_cannot_be_told_from_one_that_is_not_there(
    elsewhere: Client, everybody: World, field: str
) -> None:
    """Who is limited invites people for their own employers."""
    code = everybody.names["employer" if field == "employers" else "group"]
    asked = {"name": "Ben", "email": "ben@example.nl", "role": "setup", "limited": "on"}
    told = []
    for each in (code, "NERGENS"):
        page = elsewhere.post("/beheer/mensen/uitnodigen/", {**asked, field: each})
        told.append(_FORM_TOKEN.sub("", page.content.decode()).replace(each, "*"))
    assert told[0] == told[1]


def test_a_colleague_is_limited_to_what_is_not_named(
    elsewhere: Client, colleague: int, everybody: World
) -> None:
    for page in ("/beheer/mensen/", f"/beheer/mensen/{colleague}/"):
        text = elsewhere.get(page).content.decode()
        assert "ELDERS, 2 die u niet ziet" in text
        assert everybody.names["employer"] not in text


def _page(client: Client, address: str) -> tuple[int, str]:
    """A page of no object, in whatever form it has."""
    path = "/" + re.sub("<[^>]+>", "csv", address)
    status, text, _ = said(client, "GET", path)
    return (status, text) if status != 405 else said(client, "POST", path)[:2]
