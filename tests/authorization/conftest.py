"""Fixtures: the world of the matrix, made once for all tests of a module."""

from collections.abc import Iterator, Mapping

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from authorization_world import World, standing, state
from console_objects_world import Names, missing_of, names_of
from console_world import person, visit
from verzuimbrug.project import embedded
from verzuimbrug.store.models import Arbodienst


@pytest.fixture(scope="module")
def everybody(
    database_server: embedded.Server, django_db_blocker: DjangoDbBlocker
) -> Iterator[World]:
    """Two arbodiensten and all who sign in there; what a test does it takes back itself."""
    with django_db_blocker.unblock(), standing(database_server) as world:
        yield world


@pytest.fixture(scope="module")
def before(everybody: World) -> Mapping[bool, str]:
    """All that ours has when nobody did anything, as a whole and by its account."""
    return {whole: state(everybody.ours, whole=whole) for whole in (False, True)}


@pytest.fixture(scope="module")
def ours(everybody: World) -> Client:
    """Somebody who may do anything, at the arbodienst that has it all."""
    return visit(person("manage", Arbodienst.objects.get(id=everybody.ours.arbodienst)))


@pytest.fixture(scope="module")
def names(everybody: World, ours: Client) -> Names:
    """What there is to name, by the place in an address of the console."""
    return names_of(everybody, ours)


@pytest.fixture(scope="module")
def missing(everybody: World, names: Names) -> Names:
    """Names that nothing has, for all that is no word."""
    return missing_of(everybody, names)
