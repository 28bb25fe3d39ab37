"""Reading gives a plain tree of a parsed message."""

import pytest
from lxml import etree

from verzuimbrug.sivi.catalogue import catalogue
from verzuimbrug.sivi.nodes import group, leaf
from verzuimbrug.sivi.reading import line_of, local_name, read, text_of

RETURN = next(table for table in catalogue().tables if table.root == "Retourmelding")


def test_comments_are_left_out_and_texts_around_them_joined() -> None:
    xml = f"""<Retourmelding xmlns="{RETURN.namespace}"><!-- a --><Foutmldng><SrtFoutCd>9<!-- b
    -->9</SrtFoutCd><?c d?></Foutmldng></Retourmelding>"""

    assert read(RETURN, etree.fromstring(xml)) == group(
        "Retourmelding", group("Foutmldng", leaf("SrtFoutCd", "99"))
    )


def test_empty_leaf_and_empty_group_stay_apart() -> None:
    xml = f"""<Retourmelding xmlns="{RETURN.namespace}"><BrAlg/><Foutmldng><SrtFoutCd/></Foutmldng
    ></Retourmelding>"""

    assert read(RETURN, etree.fromstring(xml)).children == (
        group("BrAlg"),
        group("Foutmldng", leaf("SrtFoutCd", "")),
    )


def test_local_name_is_without_namespace_and_prefix() -> None:
    assert local_name(etree.fromstring('<a:b xmlns:a="urn:x"/>')) == "b"
    assert local_name(etree.fromstring("<b/>")) == "b"


def test_text_is_as_received() -> None:
    assert text_of(etree.fromstring("<a> b<![CDATA[<c>]]> </a>")) == " b<c> "


@pytest.mark.parametrize("content", ["x", "\n x\n", "", "\n<c/>\n"])
def test_a_line_is_known_beyond_65535_by_the_text_in_or_behind_an_element(content: str) -> None:
    lines = "\n" * 70_000
    (element,) = etree.fromstring(f"<a>{lines}<b>{content}</b>\n\n</a>")

    assert line_of(element) == 70_001


def test_a_line_that_libxml2_does_not_know_is_not_guessed() -> None:
    lines = "\n" * 70_000
    compact = etree.fromstring(f"<a>{lines}<b><c/></b><d/></a>")

    assert [line_of(element) for element in compact.iter()] == [1, None, None, None]
