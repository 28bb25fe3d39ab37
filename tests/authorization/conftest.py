"""Fixtures: the world of the matrix, made once for all tests of a module."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from authorization_world import World, standing
from verzuimbrug.project import embedded


@pytest.fixture(scope="module")
def everybody(
    database_server: embedded.Server, django_db_blocker: DjangoDbBlocker
) -> Iterator[World]:
    """Two arbodiensten and all who sign in there; what a test does it takes back itself."""
    with django_db_blocker.unblock(), standing(database_server) as world:
        yield world
