"""Fixtures of the doors: a site that serves, a coupling, and one of somebody else."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from doors_world import Coupling, Site, coupling, serving
from live_world import web
from sftp_world import OpenSsh, SftpCoupling, SftpSite, serving as sftp_serving, sftp_coupling
from verzuimbrug.project import embedded

_DELIVERIES = {"test_rest_deliver", "test_soap", "test_soap_envelopes"}
"""Tests of the addresses at which the web server gathers what arrives together."""


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


@pytest.fixture(scope="session")
def web_server(
    database_server: embedded.Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """The web server as an instance starts it, for all tests of this process."""
    del database_server
    with web(tmp_path_factory.mktemp("web") / "server.log") as site:
        yield site


@pytest.fixture
def live_site(database: None, web_server: Site) -> Site:
    """That web server, on the database of the test."""
    del database
    return web_server


@pytest.fixture
def site(database: None, request: pytest.FixtureRequest) -> Iterator[Site]:
    """The project, served over HTTP; deliveries come in where those of an instance do."""
    del database
    if request.path.stem in _DELIVERIES:
        yield request.getfixturevalue("live_site")
        return
    with serving() as site:
        yield site


@pytest.fixture(scope="session")
def sftp_server(
    database_server: embedded.Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SftpSite]:
    """An SFTP server in a process of its own, for all tests of this process."""
    del database_server
    with sftp_serving(tmp_path_factory.mktemp("sftp") / "server.log") as server:
        yield server


@pytest.fixture
def sftp(database: None, sftp_server: SftpSite) -> SftpSite:
    """The SFTP server on the database of the test."""
    del database
    return sftp_server


@pytest.fixture
def portal(sftp: SftpSite) -> SftpCoupling:
    """The SFTP account under test."""
    del sftp
    return sftp_coupling("GEZOND")


@pytest.fixture
def stranger(sftp: SftpSite) -> SftpCoupling:
    """An SFTP account of another arbodienst."""
    del sftp
    return sftp_coupling("FIT")


@pytest.fixture
def openssh(sftp: SftpSite, tmp_path: Path) -> OpenSsh:
    """OpenSSH's own client."""
    return OpenSsh(sftp, tmp_path)
