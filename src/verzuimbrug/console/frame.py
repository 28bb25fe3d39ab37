"""What stands around every page: the rail, the visitor, the language, what was just done."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy as _

import verzuimbrug
from verzuimbrug.application.users.visitor import Visitor
from verzuimbrug.application.waiting_counts import waiting_counts
from verzuimbrug.console.notices import take_notices
from verzuimbrug.domain.permissions import Permission

WAITING = "waiting"
THEMES = ("light", "dark")
THEME_COOKIE = "vb_theme"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry of the rail: `name` is that of its address, `letter` the key after `g`.

    On a phone the entries that are `later` stand behind "more".
    """

    name: str
    label: Promise | str
    icon: str
    letter: str
    permission: Permission | None
    later: bool = False


RAIL = (
    Entry(name="today", label=_("Today"), icon="home", letter="v", permission=None),
    Entry(
        name="couplings",
        label=_("Couplings"),
        icon="arrows-right-left",
        letter="k",
        permission=Permission.ACCOUNTS_READ,
    ),
    Entry(
        name="messages",
        label=_("Messages"),
        icon="envelope",
        letter="b",
        permission=Permission.MESSAGES_READ,
    ),
    Entry(
        name="reports",
        label=_("Reports"),
        icon="document-text",
        letter="r",
        permission=Permission.REPORTS_READ,
    ),
    Entry(
        name=WAITING,
        label=_("Waiting"),
        icon="clock",
        letter="w",
        permission=Permission.PARKING_READ,
    ),
    Entry(
        name="employers",
        label=_("Employers"),
        icon="building-office-2",
        letter="e",
        permission=Permission.EMPLOYERS_READ,
        later=True,
    ),
    Entry(
        name="dossiers",
        label=_("Dossiers"),
        icon="user",
        letter="d",
        permission=Permission.DOSSIERS_READ,
        later=True,
    ),
    Entry(
        name="settings",
        label=_("Management"),
        icon="cog-6-tooth",
        letter="i",
        permission=None,
        later=True,
    ),
)
"""The entries of the rail, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An entry as this visitor sees it on this page; `count` when something waits there."""

    entry: Entry
    url: str
    is_here: bool
    count: str = ""


def frame(request: HttpRequest) -> Mapping[str, Any]:
    """The context of the frame; a page of its own (signing in) has no visitor."""
    visitor: Visitor | None = getattr(request, "visitor", None)
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return {
        "visitor": visitor,
        "rail": () if visitor is None else _rail(request, visitor),
        "notices": take_notices(request),
        "language": get_language(),
        "theme": theme if theme in THEMES else "",
        "environment": settings.ENVIRONMENT_NAME,
        "version": verzuimbrug.__version__,
    }


def _rail(request: HttpRequest, visitor: Visitor) -> tuple[Shown, ...]:
    return tuple(
        _shown(request, visitor, entry)
        for entry in RAIL
        if entry.permission is None or visitor.may(entry.permission)
    )


def _shown(request: HttpRequest, visitor: Visitor, entry: Entry) -> Shown:
    url = reverse(entry.name)
    return Shown(
        entry=entry,
        url=url,
        is_here=_is_here(request.path, url),
        count=_count(visitor) if entry.name == WAITING else "",
    )


def _count(visitor: Visitor) -> str:
    """How much waits for somebody; nothing when nothing does."""
    total = waiting_counts(visitor.reader).total
    return str(total) if total.number else ""


def _is_here(path: str, url: str) -> bool:
    return path == url if url == "/" else path.startswith(url)
