"""The manifest of a backup: what it is, what is in it, and which key opens it.

It is written last: a folder without one is no backup.
"""

import base64
import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from cryptography.exceptions import InvalidTag
from django.conf import settings

from verzuimbrug.project.backups.errors import BackupError
from verzuimbrug.project.private_files import replace
from verzuimbrug.store.encryption import blind_index, seal, unseal

FORM = 1
_NAME = "backup.json"
_PURPOSE = "backup"
_PROBE = b"verzuimbrug"


class Kind(StrEnum):
    """The kinds of backups."""

    DUMP = "dump"
    BASE = "base"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup says of itself.

    `counts` and `sequences` are exact for a dump, and those from before the copy for a base backup.
    `files` has the SHA-256 of each file; `probe` is a value
    sealed with the data key (base64), `mark` what the key of the hashes makes of one.
    """

    kind: Kind
    release: str
    made_at: str
    server: int
    migrations: list[str]
    counts: dict[str, int]
    sequences: dict[str, int]
    files: dict[str, str]
    probe: str
    mark: str
    form: int = FORM


def make_probe() -> str:
    """A sealed value, by which the key that opens a backup is known."""
    return base64.b64encode(seal(_PROBE, _PURPOSE)).decode()


def make_mark() -> str:
    """What the key of the hashes makes of a word."""
    return blind_index(_PROBE.decode(), _PURPOSE).hex()


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Leave the manifest in the folder of the backup."""
    replace(folder / _NAME, json.dumps(asdict(manifest), indent=1) + "\n")


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the backup in a folder."""
    try:
        written = json.loads((folder / _NAME).read_text(encoding="utf-8"))
        manifest = Manifest(**{**written, "kind": Kind(written["kind"])})
    except (OSError, ValueError, TypeError, KeyError) as unknown:
        raise BackupError(f"{folder} holds no backup that this release reads") from unknown
    if manifest.form != FORM:
        raise BackupError(f"the backup in {folder} was made by a newer release")
    return manifest


def refuse_other_key(manifest: Manifest) -> None:
    """Refuse a backup that none of the keys at hand opens."""
    where = "VERZUIMBRUG_DATA_KEY or keys/data.key in the data folder"
    if not settings.DATA_KEYS.present():
        raise BackupError(f"a backup holds no keys: put the data key back first ({where})")
    try:
        unseal(base64.b64decode(manifest.probe), _PURPOSE)
    except InvalidTag as other:
        raise BackupError(f"no data key at hand is the one of this backup ({where})") from other
    if manifest.mark != make_mark():
        where = "VERZUIMBRUG_INDEX_KEY or keys/index.key in the data folder"
        raise BackupError(f"the key of the hashes is not the one of this backup ({where})")


def refuse_damage(folder: Path, manifest: Manifest, seen: Callable[[int], None]) -> None:
    """Refuse a backup of which a file is gone or differs; `seen` is told how many bytes were read.

    A damaged backup is found before anything is replaced.
    """
    read = 0
    for name, expected in manifest.files.items():
        path = folder / name
        if not path.is_file():
            raise BackupError(f"{path} is gone")
        if digest_of(path) != expected:
            raise BackupError(f"{path} is damaged: its SHA-256 is another")
        read += path.stat().st_size
        seen(read)


def digest_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def size_of(folder: Path, manifest: Manifest) -> int:
    """The bytes of the files of a backup."""
    paths = (folder / name for name in manifest.files)
    return sum(path.stat().st_size for path in paths if path.is_file())
