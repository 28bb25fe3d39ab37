"""What bytes call themselves, by the first tag (GR-7)."""

import pytest

from sending_world import employees, person, report, sick
from verzuimbrug.sivi.identifying import table_of


@pytest.mark.parametrize(
    ("content", "name"),
    [(sick(report()), "Verzuimmeldingen"), (employees(person("a")), "WerknemersGegevens")],
)
def test_a_message_is_known_by_its_first_tag(content: bytes, name: str) -> None:
    for known in (content, content[: content.index(b">", 60) + 1]):
        table = table_of(known)
        assert table is not None
        assert (table.file_name, table.edition) == (name, "2026")


@pytest.mark.parametrize(
    "content",
    [b"", b"geen xml", b"<a/>", b"<!-- " + b"x" * 500_000, b"\x00\xff", b"<?xml version='9'?><a>"],
)
def test_anything_else_is_no_message(content: bytes) -> None:
    assert table_of(content) is None


def test_a_document_type_is_not_followed() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><a>&b;</a>'
    assert table_of(bomb) is None
