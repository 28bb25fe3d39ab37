"""Whether this process can serve: the database, what may be written to it, the tables, the keys.

That a process lives is another matter: it does when it answers at all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.db import DatabaseError
from django.db.migrations.loader import MigrationLoader

from verzuimbrug.application.accounts import find_arbodiensten
from verzuimbrug.store.encryption import seal, unseal
from verzuimbrug.store.inbox import read_messages
from verzuimbrug.store.operation_reads import applied_migrations, is_read_only, small_message
from verzuimbrug.store.sql import select
from verzuimbrug.store.tenancy import tenant


class CheckName(StrEnum):
    """What is looked at, in this order."""

    DATABASE = "database"
    """It answers."""
    WRITABLE = "writable"
    """It is no standby, and takes what is written."""
    MIGRATIONS = "migrations"
    """The tables are those of this release, or of a later one."""
    KEYS = "keys"
    """The key for data at rest is there, and opens what is stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What a look came to; `trouble` says in words for the operator what is wrong, if anything."""

    name: CheckName
    trouble: str = ""


def check_service() -> tuple[Check, ...]:
    """All checks, or those up to the first that could not be made: then the database is away."""
    made: list[Check] = []
    for name, look in _LOOKS.items():
        try:
            made.append(Check(name=name, trouble=look()))
        except DatabaseError as away:
            made.append(Check(name=name, trouble=f"the database does not answer: {_kind(away)}"))
            break
    return tuple(made)


def _answers() -> str:
    select("SELECT 1")
    return ""


def _writable() -> str:
    return "it is a standby, or was told to take no changes" if is_read_only() else ""


def _migrations() -> str:
    missing = sorted(_known_migrations() - applied_migrations())
    return f"not applied: {', '.join(missing)}" if missing else ""


def _keys() -> str:
    if not settings.DATA_KEYS.present():
        return "there is no data key"
    try:
        _open_something()
    except (InvalidTag, ValueError) as shut:
        return f"the data key does not open what is stored: {_kind(shut)}"
    return ""


@cache
def _known_migrations() -> frozenset[str]:
    """Those that come with this release; a later one may have applied more."""
    loader = MigrationLoader(None)
    return frozenset(f"{app}.{name}" for app, name in loader.disk_migrations)


@cache
def _open_something() -> None:
    """Seals and opens a word, and opens a small message if there is one; once, if that goes well.

    A host with another key than its neighbours would keep what they cannot read.
    """
    unseal(seal(b"ready", "ready"), "ready")
    for arbodienst in find_arbodiensten():
        with tenant(arbodienst.id):
            read_messages(small_message())


def _kind(problem: Exception) -> str:
    return type(problem).__name__


_LOOKS: dict[CheckName, Callable[[], str]] = {
    CheckName.DATABASE: _answers,
    CheckName.WRITABLE: _writable,
    CheckName.MIGRATIONS: _migrations,
    CheckName.KEYS: _keys,
}
