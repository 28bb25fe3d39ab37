"""What one client may take up: time, tries and connections, with shorter limits than real ones."""

import asyncio
import os
import select
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import asyncssh
import pytest
from django.conf import settings

from sftp_world import HOST, SftpCoupling, SftpSite, new_key, public_text, serving, sftp_coupling
from verzuimbrug.application.sftp.keys import add_key
from verzuimbrug.gateways.sftp import door, server
from verzuimbrug.gateways.sftp.desk import Desk
from verzuimbrug.gateways.sftp.door import Lobby

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def near(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "Callable[[Work], None]":
    """Does something at a server in this process."""
    host_key = new_key()
    monkeypatch.setattr(settings, "SFTP_HOST_KEY", host_key.export_private_key("openssh").decode())

    async def session(work: Work) -> None:
        async with _listening(tmp_path) as port:
            await work(SftpSite(port=port, host_key=host_key))

    return lambda work: asyncio.run(session(work))


Work = Callable[[SftpSite], Awaitable[None]]


@asynccontextmanager
async def _listening(folder: Path) -> AsyncIterator[int]:
    lobby = Lobby(Desk(), folder)
    acceptor = await server.listen(HOST, 0, lobby)
    try:
        yield acceptor.get_port()
    finally:
        acceptor.close()
        await lobby.close()


async def _is_hung_up(site: SftpSite) -> bool:
    """Whether the server ends a connection that says nothing."""
    reader, writer = await asyncio.open_connection(HOST, site.port)
    await asyncio.wait_for(reader.read(), 30)
    writer.close()
    await writer.wait_closed()
    return True


def test_connection_that_does_not_sign_in_is_hung_up(
    near: Callable[[Work], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "LOGIN_SECONDS", 0.2)

    async def wait(site: SftpSite) -> None:
        assert await _is_hung_up(site)

    near(wait)


def test_idle_connection_is_hung_up(
    near: Callable[[Work], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "IDLE_SECONDS", 0.5)
    portal = sftp_coupling("GEZOND")

    async def wait(site: SftpSite) -> None:
        async with site.connect(portal) as connection:
            client = await connection.start_sftp_client()
            assert len(await client.listdir("/")) == 3
            await asyncio.wait_for(connection.wait_closed(), 30)

    near(wait)


def test_only_so_many_sign_in_at_a_time(
    near: Callable[[Work], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "MOST_SIGNING_IN", 1)
    portal = sftp_coupling("GEZOND")

    async def crowd(site: SftpSite) -> None:
        reader, writer = await asyncio.open_connection(HOST, site.port)
        await reader.readline()
        assert await _is_hung_up(site)
        writer.close()
        await writer.wait_closed()
        async with site.connect(portal), site.connect(portal):
            pass

    near(crowd)


def test_only_so_many_keys_are_tried(
    near: Callable[[Work], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "MOST_KEYS_TRIED", 3)
    portal = sftp_coupling("GEZOND")
    right = new_key()
    add_key(portal.ref, public_text(right), "test")

    async def attempt(site: SftpSite, wrong: int) -> None:
        keys = [*(new_key() for _ in range(wrong)), right]
        await (await _connect(site, portal, keys)).wait_closed()

    async def tries(site: SftpSite) -> None:
        async with await _connect(site, portal, [new_key(), right]):
            pass
        with pytest.raises(asyncssh.DisconnectError, match="AANMELDEN-MISLUKT"):
            await attempt(site, 3)

    near(tries)


async def _connect(
    site: SftpSite, portal: SftpCoupling, keys: list[asyncssh.SSHKey]
) -> asyncssh.SSHClientConnection:
    return await asyncssh.connect(
        HOST,
        site.port,
        username=portal.login,
        client_keys=keys,
        known_hosts=asyncssh.import_known_hosts(site.known_host),
        agent_path=None,
        config=None,
    )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_stopped_server_says_goodbye_and_counts_nothing(
    tmp_path: Path, number: signal.Signals
) -> None:
    portal = sftp_coupling("GEZOND")

    async def session(site: SftpSite, stop: Callable[[], None]) -> None:
        async with site.connect(portal) as connection:
            client = await connection.start_sftp_client()
            await (await client.open("VZ/a.xml", "wb")).write(b"<a/>")
            stop()
            await asyncio.wait_for(connection.wait_closed(), 30)

    with serving(tmp_path / "server.log") as site:
        asyncio.run(session(site, lambda: os.kill(site.pid, number)))
    assert portal.received() == []
    assert (tmp_path / "server.log").read_text(encoding="utf-8") == ""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_being_told_to_stop_again_changes_nothing(tmp_path: Path, number: signal.Signals) -> None:
    with serving(tmp_path / "server.log") as site:
        told = os.pidfd_open(site.pid)
        while not select.select([told], [], [], 0.0005)[0]:
            os.kill(site.pid, number)
        ended = os.waitid(os.P_PIDFD, told, os.WEXITED | os.WNOWAIT)
        os.close(told)

    assert ended is not None
    assert ended.si_status == 0
    assert (tmp_path / "server.log").read_text(encoding="utf-8") == ""
