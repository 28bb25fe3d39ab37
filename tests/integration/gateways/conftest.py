"""Fixtures of the doors: a site that serves, a coupling, and one of somebody else."""

from collections.abc import Iterator

import pytest

from doors_world import Coupling, Site, coupling, serving


@pytest.fixture
def ours(database: None) -> Coupling:
    """The coupling under test."""
    del database
    return coupling("GEZOND")


@pytest.fixture
def theirs(database: None) -> Coupling:
    """A coupling of another arbodienst."""
    del database
    return coupling("FIT")


@pytest.fixture
def site(database: None) -> Iterator[Site]:
    """The project, served over HTTP."""
    del database
    with serving() as site:
        yield site
