"""The page about sending mail: whether it is, what became of each, and a test mail."""

from collections.abc import Iterator
from html import unescape

import pytest
from django.core.cache import cache
from django.test import override_settings
from django.urls import reverse
from pytest_django import Settings

from mail_world import RECIPIENT, UNREADABLE, Post, again_at_once, mail_server, route, told_coupling
from managed_world import Desk, at, desk
from sending_world import take
from verzuimbrug.application.mail import links
from verzuimbrug.application.mail.sending import send_mails
from verzuimbrug.console.settings.mail import TLS, TROUBLES
from verzuimbrug.domain.mail_server import Tls, Trouble
from verzuimbrug.store.models import User

pytestmark = pytest.mark.usefixtures("database")

PLACE, TRY = "/beheer/mail/", "/beheer/mail/proef/"
FELISON = "Felison verzekeringsinzicht"


@pytest.fixture(autouse=True)
def _anew() -> None:
    cache.clear()


@pytest.fixture
def post(settings: Settings) -> Iterator[Post]:
    """A server that takes everything, as the one of the instance."""
    with mail_server(Post()) as listening:
        settings.MAIL_SERVER = route(listening.url())
        yield listening


def _page(work: Desk, path: str = PLACE) -> str:
    return unescape(work.get(path))


def test_without_a_server_it_says_so_plainly() -> None:
    coupling = told_coupling()
    take(coupling, UNREADABLE)
    send_mails()
    work = at(coupling.arbodienst, "manage")

    page = _page(work)
    assert "Er wordt geen mail verstuurd" in page
    assert "VERZUIMBRUG_SMTP_URL" in page
    assert "<dt>Nog te versturen</dt><dd>1</dd>" in page
    assert "Er is nog niets gemaild" in page
    assert "Stuur mij een proefmail" not in page
    work.post(TRY, {}, 302)
    assert "er is geen mailserver" in _page(work)


def test_the_log_says_what_became_of_each(post: Post, settings: Settings) -> None:
    settings.PUBLIC_URL = "https://brug.example.nl"
    coupling = told_coupling(recipients=[RECIPIENT, "weg@example.nl", "vol@example.nl"])
    post.answers = {"weg@example.nl": "550 niemand", "vol@example.nl": "452 vol"}
    (done,) = take(coupling, UNREADABLE)
    send_mails()
    work = at(coupling.arbodienst, "audit")

    page = _page(work)
    for said in (
        f"localhost:{post.port}, over TLS als de server het biedt",
        "https://brug.example.nl",
        "<dt>Nog te versturen</dt><dd>1</dd>",
        "<dt>Opgegeven</dt><dd>1</dd>",
        f'<a href="/verslagen/{done.receipt}/">Bericht {done.receipt} van {FELISON}',
        "verstuurd",
        "opgegeven",
        "550 niemand",
        "wordt opnieuw geprobeerd",
        str(TROUBLES[Trouble.REFUSED])[:20],
    ):
        assert said in page
    assert "Stuur mij een proefmail" not in page
    work.post(TRY, {}, 403)


def test_somebody_sends_a_test_mail_to_himself(post: Post) -> None:
    work = desk()
    page = _page(work)
    assert "In mails staat geen link" in page
    work.post(TRY, {}, 302)
    email = User.objects.get(role="manage").email
    assert [got.recipients for got in post.got] == [(email,)]
    assert f"heeft de proefmail aan {email} aangenomen" in _page(work)

    post.answers = {email: "550 niemand"}
    work.post(TRY, {}, 302)
    assert "550 niemand" in _page(work)
    assert work.client.get(TRY).status_code == 302
    assert len(post.got) == 1


def test_who_is_limited_sees_no_mail_of_other_couplings(post: Post) -> None:
    coupling = told_coupling(scope={"all": True})
    take(coupling, UNREADABLE)
    send_mails()
    assert post.got
    limited = at(coupling.arbodienst, "setup", employers=("FLSN1001",))
    assert RECIPIENT not in _page(limited)
    assert RECIPIENT in _page(at(coupling.arbodienst, "setup"))


def test_today_tells_of_a_recipient_who_is_not_reached(post: Post) -> None:
    coupling = told_coupling()
    work = at(coupling.arbodienst, "manage")
    post.answers = {RECIPIENT: "550 niemand"}
    take(coupling, UNREADABLE)
    send_mails()
    page = _page(work, "/")
    assert "1 ontvanger van verslagen is niet per mail te bereiken" in page
    assert f'href="{PLACE}"' in page

    post.answers = {}
    take(coupling, UNREADABLE + b".")
    again_at_once(coupling)
    send_mails()
    assert "niet per mail te bereiken" not in _page(work, "/")


def test_links_in_mails_lead_to_pages() -> None:
    with override_settings(PUBLIC_URL="https://brug.example.nl"):
        report = links.of_report("20261123-4")
        waiting = links.of_cause("A & B", "VZ301")
    assert report == "https://brug.example.nl" + reverse("report", args=["20261123-4"])
    assert waiting.startswith("https://brug.example.nl" + reverse("waiting") + "?koppeling=A+%26+B")
    work = desk()
    assert FELISON in _page(work, f"/verslagen/?koppeling={FELISON}&van=2026-11-23&tot=2026-11-23")
    assert "VZ301" in _page(work, f"/wachtend/?koppeling={FELISON}&oorzaak=VZ301")


def test_every_trouble_and_way_has_words() -> None:
    assert set(TROUBLES) == set(Trouble)
    assert set(TLS) == set(Tls)
