"""The rows of the SFTP door: every request, about what is ours, by everybody.

Which requests there are, asyncssh and our server say; one without a row fails.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from itertools import count

import asyncssh
import pytest

from authorization_matrix import MATRIX, Row
from authorization_objects_world import FOREIGN_SFTP, OTHER_SFTP, SFTP
from authorization_world import PRINCIPALS, STRANGERS, World
from sending_world import ABSENCE, EMPLOYEES
from sftp_requests import REQUESTS, Things, in_session, operations
from sftp_world import SftpCoupling, SftpSite, new_key, serving, with_key
from verzuimbrug.application.accounts import find_account
from verzuimbrug.application.receiving.receive import receive
from verzuimbrug.application.sftp.keys import list_keys, revoke_key

_ROWS = MATRIX.rows("sftp")
_NUMBERS = count(1)
_STATUSES = (
    ("SFTPNoSuchFile", "404"),
    ("SFTPFailure: 4: Invalid file handle", "404"),
    ("SFTPPermissionDenied", "403"),
    ("SFTPOpUnsupported", "405"),
)
_HAS_THE_SAME = {("other_portal", name) for name in REQUESTS if name.endswith(".folder")}
"""The streams of our other account are called alike: it is refused its own folder."""


@dataclass(frozen=True, slots=True)
class Site:
    """The accounts that principals sign in with, and the connections of those who get in."""

    accounts: Mapping[str, SftpCoupling]
    connections: Mapping[str, asyncssh.SSHClientConnection]
    runner: asyncio.Runner


@dataclass(frozen=True, slots=True)
class Told:
    """What a request is answered about our things, and about what is not there."""

    ours: str
    nothing: str


def _row(name: str) -> Row:
    """The row of a request; one without a relation is for all relations without a row."""
    return _ROWS[name] if name in _ROWS else _ROWS[name.partition(".")[0]]


@pytest.fixture(scope="module")
def accounts(everybody: World) -> Mapping[str, SftpCoupling]:
    """What each principal signs in with; who has no key of an account tries one of his own."""
    del everybody
    ours = with_key(find_account(SFTP, "GEZOND"))
    return {
        **{each: replace(ours, key=new_key()) for each in PRINCIPALS},
        "portal": ours,
        "other_portal": with_key(find_account(OTHER_SFTP, "GEZOND")),
        "foreign_portal": with_key(find_account(FOREIGN_SFTP, "FIT")),
        "revoked_portal": _revoked(ours),
    }


def _revoked(ours: SftpCoupling) -> SftpCoupling:
    revoked = with_key(ours.ref)
    revoke_key(ours.ref, list_keys(ours.ref)[-1].fingerprint, "test")
    return revoked


@pytest.fixture(scope="module")
def site(
    accounts: Mapping[str, SftpCoupling], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """A server on the world of the matrix, and everybody at its door."""
    with (
        serving(tmp_path_factory.mktemp("sftp") / "server.log") as server,
        asyncio.Runner() as runner,
    ):
        stack = AsyncExitStack()
        try:
            yield Site(accounts, runner.run(_let_in(server, accounts, stack)), runner)
        finally:
            runner.run(stack.aclose())


async def _let_in(
    server: SftpSite, accounts: Mapping[str, SftpCoupling], stack: AsyncExitStack
) -> Mapping[str, asyncssh.SSHClientConnection]:
    """The connections of those who sign in; nobody else gets any further."""
    connections = {}
    for name, account in accounts.items():
        try:
            connections[name] = await stack.enter_async_context(server.connect(account))
        except asyncssh.PermissionDenied:
            continue
    return connections


@pytest.fixture
def paths(accounts: Mapping[str, SftpCoupling]) -> Mapping[str, str]:
    """A delivery of ours that was rejected, the answer to it, and a folder of a stream."""
    ours = accounts["portal"]
    content = f"<fout nummer='{next(_NUMBERS)}'/>".encode()
    receipt = receive(ours.sender, ABSENCE, "fout.xml", content, "sftp").receipt
    ours.reject(receipt)
    file = f"{ABSENCE}/afgekeurd/fout.{receipt}.xml"
    return {
        "answer": f"antwoorden/Retourmelding.{ours.answer(receipt)}.xml",
        "delivery": file,
        "report": f"{file}.txt",
        "folder": EMPLOYEES,
    }


def test_every_operation_has_requests_and_every_request_a_row() -> None:
    assert {name.partition(".")[0] for name in REQUESTS} == operations()
    rows = {name if name in _ROWS else name.partition(".")[0] for name in REQUESTS}
    assert rows == set(_ROWS)


@pytest.mark.parametrize("name", REQUESTS)
def test_everybody_gets_what_the_matrix_says(
    site: Site, paths: Mapping[str, str], name: str
) -> None:
    """What is somebody else's is answered as what does not exist."""
    things, told = site.runner.run(_told(site, paths, name))
    words = {
        each: _word(told[each].ours, things, is_stranger=each in STRANGERS)
        for each in site.connections
    }
    assert {**dict.fromkeys(PRINCIPALS, "401"), **words} == _row(name)
    for stranger in STRANGERS & set(words):
        if words[stranger] != "own" and (stranger, name) not in _HAS_THE_SAME:
            assert told[stranger].ours == told[stranger].nothing, stranger


def test_only_one_version_of_the_protocol_is_spoken(site: Site) -> None:
    """Requests that later versions have, and fields of theirs, are not there."""

    async def version() -> int:
        async with site.connections["portal"].start_sftp_client(sftp_version=6) as client:
            return client.version

    assert site.runner.run(version()) == 3


async def _told(
    site: Site, paths: Mapping[str, str], name: str
) -> tuple[Things, Mapping[str, Told]]:
    """What everybody is told while our own portal has things open; it is the last to ask.

    What it asks may take a thing away.
    """
    async with _session(site, "portal") as ours, in_session(ours, paths) as things:
        told = {}
        for stranger in STRANGERS & set(site.connections):
            async with _session(site, stranger) as client:
                theirs = await _asked(client, name, things)
                told[stranger] = Told(theirs, await _asked(client, name, things.missing()))
        told["portal"] = Told(await _asked(ours, name, things), "")
    return things, told


@asynccontextmanager
async def _session(site: Site, principal: str) -> AsyncIterator[asyncssh.SFTPClient]:
    async with site.connections[principal].start_sftp_client() as client:
        yield client


async def _asked(client: asyncssh.SFTPClient, name: str, things: Things) -> str:
    try:
        return repr(await REQUESTS[name](client, things))
    except asyncssh.SFTPError as refused:
        return f"{type(refused).__name__}: {refused.code}: {refused}"


def _word(told: str, things: Things, *, is_stranger: bool) -> str:
    """The word of the matrix for it."""
    for start, status in _STATUSES:
        if told.startswith(start):
            return status
    if not is_stranger:
        return "yes"
    return "own" if not things.are_told_in(told) else told
