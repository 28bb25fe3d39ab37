"""Names of files: which say that an upload is not complete, and which are made unique here."""

import re

_TEMPORARY = (".part", ".partial", ".filepart", ".tmp")
_EXTENSION = re.compile(r"(.+)\.([A-Za-z][A-Za-z0-9]{0,9})", re.DOTALL)
_NUMBER = re.compile(r"\.([0-9]{8}-[0-9]{1,18}|[0-9]{1,18})(?=\.|$)")
_NAMELESS = "bericht"

REPORT = ".txt"
"""What the report on a refused file has behind the name of that file."""


def is_temporary(name: str) -> bool:
    """Whether a client gives such a name to what it has not finished; it renames it when it has."""
    return name.lower().endswith(_TEMPORARY) or name.startswith(".") or name.endswith("~")


def numbered(name: str, number: str) -> str:
    """The name with a number before its extension: unique, and the same at every look."""
    last = re.split(r"[/\\]", name)[-1].strip() or _NAMELESS
    found = _EXTENSION.fullmatch(last)
    return f"{found[1]}.{number}.{found[2]}" if found else f"{last}.{number}"


def number_in(name: str) -> str | None:
    """The number that `numbered` put into a name, also when something was put behind that."""
    found = _NUMBER.findall(name)
    return found[-1] if found else None
