"""Where the database is: a named server, or the embedded one of the data folder."""

import os
import secrets
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from verzuimbrug.project.embedded import APPLICATION, Urls, attach
from verzuimbrug.project.private_files import make_data_folder, make_folder, write_once

_FAILOVER = {
    # Of several servers the one that can be written to; a standby is as good as away.
    "target_session_attrs": "read-write",
    # A server that is gone without a word is given up within a quarter of a minute.
    "connect_timeout": "5",
    "keepalives_idle": "5",
    "keepalives_interval": "3",
    "keepalives_count": "3",
    "tcp_user_timeout": "15000",
}


def is_external() -> bool:
    """True when `DATABASE_URL` names a server; then no embedded one is started."""
    return bool(os.environ.get("DATABASE_URL"))


def find_urls(data: Path) -> Urls:
    """The database of this instance, as owner of the tables and as application.

    `DATABASE_URL` is the owner's. The application's is `DATABASE_APP_URL`, or the same server with
    the role and password that the migration makes.
    """
    owner = os.environ.get("DATABASE_URL")
    if not owner:
        return attach(data)
    return Urls(
        owner=owner, application=os.environ.get("DATABASE_APP_URL") or _derived(owner, data)
    )


def parameters(url: str) -> dict[str, str]:
    """What a driver needs to connect to `url`; what the URL itself says goes before ours."""
    return {**_FAILOVER, **{name: str(value) for name, value in conninfo_to_dict(url).items()}}


def application_password(data: Path) -> str:
    """The password of the application's role on a named server, made once in the data folder."""
    folder = make_folder(make_data_folder(data) / "keys")
    return write_once(folder / "database.password", secrets.token_urlsafe(32))


def _derived(owner: str, data: Path) -> str:
    return make_conninfo(owner, user=APPLICATION, password=application_password(data))
