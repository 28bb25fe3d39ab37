"""The steps of a restore: check the backup, show what would be replaced, replace it, look at it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from verzuimbrug.project.backups import base, restoring
from verzuimbrug.project.backups.contents import FILLED_BY_MIGRATIONS
from verzuimbrug.project.backups.errors import BackupError
from verzuimbrug.project.backups.manifest import Kind, Manifest, read_manifest
from verzuimbrug.project.backups.restoring import Restored

Say = Callable[[str], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the person who restores asks for."""

    replace: bool = False
    dry_run: bool = False
    archive: Path | None = None
    moment: datetime | None = None


def restore(data: Path, folder: Path, asked: Asked, say: Say) -> int:
    """Restore a backup; the exit code. Raises BackupError, and then nothing was replaced."""
    manifest = read_manifest(folder)
    if asked.moment is not None and asked.archive is None:
        raise BackupError("a moment needs the archive of the server's log: --wal")
    if manifest.kind is Kind.DUMP and asked.archive is not None:
        raise BackupError("a dump has one moment; only a base backup reads on in an archive")
    restoring.refuse_unfit(folder, manifest)
    say(f"{manifest.kind} of {manifest.made_at}, release {manifest.release}\n")
    put = _dump if manifest.kind is Kind.DUMP else _base
    restored = put(data, folder, manifest, asked, say)
    if restored is None:
        return 0 if asked.dry_run else 1
    say(f"restored: {restored.rows:,} rows; {restored.opened} received files opened with the key\n")
    return 0


def _dump(data: Path, folder: Path, manifest: Manifest, asked: Asked, say: Say) -> Restored | None:
    with restoring.ready_database(data) as url:
        _preview(restoring.counted(url), manifest.counts, say)
        if not _may(asked, filled=bool(restoring.counted(url)), say=say):
            return None
        return restoring.put_back(data, folder, manifest, url)


def _base(data: Path, folder: Path, manifest: Manifest, asked: Asked, say: Say) -> Restored | None:
    base.refuse_named_server()
    there: dict[str, int] = {}
    if base.has_cluster(data):
        with restoring.ready_database(data) as url:
            there = restoring.counted(url)
    _preview(there, manifest.counts, say)
    if not _may(asked, filled=bool(there), say=say):
        return None
    until = base.Until(archive=asked.archive, moment=asked.moment) if asked.archive else None
    return base.put_cluster_back(data, folder, manifest, until)


def _preview(there: dict[str, int], backup: dict[str, int], say: Say) -> None:
    """A line for each table that holds something: rows now, and rows in the backup."""
    say(f"{'table':<40}{'now':>14}{'backup':>14}\n")
    for table in sorted({*there, *backup} - FILLED_BY_MIGRATIONS):
        now, then = there.get(table, 0), backup.get(table, 0)
        if now or then:
            say(f"{table:<40}{now:>14,}{then:>14,}\n")


def _may(asked: Asked, *, filled: bool, say: Say) -> bool:
    if asked.dry_run:
        say("dry run, nothing was changed\n")
        return False
    if filled and not asked.replace:
        say("the database is not empty; with --replace all of it is replaced\n")
        return False
    return True
