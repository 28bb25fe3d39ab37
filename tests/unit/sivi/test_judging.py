"""Checking in pieces has the outcome of checking the whole, whatever the message (MSG-2, MSG-3)."""

from collections.abc import Callable
from copy import deepcopy

import pytest
from hypothesis import given, settings, strategies as st
from lxml import etree
from lxml.etree import _Element as XmlElement

from strategies.messages import as_bytes, broken_messages, tables, valid_messages
from verzuimbrug.sivi.catalogue import MessageTable
from verzuimbrug.sivi.checking import MOST_FAULTS, Checked, check
from verzuimbrug.sivi.judging import check_in_pieces
from verzuimbrug.sivi.screening import Limits

NAMESPACE = "http://www.sivi.org/Verzuimmanagement/Verzuimmeldingen/2026"
ENCODINGS = ("utf-16", "utf-32", "iso-8859-1", "windows-1252", "us-ascii")
STRANGE = (
    *(b"<", b">", b"&", b'"', b"\0", b"\xff", b"</", b"<a", b"]]>", b"-->", b"\r", b"\r\n"),
    *(b"&#10;", b"&amp;", b"&x;", b"<![CDATA[\n]]>", b"<!--\n-->", b"<?a b?>", b"<!DOCTYPE a>"),
    *(b"<x:y/>", b"<x:y>", b" x:b=''", b" xmlns='u'", b" a='1'", b"<a b='1' b='2'/>"),
    *(b"<Wrkgvr/>", b"<Wrknmr>", b"</Wrknmr>", b"</Wrkgvr>", b"\n" * 400, "é".encode() * 400),
)

Messages = Callable[[MessageTable], st.SearchStrategy[XmlElement]]


def _of_any_table(messages: Messages) -> st.SearchStrategy[bytes]:
    return tables().flatmap(messages).map(as_bytes)


def _said(checked: Checked) -> tuple[object, ...]:
    table = checked.table and (checked.table.file_name, checked.table.edition)
    names = (checked.message, checked.interface, checked.edition)
    return (*names, table, checked.root is None, checked.findings)


def _written(data: bytes) -> st.SearchStrategy[bytes]:
    """Draw another way to write a message: encoding, lay-out, prefixes, where it begins."""
    root = etree.fromstring(data)
    pretty = deepcopy(root)
    etree.indent(pretty)
    return st.sampled_from(
        [
            data,
            as_bytes(pretty),
            _far_down(data),
            _far_down(as_bytes(pretty)),
            _with_prefixes(root),
            *(etree.tostring(each, encoding=name) for each in (root, pretty) for name in ENCODINGS),
        ]
    )


def _far_down(data: bytes) -> bytes:
    """Begin beyond the lines that libxml2 counts."""
    declaration, root = data.split(b"\n", maxsplit=1)
    return declaration + b"\n" * 70_000 + root


def _with_prefixes(root: XmlElement) -> bytes:
    namespace = str(etree.QName(root).namespace)
    prefixed = etree.Element(root.tag, nsmap={"vb": namespace})
    prefixed.text = root.text
    prefixed.extend(deepcopy(list(root)))
    etree.cleanup_namespaces(prefixed)
    return as_bytes(prefixed)


def _message(content: str) -> bytes:
    return f'<Verzuimmeldingen xmlns="{NAMESPACE}">{content}</Verzuimmeldingen>'.encode()


@settings(max_examples=200)
@given(_of_any_table(valid_messages))
def test_what_a_table_allows_is_valid_in_pieces(data: bytes) -> None:
    checked = check_in_pieces(data)

    assert checked.valid
    assert _said(checked) == _said(check(data))


@settings(max_examples=400)
@given(_of_any_table(broken_messages).flatmap(_written))
def test_every_fault_is_told_as_of_the_whole(data: bytes) -> None:
    assert _said(check_in_pieces(data)) == _said(check(data))


@settings(max_examples=200)
@given(_of_any_table(broken_messages).flatmap(_written), st.floats(0, 1))
def test_a_message_that_ends_anywhere_is_told_as_of_the_whole(data: bytes, share: float) -> None:
    cut = data[: int(share * len(data))]

    assert _said(check_in_pieces(cut)) == _said(check(cut))


@settings(max_examples=400)
@given(
    _of_any_table(broken_messages).flatmap(_written),
    st.lists(st.tuples(st.floats(0, 1), st.sampled_from(STRANGE)), max_size=3),
)
def test_whatever_is_put_in_anywhere_is_told_as_of_the_whole(
    data: bytes, added: list[tuple[float, bytes]]
) -> None:
    for share, what in added:
        place = int(share * len(data))
        data = data[:place] + what + data[place:]

    assert _said(check_in_pieces(data)) == _said(check(data))


@given(_of_any_table(broken_messages), st.integers(1, 7), st.integers(1, 300))
def test_limits_are_kept_as_of_the_whole(data: bytes, depth: int, elements: int) -> None:
    limits = Limits(max_depth=depth, max_elements=elements)

    assert _said(check_in_pieces(data, limits)) == _said(check(data, limits))


@given(st.binary(max_size=200))
def test_any_bytes_are_checked_without_an_exception(data: bytes) -> None:
    assert _said(check_in_pieces(data)) == _said(check(data))


@pytest.mark.parametrize("root", ["Verzuimmeldingen", "Onbekend", "Wrkgvr"])
@pytest.mark.parametrize("depth", [29, 30, 3000])
def test_depth_is_seen_wherever_it_is(root: str, depth: int) -> None:
    deep = "<a>" * depth + "</a>" * depth
    content = f"<Wrkgvr><Wrknmr>{deep}</Wrknmr></Wrkgvr>"
    data = f'<{root} xmlns="{NAMESPACE}">{content}</{root}>'.encode()

    assert _said(check_in_pieces(data)) == _said(check(data))


def test_very_many_persons_very_deep_are_refused_in_no_time() -> None:
    deep = "<a>" * 2000 + "<Wrknmr/>" * 100_000 + "</a>" * 2000

    assert [finding.code for finding in check_in_pieces(_message(deep)).findings] == ["XML03"]


def test_a_document_type_is_refused_before_anything_is_read() -> None:
    declared = b"<!DOCTYPE a [<!ENTITY a '1234567890'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>"
    for data in (declared + b"<a>&b;</a>", (declared + b"<a>&b;</a>").decode().encode("utf-16")):
        assert [finding.code for finding in check_in_pieces(data).findings] == ["XML05"]


def test_what_stands_before_an_unknown_entity_is_not_forgotten() -> None:
    # The parser that is fed would begin anew behind one, at the next bytes that it gets.
    data = b"<a>&unknown;" + b" " * 70_000 + b"<b/>"

    (finding,) = check_in_pieces(data).findings
    assert (finding.code, finding.params["reason"]) == ("XML06", "Entity 'unknown' not defined")


@pytest.mark.parametrize("faults", [MOST_FAULTS - 1, MOST_FAULTS, MOST_FAULTS + 1, 30_000])
def test_of_very_many_faults_the_same_are_told(faults: int) -> None:
    employer = "<Wrkgvr><X/>" + "<Wrknmr><Y/><Z/></Wrknmr>" * 20 + "</Wrkgvr>"
    each = len(check_in_pieces(_message(employer)).findings) - 1
    data = _message(employer * (faults // each) + "<X/>" * (faults % each - 1))

    checked = check_in_pieces(data)
    assert checked.findings == check(data).findings
    assert len(checked.findings) == min(faults, MOST_FAULTS + 1)


@pytest.mark.parametrize(
    "content",
    [
        "<Wrknmr>x</Wrknmr>" * 100_000 + "<X/>" * 100_000,
        f"<Wrknmr>{'<X/>' * 100_000}</Wrknmr>",
        "<Wrknmr {}/>".format(" ".join(f"a{number}=''" for number in range(50_000))),
    ],
    ids=["persons", "elements", "attributes"],
)
def test_an_employer_of_very_many_faults_is_refused_in_no_time(content: str) -> None:
    data = _message(f"<Wrkgvr>{content}</Wrkgvr>")

    assert len(check_in_pieces(data).findings) == MOST_FAULTS + 1
