"""Making a backup: a dump, or a copy of the whole server, of an instance that may be at work."""

import hashlib
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import psycopg

import verzuimbrug
from verzuimbrug.project import embedded
from verzuimbrug.project.backups.contents import (
    count_rows,
    migrations_of,
    sequences_of,
    server_major,
)
from verzuimbrug.project.backups.errors import BackupError
from verzuimbrug.project.backups.manifest import (
    Kind,
    Manifest,
    digest_of,
    make_mark,
    make_probe,
    write_manifest,
)
from verzuimbrug.project.backups.programs import environment_of, find_program
from verzuimbrug.project.backups.progress import shown
from verzuimbrug.project.databases import find_urls, is_external
from verzuimbrug.project.embedded.facts import superuser_url
from verzuimbrug.project.private_files import make_folder

DUMP = "database.dump"
_CHUNK = 256 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What was in the database at one moment, and how the moment is called there."""

    server: int
    migrations: list[str]
    counts: dict[str, int]
    sequences: dict[str, int]
    snapshot: str


def back_up(data: Path, folder: Path, kind: Kind) -> Manifest:
    """Make a backup in a new or empty folder; without its manifest it is none."""
    if folder.exists() and any(folder.iterdir()):
        raise BackupError(f"{folder} is not empty")
    make_folder(folder)
    with _serving(data), _moment(find_urls(data).owner) as found:
        copy = _dump if kind is Kind.DUMP else _copy_server
        files = copy(data, folder, found)
    manifest = Manifest(
        kind=kind,
        release=verzuimbrug.__version__,
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        server=found.server,
        migrations=found.migrations,
        counts=found.counts,
        sequences=found.sequences,
        files=files,
        probe=make_probe(),
        mark=make_mark(),
    )
    write_manifest(folder, manifest)
    return manifest


@contextmanager
def _serving(data: Path) -> Iterator[None]:
    """The database runs: a named one, that of the running instance, or one started for this."""
    if is_external():
        yield
        return
    if not (data / "postgres").is_dir():
        raise BackupError(f"there is no instance in {data}")
    with embedded.start(data):
        yield


@contextmanager
def _moment(url: str) -> Iterator[_Found]:
    """The contents at one moment, which lasts: counts and copy are of the same rows."""
    with psycopg.connect(url) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        migrations = migrations_of(connection)
        if not migrations:
            raise BackupError("there is nothing in the database yet; start the instance once")
        exported = connection.execute("SELECT pg_export_snapshot()").fetchone()
        yield _Found(
            server=server_major(connection),
            migrations=migrations,
            counts=count_rows(connection),
            sequences=sequences_of(connection),
            snapshot=exported[0] if exported else "",
        )


def _dump(data: Path, folder: Path, found: _Found) -> dict[str, str]:
    """The dump, as the owner of the tables, who passes row-level security."""
    command = (
        *(str(find_program("pg_dump", found.server)), "--format=custom", "--no-password"),
        *("--no-owner", f"--snapshot={found.snapshot}"),
    )
    with shown("dump", None) as seen:
        return {DUMP: _keep(command, environment_of(find_urls(data).owner), folder / DUMP, seen)}


def _keep(
    command: tuple[str, ...], environment: dict[str, str], path: Path, seen: Callable[[int], None]
) -> str:
    """Write what a program says to a file that only we can read; its SHA-256."""
    with tempfile.TemporaryFile() as complaints, path.open("xb") as file:
        path.chmod(0o600)
        with subprocess.Popen(  # noqa: S603 -- a program of PostgreSQL
            command, env=environment, stdout=subprocess.PIPE, stderr=complaints
        ) as program:
            digest = _copy(program.stdout, file, seen) if program.stdout else ""
        if program.returncode != 0:
            complaints.seek(0)
            raise BackupError(f"pg_dump failed: {complaints.read().decode().strip()}")
    return digest


def _copy(source: IO[bytes], target: IO[bytes], seen: Callable[[int], None]) -> str:
    digest = hashlib.sha256()
    while chunk := source.read(_CHUNK):
        target.write(chunk)
        digest.update(chunk)
        seen(target.tell())
    return digest.hexdigest()


def _copy_server(data: Path, folder: Path, found: _Found) -> dict[str, str]:
    """All files of the server, with the log of what was written while they were copied."""
    url = find_urls(data).owner if is_external() else superuser_url(data)
    command = (
        *(find_program("pg_basebackup", found.server), "--pgdata", folder, "--format=tar"),
        *("--gzip", "--wal-method=stream", "--checkpoint=fast", "--no-password"),
    )
    done = subprocess.run(  # noqa: S603 -- a program of PostgreSQL
        command, env=environment_of(url), capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise BackupError(f"pg_basebackup failed: {done.stderr.strip()}")
    return {path.name: _closed(path) for path in sorted(folder.iterdir())}


def _closed(path: Path) -> str:
    path.chmod(0o600)
    return digest_of(path)
