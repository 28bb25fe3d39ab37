"""Addresses of pages of other subjects, with what those are asked."""

from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise

Crumb = tuple[str | Promise, str]
"""A page above the one that is shown: what it is called, and its address."""


def url_of(name: str, *place: object, **query: object) -> str:
    """The address of a page with these questions; one that is None or empty is not asked."""
    path = reverse(name, args=place)
    asked = {key: value for key, value in query.items() if value not in (None, "")}
    return f"{path}?{urlencode(asked)}" if asked else path


def messages_of(day: date | None = None, coupling: str = "", **query: object) -> str:
    """The list of messages of a coupling, by its name, on a day."""
    on = day.isoformat() if day else None
    return url_of("messages", koppeling=coupling, van=on, tot=on, **query)
