"""The pages of the console: all that its addresses name, with examples found by following links."""

import html
import re
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

from visiting import PATIENCE_SECONDS, Opened, Visitor

_LINK = re.compile(r'(?:href|hx-get)="(/[^"#]*)')
_FORM = re.compile(r'(?:action|hx-post)="(/[^"#]*)')
_LEAVES = {"account_logout"}


@dataclass(slots=True)
class Found:
    """What following links found: addresses of pages by name, and why others are none."""

    routes: Mapping[str, str]
    places: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    others: dict[str, str] = field(default_factory=dict)
    slow: set[str] = field(default_factory=set)

    @property
    def unmeasured(self) -> Iterator[tuple[str, str]]:
        """Every page that is not measured, and why."""
        for name in self.routes:
            if not self.places.get(name) or name in self.slow:
                yield name, self.others.get(name, "no link of a page that was opened leads there")


def find_pages(visitor: Visitor, examples: int, start: tuple[str, ...] = ("/",)) -> Found:
    """Follow links from the first page on, until each page has so many examples.

    They are of other couplings, persons, filters and days.
    """
    found = Found(routes=dict(_routes(get_resolver("verzuimbrug.console.urls").url_patterns)))
    waiting, seen = deque(start), set(start)
    while waiting:
        place = waiting.popleft()
        name = _name_of(place)
        is_enough = name is None or name in _LEAVES or name in found.slow
        if is_enough or len(found.places[name]) >= examples:
            continue
        opened = visitor.open(place)
        if not opened.is_page:
            found.others[name] = _why_not(opened)
            if not opened.status:
                found.slow.add(name)
            continue
        found.places[name].append(place)
        text = opened.content.decode()
        for action in map(html.unescape, _FORM.findall(text)):
            found.others.setdefault(_name_of(action) or "", "takes what is posted to it")
        for link in dict.fromkeys(map(html.unescape, _LINK.findall(text))):
            if link not in seen:
                seen.add(link)
                waiting.append(link)
    return found


def _why_not(opened: Opened) -> str:
    if opened.is_file:
        return "a file, made while it is read"
    if not opened.status:
        return f"did not answer within {PATIENCE_SECONDS} s"
    return f"answers {opened.status} here"


def _name_of(place: str) -> str | None:
    try:
        match = resolve(urlsplit(place).path, "verzuimbrug.console.urls")
    except Resolver404:
        return None
    return match.url_name


def _routes(patterns: object, before: str = "") -> Iterator[tuple[str, str]]:
    """Every name with its address."""
    assert isinstance(patterns, list)  # noqa: S101 -- what Django says it is
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from _routes(each.url_patterns, before + str(each.pattern))
        elif isinstance(each, URLPattern) and each.name:
            yield each.name, "/" + before + str(each.pattern)
