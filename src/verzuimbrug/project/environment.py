"""Typed readers of environment variables; an odd value stops the program."""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from verzuimbrug.domain.mail_server import MailServer, read_mail_server, read_sender

Item = TypeVar("Item")

_HOURS = 24
_BOOLEANS = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}


def text(name: str, default: str) -> str:
    """The variable, or the default when it is not set or empty."""
    return os.environ.get(name) or default


def boolean(name: str, *, default: bool) -> bool:
    """True or false, written out."""
    written = os.environ.get(name)
    if not written:
        return default
    try:
        return _BOOLEANS[written.lower()]
    except KeyError:
        raise ImproperlyConfigured(f"{name} is {written!r}; write true or false") from None


def number(name: str, default: int) -> int:
    """A whole number, zero or more."""
    written = os.environ.get(name)
    if not written:
        return default
    if not (written.isascii() and written.isdecimal()):
        raise ImproperlyConfigured(f"{name} is {written!r}; write a whole number")
    return int(written)


def numbers(name: str, default: list[int]) -> list[int]:
    """Whole numbers with commas between them, in order."""
    written = words(name, [str(number) for number in default])
    if not all(word.isascii() and word.isdecimal() for word in written):
        raise ImproperlyConfigured(f"{name} is {written!r}; write whole numbers with commas")
    return sorted({int(word) for word in written})


def choice(name: str, allowed: list[str]) -> str:
    """One of these words; the first when it is not set."""
    written = os.environ.get(name) or allowed[0]
    if written not in allowed:
        raise ImproperlyConfigured(f"{name} is {written!r}; write one of {', '.join(allowed)}")
    return written


def words(name: str, default: list[str]) -> list[str]:
    """Words with commas between them."""
    written = os.environ.get(name)
    if not written:
        return default
    return [word.strip() for word in written.split(",") if word.strip()]


def url(name: str) -> str:
    """An address of the web without anything behind it; empty when it is not set."""
    written = os.environ.get(name) or ""
    parts = urlsplit(written)
    is_odd = parts.scheme not in {"http", "https"} or not parts.hostname
    if written and (is_odd or parts.query or parts.fragment):
        raise ImproperlyConfigured(f"{name} is {written!r}; write https://host")
    return written.rstrip("/")


def mail_server(name: str, sender_name: str) -> MailServer | None:
    """The mail server, with who mail comes from; None when it is not set. No value is told."""
    if not os.environ.get(name):
        return None
    sender = _parsed(sender_name, read_sender)
    return _parsed(name, partial(read_mail_server, sender=sender))


def _parsed(name: str, read: Callable[[str], Item]) -> Item:
    try:
        return read(os.environ.get(name, ""))
    except ValueError as odd:
        raise ImproperlyConfigured(f"{name} cannot be read: {odd}") from None


def hour(name: str, default: int) -> int:
    """An hour of the day."""
    found = number(name, default)
    if found >= _HOURS:
        raise ImproperlyConfigured(f"{name} is {found}; write an hour from 0 to 23")
    return found


def data_folder() -> Path:
    """The data folder of this instance."""
    return Path(text("VERZUIMBRUG_DATA", "var")).absolute()
