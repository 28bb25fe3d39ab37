"""Files and folders that only their owner can read: keys, passwords, connection facts."""

import os
import tempfile
from pathlib import Path


def make_data_folder(data: Path) -> Path:
    """The data folder, made when it is not there; permissions of an existing one stay as they are.

    Anyone may pass through it, so that the database's own user reaches its part of it; nobody may
    list it, and everything in it is closed by itself.
    """
    return make_folder(data, 0o711).resolve()


def make_folder(folder: Path, mode: int = 0o700) -> Path:
    """`folder`, made with `mode` when it is not there."""
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(mode)
    return folder


def replace(path: Path, text: str) -> None:
    """Put `text` in the file at once: a reader sees the old text or the new one, never a part."""
    temporary = _temporary_beside(path, text)
    temporary.replace(path)


def write_once(path: Path, text: str) -> str:
    """Put `text` in the file unless it is there already; what stands in the file.

    Of processes that do this at the same time, one wins and all read its text.
    """
    temporary = _temporary_beside(path, text)
    try:
        path.hardlink_to(temporary)
    except FileExistsError:
        return path.read_text(encoding="utf-8")
    finally:
        temporary.unlink()
    return text


def _temporary_beside(path: Path, text: str) -> Path:
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return Path(name)
