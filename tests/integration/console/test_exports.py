"""The pages of exports: how far each is, what cannot be sent, and what one can do about it."""

import pytest

from exports_world import EXPORT, Sender, exporting, sending
from managed_world import Desk, at
from sending_world import go_live, report, sick, take
from waiting_world import link_of

pytestmark = pytest.mark.usefixtures("database")


def desk(sender: Sender, role: str = "manage") -> tuple[Desk, str]:
    """Somebody at work, and the address of the export."""
    work = at(sender.arbodienst, role)
    return work, link_of(work.get("/beheer/exports/"), EXPORT)


def test_an_export_is_shown_with_what_waits_and_what_cannot_be_sent() -> None:
    sender = sending(exporting(edition="2022", stated={}))
    take(sender.coupling, sick(report()))
    sender.make()
    work, page = desk(sender)
    shown = work.get(page)

    for words in ("ZUID", "onderweg", "Lhnr", "WerknemersGegevens 2022", "wachtend"):
        assert words in shown, words
    assert "0201234567" not in shown


def test_there_are_no_exports_yet() -> None:
    work = at(go_live().arbodienst, "manage")
    assert "Er zijn nog geen exports." in work.get("/beheer/exports/")


def test_it_is_switched_on_after_a_look_at_how_much_goes() -> None:
    sender = sending(on=False)
    take(sender.coupling, sick(report()))
    work, page = desk(sender)
    preview = work.get(f"{page}schakelen/")
    assert "Werknemers" in preview
    assert "De export staat aan." in work.confirm(f"{page}schakelen/", preview)
    off = work.confirm(f"{page}schakelen/", work.get(f"{page}schakelen/"))
    assert "De export staat uit." in off


def test_it_cannot_be_on_before_it_is_known_how_the_receiver_is_reached() -> None:
    url = "https://elders.example/{stream}"
    sender = sending(exporting(delivery={"type": "https", "url": url}), on=False)
    work, page = desk(sender)
    refused = work.confirm(f"{page}schakelen/", work.get(f"{page}schakelen/"))
    assert "kan nog niet aan" in refused
    given = {"customer_code": "KLANT-1", "token": "geheim"}
    work.post(f"{page}toegang/", {"customer_code": ""}, 422)
    work.post(f"{page}toegang/", given, 302)
    assert "De export staat aan." in work.confirm(
        f"{page}schakelen/", work.get(f"{page}schakelen/")
    )


def test_everything_goes_again_after_a_look() -> None:
    sender = sending()
    take(sender.coupling, sick(report()))
    sender.make()
    work, page = desk(sender)
    done = work.confirm(f"{page}opnieuw/", work.get(f"{page}opnieuw/"))
    assert "vervallen" in done


def test_a_key_for_collecting_is_shown_once() -> None:
    work, page = desk(sending())
    assert "vbx_" not in work.get(f"{page}toegang/")
    assert "vbx_" in work.post(f"{page}toegang/", {}).content.decode()
    assert "vbx_" not in work.get(page)


def test_keys_for_sftp_are_made_and_set() -> None:
    delivery = {"type": "sftp", "host": "sftp.example", "user": "wij"}
    sender = sending(exporting(delivery=delivery), on=False)
    work, page = desk(sender)
    assert work.get(f"{page}sleutel/", 302) == ""
    assert "ssh-ed25519" not in work.get(f"{page}toegang/")
    work.post(f"{page}sleutel/", {}, 302)
    shown = work.get(f"{page}toegang/")
    key = shown[shown.index("ssh-ed25519") :].partition("<")[0]
    work.post(f"{page}toegang/", {"host_key": "geen sleutel"}, 422)
    work.post(f"{page}toegang/", {"host_key": key}, 302)
