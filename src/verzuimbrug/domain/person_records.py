"""What is kept of one person, part by part, for who asks for it (WN-8; AVG, article 15).

The table is `domain/person_records.toml`: parts in the order of the file, the Dutch of fields, and
which tables have nothing in it, with the reason.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPart:
    """A part of the file: its Dutch title, and the tables that it is read from."""

    name: str
    title: str
    tables: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordTable:
    """The parts in order, the Dutch of fields, and why a table has nothing in any part."""

    parts: tuple[RecordPart, ...]
    labels: Mapping[str, str]
    nothing: Mapping[str, str]


@cache
def record_table() -> RecordTable:
    """The table, read once."""
    text = files(__package__).joinpath("person_records.toml").read_text(encoding="utf-8")
    read = tomllib.loads(text)
    return RecordTable(
        parts=tuple(
            RecordPart(name=name, title=part["title"], tables=tuple(part["tables"]))
            for name, part in read["parts"].items()
        ),
        labels=read["labels"],
        nothing=read["nothing"],
    )
