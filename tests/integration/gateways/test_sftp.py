"""Delivering over SFTP, with asyncssh's client and with OpenSSH's."""

import asyncio
from pathlib import Path

import asyncssh
import psycopg
import pytest
from asyncssh.constants import FXF_CREAT, FXF_WRITE
from django.db import connection
from psycopg import sql

from live_world import until
from sending_world import ABSENCE, go_live, report, settings, sick, work
from sftp_world import (
    OpenSsh,
    SftpCoupling,
    SftpSite,
    aside,
    on_a_disk_of,
    refusals,
    serving,
    with_key,
)
from verzuimbrug.application.receiving.receive import MAX_BYTES
from verzuimbrug.gateways.sftp.limits import MOST_UPLOADS
from verzuimbrug.store.models import Redelivery
from verzuimbrug.store.tenancy import tenant

_FOLDERS = ("verwerkt", "afgekeurd")
END_OTHERS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE usename = current_user AND pid <> pg_backend_pid()"
)


def _fails(sftp: SftpSite, portal: SftpCoupling, path: str, how: str = "wb") -> str:
    """What the client is told when it delivers there."""

    async def write(client: asyncssh.SFTPClient) -> str:
        with pytest.raises(asyncssh.SFTPError) as told:
            async with client.open(path, how) as file:
                await file.write(b"<a/>")
        return str(told.value)

    return sftp.use(portal, write)


def test_closed_file_counts(sftp: SftpSite, portal: SftpCoupling) -> None:
    sftp.put(portal, "/VZ/melding.xml", b"<a/>")
    assert portal.received() == [("VZ", "melding.xml", 4)]


def test_openssh_delivers(openssh: OpenSsh, portal: SftpCoupling) -> None:
    (openssh.folder / "melding.xml").write_bytes(b"<a/>" * 100_000)
    told = openssh.run(portal, "put melding.xml VZ/", "cd DV", "put -p melding.xml ander.xml")
    assert told.returncode == 0, told.stderr
    assert portal.received() == [("VZ", "melding.xml", 400_000), ("DV", "ander.xml", 400_000)]


def test_message_goes_the_whole_way_and_its_answer_comes_back(sftp: SftpSite) -> None:
    configuration = settings(editions=["2026"])
    configuration["accounts"][0]["type"] = "sftp"
    portal = with_key(go_live(configuration).ref)
    good, bad = sick(report(), wants_receipt=True), sick(report(), edition="2025")
    for name, content in (("goed.xml", good), ("fout.xml", bad)):
        sftp.put(portal, f"{ABSENCE}/{name}", content)
    work()

    taken, refused = (sftp.names(portal, f"{ABSENCE}/{each}") for each in _FOLDERS)
    answers = sftp.names(portal, "antwoorden")
    assert [name.partition(".")[0] for name in (*taken, *refused)] == ["goed", "fout", "fout"]
    assert b"IN101" in sftp.read(portal, f"{ABSENCE}/afgekeurd/{refused[1]}")
    kinds = sorted(name.partition("-")[0] for name in answers)
    assert kinds == ["Retourmelding1"] * 2 + ["VerwerkingsmeldingWerkgeverArbodienst"]
    assert b"Retourmelding" in sftp.read(portal, f"antwoorden/{answers[0]}")


@pytest.mark.parametrize("ending", [".part", ".tmp", ".filepart", "~"])
def test_temporary_name_counts_once_it_is_renamed(
    openssh: OpenSsh, portal: SftpCoupling, ending: str
) -> None:
    (openssh.folder / "melding.xml").write_bytes(b"<a/>")
    put = f"put melding.xml VZ/melding.xml{ending}"
    assert openssh.run(portal, put).returncode == 0
    assert portal.received() == []

    told = openssh.run(portal, put, f"rename VZ/melding.xml{ending} DV/melding.xml")
    assert told.returncode == 0, told.stderr
    assert portal.received() == [("DV", "melding.xml", 4)]


def test_renaming_from_temporary_to_temporary_does_not_count(
    sftp: SftpSite, portal: SftpCoupling
) -> None:
    async def work(client: asyncssh.SFTPClient) -> list[str]:
        async with client.open("VZ/a.part", "wb") as file:
            await file.write(b"<a/>")
        await client.rename("VZ/a.part", "VZ/.a.xml")
        return sorted(map(str, await client.listdir("VZ")))

    assert sftp.use(portal, work) == [".a.xml", "afgekeurd", "verwerkt"]
    until(lambda: not sftp.spooled())
    assert portal.received() == []


def test_failed_rename_can_be_tried_again(sftp: SftpSite, portal: SftpCoupling) -> None:
    async def work(client: asyncssh.SFTPClient) -> None:
        async with client.open("VZ/a.part", "wb") as file:
            await file.write(b"<a/>")
        for wrong in ("a.xml", "antwoorden/a.xml", "XX/a.xml", "XX/a.part", "VZ/verwerkt/a.xml"):
            with pytest.raises(asyncssh.SFTPError):
                await client.rename("VZ/a.part", wrong)
        await client.posix_rename("VZ/a.part", "VZ/a.xml")

    sftp.use(portal, work)
    assert portal.received() == [("VZ", "a.xml", 4)]


def test_client_that_looks_back_finds_what_it_sent(sftp: SftpSite, portal: SftpCoupling) -> None:
    async def work(client: asyncssh.SFTPClient) -> int | None:
        async with client.open("VZ/a.xml", "wb") as file:
            await file.write(b"<a/>")
        await aside(lambda: portal.decide("processed"))
        await client.utime("VZ/a.xml", (1, 1))
        return (await client.stat("VZ/a.xml")).size

    assert sftp.use(portal, work) == 4


def test_same_bytes_again_count_once(sftp: SftpSite, portal: SftpCoupling) -> None:
    for name in ("a.xml", "b.xml"):
        sftp.put(portal, f"VZ/{name}", b"<a/>")
    assert portal.received() == [("VZ", "a.xml", 4)]
    with tenant(portal.arbodienst):
        assert list(Redelivery.objects.values_list("door", flat=True)) == ["sftp"]


def test_same_name_with_other_bytes_is_another_delivery(
    sftp: SftpSite, portal: SftpCoupling
) -> None:
    for content in (b"<a/>", b"<bb/>"):
        sftp.put(portal, "VZ/a.xml", content)
    assert [size for _, _, size in portal.received()] == [4, 5]


def test_delivery_before_activation_is_kept(sftp: SftpSite, portal: SftpCoupling) -> None:
    portal.turn("concept")
    sftp.put(portal, "VZ/a.xml", b"<a/>")
    assert len(portal.received()) == 1


@pytest.mark.parametrize(
    "path",
    [
        "/a.xml",
        "/VZ",
        "/VZ/verwerkt",
        "/VZ/verwerkt/a.xml",
        "/VZ/afgekeurd/a.xml",
        "/antwoorden/a.xml",
        "/VZ/map/a.xml",
        "/../a.xml",
    ],
)
def test_file_goes_into_the_folder_of_a_stream(
    sftp: SftpSite, portal: SftpCoupling, path: str
) -> None:
    assert _fails(sftp, portal, path) == "Zet een bestand in de map van een gegevensstroom."
    assert portal.received() == []


def test_unknown_stream_is_refused_and_recorded(sftp: SftpSite, portal: SftpCoupling) -> None:
    assert _fails(sftp, portal, "/XX/a.xml").startswith("STROOM-ONBEKEND: ")
    until(lambda: refusals() == [(portal.arbodienst, "STROOM-ONBEKEND", "XX")])


def test_file_is_delivered_whole(sftp: SftpSite, portal: SftpCoupling) -> None:
    assert (
        _fails(sftp, portal, "VZ/a.xml", "ab")
        == "Een bestand wordt altijd in zijn geheel geleverd."
    )
    assert _fails(sftp, portal, "VZ/a.xml", "r+b") == "Dit is er niet."
    assert portal.received() == []


def test_too_large_file_is_refused_and_recorded(sftp: SftpSite, portal: SftpCoupling) -> None:
    async def work(client: asyncssh.SFTPClient) -> list[str]:
        file = await client.open("VZ/a.xml", "wb")
        await file.write(b"<a/>")
        with pytest.raises(asyncssh.SFTPError) as told:
            await file.write(b"x", MAX_BYTES)
        with pytest.raises(asyncssh.SFTPError) as closing:
            await file.close()
        return [str(told.value), str(closing.value)]

    assert {text.partition(":")[0] for text in sftp.use(portal, work)} == {"BESTAND-TE-GROOT"}
    assert portal.received() == []
    until(lambda: refusals() == [(portal.arbodienst, "BESTAND-TE-GROOT", "VZ")])


def test_largest_file_counts(openssh: OpenSsh, portal: SftpCoupling) -> None:
    with (openssh.folder / "a.xml").open("wb") as file:
        file.truncate(MAX_BYTES)
    told = openssh.run(portal, "put a.xml VZ/")
    assert told.returncode == 0, told.stderr
    assert portal.received() == [("VZ", "a.xml", MAX_BYTES)]


def test_session_has_so_many_uploads(sftp: SftpSite, portal: SftpCoupling) -> None:
    async def work(client: asyncssh.SFTPClient) -> str:
        for number in range(MOST_UPLOADS):
            await (await client.open(f"VZ/{number}.part", "wb")).close()
        with pytest.raises(asyncssh.SFTPError) as told:
            await client.open("VZ/over.part", "wb")
        await client.remove("VZ/0.part")
        await (await client.open("VZ/over.xml", "wb")).close()
        return str(told.value)

    assert sftp.use(portal, work) == "Er zijn te veel bestanden tegelijk onderweg."
    assert portal.received() == [("VZ", "over.xml", 0)]


def test_upload_that_is_open_is_left_alone(sftp: SftpSite, portal: SftpCoupling) -> None:
    async def work(client: asyncssh.SFTPClient) -> None:
        file = await client.open("VZ/a.part", "wb")
        for change in (
            client.open("VZ/a.part", "wb"),
            client.remove("VZ/a.part"),
            client.rename("VZ/a.part", "VZ/a.xml"),
        ):
            with pytest.raises(asyncssh.SFTPError, match="nog open"):
                await change
        await file.close()

    sftp.use(portal, work)
    assert portal.received() == []


def test_upload_can_be_cut_off_and_begun_afresh(sftp: SftpSite, portal: SftpCoupling) -> None:
    async def work(client: asyncssh.SFTPClient) -> None:
        for _ in range(2):
            async with client.open("VZ/a.part", "wb") as file:
                await file.write(b"<a/>rest")
                await file.truncate(4)
                await file.fsync()
        with pytest.raises(asyncssh.SFTPError, match="in zijn geheel"):
            await client.truncate("VZ/a.part", 9)
        with pytest.raises(asyncssh.SFTPError, match="in zijn geheel"):
            await client.open("VZ/a.part", FXF_WRITE | FXF_CREAT)
        await client.rename("VZ/a.part", "VZ/a.xml")

    sftp.use(portal, work)
    assert portal.received() == [("VZ", "a.xml", 4)]


def test_two_arbodiensten_deliver_beside_each_other(
    sftp: SftpSite, portal: SftpCoupling, stranger: SftpCoupling
) -> None:
    async def both() -> None:
        async with sftp.connect(portal) as ours, sftp.connect(stranger) as theirs:
            clients = [await each.start_sftp_client() for each in (ours, theirs)]
            files = [await client.open("VZ/a.xml", "wb") for client in clients]
            await asyncio.gather(*(file.write(b"<a/>") for file in files))
            await asyncio.gather(*(file.close() for file in files))

    asyncio.run(both())
    assert portal.received() == stranger.received() == [("VZ", "a.xml", 4)]


def test_database_away_is_told_and_survived(
    sftp: SftpSite, portal: SftpCoupling, owner_connection: psycopg.Connection
) -> None:
    connection.close()

    async def work(client: asyncssh.SFTPClient) -> str:
        file = await client.open("VZ/a.xml", "wb")
        await file.write(b"<a/>")
        await aside(lambda: _shut(owner_connection))
        try:
            with pytest.raises(asyncssh.SFTPFailure) as told:
                await file.close()
        finally:
            owner_connection.execute(_rights(owner_connection, "GRANT", "TO"))
        async with client.open("VZ/b.xml", "wb") as file:
            await file.write(b"<a/>")
        return str(told.value)

    assert sftp.use(portal, work).startswith("TIJDELIJK-NIET-BESCHIKBAAR: ")
    assert portal.received() == [("VZ", "b.xml", 4)]


def test_database_away_is_told_at_signing_in(
    sftp: SftpSite, portal: SftpCoupling, owner_connection: psycopg.Connection
) -> None:
    _shut(owner_connection)
    try:
        with pytest.raises(asyncssh.DisconnectError, match="TIJDELIJK-NIET-BESCHIKBAAR"):
            sftp.names(portal, "/")
    finally:
        owner_connection.execute(_rights(owner_connection, "GRANT", "TO"))
    assert len(sftp.names(portal, "/")) == 3


def _shut(owner: psycopg.Connection) -> None:
    """Nobody gets in any more, and who is in is put out."""
    with connection.cursor() as cursor:
        owner.execute(_rights(owner, "REVOKE", "FROM"))
        cursor.execute(END_OTHERS)


def _rights(owner: psycopg.Connection, verb: str, way: str) -> sql.Composed:
    statement = sql.SQL(f"{verb} CONNECT ON DATABASE {{}} {way} PUBLIC, verzuimbrug_app")
    return statement.format(sql.Identifier(owner.info.dbname))


def test_full_disk_is_told_and_nothing_counts(portal: SftpCoupling, tmp_path: Path) -> None:
    with serving(tmp_path / "server.log", *on_a_disk_of("1m")) as cramped:
        told = _fails_with(cramped, portal, 3_000_000)
        cramped.put(portal, "VZ/klein.xml", b"<a/>")
    assert told.startswith("TIJDELIJK-NIET-BESCHIKBAAR: ")
    assert portal.received() == [("VZ", "klein.xml", 4)]


def _fails_with(sftp: SftpSite, portal: SftpCoupling, size: int) -> str:
    async def work(client: asyncssh.SFTPClient) -> str:
        with pytest.raises(asyncssh.SFTPError) as told:
            async with client.open("VZ/groot.xml", "wb") as file:
                await file.write(bytes(size))
        return str(told.value)

    return sftp.use(portal, work)
