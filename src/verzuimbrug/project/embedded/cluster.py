"""Where a data folder's cluster lives, how it is made, and how its server is set."""

import os
import secrets
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from verzuimbrug.project import environment
from verzuimbrug.project.embedded.account import (
    SYSTEM_FOLDER,
    Account,
    account_for,
    make_system_folder,
)
from verzuimbrug.project.embedded.binaries import programs_for
from verzuimbrug.project.embedded.errors import EmbeddedServerError
from verzuimbrug.project.embedded.facts import SUPERUSER
from verzuimbrug.project.private_files import make_data_folder, make_folder

_CONFIGURATION = """\
# Written at every start of the embedded server.
listen_addresses = ''
unix_socket_directories = '{sockets}'
unix_socket_permissions = 0700
port = {port}
password_encryption = 'scram-sha-256'
max_connections = 100
shared_buffers = '{buffers}MB'
effective_cache_size = '4GB'
work_mem = '16MB'
maintenance_work_mem = '256MB'
wal_level = 'replica'
max_wal_size = '2GB'
checkpoint_timeout = '15min'
checkpoint_completion_target = 0.9
# How often it is looked which tables grew: until a new table is analyzed, its rows are taken for
# none, and the statements of a batch read all of a tenant's instead of some by their keys.
autovacuum_naptime = '5s'
# Plans go by how large a table is now; what is in it looks the same when it grew by a third.
autovacuum_analyze_scale_factor = 0.4
random_page_cost = 1.1
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
default_text_search_config = 'pg_catalog.simple'
logging_collector = on
log_directory = 'log'
log_filename = 'postgresql-%a.log'
log_rotation_age = '1d'
log_rotation_size = 0
log_truncate_on_rotation = on
# No personal data in logs: no statements, no details, no values in error texts.
log_min_messages = 'log'
log_min_error_statement = 'panic'
log_error_verbosity = 'terse'
"""

_ARCHIVING = """\
archive_mode = on
archive_timeout = '5min'
archive_command = 'if test -f "{place}/%f"; then cmp -s "%p" "{place}/%f"; \
else cp "%p" "{place}/%f.part" && mv "{place}/%f.part" "{place}/%f"; fi'
"""

# Everyone needs the password of their role, also the account that runs the server.
_ACCESS = "local all all scram-sha-256\nlocal replication all scram-sha-256\n"


_LEAST_BUFFERS, _MOST_BUFFERS = 256, 1024


def _buffers() -> int:
    """The megabytes that the server keeps of its files: of the memory of the machine a sixteenth.

    The rest is for the processes, and for what the system keeps of files by itself.
    """
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2**20
    return min(max(memory // 16, _LEAST_BUFFERS), _MOST_BUFFERS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """One PostgreSQL cluster: its folder, who runs it and with which programs."""

    home: Path
    account: Account
    programs: Path

    @property
    def data(self) -> Path:
        """PostgreSQL's data directory."""
        return self.home / "data"

    def make_unless_there(self, password: str) -> None:
        """Make the cluster; a cluster that was made half is not there."""
        if self.data.exists():
            return
        unfinished = self.home / "unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        self._initialise(unfinished, password)
        unfinished.rename(self.data)

    def _initialise(self, folder: Path, password: str) -> None:
        password_file = self.home / "password"
        password_file.touch(mode=0o600)
        self.account.give(password_file)
        password_file.write_text(password, encoding="utf-8")
        locale = ("--no-locale", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
        made = self.account.run(
            *(self.programs / "initdb", "--pgdata", folder, "--username", SUPERUSER),
            *("--encoding=UTF8", "--auth=scram-sha-256", f"--pwfile={password_file}", *locale),
        )
        password_file.unlink()
        if made.returncode != 0:
            raise EmbeddedServerError(f"initdb failed: {made.stderr.strip()}")

    def configure(self, sockets: Path, port: int, *, access: str = _ACCESS) -> None:
        """Set the server: sockets in `sockets`, nothing on the network."""
        settings = _CONFIGURATION.format(sockets=sockets, port=port, buffers=_buffers())
        settings += self._archiving()
        (self.data / "postgresql.conf").write_text(settings, encoding="utf-8")
        (self.data / "pg_hba.conf").write_text(access, encoding="utf-8")

    def _archiving(self) -> str:
        """The lines that keep the log of the server (WAL) in the folder that is named for it."""
        named = environment.text("VERZUIMBRUG_WAL_ARCHIVE", "")
        if not named:
            return ""
        archive = make_folder(Path(named).absolute())
        self.account.give(archive)
        if set('"$`\\') & set(str(archive)):
            raise EmbeddedServerError(f"VERZUIMBRUG_WAL_ARCHIVE is {named!r}; choose a plain name")
        return _ARCHIVING.format(place=str(archive).replace("%", "%%").replace("'", "''"))


def make_passwords() -> dict[str, str]:
    """A password per role of the cluster."""
    roles = ("superuser", "owner", "application")
    return {role: secrets.token_urlsafe(32) for role in roles}


def find_cluster(data: Path) -> Cluster:
    """The cluster of the data folder, made or not; see `_home` for where it lives."""
    folder = make_folder(make_data_folder(data) / "postgres", 0o711)
    local = folder / "cluster"
    account = account_for(local)
    home = _home(folder, local, account).resolve()
    return Cluster(home=home, account=account, programs=programs_for(account))


def _home(folder: Path, local: Path, account: Account) -> Path:
    """In the data folder where `account` gets there; else in the system folder, with a pointer."""
    pointer = folder / "location"
    if pointer.exists():
        home = Path(pointer.read_text(encoding="utf-8").strip())
        if not home.is_dir():
            raise EmbeddedServerError(f"{pointer} points to {home}, which is not there")
        return home
    if local.exists() or account.reaches(folder):
        make_folder(local)
        account.give(local)
        return local
    home = Path(tempfile.mkdtemp(dir=make_system_folder(), prefix="cluster-"))
    account.give(home)
    pointer.write_text(f"{home}\n", encoding="utf-8")
    return home


def remove_cluster(data: Path) -> None:
    """Delete the cluster of the data folder and all that is in it, wherever it lives."""
    folder = data / "postgres"
    pointer = folder / "location"
    if pointer.exists():
        home = Path(pointer.read_text(encoding="utf-8").strip())
        if home.parent == SYSTEM_FOLDER:
            shutil.rmtree(home, ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)
