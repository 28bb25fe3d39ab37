"""The page behind a one-time link."""

from dataclasses import dataclass

import pytest

from doors_world import Coupling, Reply, Site
from verzuimbrug.application.sign_in.handover import Held, Part, make_link
from verzuimbrug.store.tenancy import tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """The address of a link, and what is behind it."""

    path: str
    value: str


@pytest.fixture
def link(ours: Coupling) -> Behind:
    """A link to something."""
    with tenant(ours.arbodienst):
        held = Held(part=Part.TOKEN, value="het-gegeven-zelf")
        secret = make_link(ours.ref, "test", held)
    return Behind(path=f"/overdracht/{secret}", value=held.value)


def page(site: Site, method: str, path: str, language: str = "nl") -> tuple[Reply, str]:
    reply = site.call(method, path, headers={"Accept-Language": language})
    return reply, reply.body.decode()


def test_looking_opens_nothing_and_the_button_opens_once(site: Site, link: Behind) -> None:
    path, token = link.path, link.value
    for _ in range(2):
        reply, text = page(site, "GET", path)
        assert reply.status == 200
        assert "<button" in text
        assert token not in text
    assert token in page(site, "POST", path)[1]
    reply, text = page(site, "POST", path)
    assert reply.status == 404
    assert token not in text


def test_an_unknown_link_looks_like_an_unopened_one_and_like_an_opened_one(
    site: Site, link: Behind
) -> None:
    path = link.path
    unknown = "/overdracht/bestaat-niet"
    assert page(site, "GET", path)[0].said == page(site, "GET", unknown)[0].said
    page(site, "POST", path)
    assert page(site, "POST", path)[0].said == page(site, "POST", unknown)[0].said


def test_the_page_speaks_dutch_and_english(site: Site, link: Behind) -> None:
    path = link.path
    assert "Toon het gegeven" in page(site, "GET", path, "fr")[1]
    assert "Show it" in page(site, "GET", path, "en-US,en;q=0.9")[1]
    assert 'lang="en"' in page(site, "POST", path, "en")[1]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_nothing_may_keep_frame_or_script_the_page(site: Site, link: Behind, method: str) -> None:
    reply, text = page(site, method, link.path)
    assert reply.headers["Cache-Control"] == "no-store"
    assert reply.headers["Referrer-Policy"] == "no-referrer"
    assert reply.headers["X-Frame-Options"] == "DENY"
    assert reply.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "<script" not in text
    assert "style=" not in text


def test_another_method_is_not_allowed(site: Site, link: Behind) -> None:
    assert page(site, "PUT", link.path)[0].status == 405


def test_the_address_of_a_link_is_logged_nowhere(
    site: Site,
    link: Behind,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    path, token = link.path, link.value
    for method in ("PUT", "GET", "POST", "POST"):
        page(site, method, path)
    said = caplog.text + "".join(capfd.readouterr())
    assert path not in said
    assert token not in said


def test_the_page_has_its_style(site: Site) -> None:
    reply = site.call("GET", "/overdracht.css")
    assert (reply.status, reply.headers["Content-Type"]) == (200, "text/css; charset=utf-8")


def test_a_private_key_is_downloaded_once(site: Site, ours: Coupling) -> None:
    with tenant(ours.arbodienst):
        held = Held(part=Part.PRIVATE_KEY, value="-----BEGIN\nsleutel\n")
        path = "/overdracht/" + make_link(ours.ref, "test", held)

    reply, text = page(site, "POST", path)
    assert text == held.value
    assert reply.headers["Content-Disposition"].startswith("attachment")
    assert reply.headers["Cache-Control"] == "no-store"
    assert page(site, "POST", path)[0].status == 404
