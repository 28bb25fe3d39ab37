"""A group taken apart: its simple tags with their texts, and the groups in it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from verzuimbrug.sivi.mapping.values import Reader
from verzuimbrug.sivi.reading import local_name, text_of

if TYPE_CHECKING:
    from lxml import etree

FieldTable = Mapping[str, tuple[str, Reader]]
"""Which simple tags become fields: by tag the name of the field and how its text is read."""


@dataclass(frozen=True, slots=True)
class Parts:
    """A group: the untrimmed texts of its simple tags, and the groups in it by tag, in order."""

    texts: Mapping[str, str]
    groups: list[tuple[str, "etree._Element"]]

    def named(self, tag: str) -> Iterator["etree._Element"]:
        """Yield the groups with this tag."""
        return (group for name, group in self.groups if name == tag)


def split(element: "etree._Element") -> Parts:
    """Return the parts of a group; each child is visited once.

    An element with nothing in it counts as a simple tag with an empty text.
    """
    texts: dict[str, str] = {}
    groups: list[tuple[str, etree._Element]] = []
    for child in element.iterchildren("*"):
        name = local_name(child)
        if not len(child):
            texts[name] = child.text or ""
        elif next(child.iterchildren("*"), None) is not None:
            groups.append((name, child))
        else:
            texts[name] = text_of(child)
    return Parts(texts, groups)


def fields_of(texts: Mapping[str, str], table: FieldTable) -> dict[str, str]:
    """Return the fields that a table makes of texts; what is empty or not usable is left out."""
    fields: dict[str, str] = {}
    for tag, text in texts.items():
        if tag in table:
            name, read = table[tag]
            value = read(text)
            if value is not None:
                fields[name] = value
    return fields


def numbered(fields: Iterator[Mapping[str, str]]) -> dict[str, str]:
    """Return groups that have no kind code as one group: `1.code`, `1.name`, `2.code`."""
    return {
        f"{number}.{name}": value
        for number, group in enumerate(fields, start=1)
        for name, value in group.items()
    }
