"""`verzuimbrug backup` and `restore`: all that there was is there again, and goes on."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from base64 import b64encode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest
from django.conf import settings
from django.db import connections
from psycopg import sql
from psycopg.conninfo import make_conninfo
from pytest_django import DjangoDbBlocker

import undo_world
from faults_world import Day
from live_world import empty, until
from sending_world import report, sick, take
from verzuimbrug.project import embedded
from verzuimbrug.project.backups.errors import BackupError
from verzuimbrug.project.backups.manifest import Kind
from verzuimbrug.project.backups.replacing import Asked, restore
from verzuimbrug.project.backups.taking import back_up
from verzuimbrug.project.data_keys import DataKeys
from verzuimbrug.project.embedded.facts import superuser_url

Done = subprocess.CompletedProcess[str]


def _give(*words: str | Path, **variables: str) -> Done:
    """The command as an operator gives it, with the keys of this test run."""
    environment = {
        "VERZUIMBRUG_DATA_KEY": b64encode(settings.DATA_KEYS.present()[0]).decode(),
        "VERZUIMBRUG_INDEX_KEY": b64encode(settings.INDEX_KEY).decode(),
        "VERZUIMBRUG_SECRET_KEY": settings.SECRET_KEY,
        **variables,
    }
    return subprocess.run(
        [sys.executable, "-m", "verzuimbrug.cli", *map(str, words)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def _everything(url: str) -> dict[str, list[str]]:
    """Every row of every table, and how far each sequence is."""
    with psycopg.connect(url) as connection:
        names = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        ).fetchall()
        rows = {
            name: [row for (row,) in connection.execute(_rows_of(name)).fetchall()]
            for (name,) in names
        }
        sequences = connection.execute(
            "SELECT sequencename || ' ' || coalesce(last_value::text, '-') FROM pg_sequences "
            "WHERE schemaname = 'public' ORDER BY 1"
        ).fetchall()
    return {**rows, "sequences": [row for (row,) in sequences]}


def _rows_of(table: str) -> sql.Composed:
    return sql.SQL("SELECT t::text FROM {} t ORDER BY 1").format(sql.Identifier(table))


@pytest.fixture(scope="module")
def day(database_server: embedded.Server, django_db_blocker: DjangoDbBlocker) -> Iterator[Day]:
    """A database with content of every kind."""
    day = Day()
    with (
        django_db_blocker.unblock(),
        psycopg.connect(database_server.owner_url, autocommit=True) as owner,
    ):
        day.begin(owner)
        day.deliver()
        for step in day.steps().values():
            step()
        connections.close_all()
        yield day
        connections.close_all()
        empty(owner)


@pytest.fixture(scope="module")
def dump(
    day: Day, database_server: embedded.Server, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    del day
    with psycopg.connect(database_server.owner_url, autocommit=True) as owner:
        # As of a message over its term.
        owner.execute(
            "UPDATE store_messagebody SET content = '' "
            "WHERE id = (SELECT max(id) FROM store_messagebody)"
        )
    folder = tmp_path_factory.mktemp("backup") / "dump"
    done = _give("backup", folder, "--data", database_server.data)
    assert (done.returncode, done.stderr) == (0, "")
    return folder


class _Elsewhere:
    """A second database on the same server: it stands for a named server somewhere else."""

    def __init__(self, server: embedded.Server) -> None:
        self._superuser = superuser_url(server.data)
        self.owner = make_conninfo(server.owner_url, dbname="elsewhere")
        self.application = make_conninfo(server.application_url, dbname="elsewhere")

    @property
    def variables(self) -> dict[str, str]:
        """Where an instance finds it."""
        return {"DATABASE_URL": self.owner, "DATABASE_APP_URL": self.application}

    def say(self, statement: LiteralString) -> None:
        """As the one who runs the server."""
        with psycopg.connect(self._superuser, autocommit=True) as connection:
            connection.execute(statement)


@pytest.fixture
def elsewhere(database_server: embedded.Server) -> Iterator[_Elsewhere]:
    place = _Elsewhere(database_server)
    place.say("CREATE DATABASE elsewhere OWNER verzuimbrug_owner")
    yield place
    connections.close_all()
    place.say("DROP DATABASE elsewhere WITH (FORCE)")


def test_a_restored_dump_equals_what_was_backed_up_and_goes_on(  # noqa: PLR0913 -- fixtures
    day: Day,
    dump: Path,
    elsewhere: _Elsewhere,
    database_server: embedded.Server,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = _everything(database_server.owner_url)
    done = _give("restore", dump, "--data", tmp_path / "var", **elsewhere.variables)
    assert (done.returncode, done.stderr) == (0, "")
    assert _everything(elsewhere.owner) == before

    connections.close_all()
    for name, value in elsewhere.variables.items():
        monkeypatch.setenv(name, value)
    # The next numbers are new ones, and what stands there is known again.
    (processed,) = take(day.coupling, sick(report("VG90"), key="w-90"))
    undo_world.undone(day.coupling, undo_world.of(processed.receipt))
    connections.close_all()
    assert _everything(database_server.owner_url) == before


def test_what_is_there_is_only_replaced_when_told_so(
    dump: Path, elsewhere: _Elsewhere, tmp_path: Path
) -> None:
    first = _give("restore", dump, "--data", tmp_path / "var", **elsewhere.variables)
    before = _everything(elsewhere.owner)
    again = _give("restore", dump, "--data", tmp_path / "var", **elsewhere.variables)
    looked = _give("restore", dump, "--dry-run", "--data", tmp_path / "var", **elsewhere.variables)
    told = _give("restore", dump, "--replace", "--data", tmp_path / "var", **elsewhere.variables)

    assert [done.returncode for done in (first, again, looked, told)] == [0, 1, 0, 0], told.stderr
    assert "--replace" in again.stdout
    assert "store_message " in again.stdout
    assert "nothing was changed" in looked.stdout
    assert _everything(elsewhere.owner) == before


def _damage(folder: Path) -> None:
    with (folder / "database.dump").open("ab") as file:
        file.write(b"?")


def _of_the_future(folder: Path) -> None:
    manifest = json.loads((folder / "backup.json").read_text())
    manifest["migrations"].append("store.9999_later")
    (folder / "backup.json").write_text(json.dumps(manifest))


def _without_manifest(folder: Path) -> None:
    (folder / "backup.json").unlink()


def _other_key(_: Path) -> None:
    settings.DATA_KEYS = DataKeys((bytes(32),), "another")


def _other_index_key(_: Path) -> None:
    settings.INDEX_KEY = bytes(32)


def _no_key(_: Path) -> None:
    settings.DATA_KEYS = DataKeys((), "none")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_damage, "is damaged"),
        (_of_the_future, "newer release"),
        (_without_manifest, "holds no backup"),
        (_other_key, "is the one of this backup"),
        (_other_index_key, "the key of the hashes is not"),
        (_no_key, "put the data key back first"),
    ],
)
def test_an_unfit_backup_is_refused_before_anything_is_replaced(
    dump: Path, tmp_path: Path, change: Callable[[Path], None], words: str
) -> None:
    folder, keys = tmp_path / "copy", (settings.DATA_KEYS, settings.INDEX_KEY)
    shutil.copytree(dump, folder)
    try:
        change(folder)
        with pytest.raises(BackupError, match=words):
            restore(tmp_path / "var", folder, Asked(replace=True), len)
    finally:
        settings.DATA_KEYS, settings.INDEX_KEY = keys
    assert not (tmp_path / "var").exists()


def test_a_backup_is_not_written_over_another(dump: Path, database_server: embedded.Server) -> None:
    with pytest.raises(BackupError, match="is not empty"):
        back_up(database_server.data, dump, Kind.DUMP)


def _rows(url: str, query: LiteralString) -> list[str]:
    with psycopg.connect(url) as connection:
        return [row for (row,) in connection.execute(query).fetchall()]


@pytest.fixture
def archive(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder in which servers that start from now on keep their log."""
    # Its server runs as another user, who has to get there.
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        Path(folder).chmod(0o711)
        monkeypatch.setenv("VERZUIMBRUG_WAL_ARCHIVE", f"{folder}/wal")
        yield Path(folder) / "wal"


@pytest.mark.nightly
def test_a_base_backup_is_put_back_up_to_a_moment(
    data: Path, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _migrated(data)
    _give("backup", "--base", tmp_path / "base", "--data", data)
    with embedded.start(data) as server:
        moments = [_add_arbodienst(server.owner_url, code) for code in ("EEN", "TWEE", "DRIE")]
        with psycopg.connect(superuser_url(data), autocommit=True) as superuser:
            superuser.execute("SELECT pg_switch_wal()")
            until(lambda: _is_archived(superuser))

    # What is restored here is looked at only, and adds nothing to the archive.
    monkeypatch.delenv("VERZUIMBRUG_WAL_ARCHIVE")
    found = {}
    ways: dict[str, list[str | Path]] = {
        "as it was": [],
        "to the moment": ["--wal", archive, "--until", moments[1]],
        "to the end": ["--wal", archive],
    }
    for name, words in ways.items():
        done = _give("restore", tmp_path / "base", "--replace", *words, "--data", data)
        assert (done.returncode, done.stderr) == (0, ""), done.stdout
        with embedded.start(data) as server:
            found[name] = _rows(server.owner_url, "SELECT code FROM store_arbodienst ORDER BY id")
    assert found == {
        "as it was": [],
        "to the moment": ["EEN", "TWEE"],
        "to the end": ["EEN", "TWEE", "DRIE"],
    }


def _migrated(data: Path) -> bool:
    with embedded.start(data):
        command = [sys.executable, "-m", "verzuimbrug.project.migrate"]
        index_key = b64encode(settings.INDEX_KEY).decode()
        ours = {"VERZUIMBRUG_DATA": str(data), "VERZUIMBRUG_INDEX_KEY": index_key}
        environment = {**os.environ, **ours}
        return subprocess.run(command, env=environment, check=False).returncode == 0


def _add_arbodienst(url: str, code: str) -> str:
    """The moment at which it was there."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("INSERT INTO store_arbodienst (code, name) VALUES (%s, %s)", [code] * 2)
        row = connection.execute("SELECT clock_timestamp()::text").fetchone()
        connection.execute("SELECT pg_sleep(0.05)")
    assert row is not None
    return str(row[0])


def _is_archived(superuser: psycopg.Connection) -> bool:
    row = superuser.execute(
        "SELECT last_archived_wal >= pg_walfile_name(pg_current_wal_lsn() - 1) OR "
        "last_archived_wal = (SELECT max(name) FROM pg_ls_archive_statusdir() "
        "WHERE name LIKE '%.done') FROM pg_stat_archiver"
    ).fetchone()
    return row == (True,)
