"""The rows of the SFTP door: who signs in there, and whose files he finds."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count
from types import MappingProxyType

import asyncssh
import pytest

from authorization_matrix import MATRIX
from authorization_world import FOREIGN_SFTP, OTHER_SFTP, PRINCIPALS, SFTP, STRANGERS, World
from sending_world import ABSENCE
from sftp_world import SftpCoupling, SftpSite, new_key, serving, with_key
from verzuimbrug.application.accounts import find_account
from verzuimbrug.application.sftp.keys import list_keys, revoke_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """Where files of our account are, or files that are nowhere."""

    answer: str
    report: str

    @property
    def called(self) -> tuple[str, ...]:
        """Their names, wherever they are."""
        return tuple(path.rpartition("/")[2] for path in (self.answer, self.report))

    def missing(self) -> "Files":
        """Paths in the same folders, of nothing."""
        return Files(answer=f"{self.answer}.xml", report=f"{self.report}.txt")


_NUMBERS = count(1)

Work = Callable[[asyncssh.SFTPClient, Files], Awaitable[object]]
"""What a client does; gives what it gets to see."""


async def _read(client: asyncssh.SFTPClient, path: str) -> bytes | str:
    async with client.open(path, "rb") as file:
        return await file.read()


async def _write(client: asyncssh.SFTPClient, path: str) -> None:
    async with client.open(path, "wb") as file:
        await file.write(b"<a/>")


async def _rename(client: asyncssh.SFTPClient, _: Files) -> None:
    await _write(client, f"{ABSENCE}/a.part")
    await client.rename(f"{ABSENCE}/a.part", f"{ABSENCE}/a.xml")


OPERATIONS: Mapping[str, Work] = MappingProxyType(
    {
        "acknowledge": lambda client, files: client.remove(files.answer),
        "answers": lambda client, _: client.listdir("antwoorden"),
        "deliver": lambda client, _: _write(client, f"{ABSENCE}/a.xml"),
        "list": lambda client, _: client.listdir(f"{ABSENCE}/afgekeurd"),
        "read_answer": lambda client, files: _read(client, files.answer),
        "read_report": lambda client, files: _read(client, files.report),
        "rename": _rename,
    }
)


@pytest.fixture(scope="module")
def site(everybody: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SftpSite]:
    """A server on the world of the matrix."""
    del everybody
    with serving(tmp_path_factory.mktemp("sftp") / "server.log") as site:
        yield site


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


@pytest.fixture
def files(site: SftpSite, accounts: Mapping[str, SftpCoupling]) -> Files:
    """A delivery of ours that was rejected, and the answer to it."""
    ours, folder = accounts["portal"], f"{ABSENCE}/afgekeurd"
    site.put(ours, f"{ABSENCE}/fout.xml", f"<fout nummer='{next(_NUMBERS)}'/>".encode())
    ours.answer(ours.decide("rejected", codes=["XML01"]))
    report, answer = site.names(ours, folder)[-1], site.names(ours, "antwoorden")[-1]
    return Files(answer=f"antwoorden/{answer}", report=f"{folder}/{report}")


def test_every_row_is_an_operation_here() -> None:
    assert set(MATRIX.rows("sftp")) == set(OPERATIONS)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_everybody_gets_what_the_matrix_says(
    site: SftpSite, accounts: Mapping[str, SftpCoupling], files: Files, operation: str
) -> None:
    # What our own portal does may take a file away: it comes last.
    in_turn = sorted(PRINCIPALS, key=lambda name: name == "portal")
    told = {each: _told(site, accounts[each], OPERATIONS[operation], files) for each in in_turn}
    got = {each: _word(told[each], files, is_stranger=each in STRANGERS) for each in in_turn}
    assert got == MATRIX.rows("sftp")[operation]


@pytest.mark.parametrize("operation", ["acknowledge", "read_answer", "read_report"])
@pytest.mark.parametrize("stranger", ["other_portal", "foreign_portal"])
def test_what_is_somebody_elses_is_answered_as_what_does_not_exist(
    site: SftpSite,
    accounts: Mapping[str, SftpCoupling],
    files: Files,
    operation: str,
    stranger: str,
) -> None:
    theirs, nobodys = (
        _told(site, accounts[stranger], OPERATIONS[operation], each)
        for each in (files, files.missing())
    )
    assert theirs == nobodys


def _told(site: SftpSite, account: SftpCoupling, work: Work, files: Files) -> str:
    """What a client gets to see, or is told."""

    async def session() -> object:
        async with site.connect(account) as connection, connection.start_sftp_client() as client:
            return await work(client, files)

    try:
        return repr(asyncio.run(session()))
    except asyncssh.Error as refused:
        return f"{type(refused).__name__}: {refused.code}: {refused}"


def _word(told: str, files: Files, *, is_stranger: bool) -> str:
    """The word of the matrix for it."""
    for kind, status in (("PermissionDenied", "401"), ("SFTPNoSuchFile", "404")):
        if told.startswith(kind):
            return status
    if not is_stranger:
        return "yes"
    return "own" if not any(name in told for name in files.called) else told
