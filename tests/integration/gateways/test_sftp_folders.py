"""What a client sees in its folders: what became of its files, and answers to collect."""

import asyncssh
import pytest

from sftp_world import OpenSsh, SftpCoupling, SftpSite
from verzuimbrug.application.sftp.files import MOST_FILES, PAGE
from verzuimbrug.domain.findings import Finding
from verzuimbrug.store.models import Message
from verzuimbrug.store.tenancy import tenant

EMPTY = Finding("XML01").to_json()
FAULTY = Finding("XML02", {"found": "9", "limit": "8"}, "/A/B[2]", 7).to_json()


def _deliver(sftp: SftpSite, portal: SftpCoupling, state: str = "received") -> str:
    sftp.put(portal, "/VZ/melding.xml", b"<a/>")
    return portal.decide(state)


def test_root_has_a_folder_per_stream_and_one_for_answers(
    sftp: SftpSite, portal: SftpCoupling
) -> None:
    assert sftp.names(portal, "/") == ["DV", "VZ", "antwoorden"]
    assert sftp.names(portal, "/VZ") == ["afgekeurd", "verwerkt"]


@pytest.mark.parametrize(
    ("state", "folder"),
    [("received", "VZ"), ("processed", "VZ/verwerkt"), ("held", "VZ/verwerkt")],
)
def test_file_moves_with_its_state(
    sftp: SftpSite, portal: SftpCoupling, state: str, folder: str
) -> None:
    receipt = _deliver(sftp, portal, state)
    name = f"melding.{receipt}.xml"
    assert name in sftp.names(portal, folder)
    found = sftp.use(portal, lambda client: client.stat(f"{folder}/{name}"))
    assert found.size == 4
    for elsewhere in {"VZ", "VZ/verwerkt", "VZ/afgekeurd", "DV"} - {folder}:
        assert name not in sftp.names(portal, elsewhere)


@pytest.mark.parametrize("state", ["rejected", "failed"])
def test_report_lies_beside_a_refused_file(
    openssh: OpenSsh, portal: SftpCoupling, state: str
) -> None:
    _deliver(openssh.site, portal, state)
    receipt = portal.decide(state, findings=[FAULTY])
    name = f"melding.{receipt}.xml"
    assert openssh.site.names(portal, "VZ/afgekeurd") == [name, f"{name}.txt"]
    told = openssh.run(portal, f"get VZ/afgekeurd/{name}.txt report.txt", "ls -l VZ/afgekeurd")
    assert told.returncode == 0, told.stderr
    text = (openssh.folder / "report.txt").read_bytes().decode()
    assert f"Ontvangstnummer: {receipt}\r\n" in text
    assert "[XML02] Het bestand is te groot: 9 bytes, en er mogen er 8 in." in text
    assert "Plaats: /A/B[2], regel 7" in text


def test_report_is_as_long_as_it_says(sftp: SftpSite, portal: SftpCoupling) -> None:
    _deliver(sftp, portal)
    receipt = portal.decide("rejected", findings=[EMPTY] * 1001)
    path = f"VZ/afgekeurd/melding.{receipt}.xml.txt"
    content = sftp.read(portal, path)
    assert sftp.use(portal, lambda client: client.stat(path)).size == len(content)
    assert content.endswith(b"En nog 1 bevindingen.\r\n")


def test_delivered_file_is_not_given_back(sftp: SftpSite, portal: SftpCoupling) -> None:
    async def work(client: asyncssh.SFTPClient) -> None:
        async with client.open("VZ/melding.xml", "wb") as file:
            await file.write(b"<a/>")
            with pytest.raises(asyncssh.SFTPPermissionDenied, match="niet terug te lezen"):
                await client.open("VZ/melding.xml")
        (name,) = {*map(str, await client.listdir("VZ"))} - {"afgekeurd", "verwerkt"}
        for path in ("VZ/melding.xml", f"VZ/{name}"):
            with pytest.raises(asyncssh.SFTPPermissionDenied, match="niet terug te lezen"):
                await client.open(path)

    sftp.use(portal, work)


def test_upload_cannot_be_read(sftp: SftpSite, portal: SftpCoupling) -> None:
    async def work(client: asyncssh.SFTPClient) -> None:
        async with client.open("VZ/melding.part", "w+b") as file:
            await file.write(b"<a/>")
            with pytest.raises(asyncssh.SFTPPermissionDenied):
                await file.read(4, 0)

    sftp.use(portal, work)


def test_answer_is_read_often_and_removed_once(openssh: OpenSsh, portal: SftpCoupling) -> None:
    number = portal.answer(_deliver(openssh.site, portal), content=b"<antwoord/>")
    name = f"Retourmelding.{number}.xml"
    assert openssh.site.names(portal, "antwoorden") == [name]
    for _ in range(2):
        told = openssh.run(portal, f"get antwoorden/{name} antwoord.xml")
        assert told.returncode == 0, told.stderr
        assert (openssh.folder / "antwoord.xml").read_bytes() == b"<antwoord/>"

    assert openssh.run(portal, f"rm antwoorden/{name}").returncode == 0
    assert openssh.site.names(portal, "antwoorden") == []
    assert openssh.run(portal, f"rm antwoorden/{name}").returncode != 0


def test_many_files_come_in_pages_the_newest_of_them(sftp: SftpSite, portal: SftpCoupling) -> None:
    receipt = _deliver(sftp, portal, "processed")
    with tenant(portal.arbodienst):
        row = Message.objects.get(receipt=receipt)
        for number in range(MOST_FILES + PAGE):
            row.pk, row.receipt, row.sha256 = None, f"20260101-{number}", b"%d" % number
            row.save()
    names = sftp.names(portal, "VZ/verwerkt")
    assert len(names) == len(set(names)) == MOST_FILES
    assert f"melding.20260101-{PAGE}.xml" in names
    assert f"melding.{receipt}.xml" not in names


def test_many_answers_come_in_pages(sftp: SftpSite, portal: SftpCoupling) -> None:
    receipt = _deliver(sftp, portal)
    for number in range(PAGE + 1):
        portal.answer(receipt, kind=f"Soort{number}")
    assert len(sftp.names(portal, "antwoorden")) == PAGE + 1


_ABSENT = (
    "niets",
    "VZ/niets.xml",
    "VZ/melding.20260101-999.xml",
    "VZ/verwerkt/melding.20260101-999.xml",
    "antwoorden/Retourmelding.999999.xml",
    "antwoorden/Retourmelding.20260101-9.xml",
    "antwoorden/niets",
    "VZ/map/niets",
    "XX/verwerkt",
    "/VZ/../../../etc/passwd",
    "VZ/\0",
)


async def _told(client: asyncssh.SFTPClient, path: str) -> set[str]:
    """What every request says about a path."""
    told = set()
    for request in (
        client.stat(path),
        client.lstat(path),
        client.open(path),
        client.remove(path),
        client.rename(path, "VZ/x.xml"),
        client.chmod(path, 0o600),
    ):
        with pytest.raises(asyncssh.SFTPError) as refused:
            await request
        told.add(f"{type(refused.value).__name__}: {refused.value}")
    return told


def test_what_is_not_there_and_what_is_somebody_elses_are_one(
    sftp: SftpSite, portal: SftpCoupling, stranger: SftpCoupling
) -> None:
    receipt = _deliver(sftp, stranger, "rejected")
    number = stranger.answer(receipt)
    theirs = (
        f"VZ/afgekeurd/melding.{receipt}.xml",
        f"VZ/afgekeurd/melding.{receipt}.xml.txt",
        f"antwoorden/Retourmelding.{number}.xml",
    )

    async def work(client: asyncssh.SFTPClient) -> set[str]:
        return set().union(*[await _told(client, path) for path in (*_ABSENT, *theirs)])

    assert sftp.use(portal, work) == {"SFTPNoSuchFile: Dit is er niet."}
    assert sftp.use(portal, lambda client: client.listdir("antwoorden")) == []
    assert len(sftp.names(stranger, "VZ/afgekeurd")) == 2


def test_folder_that_is_not_there_is_not_listed(sftp: SftpSite, portal: SftpCoupling) -> None:
    async def work(client: asyncssh.SFTPClient) -> None:
        for path in ("XX", "VZ/map/map", "VZ/melding.xml"):
            with pytest.raises(asyncssh.SFTPNoSuchFile):
                await client.listdir(path)

    sftp.use(portal, work)


def test_what_is_there_cannot_be_changed(sftp: SftpSite, portal: SftpCoupling) -> None:
    receipt = _deliver(sftp, portal, "rejected")
    name = f"antwoorden/Retourmelding.{portal.answer(receipt)}.xml"
    file = f"VZ/afgekeurd/melding.{receipt}.xml"

    async def work(client: asyncssh.SFTPClient) -> None:
        async with client.open("VZ/ander.xml", "wb") as other:
            await other.write(b"<bb/>")
        async with client.open(name, "rb") as answer:
            for refused in (
                client.remove(file),
                client.remove(f"{file}.txt"),
                client.remove("VZ/ander.xml"),
                client.rename(file, "VZ/ander.xml"),
                client.rename(name, "VZ/ander.xml"),
                client.rename("VZ", "DV"),
                client.chmod("VZ", 0o700),
                client.chmod(name, 0o700),
                client.truncate("VZ/ander.xml", 0),
                answer.write(b"x", 0),
                client.open(name, "wb"),
            ):
                with pytest.raises(asyncssh.SFTPPermissionDenied):
                    await refused

    sftp.use(portal, work)


def test_folders_and_links_are_not_made(sftp: SftpSite, portal: SftpCoupling) -> None:
    async def work(client: asyncssh.SFTPClient) -> None:
        for refused in (
            client.mkdir("VZ/map"),
            client.rmdir("VZ"),
            client.symlink("/etc/passwd", "VZ/link"),
            client.link("VZ", "VZ/link"),
            client.readlink("VZ"),
            client.statvfs("/"),
        ):
            with pytest.raises(asyncssh.SFTPOpUnsupported):
                await refused

    sftp.use(portal, work)
    assert sftp.names(portal, "VZ") == ["afgekeurd", "verwerkt"]


def test_paths_are_made_from_the_root(sftp: SftpSite, portal: SftpCoupling) -> None:
    async def work(client: asyncssh.SFTPClient) -> list[object]:
        await client.chdir("VZ/verwerkt")
        return [await client.getcwd(), await client.realpath("../../../..")]

    assert sftp.use(portal, work) == ["/VZ/verwerkt", "/"]


def test_report_speaks_the_language_of_the_account(sftp: SftpSite, portal: SftpCoupling) -> None:
    from verzuimbrug.store.models import ClientAccount

    with tenant(portal.arbodienst):
        ClientAccount.objects.update(culture="en-GB")
    receipt = _deliver(sftp, portal, "rejected")
    assert b"State: rejected" in sftp.read(portal, f"VZ/afgekeurd/melding.{receipt}.xml.txt")
    with pytest.raises(asyncssh.SFTPNoSuchFile, match="There is no such thing"):
        sftp.read(portal, "VZ/niets.20260101-1.xml")
