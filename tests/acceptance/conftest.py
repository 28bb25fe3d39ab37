"""Fixtures of the whole way: a web server in processes of its own on an open database."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from pytest_django import DjangoDbBlocker

from doors_world import Site
from live_world import empty, web
from verzuimbrug.project import embedded


@pytest.fixture(scope="session")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the processes have to say."""
    return tmp_path_factory.mktemp("log") / "processes.log"


@pytest.fixture(scope="session")
def site(database_server: embedded.Server, log: Path) -> Iterator[Site]:
    """The web server as an instance starts it."""
    del database_server
    with web(log) as site:
        yield site


@pytest.fixture(scope="module")
def arena(
    database_server: embedded.Server, site: Site, django_db_blocker: DjangoDbBlocker
) -> Iterator[Site]:
    """The site for all tests of a module, each with arbodiensten of its own on one database."""
    with (
        django_db_blocker.unblock(),
        psycopg.connect(database_server.owner_url, autocommit=True) as owner,
    ):
        yield site
        empty(owner)
