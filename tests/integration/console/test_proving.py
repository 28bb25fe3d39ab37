"""The page of a sandbox for its sender, and the page of the coupling for us."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from configuring_world import ACCOUNT
from console_world import visit
from couplings_world import agree, page_of, post, visitor
from people_world import person
from sandbox_world import collect, real_account, sandbox, send, told
from sending_world import ABSENCE, go_live, report, settings, sick, take, work
from verzuimbrug.application.account_status import close
from verzuimbrug.application.accounts import AccountRef
from verzuimbrug.application.sandboxes.finding import Sandbox, sandbox_of
from verzuimbrug.application.sandboxes.opening import close_sandbox, open_sandbox
from verzuimbrug.application.sandboxes.page_link import make_page_link, withdraw_page_link
from verzuimbrug.domain.conformance_judging import Verdict
from verzuimbrug.store.models import SignInFailures

pytestmark = pytest.mark.usefixtures("database")


def address(of: Sandbox) -> str:
    """Where its sender looks."""
    return f"/proef/{make_page_link(of, 'test')}/"


def test_the_sender_sees_how_to_connect_what_to_send_and_what_was_seen() -> None:
    of = sandbox()
    send(of, ABSENCE, "2026", "percentage")
    send(of, ABSENCE, "2026", "employer-unknown")
    work()
    page = page_of(Client(), address(of))
    assert "/services/bestandsoverdracht" in page
    assert "IdWrkgvrArbdnst: 10001" in page
    assert "De ingestelde werkgever is ongeldig: code FLSN10009" in page
    assert "WG201" not in page
    assert told(of, "2026", "percentage").verdict is Verdict.PROVEN
    assert told(of, "2026", "recovery").verdict is Verdict.OPEN


def test_the_page_speaks_english_when_that_is_wished_or_chosen() -> None:
    path = address(sandbox())
    assert "How to connect" in page_of(Client(headers={"Accept-Language": "en-GB"}), path)
    assert "How to connect" in page_of(Client(), f"{path}?taal=en")
    assert "Zo maakt u verbinding" in page_of(Client(), f"{path}?taal=xx")


def test_nothing_keeps_the_page_or_says_where_it_is(caplog: pytest.LogCaptureFixture) -> None:
    of = sandbox()
    path = address(of)
    secret = path.split("/")[2]
    with caplog.at_level("DEBUG"):
        answer = Client().get(path)
        Client().post(path)
        withdraw_page_link(of, "test")
        gone = Client().get(path)
    assert (answer.status_code, gone.status_code) == (200, 404)
    for each in (answer, gone):
        assert each.headers["Cache-Control"] == "no-store"
        assert each.headers["Referrer-Policy"] == "no-referrer"
        assert each.headers["X-Robots-Tag"] == "noindex"
        assert "script-src" not in each.headers["Content-Security-Policy"]
        assert not each.cookies
    assert secret not in caplog.text
    assert secret not in gone.content.decode()


def test_whatever_does_not_open_gets_the_same_page_byte_for_byte() -> None:
    of = sandbox()
    old = address(of)
    current = address(of)
    unknown = Client().get("/proef/bestaat-niet/")
    assert unknown.status_code == 404
    assert Client().get(old).content == unknown.content
    close_sandbox(of.of, "test")
    assert Client().get(current).content == unknown.content
    assert Client().get(f"{current}opnieuw/").content == unknown.content


def test_who_guesses_has_to_wait() -> None:
    assert Client().get("/proef/gok/").status_code == 404
    SignInFailures.objects.update(count=10_000)
    assert Client().get("/proef/nog-een/").status_code == 429
    assert Client().get("/proef/nog-een/").headers["Retry-After"]


def test_an_example_is_a_file_and_what_is_none_is_not_there() -> None:
    of = sandbox()
    path, day = address(of), timezone.localdate()
    found = Client().get(f"{path}voorbeeld/2026/new/1/{day}/{ABSENCE}")
    assert found.content.startswith(b"<?xml")
    assert found.headers["Content-Disposition"] == 'attachment; filename="2026-new-1.xml"'
    again = Client().get(f"{path}voorbeeld/2026/new/1/{day}/{ABSENCE}")
    assert again.content == found.content
    yesterday = day - timedelta(days=1)
    other = Client().get(f"{path}voorbeeld/2026/new/1/{yesterday}/{ABSENCE}")
    assert other.content != found.content
    today = Client().get(f"{path}voorbeeld/2026/new/1/vandaag/{ABSENCE}")
    assert today.content == found.content
    for wrong in (
        f"2026/new/9/{day}/{ABSENCE}",
        f"2026/geen/1/{day}/{ABSENCE}",
        f"1999/new/1/{day}/{ABSENCE}",
    ):
        assert Client().get(f"{path}voorbeeld/{wrong}").status_code == 404
    assert Client().post(f"{path}voorbeeld/2026/new/1/{day}/{ABSENCE}").status_code == 405


def test_the_sender_begins_again_after_reading_what_that_does() -> None:
    of = sandbox()
    send(of, ABSENCE, "2026", "recovery")
    send(of, ABSENCE, "2026", "invalid")
    send(of, ABSENCE, "2026", "test-message")
    work()
    collect(of)
    path = address(of)
    assert "3 berichten" in page_of(Client(), f"{path}opnieuw/")
    assert Client().post(f"{path}opnieuw/?taal=en").headers["Location"] == f"{path}?taal=en"
    assert Client().put(f"{path}opnieuw/").status_code == 405
    for case in ("new", "recovery", "invalid", "test-message", "receipt-collected"):
        assert told(of, "2026", case).verdict is Verdict.OPEN, case
    send(of, ABSENCE, "2026", "recovery")
    work()
    assert told(of, "2026", "recovery").verdict is Verdict.PROVEN


def test_real_data_is_never_shown_and_proofs_never_reach_the_real_dossiers() -> None:
    real = go_live(settings())
    take(real, sick(report("VG-ECHT")), stream=ABSENCE)
    made = open_sandbox(real.ref, "test")
    assert isinstance(made, Sandbox)
    send(made, ABSENCE, "2026", "new")
    work()
    page = page_of(Client(), address(made))
    for name in ("VG-ECHT", "Korenbloem", "FLSN1001<", "klantbeheer@example.nl"):
        assert name not in page
    browser = visitor(real.ref)
    for path in ("/", "/berichten/", "/dossiers/", "/werkgevers/", "/koppelingen/", "/verslagen/"):
        assert "proef)" not in page_of(browser, path).lower()
    operator = visit(person(None, "operator", email="platform@example.nl"))
    assert "PROEF" not in operator.get("/beheer/arbodiensten/").content.decode()


def page(ref: AccountRef) -> str:
    """The address of the sandbox page of a coupling."""
    return f"/koppelingen/{ref.account}/proefomgeving/"


def test_a_sandbox_is_opened_handed_over_and_closed_from_the_coupling() -> None:
    ref = real_account()
    browser = visitor(ref)
    assert "geen open proefomgeving" in page_of(browser, page(ref))
    shown = post(browser, f"{page(ref)}openen/", {})
    assert "De proefomgeving is open" in shown
    assert "0 van de" in shown
    link = browser.post(f"{page(ref)}pagina/").content.decode()
    (found,) = set(re.findall(r"/proef/[\w-]+/", link))
    assert Client().get(found).status_code == 200
    assert "opent niets meer" in post(browser, f"{page(ref)}pagina/intrekken/", {})
    assert Client().get(found).status_code == 404
    names = {"code_to": "ann@example.nl", "token_to": "bob@example.nl"}
    assert post(browser, f"{page(ref)}overdragen/", names).count("/overdracht/") == 2
    same = {"code_to": "ann@example.nl", "token_to": "ann@example.nl"}
    assert "twee verschillende" in post(browser, f"{page(ref)}overdragen/", same, status=422)
    post(browser, f"{page(ref)}overdragen/", {}, status=422)
    assert "gesloten" in agree(browser, f"{page(ref)}sluiten/")
    assert browser.get(f"{page(ref)}sluiten/").status_code == 404
    history = page_of(browser, f"/koppelingen/{ref.account}/geschiedenis/")
    assert "proefomgeving geopend" in history
    assert "proefomgeving gesloten" in history


def test_a_portal_over_sftp_gets_a_key() -> None:
    configuration = settings()
    configuration["accounts"][0]["type"] = "sftp"
    ref = real_account(configuration)
    browser = visitor(ref)
    post(browser, f"{page(ref)}openen/", {})
    assert "/overdracht/" in post(browser, f"{page(ref)}overdragen/", {"to": "ann@example.nl"})
    there = sandbox_of(ref)
    assert there is not None
    assert "SFTP" in page_of(Client(), address(there))


def test_changed_settings_are_said_and_brought_along() -> None:
    ref = real_account()
    browser = visitor(ref)
    post(browser, f"{page(ref)}openen/", {})
    assert "Bijwerken" not in page_of(browser, page(ref))
    real_account(settings(composite_days=20))
    assert "Bijwerken" in page_of(browser, page(ref))
    assert "heeft de instellingen" in post(browser, f"{page(ref)}bijwerken/", {})
    assert "Bijwerken" not in page_of(browser, page(ref))


def test_what_keeps_a_sandbox_from_being_made_is_said() -> None:
    ref = real_account(settings(employer_code="[IndERDWGA]"))
    browser = visitor(ref)
    shown = post(browser, f"{page(ref)}openen/", {}, status=422)
    assert "PB001" in shown
    post(browser, f"{page(ref)}bijwerken/", {}, status=422)
    close(ref, "test", "proef")
    assert browser.post(f"{page(ref)}openen/").status_code == 404
    assert ACCOUNT in page_of(browser, page(ref))
