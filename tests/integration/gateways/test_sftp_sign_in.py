"""Who comes in over SFTP, and that nothing but SFTP goes over the connection."""

import asyncio
import subprocess
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack

import asyncssh
import pytest

from live_world import until
from sftp_world import (
    HOST,
    VZ,
    OpenSsh,
    SftpCoupling,
    SftpSite,
    aside,
    new_key,
    public_text,
    refusals,
)
from verzuimbrug.application.sftp.keys import add_key, list_keys, revoke_key
from verzuimbrug.gateways.sftp.limits import MOST_CONNECTIONS, MOST_HANDLES, MOST_SESSIONS
from verzuimbrug.store.models import ClientAccount
from verzuimbrug.store.tenancy import tenant

FAILED = "AANMELDEN-MISLUKT"


def _comes_in(
    sftp: SftpSite, portal: SftpCoupling, key: asyncssh.SSHKey | None = None
) -> str | None:
    """What keeps somebody out; None when nothing does."""

    async def look() -> str | None:
        try:
            async with (
                sftp.connect(portal, key) as connection,
                connection.start_sftp_client() as client,
            ):
                await client.listdir("/")
        except asyncssh.Error as refused:
            return f"{type(refused).__name__}: {refused}".replace(portal.login, "LOGIN")
        return None

    return asyncio.run(look())


@pytest.mark.parametrize("kind", ["ssh-ed25519", "ecdsa-sha2-nistp384", "ssh-rsa"])
def test_every_accepted_kind_of_key_signs_in(
    openssh: OpenSsh, portal: SftpCoupling, kind: str
) -> None:
    size = {"key_size": 3072} if kind == "ssh-rsa" else {}
    key = asyncssh.generate_private_key(kind, **size)  # type: ignore[arg-type]
    add_key(portal.ref, public_text(key), "test")
    told = openssh.run(portal, "ls", key=key)
    assert told.returncode == 0, told.stderr


def test_use_of_a_key_is_kept(sftp: SftpSite, portal: SftpCoupling) -> None:
    assert _comes_in(sftp, portal) is None
    assert list_keys(portal.ref)[0].last_used_at is not None
    assert refusals() == []


def test_every_way_to_fail_is_refused_alike_and_recorded(
    sftp: SftpSite, portal: SftpCoupling, stranger: SftpCoupling
) -> None:
    revoked = new_key()
    add_key(portal.ref, public_text(revoked), "test")
    revoke_key(portal.ref, revoked.get_fingerprint(), "test")
    told = {
        _comes_in(sftp, portal, new_key()),
        _comes_in(sftp, portal, revoked),
        _comes_in(sftp, portal, stranger.key),
        _comes_in(sftp, _named(portal, "onbekend"), portal.key),
    }
    assert len(told) == 1
    assert "PermissionDenied" in str(told)
    ours = (portal.arbodienst, FAILED, "")
    until(lambda: refusals() == [ours, ours, ours, (None, FAILED, "")])


def _named(portal: SftpCoupling, login: str) -> SftpCoupling:
    return SftpCoupling(
        arbodienst=portal.arbodienst,
        account=portal.account,
        code="",
        token="",
        login=login,
        key=portal.key,
    )


def test_address_that_is_not_allowed_is_refused_and_told_to_the_beheerder(
    sftp: SftpSite, portal: SftpCoupling
) -> None:
    with tenant(portal.arbodienst):
        ClientAccount.objects.update(allowed_addresses=["198.51.100.0/24"])
    assert "PermissionDenied" in str(_comes_in(sftp, portal))
    until(lambda: refusals() == [(portal.arbodienst, "ADRES-NIET-TOEGESTAAN", "")])


@pytest.mark.parametrize("status", ["suspended", "closed"])
def test_shut_account_is_told_so(openssh: OpenSsh, portal: SftpCoupling, status: str) -> None:
    portal.turn(status)
    told = openssh.run(portal, "ls")
    assert told.returncode != 0
    assert "ACCOUNT-NIET-ACTIEF: Het klantaccount is niet actief." in told.stderr
    until(lambda: refusals() == [(portal.arbodienst, "ACCOUNT-NIET-ACTIEF", "")])


@pytest.mark.parametrize("change", ["revoke", "suspend"])
def test_open_session_ends_with_its_key_and_its_account(
    sftp: SftpSite, portal: SftpCoupling, change: str
) -> None:
    def shut() -> None:
        if change == "revoke":
            revoke_key(portal.ref, portal.key.get_fingerprint(), "test")
        else:
            portal.turn("suspended")

    async def work(client: asyncssh.SFTPClient) -> None:
        file = await client.open("VZ/a.xml", "wb")
        await aside(shut)
        for refused in (file.close(), client.listdir("/"), client.open("VZ/b.xml", "wb")):
            with pytest.raises(asyncssh.SFTPPermissionDenied):
                await refused

    sftp.use(portal, work)
    assert portal.received() == []


async def _shell(connection: asyncssh.SSHClientConnection) -> object:
    return await connection.create_process()


async def _command(connection: asyncssh.SSHClientConnection) -> object:
    return await connection.create_process("id")


async def _copy(connection: asyncssh.SSHClientConnection) -> object:
    return await connection.create_process("scp -t VZ")


async def _subsystem(connection: asyncssh.SSHClientConnection) -> object:
    return await connection.create_process(subsystem="netconf")


async def _forward(connection: asyncssh.SSHClientConnection) -> object:
    return await connection.open_connection(HOST, 22)


async def _socket(connection: asyncssh.SSHClientConnection) -> object:
    return await connection.open_unix_connection("/tmp/x")  # noqa: S108 -- never opened


async def _listen(connection: asyncssh.SSHClientConnection) -> object:
    return await connection.forward_remote_port("", 0, HOST, 22)


@pytest.mark.parametrize("want", [_shell, _command, _copy, _subsystem, _forward, _socket, _listen])
def test_nothing_but_sftp_goes(
    sftp: SftpSite,
    portal: SftpCoupling,
    want: Callable[[asyncssh.SSHClientConnection], Awaitable[object]],
) -> None:
    async def ask() -> None:
        async with sftp.connect(portal) as connection:
            with pytest.raises((asyncssh.ChannelOpenError, asyncssh.ChannelListenError)):
                await want(connection)

    asyncio.run(ask())


def test_openssh_gets_no_shell_and_no_terminal(openssh: OpenSsh, portal: SftpCoupling) -> None:
    command = [*openssh.command(portal, program="ssh"), "-tt", f"{portal.login}@{HOST}", "id"]
    told = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert told.returncode != 0
    assert "uid" not in told.stdout


def test_keys_are_the_only_way(sftp: SftpSite, portal: SftpCoupling) -> None:
    asked = asyncssh.get_server_auth_methods(HOST, sftp.port, username=portal.login, config=None)

    async def methods() -> list[str]:
        return list(await asked)

    assert asyncio.run(methods()) == ["publickey"]
    until(lambda: refusals() == [(portal.arbodienst, "AANMELDEN-MISLUKT", "")])


def test_account_has_so_many_connections(openssh: OpenSsh, portal: SftpCoupling) -> None:
    async def crowd() -> str:
        async with AsyncExitStack() as stack:
            for _ in range(MOST_CONNECTIONS):
                await stack.enter_async_context(openssh.site.connect(portal))
            return (await asyncio.to_thread(openssh.run, portal, "ls")).stderr

    assert "TE-VEEL-VERZOEKEN: " in asyncio.run(crowd())
    until(lambda: refusals() == [(portal.arbodienst, "TE-VEEL-VERZOEKEN", "")])
    until(lambda: openssh.run(portal, "ls").returncode == 0)


def test_connection_has_so_many_sessions(sftp: SftpSite, portal: SftpCoupling) -> None:
    async def crowd() -> None:
        async with sftp.connect(portal) as connection:
            clients = [await connection.start_sftp_client() for _ in range(MOST_SESSIONS)]
            with pytest.raises(asyncssh.ChannelOpenError):
                await connection.start_sftp_client()
            clients[0].exit()
            await clients[0].wait_closed()
            await connection.start_sftp_client()

    asyncio.run(crowd())


def test_session_has_so_many_handles(sftp: SftpSite, portal: SftpCoupling) -> None:
    portal.answer(_delivered(sftp, portal))

    async def crowd(client: asyncssh.SFTPClient) -> None:
        (name,) = await client.listdir("antwoorden")
        files = [await client.open(f"antwoorden/{name}") for _ in range(MOST_HANDLES)]
        for over in (client.open(f"antwoorden/{name}"), client.listdir("/")):
            with pytest.raises(asyncssh.SFTPFailure, match="te veel"):
                await over
        await files[0].close()
        assert len(await client.listdir("/")) == 3

    sftp.use(portal, crowd)


def _delivered(sftp: SftpSite, portal: SftpCoupling) -> str:
    sftp.put(portal, f"{VZ}/a.xml", b"<a/>")
    return portal.decide("processed")
