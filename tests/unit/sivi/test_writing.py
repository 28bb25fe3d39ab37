"""Writing and reading are each other's opposite, for every table of the catalogue."""

from random import Random

import pytest
from hypothesis import given, settings, strategies as st
from lxml import etree

from verzuimbrug.sivi.catalogue import Element, MessageTable, catalogue
from verzuimbrug.sivi.nodes import Node, group, leaf
from verzuimbrug.sivi.reading import read
from verzuimbrug.sivi.writing import write

TABLES = [pytest.param(t, id=f"{t.root}-{t.edition}") for t in catalogue().tables]
RETURN = next(table for table in catalogue().tables if table.root == "Retourmelding")

xml_texts = st.text(
    st.one_of(
        st.sampled_from("<>&\"' \t\r\n\x85\u2028]"),
        st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"),
    ),
    max_size=12,
)


def tree(element: Element, texts: list[str], random: Random) -> Node:
    """Draw a tree with the structure that the table allows, and any text in it."""
    if not element.is_group:
        return leaf(element.tag, random.choice(texts))
    children = [
        tree(child, texts, random)
        for child in element.children
        for _ in range(random.randint(child.minimum, min(child.maximum or 3, child.minimum + 2)))
    ]
    return group(element.tag, *children)


@pytest.mark.parametrize("table", TABLES)
@settings(max_examples=25, deadline=None)
@given(texts=st.lists(xml_texts, min_size=1, max_size=8), seed=st.integers(0, 2**32))
def test_what_was_written_reads_the_same(table: MessageTable, texts: list[str], seed: int) -> None:
    node = tree(table.element, texts, Random(seed))  # noqa: S311  # no secret

    assert read(table, etree.fromstring(write(table, node))) == node


def test_message_starts_with_its_encoding_and_namespace() -> None:
    written = write(RETURN, group("Retourmelding", leaf("BrCd", "é")))

    assert (
        written
        == (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<Retourmelding xmlns="http://www.sivi.org/Verzuimmanagement/Retourmelding/2026">'
            "<BrCd>é</BrCd></Retourmelding>"
        ).encode()
    )


@pytest.mark.parametrize("character", ["\x00", "\x1f", "\ufffe", "\ud800"])
def test_character_that_xml_cannot_hold_is_refused(character: str) -> None:
    with pytest.raises(ValueError, match=f"{ord(character):04X}"):
        write(RETURN, leaf("Retourmelding", f"a{character}"))
