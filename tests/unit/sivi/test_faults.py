"""Each kind of fault in a small message, with all faults of the message named."""

import pytest
from hypothesis import given, strategies as st
from lxml import etree
from lxml.etree import _Element as XmlElement

from verzuimbrug.domain.findings import Finding
from verzuimbrug.sivi.catalogue import Element, Facets, MessageTable
from verzuimbrug.sivi.faults import faults, split_tag
from verzuimbrug.sivi.faults_order import misplaced

NAMESPACE = "urn:faults"


def _line(tag: str, minimum: int, maximum: int | None, *children: Element) -> Element:
    return Element(
        level=0,
        tag=tag,
        minimum=minimum,
        maximum=maximum,
        base="group" if children else "string",
        facets=Facets(min_length=1),
        values=(),
        name="" if children else f"Veld {tag}",
        children=children,
    )


TABLE = MessageTable(
    file_name="R",
    interface="test",
    edition="1",
    root="R",
    namespace=NAMESPACE,
    element=_line(
        "R", 1, 1, _line("A", 1, 1), _line("B", 0, 2), _line("G", 1, None, _line("X", 1, 1))
    ),
)


def _root(content: str) -> XmlElement:
    return etree.fromstring(f'<R xmlns="{NAMESPACE}" xmlns:o="urn:other">{content}</R>')


def _told(content: str) -> list[tuple[str, str]]:
    return [(finding.code, finding.path) for finding in faults(TABLE, _root(content))]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("<A>1</A><G><X>1</X></G>", []),
        ("<A>1</A><B>1</B><B>1</B><G><X>1</X></G><G><X>2</X></G>", []),
        ("", [("CAT01", "/R/A"), ("CAT01", "/R/G")]),
        ("<A>1</A><G/>", [("CAT01", "/R/G[1]/X")]),
        ("<A>1</A><Q/><G><X>1</X></G>", [("CAT02", "/R/Q")]),
        ("<A>1</A><Q/><Q><A/></Q><G><X>1</X></G>", [("CAT02", "/R/Q"), ("CAT02", "/R/Q[2]")]),
        ("<G><X>1</X></G><A>1</A>", [("CAT03", "/R/G[1]")]),
        ("<G><X>1</X></G><A>1</A><B>1</B>", [("CAT03", "/R/G[1]")]),
        ("<A>1</A><A>1</A><G><X>1</X></G>", [("CAT04", "/R/A")]),
        ("<A>1</A><B>1</B><B>1</B><B/><G><X>1</X></G>", [("CAT04", "/R/B"), ("CAT10", "/R/B[3]")]),
        ("<o:A>1</o:A><G><X>1</X></G>", [("CAT05", "/R/A")]),
        ("<A>1</A><o:G><o:X>1</o:X></o:G>", [("CAT05", "/R/G[1]")]),
        ("<A>1</A><o:G><X>1</X></o:G>", [("CAT05", "/R/G[1]")]),
        ('<A>1</A><G><X xmlns="">1</X></G>', [("CAT05", "/R/G[1]/X")]),
        ("<A>1</A>x<G><X>1</X></G>y", [("CAT06", "/R")]),
        ("<A>1</A><G>z<X>1</X></G>", [("CAT06", "/R/G[1]")]),
        ("<A>1</A><G>\u00a0<X>1</X></G>", [("CAT06", "/R/G[1]")]),
        ("<A>1</A><G> \t\n<X>1</X> </G>", []),
        ("<A>1<Q/></A><G><X>1</X></G>", [("CAT07", "/R/A")]),
        ("<A a='1' b='2'>1</A><G><X>1</X></G>", [("CAT08", "/R/A"), ("CAT08", "/R/A")]),
        (
            "<A/><G><X/></G><G><X/></G>",
            [("CAT10", "/R/A"), ("CAT10", "/R/G[1]/X"), ("CAT10", "/R/G[2]/X")],
        ),
    ],
)
def test_every_fault_is_told_with_its_place(content: str, told: list[tuple[str, str]]) -> None:
    assert _told(content) == told


def test_a_fault_names_tag_dutch_name_group_and_line() -> None:
    (finding,) = faults(TABLE, _root("\n<A>1</A>\n<G>\n</G>"))

    params = {"element": "X (Veld X)", "parent": "G", "count": "0", "limit": "1"}
    assert finding == Finding("CAT01", params, "/R/G[1]/X", 3)
    assert finding.text("nl") == "X (Veld X) ontbreekt in G."


def test_too_often_says_how_often_and_how_often_it_may() -> None:
    (finding,) = faults(TABLE, _root("<A>1</A><B>1</B><B>2</B><B>3</B><G><X>1</X></G>"))

    assert (
        finding.text("nl") == "B (Veld B) staat 3 keer in R, en mag er hoogstens 2 keer in staan."
    )


def test_a_wrong_namespace_names_both() -> None:
    (finding,) = faults(TABLE, _root('<A xmlns="">1</A><G><X>1</X></G>'))

    assert (finding.params["found"], finding.params["expected"]) == ("-", NAMESPACE)


def test_five_faults_give_five_findings() -> None:
    content = "<B/><A a='1'>1</A><Q/><G>x<X/></G>"

    assert sorted(code for code, _ in _told(content)) == [
        *("CAT02", "CAT03", "CAT06", "CAT08", "CAT10", "CAT10"),
    ]


@pytest.mark.parametrize(("tag", "parts"), [("{urn:a}b", ("urn:a", "b")), ("b", ("", "b"))])
def test_a_tag_is_split_in_namespace_and_name(tag: str, parts: tuple[str, str]) -> None:
    assert split_tag(tag) == parts


@given(st.lists(st.integers(0, 5), max_size=12))
def test_what_is_left_without_the_misplaced_is_in_order(places: list[int]) -> None:
    moved = misplaced(places)

    left = [place for index, place in enumerate(places) if index not in moved]
    assert left == sorted(left)
    assert (moved == frozenset()) == (places == sorted(places))


@pytest.mark.parametrize(
    ("places", "moved"), [([2, 0, 1], {0}), ([0, 3, 1, 2], {1}), ([1, 1, 0], {2}), ([], set())]
)
def test_as_few_as_can_be_are_misplaced(places: list[int], moved: set[int]) -> None:
    assert misplaced(places) == moved
