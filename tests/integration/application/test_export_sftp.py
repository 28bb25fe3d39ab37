"""Messages of an export land in folders of a receiver over SFTP, or wait with the reason (EX-8)."""

import socket
from collections.abc import Iterator
from typing import Any

import pytest

from exports_world import PARCEL, Sender, exporting, fall_ill, send_all, sending, states
from sftp_world import SftpSite, public_text, serving, sftp_coupling
from verzuimbrug.application.exports import sending as export_sending
from verzuimbrug.application.exports.access import access_of, make_key, trust_host
from verzuimbrug.application.exports.managing import switch_export
from verzuimbrug.application.exports.sending import send
from verzuimbrug.application.exports.setup import Delivery
from verzuimbrug.application.sftp.keys import add_key
from verzuimbrug.domain.exports import DeliveryKind, ExportMessageState, SendOutcome
from verzuimbrug.project import embedded
from verzuimbrug.store.models import Export
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(scope="module")
def sftp_server(
    database_server: embedded.Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SftpSite]:
    """An SFTP server of a receiver."""
    del database_server
    with serving(tmp_path_factory.mktemp("sftp") / "server.log") as server:
        yield server


def over_sftp(site: SftpSite, **place: Any) -> Sender:  # noqa: ANN401 -- settings of the delivery
    """An arbodienst that sends to the SFTP door of another."""
    portal = sftp_coupling("ZUID")
    streams = {"Verzuimmeldingen": "VZ", "WerknemersGegevens": "DV"}
    delivery = {"host": "127.0.0.1", "port": site.port, "user": portal.login, "streams": streams}
    sender = sending(exporting(delivery={"type": "sftp", **delivery, **place}), on=False)
    public = make_key(sender.reader, sender.export)
    assert public is not None
    add_key(portal.ref, public, "test")
    assert trust_host(sender.reader, sender.export, public_text(site.host_key)) is None
    assert switch_export(sender.reader, sender.export, is_enabled=True) is None
    return sender


@pytest.mark.usefixtures("open_network")
def test_a_message_lands_in_the_folder_of_its_stream(sftp_server: SftpSite) -> None:
    sender = over_sftp(sftp_server)
    fall_ill(sender, 1)
    send_all()

    assert [each[:2] for each in states(sender)] == [
        (ExportMessageState.TAKEN, SendOutcome.TAKEN)
    ] * 2


@pytest.mark.parametrize(
    ("place", "outcome"),
    [
        ({"folder": "/nergens"}, SendOutcome.REFUSED),
        ({"user": "onbekend"}, SendOutcome.NOT_LET_IN),
        ({"port": 1}, SendOutcome.UNREACHABLE),
        ({"host": "nergens.invalid"}, SendOutcome.UNKNOWN_HOST),
    ],
)
@pytest.mark.usefixtures("open_network")
def test_what_goes_wrong_over_sftp_is_told_and_waits(
    sftp_server: SftpSite, place: dict[str, Any], outcome: SendOutcome
) -> None:
    sender = over_sftp(sftp_server, **place)
    fall_ill(sender, 1)
    send_all()

    assert states(sender)[0] == (ExportMessageState.WAITING, outcome, None, 1)


@pytest.mark.usefixtures("open_network")
def test_a_server_with_another_host_key_gets_nothing(sftp_server: SftpSite) -> None:
    sender = over_sftp(sftp_server)
    other = make_key(sender.reader, sender.export)
    assert other is not None
    assert trust_host(sender.reader, sender.export, other) is None
    fall_ill(sender, 1)
    send_all()

    assert states(sender)[0][1] is SendOutcome.NOT_TRUSTED


@pytest.mark.usefixtures("open_network")
def test_a_server_that_says_nothing_is_too_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_sending, "SECONDS", 0.2)
    sender = sending(on=False)
    make_key(sender.reader, sender.export)
    with tenant(sender.arbodienst):
        trust_host(sender.reader, sender.export, Export.objects.get().public_key)
        access = access_of(Export.objects.get())
    with socket.create_server(("127.0.0.1", 0)) as mute:
        there = Delivery(
            kind=DeliveryKind.SFTP, streams={}, host="127.0.0.1", port=mute.getsockname()[1]
        )
        assert send(there, access, PARCEL).outcome is SendOutcome.TOO_SLOW
