"""Somebody at the console over HTTP: signs in, and opens pages while a clock runs."""

import http.client
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from instance import BenchError

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
PATIENCE_SECONDS = 15
"""A page that takes longer is not waited for."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A page as it came, and how long it took until its last byte was there."""

    status: int
    headers: http.client.HTTPMessage
    content: bytes
    seconds: float

    @property
    def is_page(self) -> bool:
        """Whether it is a page that a person reads."""
        return self.status == http.HTTPStatus.OK and self.headers.get_content_type() == "text/html"

    @property
    def leads_to(self) -> str:
        """The place that is to be opened instead, "" when it is this one."""
        return self.headers.get("Location", "")

    @property
    def is_file(self) -> bool:
        """Whether it is a file to take along."""
        return self.headers.get("Content-Disposition", "").startswith("attachment")


@dataclass(slots=True)
class Visitor:
    """One browser, with one connection that stays open.

    A page that first asks who it is (at `confirms`) gets the password, and is opened again.
    """

    url: str
    password: str
    confirms: str
    cookies: SimpleCookie = field(default_factory=SimpleCookie)
    connection: http.client.HTTPConnection | None = None

    def sign_in(self, place: str, email: str) -> None:
        """Sign in at the form that is there."""
        self._fill_in(place, {"login": email})

    def open(self, place: str) -> Opened:
        """Open a page."""
        opened = self._ask("GET", place)
        if opened.leads_to.startswith(self.confirms):
            self._fill_in(opened.leads_to, {})
            opened = self._ask("GET", place)
        return opened

    def _fill_in(self, place: str, fields: Mapping[str, str]) -> None:
        """Send the form that is there, with the password."""
        found = _TOKEN.search(self._ask("GET", place).content.decode())
        if found is None:
            raise BenchError(f"no form at {place}")
        given = {**fields, "csrfmiddlewaretoken": found[1], "password": self.password}
        answer = self._ask("POST", place, urlencode(given))
        if answer.status != http.HTTPStatus.FOUND:
            raise BenchError(f"the form at {place} was answered with {answer.status}")

    def _ask(self, method: str, place: str, body: str | None = None) -> Opened:
        if self.connection is None:
            host = urlsplit(self.url).netloc
            self.connection = http.client.HTTPConnection(host, timeout=PATIENCE_SECONDS)
        headers = {"Cookie": "; ".join(f"{n}={c.value}" for n, c in self.cookies.items())}
        if body is not None:
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Origin": self.url,
                "Referer": self.url + place,
            }
        begun = time.perf_counter()
        try:
            self.connection.request(method, place, body, headers)
            answer = self.connection.getresponse()
            content = answer.read()
        except TimeoutError:
            self.connection.close()
            self.connection = None
            return Opened(0, http.client.HTTPMessage(), b"", time.perf_counter() - begun)
        seconds = time.perf_counter() - begun
        for cookie in answer.headers.get_all("Set-Cookie", []):
            self.cookies.load(cookie)
        return Opened(answer.status, answer.headers, content, seconds)
