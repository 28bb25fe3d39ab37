"""Paths: what a client means by one. Folders are made of streams, and of nothing on disk."""

import posixpath
from dataclasses import dataclass
from enum import Enum, auto

ANSWERS = "antwoorden"
TAKEN = "verwerkt"
REFUSED = "afgekeurd"


class Folder(Enum):
    """The kinds of folders there are."""

    ROOT = auto()
    STREAM = auto()
    TAKEN = auto()
    REFUSED = auto()
    ANSWERS = auto()


_WITHIN_STREAM = {TAKEN: Folder.TAKEN, REFUSED: Folder.REFUSED}


@dataclass(frozen=True, slots=True)
class Place:
    """A folder, or with a name a file in it; whether it exists is not said."""

    folder: Folder
    stream: str = ""
    name: str = ""


def normal(path: bytes) -> str:
    """The path from the root, without `.` and `..`; nothing lies above the root."""
    text = path.decode("utf-8", "replace")
    # Two slashes in front mean something of their own in POSIX; here they do not.
    return posixpath.normpath("/" + text.lstrip("/"))


def find_place(path: bytes) -> Place | None:
    """What a path means, or None where nothing can be."""
    match normal(path).strip("/").split("/"):
        case [""]:
            return Place(Folder.ROOT)
        case [folder, *rest] if folder == ANSWERS:
            return _place_in(Folder.ANSWERS, "", rest)
        case [stream, folder, *rest] if folder in _WITHIN_STREAM:
            return _place_in(_WITHIN_STREAM[folder], stream, rest)
        case parts:
            return _place_in(Folder.STREAM, parts[0], parts[1:])


def _place_in(folder: Folder, stream: str, rest: list[str]) -> Place | None:
    """The folder itself, or a file right in it."""
    return Place(folder, stream, "".join(rest)) if len(rest) <= 1 else None
