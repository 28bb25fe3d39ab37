"""A real browser on the real server: pages opened by somebody who is signed in, and looked at.

To look at a page is: axe-core finds nothing, in light and in dark; nothing was refused by the
Content-Security-Policy and no script failed; nothing sticks out at a width of 320 px; and a picture
of it is kept in build/screenshots, in both languages and in dark.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

from django.conf import settings
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    ViewportSize,
    expect,
    sync_playwright,
)

from console_world import visit
from doors_world import Site
from verzuimbrug.console.language import LANGUAGE_COOKIE
from verzuimbrug.store.models import User

PICTURES = Path(os.environ.get("VERZUIMBRUG_SCREENSHOTS", "build/screenshots"))
_CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_PATIENCE_MS = 60_000
_NARROW, _WIDE = ViewportSize(width=320, height=640), ViewportSize(width=1280, height=900)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium."""
    expect.set_options(timeout=_PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=list(_QUIET))
        yield browser
        browser.close()


@dataclass(kw_only=True)
class Desk:
    """Somebody at a browser; `troubles` are what the browser complained of."""

    site: Site
    context: BrowserContext
    page: Page
    troubles: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where the server is."""
        return f"http://{self.site.host}:{self.site.port}"

    def open(self, path: str) -> Page:
        """Open a page of ours."""
        self.page.goto(self.url + path)
        return self.page

    def speak(self, language: str) -> None:
        """Choose a language in this browser."""
        self.context.add_cookies([{"name": LANGUAGE_COOKIE, "value": language, "url": self.url}])

    def look(self, name: str, *, is_answer: bool = False) -> None:
        """Look at the page that is open; one that answers a form cannot be had in English."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        self._check(name)
        self._picture(f"{name}-nl")
        self.page.emulate_media(color_scheme="dark")
        self._check(f"{name} (dark)", only="wcag2aa")
        self._picture(f"{name}-nl-dark")
        self.page.emulate_media(color_scheme="light")
        self._fits(name)
        if not is_answer:
            self._in_english(name)

    def _in_english(self, name: str) -> None:
        self.speak("en")
        self.page.reload()
        self._check(f"{name} (en)")
        self._picture(f"{name}-en")
        self.speak("nl")
        self.page.reload()

    def _check(self, name: str, only: str | None = None) -> None:
        said = self.page.evaluate(_AXE_CALL, [only] if only else _LEVELS)
        assert not said, f"{name}: {said}"
        assert not self.troubles, f"{name}: {self.troubles}"

    def _fits(self, name: str) -> None:
        self.page.set_viewport_size(_NARROW)
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        self._picture(f"{name}-nl-narrow")
        self.page.set_viewport_size(_WIDE)
        assert wide <= _NARROW["width"], f"{name} is {wide} px wide at 320 px"

    def _picture(self, name: str) -> None:
        self.page.screenshot(path=PICTURES / f"{name}.png", full_page=True)


@contextmanager
def at_desk(browser: Browser, site: Site, user: User | None = None) -> Iterator[Desk]:
    """A browser of its own, signed in as somebody; as nobody without a user."""
    context = browser.new_context(locale="nl-NL", timezone_id="Europe/Amsterdam")
    page = context.new_page()
    page.set_default_timeout(_PATIENCE_MS)
    page.set_viewport_size(_WIDE)
    desk = Desk(site=site, context=context, page=page)
    if user is not None:
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": _session(user), "url": desk.url}])
    page.on("pageerror", lambda error: desk.troubles.append(str(error)))
    page.on("console", lambda told: _listen(desk, told))
    yield desk
    context.close()


def _listen(desk: Desk, told: ConsoleMessage) -> None:
    # A page that is not there, or not open, is told as a failed load too.
    if told.type == "error" and "Failed to load resource" not in told.text:
        desk.troubles.append(told.text)


def _session(user: User) -> str:
    """The session of somebody who signed in."""
    return visit(user).cookies[settings.SESSION_COOKIE_NAME].value


_AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
_AXE_CALL = (
    "async (tags) => { if (!window.axe) { " + _AXE + " }"
    " const found = await axe.run(document, {runOnly: {type: 'tag', values: tags}});"
    " return found.violations.map((one) => one.id + ': ' +"
    " one.nodes.map((node) => node.target.join(' ') + ' ' + node.failureSummary).join('; '))"
    " }"
)
