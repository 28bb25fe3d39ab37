"""Pages of the console about what is another arbodienst's are as of what does not exist.

Every address that names an object is asked, as the server has them; a place in an address that
nothing here fills fails.
"""

from itertools import chain

import pytest
from django.test import Client

from authorization_world import World
from console_objects_world import ADDRESSES, PLACE, Names, path_of, said
from console_world import person, visit
from verzuimbrug.store.models import Arbodienst

_ASKS_MORE = {
    "vandaag/afgewezen/<int:account>/<str:code>/gezien/",
    "wachtend/afstemming/<int:account>/werkgever/",
}
"""These are there when a message was rejected, and for an employer in the query."""


@pytest.fixture(scope="module")
def theirs(everybody: World) -> Client:
    """Somebody who may do anything, at another arbodienst."""
    fit = everybody.portals["foreign_portal"].arbodienst
    return visit(person("manage", Arbodienst.objects.get(id=fit)))


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_is_somebody_elses_is_as_what_does_not_exist(
    theirs: Client, names: Names, missing: Names, address: str
) -> None:
    for method in ("GET", "POST"):
        unknown = said(theirs, method, path_of(address, missing))
        assert said(theirs, method, path_of(address, names)) == unknown, method
        assert unknown[0] in {302, 404, 405}, method


def test_what_is_asked_is_there_for_who_has_it(ours: Client, names: Names) -> None:
    """Else the test above would compare nothing with nothing."""
    asked = {address: said(ours, "GET", path_of(address, names))[0] for address in ADDRESSES}
    assert {address for address, status in asked.items() if status == 404} == _ASKS_MORE


def test_every_kind_of_place_is_filled(names: Names) -> None:
    places = chain.from_iterable(map(PLACE.findall, ADDRESSES))
    known = {*names, "kind", "number"}
    assert {
        name for converter, name in places if not {name, f"{converter}:{name}"} & known
    } == set()
