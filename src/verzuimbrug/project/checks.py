"""Mistakes in an installation, as Django system checks with ids."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning as Caution, register
from django.db import connections

_OLDEST_SERVER = 150000

_ROLE = """
SELECT rolsuper, rolsuper OR rolbypassrls,
       EXISTS (SELECT FROM pg_class
               WHERE relowner = pg_roles.oid AND relpersistence <> 't'
                 AND relnamespace = 'public'::regnamespace)
FROM pg_roles WHERE rolname = current_user
"""


@register(Tags.security)
def check_data_folder(
    app_configs: Sequence[AppConfig] | None,
    **kwargs: Any,  # noqa: ANN401 -- Django's interface
) -> list[CheckMessage]:
    """The keys in the data folder can be read by their owner only."""
    del app_configs, kwargs
    keys = settings.DATA_FOLDER / "keys"
    if not keys.exists() or not keys.stat().st_mode & 0o077:
        return []
    return [
        Caution(
            f"others on this machine can enter {keys}",
            hint=f"chmod 700 {keys}",
            id="verzuimbrug.W001",
        )
    ]


@register(Tags.database)
def check_roles(
    app_configs: Sequence[AppConfig] | None,
    databases: Sequence[str] | None = None,
    **kwargs: Any,  # noqa: ANN401 -- Django's interface
) -> list[CheckMessage]:
    """Row-level security binds the application and not the owner of the tables."""
    del app_configs, kwargs
    found: list[CheckMessage] = []
    if "owner" in (databases or ()):
        found += _check_owner()
    if "default" in (databases or ()):
        found += _check_application()
    return found


def _check_owner() -> list[CheckMessage]:
    found: list[CheckMessage] = []
    _, passes, _ = _role("owner")
    if not passes:
        found.append(
            Error(
                "the role of DATABASE_URL does not pass row-level security",
                hint="ALTER ROLE ... BYPASSRLS, as a superuser",
                id="verzuimbrug.E001",
            )
        )
    version = connections["owner"].connection.info.server_version
    if version < _OLDEST_SERVER:
        found.append(Error("PostgreSQL 15 or newer is needed", id="verzuimbrug.E002"))
    return found


def _check_application() -> list[CheckMessage]:
    _, passes, owns = _role("default")
    hint = "name an ordinary role in DATABASE_APP_URL, or leave it out: then one is made"
    found: list[CheckMessage] = []
    if passes:
        found.append(
            Error(
                "the application's role passes row-level security", hint=hint, id="verzuimbrug.E003"
            )
        )
    if owns:
        found.append(Error("the application's role owns tables", hint=hint, id="verzuimbrug.E004"))
    return found


def _role(alias: str) -> tuple[bool, bool, bool]:
    with connections[alias].cursor() as cursor:
        cursor.execute(_ROLE)
        row: tuple[bool, bool, bool] = cursor.fetchone()
    return row
