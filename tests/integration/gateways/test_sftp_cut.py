"""A transfer that is cut off never counts and leaves nothing; one that is closed counts whole."""

import asyncio
import hashlib
import socket
import struct
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace

import asyncssh
import pytest
from asyncssh.constants import FXF_CREAT, FXF_TRUNC, FXF_WRITE, FXP_INIT, FXP_OPEN, FXP_WRITE
from hypothesis import example, given, settings, strategies as st

from live_world import until
from sftp_world import HOST, OpenSsh, SftpCoupling, SftpSite
from verzuimbrug.store.models import Message
from verzuimbrug.store.tenancy import tenant


async def _begin(client: asyncssh.SFTPClient, name: str = "VZ/a.xml") -> None:
    file = await client.open(name, "wb")
    await file.write(b"<a/>")


def _left(sftp: SftpSite, portal: SftpCoupling) -> list[tuple[str, str, int]]:
    """What counts once the server has let go of everything."""
    until(lambda: not sftp.spooled())
    return portal.received()


def test_dropped_connection_leaves_nothing(sftp: SftpSite, portal: SftpCoupling) -> None:
    async def drop() -> None:
        async with sftp.connect(portal) as connection:
            await _begin(await connection.start_sftp_client())
            connection.abort()

    asyncio.run(drop())
    assert _left(sftp, portal) == []


def test_polite_goodbye_without_closing_the_file_leaves_nothing(
    sftp: SftpSite, portal: SftpCoupling
) -> None:
    sftp.use(portal, _begin)
    assert _left(sftp, portal) == []


def test_upload_that_waits_for_its_name_ends_with_the_session(
    sftp: SftpSite, portal: SftpCoupling
) -> None:
    sftp.put(portal, "VZ/a.part", b"<a/>")
    assert _left(sftp, portal) == []
    assert sftp.names(portal, "VZ") == ["afgekeurd", "verwerkt"]


def _packet(kind: int, *parts: bytes) -> bytes:
    body = bytes([kind]) + b"".join(parts)
    return struct.pack(">I", len(body)) + body


def _text(text: bytes) -> bytes:
    return struct.pack(">I", len(text)) + text


_UPLOAD = (
    _packet(FXP_INIT, struct.pack(">I", 3)),
    _packet(
        FXP_OPEN,
        struct.pack(">I", 1),
        _text(b"VZ/a.xml"),
        struct.pack(">II", FXF_WRITE | FXF_CREAT | FXF_TRUNC, 0),
    ),
    _packet(FXP_WRITE, struct.pack(">I", 2), _text(bytes(4)), struct.pack(">Q", 0), _text(b"<a/>")),
)


@pytest.mark.parametrize("ending", ["end of file", "packet too long", "packet too short"])
def test_broken_protocol_closes_nothing(sftp: SftpSite, portal: SftpCoupling, ending: str) -> None:
    async def speak() -> None:
        async with sftp.connect(portal) as connection:
            writer, reader, _ = await connection.open_session(subsystem="sftp", encoding=None)
            for packet in _UPLOAD:
                writer.write(packet)
                await reader.readexactly(int.from_bytes(await reader.readexactly(4), "big"))
            assert len(sftp.spooled()) == 1
            if ending == "end of file":
                writer.write_eof()
            else:
                writer.write(b"\xff" * 4 if "long" in ending else bytes(4))
            await reader.read()

    asyncio.run(speak())
    assert _left(sftp, portal) == []


def test_killed_client_leaves_nothing(openssh: OpenSsh, portal: SftpCoupling) -> None:
    with (openssh.folder / "a.xml").open("wb") as file:
        file.truncate(20_000_000)
    command = [*openssh.command(portal), "-l", "8000", "-b", "-", f"{portal.login}@{HOST}"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, cwd=openssh.folder) as client:
        assert client.stdin is not None
        client.stdin.write(b"put a.xml VZ/\n")
        client.stdin.flush()
        until(lambda: any(openssh.site.spooled()))
        client.kill()
    assert _left(openssh.site, portal) == []


def _relay(listener: socket.socket, port: int, most: int) -> int:
    """A way to the server that breaks off after so many bytes from the client; how many it were."""
    passed = 0
    with listener.accept()[0] as client, socket.create_connection((HOST, port)) as server:
        back = threading.Thread(target=_copy, args=(server, client))
        back.start()
        with suppress(OSError):
            while data := client.recv(min(1000, most - passed)):
                passed += len(data)
                server.sendall(data)
        for way in (server, client):
            with suppress(OSError):
                way.shutdown(socket.SHUT_RDWR)
        back.join()
    return passed


def _copy(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)


def _deliver_over(sftp: SftpSite, portal: SftpCoupling, content: bytes, most: int) -> int:
    """Deliver over a way that breaks off; how many bytes went over it."""

    async def write(client: asyncssh.SFTPClient) -> None:
        async with client.open("VZ/a.xml", "wb") as file:
            await file.write(content)

    with socket.create_server((HOST, 0)) as listener, ThreadPoolExecutor() as aside:
        passed = aside.submit(_relay, listener, sftp.port, most)
        way = replace(sftp, port=listener.getsockname()[1])
        with suppress(OSError, asyncssh.Error):
            way.use(portal, write)
        return passed.result()


def test_transfer_cut_at_any_byte_counts_whole_or_not_at_all(
    sftp: SftpSite, portal: SftpCoupling
) -> None:
    sent: set[bytes] = set()

    def deliver(number: int, most: int) -> int:
        content = number.to_bytes(8, "big") * 5000
        sent.add(hashlib.sha256(content).digest())
        return _deliver_over(sftp, portal, content, most)

    whole = deliver(0, 10**9)
    assert len(_left(sftp, portal)) == 1

    @given(st.integers(1, 2**60), st.integers(0, whole))
    @example(1, 0)
    @example(2, whole - 1)
    @settings(max_examples=40)
    def cut(number: int, most: int) -> None:
        deliver(number, most)

    cut()
    _left(sftp, portal)
    with tenant(portal.arbodienst):
        kept = {bytes(each) for each in Message.objects.values_list("sha256", flat=True)}
    assert kept <= sent
    assert len(kept) < len(sent)
