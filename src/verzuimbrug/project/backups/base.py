"""Putting a base backup back: the files of the embedded server, and its log up to a moment."""

import shutil
import tarfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psycopg

from verzuimbrug.project import environment
from verzuimbrug.project.backups.errors import BackupError
from verzuimbrug.project.backups.manifest import Manifest
from verzuimbrug.project.backups.progress import shown
from verzuimbrug.project.backups.restoring import Restored, check, ready_database
from verzuimbrug.project.databases import is_external
from verzuimbrug.project.embedded.cluster import Cluster, find_cluster
from verzuimbrug.project.embedded.errors import EmbeddedServerError
from verzuimbrug.project.embedded.restored import start_once

_PARTS = (("base.tar.gz", "."), ("pg_wal.tar.gz", "pg_wal"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Until:
    """The archive of the server's log, and the moment to go on to; all of it without a moment."""

    archive: Path
    moment: datetime | None = None

    def settings(self) -> str:
        """What the server has to know to read it."""
        lines = [f'restore_command = \'cp "{_quoted(self.archive)}/%f" "%p"\'']
        if self.moment is not None:
            lines.append(f"recovery_target_time = '{self.moment.isoformat()}'")
        return "\n".join([*lines, _GO_ON, ""])


_GO_ON = "recovery_target_action = 'promote'"


def _as_it_was() -> str:
    """Up to where the backup itself ends.

    The server goes on under a number (a timeline) that no other has used in the archive: what it
    writes never takes the place of what is kept there.
    """
    archive = environment.text("VERZUIMBRUG_WAL_ARCHIVE", "")
    place = _quoted(Path(archive).absolute())
    numbers = f'case "%f" in *.history) cp "{place}/%f" "%p";; *) false;; esac'
    return "\n".join(
        [
            f"restore_command = '{numbers if archive else 'false'}'",
            "recovery_target = 'immediate'",
            "recovery_target_timeline = 'current'",
            _GO_ON,
            "",
        ]
    )


def _quoted(place: Path) -> str:
    return str(place.resolve()).replace("%", "%%").replace("'", "''")


def refuse_named_server() -> None:
    """A named server's files are not ours to replace."""
    if is_external():
        raise BackupError(
            "a base backup is put back by whoever runs the server of DATABASE_URL "
            "(docs/operating.md); a dump can be put back from here"
        )


def has_cluster(data: Path) -> bool:
    """Whether the data folder has a database."""
    return find_cluster(data).data.exists()


def put_cluster_back(
    data: Path, folder: Path, manifest: Manifest, until: Until | None = None
) -> Restored:
    """Put the server's files in place of those there; the old ones stay until all is well."""
    cluster = find_cluster(data)
    if until is not None and not cluster.account.reaches(until.archive):
        raise BackupError(f"the account that runs the server does not get into {until.archive}")
    former = cluster.home / "former"
    shutil.rmtree(former, ignore_errors=True)
    if cluster.data.exists():
        cluster.data.rename(former)
    try:
        _unpack(folder, cluster)
        start_once(data, cluster, until.settings() if until else _as_it_was())
        with ready_database(data) as url:
            restored = check(data, manifest, url, exactly=False)
    except BaseException as problem:
        _take_back(cluster, former)
        if isinstance(problem, EmbeddedServerError | psycopg.Error | tarfile.TarError | OSError):
            raise BackupError(f"the backup could not be put back: {problem}") from problem
        raise
    shutil.rmtree(former, ignore_errors=True)
    return restored


def _take_back(cluster: Cluster, former: Path) -> None:
    shutil.rmtree(cluster.data, ignore_errors=True)
    if former.exists():
        former.rename(cluster.data)


def _unpack(folder: Path, cluster: Cluster) -> None:
    """The files, owned by the account that runs the server."""
    unfinished = cluster.home / "unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    with shown("unpack", sum((folder / name).stat().st_size for name, _ in _PARTS)) as seen:
        done = 0
        for name, place in _PARTS:
            _unpack_one(folder / name, unfinished / place)
            done += (folder / name).stat().st_size
            seen(done)
    for path in (unfinished, *unfinished.rglob("*")):
        cluster.account.give(path)
    unfinished.rename(cluster.data)


def _unpack_one(packed: Path, place: Path) -> None:
    with tarfile.open(packed) as files:
        files.extractall(place, filter="data")
    for path in (place, *place.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)
