"""The pages of management: tables, keys, terms, the configuration as a file, versions."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from configuring_world import apply, as_file, example
from console_world import agreed, confirmed
from events_world import published
from importing_world import employer
from managed_world import Desk, at, desk
from sending_world import absence, employer as portal_employer, go_live, person, report, sick, take
from undo_world import reader
from verzuimbrug.application.sign_in.apikeys import verify
from verzuimbrug.application.webhooks.endpoints import WebhookMade, make_webhook
from verzuimbrug.application.webhooks.turns import start_turns
from verzuimbrug.store.models import ConfigurationVersion, Webhook
from verzuimbrug.store.tenancy import tenant
from webhook_world import receiving

pytestmark = pytest.mark.usefixtures("database")

TABLES, KEYS, FILES = "/beheer/tabellen/", "/beheer/api-sleutels/", "/beheer/configuratie/"


def test_everybody_sees_the_parts_that_are_his() -> None:
    work = desk()
    everything = work.get("/beheer/")
    assert "API-sleutels" in everything
    assert "Versies" in everything
    assert "Bewaartermijnen" in at(work.arbodienst, "audit").get("/beheer/")


def test_tables_are_made_changed_and_told_who_uses_them() -> None:
    work = desk()
    assert "geen conversietabellen" in work.get(TABLES)
    work.get(TABLES + "nieuw/")
    values = {"code": "GESLACHT", "values": "M: V\nV: M", "unknown": "keep"}
    assert "is aangemaakt" in work.agree(TABLES + "nieuw/", values)
    configuration = example()
    configuration["accounts"][0]["streams"][1]["conversions"] = {"gender": "GESLACHT"}
    apply(configuration)

    page = work.get(TABLES)
    assert "WerknemersGegevens" in page
    path = f"{TABLES}{work.id('conversion table', 'GESLACHT')}/"
    assert "M: V" in work.get(path)
    changed = work.agree(path, {"values": "1: M", "unknown": "default", "default": "O"})
    assert "1 → M" in changed
    work.post(path, {"values": "zonder", "unknown": "keep"}, 422)
    work.get(TABLES + "99999/", 404)
    reading = at(work.arbodienst, "setup")
    assert "Wijzigen" not in reading.get(TABLES)
    reading.get(path, 403)


def test_a_key_is_shown_once_and_ended() -> None:
    work = desk()
    assert "geen API-sleutels" in work.get(KEYS)
    work.get(KEYS + "nieuw/")
    made = work.post(KEYS + "nieuw/", {"name": "zaaksysteem", "scope": "read"}).content.decode()
    key = re.search(r"vb_[\w-]+", made)
    assert key is not None
    assert verify(key.group(), "192.0.2.1") is not None
    listed = work.get(KEYS)
    assert "zaaksysteem" in listed
    assert key.group() not in listed
    again = work.post(KEYS + "nieuw/", {"name": "zaaksysteem", "scope": "read"}, 422)
    assert "Kies een andere" in again.content.decode()

    path = KEYS + "beeindigen/"
    assert "zaaksysteem" in work.get(path + "?naam=zaaksysteem")
    assert agreed(work.client, path + "?naam=zaaksysteem").status_code == 302
    assert verify(key.group(), "192.0.2.1") is None
    assert "is beëindigd" in work.get(KEYS)
    work.get(path + "?naam=zaaksysteem", 404)
    at(work.arbodienst, "setup").get(KEYS + "nieuw/", 403)


def test_terms_tell_what_ends_next() -> None:
    coupling = go_live()
    work = at(coupling.arbodienst, "manage")
    assert "Er wacht niets" in work.get("/beheer/bewaren/")
    take(coupling, absence(portal_employer("7777", person("1", report()))))

    page = work.get("/beheer/bewaren/")
    assert "FLSN7777" in page
    assert "VERZUIMBRUG_EMPLOYER_TERM_DAYS" in page


def _hand_in(work: Desk, content: bytes, status: int = 302) -> str:
    file = SimpleUploadedFile("configuratie.yaml", content)
    sent = work.post(FILES, {"bestand": file}, status)
    return str(sent.headers.get("Location", ""))


def test_the_configuration_goes_out_and_in() -> None:
    work = desk()
    work.get(FILES)
    written = work.client.get(FILES + "bestand/")
    assert written.headers["Content-Disposition"].endswith('.yaml"')
    same = _hand_in(work, written.content)
    assert "Er verandert niets" in work.get(same)

    changed = example()
    changed["employers"][0]["name"] = "Anders"
    path = _hand_in(work, as_file(changed))
    preview = work.get(path)
    assert "Anders" in preview
    assert employer(work.arbodienst, "FLSN1001").name != "Anders"
    assert "is toegepast" in work.confirm(path, preview)
    assert employer(work.arbodienst, "FLSN1001").name == "Anders"


def test_a_file_that_is_not_right_is_told() -> None:
    work = desk()
    wrong = _hand_in(work, b"arbodienst: {code: ELDERS, name: X}")
    assert "MA101" in work.get(wrong, 422)
    _hand_in(work, b"x" * (5 * 2**20 + 1), 422)
    gone = work.client.get(FILES + "toepassen/99999/")
    assert gone.headers["Location"] == FILES
    reading = at(work.arbodienst, "setup")
    assert "niet toepassen" in reading.get(FILES)
    assert reading.client.post(FILES, {}).status_code == 200
    reading.get(FILES + "toepassen/1/", 403)


def test_versions_lead_back() -> None:
    work = desk()
    changed = example()
    changed["employers"][0]["name"] = "Anders"
    apply(changed)
    number = work.id("employer", "FLSN1001")

    assert "Anders" in work.get("/beheer/versies/")
    page = work.get(f"/beheer/versies/employer/{number}/")
    backs = re.findall(r"/beheer/versies/terug/\d+/", page)
    assert len(backs) == 1
    assert "Bakkerij" in work.get(backs[-1])
    work.confirm(backs[-1], work.get(backs[-1]))
    assert employer(work.arbodienst, "FLSN1001").name == "Bakkerij De Korenbloem B.V."


def test_versions_of_what_is_closed_or_not_there_are_not_there() -> None:
    work = desk()
    group = work.id("employer group", "FELISON-VI")
    work.get("/beheer/versies/iets/1/", 404)
    work.get("/beheer/versies/employer/99999/", 404)
    work.get("/beheer/versies/terug/99999/", 404)
    page = work.get("/beheer/versies/")
    (back,) = re.findall(
        rf"employer-group/{group}/.*?(/beheer/versies/terug/\d+/)", page, re.DOTALL
    )

    reading = at(work.arbodienst, "audit")
    assert back not in reading.get(f"/beheer/versies/employer-group/{group}/")
    reading.get(back, 403)
    at(work.arbodienst, "setup", employers=("FLSN1001",)).get(back, 403)


def test_who_is_limited_brings_back_no_employer_and_no_coupling() -> None:
    work = desk()
    changed = example()
    changed["employers"][0]["name"] = "Anders"
    changed["accounts"][0]["insurer"] = "Anders"
    changed["accounts"][0]["streams"][0]["mode"] = "approval"
    apply(changed)
    limited = at(work.arbodienst, "manage", employers=("FLSN1001",))
    with tenant(work.arbodienst):
        saved = dict(ConfigurationVersion.objects.filter(number=2).values_list("kind", "id"))
        first = dict(ConfigurationVersion.objects.filter(number=1).values_list("kind", "id"))
    assert set(saved) == {"employer", "account", "stream"}

    page = limited.get("/beheer/versies/")
    for kind in ("employer", "account"):
        back = f"/beheer/versies/terug/{first[kind]}/"
        assert back in work.get("/beheer/versies/")
        assert back not in page
        limited.get(back, 403)
    limited.get(f"/beheer/opgeslagen/{saved['employer']}/ongedaan/", 403)
    work.get(f"/beheer/opgeslagen/{saved['employer']}/ongedaan/")
    with tenant(work.arbodienst):
        streams = ConfigurationVersion.objects.filter(kind="stream", number=2)
        stream = streams.values_list("object_id", flat=True).get()
        of_stream = ConfigurationVersion.objects.filter(kind="stream", object_id=stream)
        earlier = of_stream.values_list("id", flat=True).get(number=1)
    limited.get(f"/beheer/versies/terug/{earlier}/")


def test_a_webhook_is_made_tried_and_switched() -> None:
    work = desk()
    path = "/beheer/webhooks/"
    assert "nog geen webhooks" in work.get(path)
    work.get(path + "nieuw/")
    told = work.post(path + "nieuw/", {"url": "http://example.nl/"}, 422).content.decode()
    assert "alleen over https" in told
    made = work.post(path + "nieuw/", {"url": "https://nergens.invalid/"}).content.decode()
    assert "whsec_" in made
    listed = work.get(path)
    number = re.search(r"/beheer/webhooks/(\d+)/", listed)
    assert number is not None
    assert "whsec_" not in listed

    own = number.group()
    assert "nog niets verzonden" in work.get(own)
    work.post(own + "proef/", {}, 302)
    assert "naam niet gevonden" in work.get(own)
    assert "geen gebeurtenis meer" in work.get(own + "schakelen/")
    off = confirmed(work.get(own + "schakelen/"))
    work.post(own + "schakelen/", off, 302)
    assert "Aanzetten" in work.get(own)
    again = work.post(own + "schakelen/", off).content.decode()
    assert "Sinds u keek is er iets gewijzigd." in again
    assert agreed(work.client, own + "schakelen/").status_code == 302
    assert "Uitzetten" in work.get(own)
    assert work.client.get(own + "proef/").status_code == 302
    work.get(path + "99999/", 404)
    assert "Proefgebeurtenis" not in at(work.arbodienst, "audit").get(own)


def test_how_far_a_webhook_is_and_what_goes_again(settings: Settings) -> None:
    settings.WEBHOOKS_TO_PRIVATE = True
    coupling = go_live()
    work = at(coupling.arbodienst, "manage")
    with receiving(500) as receiver:
        made = make_webhook(reader(coupling), receiver.url)
        assert isinstance(made, WebhookMade)
        own = f"/beheer/webhooks/{made.id}/"
        assert "bij" in work.get(own)
        take(coupling, sick(report()))
        published(coupling)
        assert "onderweg" in work.get("/beheer/webhooks/")
        _turn()
        assert "na 1 mislukking" in work.get(own)
        receiver.status = 410
        with tenant(coupling.arbodienst):
            Webhook.objects.update(next_at=None)
        _turn()
        assert "de ontvanger zei dat hij niets meer wil" in work.get(own)
        assert "Er gaat niets verloren" in work.get(own)
        today = work.get("/")
        assert "Deze webhook is uitgezet: de ontvanger zei" in today
        assert "Nog te versturen: 2." in today

        receiver.status = 204
        assert agreed(work.client, own + "schakelen/").status_code == 302
        _turn()
    assert "Deze webhook is uitgezet" not in work.get("/")
    shown = work.get(own)
    assert "persoon gewijzigd" in shown
    assert (
        "verzuimgeval geopend" not in work.get(own + "?soort=person.changed").partition("<tbody")[2]
    )
    assert "niet aangenomen" not in work.get(own + "?afloop=wel").partition("<tbody")[2]
    assert "Niets dat is verzonden" in work.get(own + "?soort=case.withdrawn")
    assert "verzuimgeval geopend" in work.get(own + "?soort=onzin").partition("<tbody")[2]

    again = own + "opnieuw/"
    assert "Bekijk wat opnieuw gaat" in work.get(again)
    assert "Bekijk wat opnieuw gaat" in work.get(again + "?sinds=onzin")
    since = again + "?sinds=2026-01-01T00:00:00"
    assert "Gebeurtenissen die opnieuw gaan</dt><dd>2</dd>" in work.get(since)
    assert agreed(work.client, since).status_code == 302
    assert "2 gebeurtenissen gaan opnieuw." in work.get(own)
    assert agreed(work.client, own + "schakelen/").status_code == 302
    assert "uit" in work.get(own)


def test_a_webhook_that_failed_can_be_left_off(settings: Settings) -> None:
    settings.WEBHOOKS_TO_PRIVATE = True
    coupling = go_live()
    work = at(coupling.arbodienst, "manage")
    with receiving(410) as receiver:
        made = make_webhook(reader(coupling), receiver.url)
        assert isinstance(made, WebhookMade)
        take(coupling, sick(report()))
        published(coupling)
        _turn()
    own = f"/beheer/webhooks/{made.id}/"
    assert agreed(work.client, own + "schakelen/?aan=nee").status_code == 302
    assert "Deze webhook is uitgezet" not in work.get("/")
    assert "Aanzetten" in work.get(own)


def test_answers_are_brought_to_an_address_once_what_it_means_was_seen(
    settings: Settings,
) -> None:
    settings.WEBHOOKS_TO_PRIVATE = True
    coupling = go_live()
    work = at(coupling.arbodienst, "manage")
    take(coupling, sick(report(), wants_receipt=True))
    account = coupling.sender.account
    new = f"/beheer/webhooks/nieuw/?koppeling={account}"
    assert new in work.get(f"/koppelingen/{account}/inloggegevens/")
    with receiving() as receiver:
        asked = {"koppeling": str(account), "url": receiver.url}
        means = work.post(new, asked).content.decode()
        assert "2 antwoorden die nog niet zijn opgehaald gaan er meteen heen." in means
        wrong = work.post(new, {**confirmed(means), "url": "http://example.nl/"}).content.decode()
        assert "Sinds u keek is er iets gewijzigd." in wrong
        assert "alleen over https" in work.post(new, confirmed(wrong), 422).content.decode()
        assert "whsec_" in work.post(new, confirmed(means)).content.decode()
        means = work.post(new, asked).content.decode()
        assert f"{receiver.url}, dat ze nu krijgt, wordt uitgezet." in means
        listed = work.get("/beheer/webhooks/")
        assert "antwoorden voor" in listed
        number = re.search(r"/beheer/webhooks/(\d+)/", listed)
        assert number is not None
        own = number.group()
        _turn()
    shown = work.get(own)
    assert "Retourmelding" in shown
    assert own + "opnieuw/" not in shown
    work.get(own + "opnieuw/", 404)
    assert "geen antwoord meer" in work.get(own + "schakelen/")
    work.post(own + "schakelen/", confirmed(work.get(own + "schakelen/")), 302)
    assert "elk antwoord" in work.get(own + "schakelen/")


def _rows(page: str) -> list[str]:
    """The events in the log, the newest first."""
    words = {"persoon gewijzigd": "person.changed", "verzuimgeval geopend": "case.opened"}
    told = re.findall("|".join(words), page.partition("<tbody")[2])
    return [words[each] for each in told]


def _turn() -> None:
    for each in start_turns():
        each.join()


def test_a_mail_text_is_written_looked_at_and_brought_back() -> None:
    work = desk()
    path = "/beheer/mailteksten/report/nl/"
    assert "standaardtekst" in work.get("/beheer/mailteksten/")
    assert "niemand heeft een andere geschreven" in work.get(path)
    assert "{coupling}" in work.get(path + "wijzigen/")
    wrong = {"subject": "Van {naam}", "body": "Los}"}
    told = work.post(path + "wijzigen/", wrong, 422).content.decode()
    assert "{naam} is geen invulplaats" in told

    own = {"subject": "Bericht {receipt}", "body": "Zie {link}"}
    looked = work.post(path + "wijzigen/", own).content.decode()
    assert "Bericht 20261123-412" in looked
    digest = re.search(r'name="akkoord" value="([0-9a-f]{64})"', looked)
    assert digest is not None
    other = {**own, "body": "Anders", "akkoord": digest.group(1)}
    assert "Anders" in work.post(path + "wijzigen/", other).content.decode()
    work.post(path + "wijzigen/", {**own, "akkoord": digest.group(1)}, 302)
    page = work.get(path)
    assert "?versie=0" in page
    assert "Bericht 20261123-412" in page
    assert "Verwerkingsverslag {receipt}" in work.get(path + "wijzigen/?versie=0")
    assert "Bericht {receipt}" in work.get(path + "wijzigen/?versie=1")

    work.get("/beheer/mailteksten/iets/nl/", 404)
    work.get("/beheer/mailteksten/report/fr/", 404)
    at(work.arbodienst, "audit").get(path)
    at(work.arbodienst, "audit").get(path + "wijzigen/", 403)
