"""Fixtures: a browser for the tests of a module, and one server for all of a process."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from browser_world import chromium
from doors_world import Site
from live_world import web
from verzuimbrug.project import embedded

# Playwright has a loop in this thread; the tests use the database outside of it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


# Of a module, not of the run: while it is there a loop runs in this thread, and tests of doors that
# start one of their own share the process.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The browser."""
    with chromium() as started:
        yield started


@pytest.fixture(scope="session")
def served(
    database_server: embedded.Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """The server as `verzuimbrug up` starts it."""
    del database_server
    log = tmp_path_factory.mktemp("web") / "web.log"
    with web(log) as site:
        yield site


@pytest.fixture
def site(database: None, served: Site) -> Site:
    """The server, on an empty database."""
    del database
    return served
