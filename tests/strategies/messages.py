"""Random messages for any table of the catalogue: valid ones, and ones with something broken.

A message is made from one drawn seed, so that drawing stays cheap for tables of two hundred lines.
"""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from functools import partial
from random import Random

from hypothesis import strategies as st
from lxml import etree
from lxml.etree import _Element as XmlElement

from verzuimbrug.sivi.catalogue import Element, Facets, MessageTable, catalogue

XSI = "http://www.w3.org/2001/XMLSchema-instance"

_DATES = (
    *("2026-10-01", "2024-02-29", "1999-12-31", "2026-01-31Z", "2026-06-30+02:00", " 2026-06-30\n"),
    *("0001-01-01", "-0044-03-15", "12026-01-01", f"{'9' * 30}-12-31", "1600-02-29-14:00"),
)
_TIMES = ("08:11:00", "24:00:00", "23:59:59.99999999999999999999", "00:00:00Z", "\t12:30:00+13:59 ")
_DECIMALS = {
    "[0-9]{1,3}[.][0-9]{2}": ("100.00", "0.00", "050.25", " 7.50 "),
    "[0-9]{1,4}[.][0-9]{2}": ("1040.00", "0.00", "0036.50", "\n40.00"),
    r"[\-+]?[0-9]{1,7}[.][0-9]{2}": ("-1234567.89", "+0.01", "0000007.00", "-0.00"),
}
_LETTERS = "abcXYZ é'-.,&<>\"]ß漢😀\n\t\r"
_DIGITS = "0123456789٠٩\U0001e950"
_STRANGE = (
    *(
        "",
        " ",
        "  \n",
        "x",
        "J",
        "ja",
        "00",
        "99",
        "7",
        "-7",
        "-0",
        "-00",
        "+5",
        "007",
        "7.0",
        "1e3",
    ),
    *("100", "100.0", "100,00", "1000.00", "-1.00", "99999999999999", "é" * 41, "y" * 600, "٣"),
    *("2026-02-29", "1900-02-29", "0000-01-01", "2026-1-1", "31-12-2026", "2026-10-01T00:00:00"),
    *(
        "2026-13-01",
        "2026-04-31",
        "02026-01-01",
        "2026-01-01+14:01",
        "2026-01-01 Z",
        "\u00a02026-01-01",
    ),
    *(
        "24:00:01",
        "25:00:00",
        "12:60:00",
        "12:00",
        "12:00:60",
        "12:00:00.",
        "9:30:00",
        "12:00:00-14:00",
    ),
    *_DATES,
    *_TIMES,
)


def tables() -> st.SearchStrategy[MessageTable]:
    """Draw any table of the catalogue."""
    return st.sampled_from(catalogue().tables)


def valid_messages(table: MessageTable) -> st.SearchStrategy[XmlElement]:
    """Draw a message that the table allows."""
    return st.builds(partial(_message, table), _seeds())


def broken_messages(table: MessageTable) -> st.SearchStrategy[XmlElement]:
    """Draw a message with one to four changes; now and then it is valid after all."""
    return st.builds(partial(_broken_message, table), _seeds())


def leaves() -> st.SearchStrategy[MessageTable]:
    """Draw a table of one leaf, in every kind of base, facets and values that the catalogue has."""
    kinds = {(leaf.base, leaf.facets, leaf.values) for leaf in _all_leaves()}
    return st.sampled_from([_leaf_table(place, *kind) for place, kind in enumerate(kinds)])


def texts(leaf: Element) -> st.SearchStrategy[str]:
    """Draw a text for a leaf: an allowed one, a strange one, or one of any characters of XML."""
    characters = st.characters(
        codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"
    )
    return (
        st.builds(lambda seed: _value(leaf, _random(seed)), _seeds())
        | st.sampled_from(_STRANGE)
        | st.text("0123456789-+:.TZ ٣", max_size=14)
        | st.text(characters, max_size=8)
    )


def as_bytes(root: XmlElement) -> bytes:
    """Return the message as a sender would write it."""
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _random(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - messages to try out, no secrets


def _seeds() -> st.SearchStrategy[int]:
    return st.integers(min_value=0, max_value=2**32)


def _all_leaves() -> list[Element]:
    lines = (line for table in catalogue().tables for line in table.element.walk())
    return [line for line in lines if not line.is_group]


def _leaf_table(place: int, base: str, facets: Facets, values: tuple[str, ...]) -> MessageTable:
    leaf = replace(_all_leaves()[0], level=0, base=base, facets=facets, values=values, tag="Leaf")
    return MessageTable(
        file_name="Leaf",
        interface="test",
        edition=str(place),
        root="Leaf",
        namespace=f"urn:leaf:{place}",
        element=leaf,
    )


def _message(table: MessageTable, seed: int) -> XmlElement:
    random = _random(seed)
    root = etree.fromstring(f'<{table.root} xmlns="{table.namespace}"/>')
    _fill(root, table, table.element, random.choice((0.1, 0.4, 0.9)), random)
    return root


def _fill(
    node: XmlElement, table: MessageTable, element: Element, share: float, random: Random
) -> None:
    if not element.is_group:
        node.text = _value(element, random)
    for child in element.children:
        for _ in range(_count(child, share, random)):
            below = etree.SubElement(node, f"{{{table.namespace}}}{child.tag}")
            _fill(below, table, child, share, random)


def _count(element: Element, share: float, random: Random) -> int:
    if element.minimum == 0 and random.random() > share:
        return 0
    most = 3 if element.maximum is None else min(3, element.maximum)
    return random.choice((1, 1, 1, most))


def _value(element: Element, random: Random) -> str:
    if element.values:
        return random.choice(element.values)
    if element.base == "date":
        return random.choice(_DATES)
    if element.base == "time":
        return random.choice(_TIMES)
    if element.base == "decimal":
        return random.choice(_DECIMALS[str(element.facets.pattern)])
    if element.base == "string":
        return _text(element.facets, random)
    return _whole_number(element, random)


def _text(facets: Facets, random: Random) -> str:
    alphabet = {r"\D*": _LETTERS, r"\d*": _DIGITS}.get(str(facets.pattern), _LETTERS + _DIGITS)
    most = facets.max_length or 20
    length = facets.length or random.choice((facets.min_length or 0, min(8, most), most))
    return "".join(random.choices(alphabet, k=length))


def _whole_number(element: Element, random: Random) -> str:
    number = random.randrange(10 ** random.randint(1, element.facets.total_digits or 1))
    return random.choice(("{}", "+{}", "000{}", " {}\n", "-00")).format(number)


def _broken_message(table: MessageTable, seed: int) -> XmlElement:
    random = _random(seed)
    root = _message(table, seed)
    for _ in range(random.randint(1, 4)):
        change = random.choice(_CHANGES)
        change(random.choice(list(root.iter("*"))), random)
    return root


def _set_text(node: XmlElement, random: Random) -> None:
    node.text = random.choice(_STRANGE)


def _set_tail(node: XmlElement, random: Random) -> None:
    if node.getparent() is not None:
        node.tail = random.choice((" ", "\n", "x", "\u00a0"))


def _drop(node: XmlElement, _random: Random) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


def _repeat(node: XmlElement, random: Random) -> None:
    parent = node.getparent()
    if parent is not None:
        for _ in range(random.choice((1, 9, 100))):
            parent.insert(random.randint(0, len(parent)), deepcopy(node))


def _shuffle(node: XmlElement, random: Random) -> None:
    children = list(node)
    random.shuffle(children)
    node[:] = children


def _add_element(node: XmlElement, random: Random) -> None:
    namespace = etree.QName(node).namespace
    tag = random.choice(
        (f"{{{namespace}}}BrCd", f"{{{namespace}}}Onbekénd", "BrCd", "{urn:x}SignNm")
    )
    node.insert(random.randint(0, len(node)), etree.Element(tag))


def _add_attribute(node: XmlElement, random: Random) -> None:
    names = (
        "soort",
        "geïnd",
        f"{{{XSI}}}nil",
        f"{{{XSI}}}type",
        f"{{{XSI}}}schemaLocation",
        f"{{{XSI}}}anders",
    )
    node.set(random.choice(names), random.choice(("", "true", "xs:date", "urn:a file:///b.xsd")))


def _change_namespace(node: XmlElement, random: Random) -> None:
    if node.getparent() is not None:
        changed = list(node.iter("*")) if random.random() < 0.5 else [node]
        for each in changed:
            each.tag = f"{{urn:x}}{etree.QName(each).localname}"


def _empty(node: XmlElement, _random: Random) -> None:
    node[:] = []
    node.text = None


def _add_comment(node: XmlElement, random: Random) -> None:
    remark = random.choice((etree.Comment(" x "), etree.ProcessingInstruction("x", "y")))
    remark.tail = random.choice((None, "1", " "))
    node.insert(0, remark)


_CHANGES: tuple[Callable[[XmlElement, Random], None], ...] = (
    *(_set_text, _set_tail, _drop, _repeat, _shuffle, _add_element),
    *(_add_attribute, _change_namespace, _empty, _add_comment),
)
