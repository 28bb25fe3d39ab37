"""Putting a dump back: what is there is replaced in one transaction, or not at all."""

import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from cryptography.exceptions import InvalidTag
from django.db import connections

from verzuimbrug.project import embedded
from verzuimbrug.project.backups.contents import (
    count_rows,
    has_content,
    migrations_of,
    numbers_given_twice,
    open_some,
    server_major,
)
from verzuimbrug.project.backups.errors import BackupError
from verzuimbrug.project.backups.manifest import (
    Manifest,
    refuse_damage,
    refuse_other_key,
    size_of,
)
from verzuimbrug.project.backups.programs import environment_of, find_program
from verzuimbrug.project.backups.progress import shown
from verzuimbrug.project.backups.taking import DUMP
from verzuimbrug.project.databases import find_urls, is_external
from verzuimbrug.project.embedded import APPLICATION
from verzuimbrug.project.migrate import known_migrations, let_application_in, migrate

_CHUNK = 256 * 1024
_EMPTY = """
DO $$
DECLARE statement text;
BEGIN
    FOR statement IN
        SELECT format('DROP TABLE public.%I CASCADE', tablename) FROM pg_tables
        WHERE schemaname = 'public'
        UNION ALL
        SELECT format('DROP ROUTINE %s CASCADE', oid::regprocedure) FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace
    LOOP
        EXECUTE statement;
    END LOOP;
END $$
"""
_AT_WORK = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = %s"
)
# Programs of 17 and newer set it; older servers do not know it.
_NEW_SETTING, _FIRST_WITH_IT = b"SET transaction_timeout = 0;\n", 17


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """How many rows stand there now, and how many received files were opened to see."""

    rows: int
    opened: int


def refuse_unfit(folder: Path, manifest: Manifest) -> None:
    """Refuse a backup that is damaged, of a newer release, or under another key."""
    refuse_other_key(manifest)
    if newer := sorted(set(manifest.migrations) - known_migrations()):
        raise BackupError(
            f"the backup is of a newer release ({manifest.release}): this one does not know "
            f"{newer[0]}"
        )
    with shown("check", size_of(folder, manifest)) as seen:
        refuse_damage(folder, manifest, seen)


@contextmanager
def ready_database(data: Path) -> Iterator[str]:
    """The database of an instance that does not run, with its roles; the owner's URL."""
    with nullcontext() if is_external() else embedded.own(data):
        try:
            yield _prepared(data)
        finally:
            # The next server here is another one.
            connections.close_all()


def _prepared(data: Path) -> str:
    url = find_urls(data).owner
    with psycopg.connect(url, autocommit=True) as connection:
        if connection.execute(_AT_WORK, [APPLICATION]).fetchone() != (0,):
            raise BackupError("the application is connected to this database; stop it first")
        let_application_in(connection, data)
    return url


def counted(url: str) -> dict[str, int]:
    """The rows that are there now, by table; empty when nobody put anything in it."""
    with psycopg.connect(url) as connection:
        counts = count_rows(connection)
    return counts if has_content(counts) else {}


def put_back(data: Path, folder: Path, manifest: Manifest, url: str) -> Restored:
    """Replace what is in the database by the dump, and look whether it is all there."""
    with psycopg.connect(url) as connection:
        server = server_major(connection)
    with shown("restore", size_of(folder, manifest)) as seen:
        _replace(folder / DUMP, server, url, seen)
    return check(data, manifest, url, exactly=True)


def check(data: Path, manifest: Manifest, url: str, *, exactly: bool) -> Restored:
    """What was restored is what was backed up, opens with the key, and can go on."""
    with psycopg.connect(url, autocommit=True) as connection:
        counts = count_rows(connection)
        if exactly and counts != manifest.counts:
            raise BackupError(f"not all rows are there: {_differences(manifest.counts, counts)}")
        if migrations_of(connection) != manifest.migrations:
            raise BackupError("the tables are of another release than the backup")
        migrate(data)
        if twice := numbers_given_twice(connection):
            raise BackupError(f"numbers would be given twice: {', '.join(twice)}")
        try:
            opened = open_some(connection)
        except InvalidTag as other:
            raise BackupError("the data key does not open the received files") from other
        connection.execute("ANALYZE")
    return Restored(rows=sum(counts.values()), opened=opened)


def _differences(expected: dict[str, int], found: dict[str, int]) -> str:
    tables = sorted({*expected, *found})
    return ", ".join(
        f"{table} {found.get(table)} instead of {expected.get(table)}"
        for table in tables
        if found.get(table) != expected.get(table)
    )


def _replace(dump: Path, server: int, url: str, seen: Callable[[int], None]) -> None:
    """From the archive to statements, and from those into one transaction."""
    reading = (find_program("pg_restore", server), "--no-owner", "--file=-")
    writing = (
        *(find_program("psql", server), "--no-psqlrc", "--quiet", "--single-transaction"),
        *("--no-password", "--set=ON_ERROR_STOP=1", "--output=/dev/null"),
        *("--command", _EMPTY, "--file=-"),
    )
    with (
        dump.open("rb") as file,
        _started(reading, stdin=file.fileno(), stdout=subprocess.PIPE) as reader,
        _started(writing, stdin=subprocess.PIPE, env=environment_of(url)) as writer,
    ):
        for chunk in _statements(reader, server):
            # The program reads on in our file: where that is says how far it came.
            seen(os.lseek(file.fileno(), 0, os.SEEK_CUR))
            if not _told(writer, chunk):
                break


@contextmanager
def _started(
    command: Sequence[str | Path],
    **options: Any,  # noqa: ANN401 -- those of Popen
) -> Iterator[subprocess.Popen[bytes]]:
    """A program of PostgreSQL; what it complains of when it fails is told."""
    with tempfile.TemporaryFile() as complaints:
        with subprocess.Popen(command, stderr=complaints, **options) as program:  # noqa: S603
            yield program
        if program.returncode != 0:
            complaints.seek(0)
            told = complaints.read().decode().strip()
            raise BackupError(f"the dump could not be put back, nothing was changed: {told}")


def _statements(reader: subprocess.Popen[bytes], server: int) -> Iterator[bytes]:
    """What the archive says, in the words of this server."""
    source = reader.stdout
    head = source.read(_CHUNK) if source else b""
    yield head if server >= _FIRST_WITH_IT else head.replace(_NEW_SETTING, b"")
    while source and (chunk := source.read(_CHUNK)):
        yield chunk


def _told(writer: subprocess.Popen[bytes], chunk: bytes) -> bool:
    """Hands statements on; False when the program has stopped listening."""
    try:
        if writer.stdin:
            writer.stdin.write(chunk)
    except BrokenPipeError:
        return False
    return True
