"""Compares dossiers with what they should be, and says where they differ."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from verzuimbrug.cli.story.scripts import Dossiers

_ABSENT = "niets"


def differences(expected: Dossiers, found: Dossiers) -> list[str]:
    """Return a line for each difference, with its place; none when all is as it should be."""
    return [
        line
        for code in sorted({*expected, *found})
        for line in _at(code, _by_key(expected.get(code, ())), _by_key(found.get(code, ())))
    ]


def _by_key(dossiers: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The people of an employer by link key: their order means nothing."""
    return {"+".join(key["key"] for key in d["keys"]) or "?": d for d in dossiers}


def _at(place: str, expected: object, found: object) -> Iterator[str]:
    if isinstance(expected, Mapping) and isinstance(found, Mapping):
        for name in dict.fromkeys((*expected, *found)):
            yield from _at(
                f"{place} / {name}", expected.get(name, _ABSENT), found.get(name, _ABSENT)
            )
    elif isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        for number, (one, other) in enumerate(zip(expected, found, strict=True), start=1):
            yield from _at(f"{place} {number}", one, other)
    elif expected != found:
        yield f"{place}: verwacht {expected}, gevonden {found}"
