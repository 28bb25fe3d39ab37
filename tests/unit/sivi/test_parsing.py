from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given, strategies as st

from verzuimbrug.domain.findings import Finding
from verzuimbrug.sivi.parsing import Parsed, parse, parse_in_parts
from verzuimbrug.sivi.screening import Limits

XSI = b'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
BOMB = b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12))
SMALL = Limits(max_bytes=2000, max_depth=4, max_elements=10)


def _codes(data: bytes, limits: Limits = SMALL) -> list[str]:
    return [finding.code for finding in parse(data, limits).findings]


def _text(data: bytes) -> str | None:
    root = parse(data).root
    assert root is not None
    return root.text


@given(st.binary(max_size=300) | st.text("<>/!?[]&;#x=\"'abc \n", max_size=80).map(str.encode))
def test_any_bytes_give_a_tree_or_a_finding(data: bytes) -> None:
    parsed = parse(data)

    assert (parsed.root is None) == (len(parsed.findings) == 1)


@pytest.mark.parametrize("data", [b"", b" \r\n\t"])
def test_an_empty_file_is_called_empty(data: bytes) -> None:
    assert parse(data) == Parsed(findings=(Finding("XML01"),))


def test_a_file_may_have_exactly_the_bytes_allowed() -> None:
    assert _codes(b"<a>" + b"x" * 1993 + b"</a>") == []
    assert parse(b" " * 2000 + b"x", SMALL).findings == (
        Finding("XML02", {"found": "2001", "limit": "2000"}),
    )


def test_a_file_may_go_exactly_as_deep_as_allowed() -> None:
    assert _codes(b"<a><a><a><a/></a></a></a>") == []
    assert parse(b"<a><a><a><a><a/></a></a></a></a>", SMALL).findings == (
        Finding("XML03", {"limit": "4"}),
    )


def test_depth_far_beyond_libxml2_is_told_as_depth() -> None:
    assert _codes(b"<a>" * 5000, Limits()) == ["XML03"]
    assert _codes(("<a>" * 5000).encode("utf-16"), Limits()) == ["XML03"]


def test_a_file_may_have_exactly_the_elements_allowed() -> None:
    assert _codes(b"<a>" + b"<b></b>" * 9 + b"</a>") == []
    assert parse(b"<a>" + b"<b/>" * 10 + b"</a>", SMALL).findings == (
        Finding("XML04", {"limit": "10"}),
    )


def test_attributes_count_as_elements_where_counting_is_needed() -> None:
    attributes = b" ".join(b'a%d="" ' % number for number in range(11))

    assert _codes(b"<a %s/>" % attributes) == ["XML04"]


def _declaring(number: int) -> bytes:
    return b" ".join(b'xmlns:a%d="urn:%d"' % (each, each) for each in range(number))


def test_so_many_namespaces_may_hold_at_one_place() -> None:
    allowed = Limits(max_namespaces=10)

    assert _codes(b"<a %s><b/></a>" % _declaring(10), allowed) == []
    assert _codes(b"<a %s><b/></a>" % _declaring(11), allowed) == ["XML08"]
    assert _codes(b"<a %s><b xmlns='urn:b'/></a>" % _declaring(10), allowed) == ["XML08"]


def test_a_namespace_that_each_element_declares_anew_is_no_matter() -> None:
    assert _codes(b"<a>" + b"<b xmlns='urn:b' xmlns:c='urn:c'/>" * 1000 + b"</a>", Limits()) == []


def test_what_only_looks_like_elements_is_not_counted() -> None:
    assert _codes(b"<a><![CDATA[" + b"<b " * 50 + b"=" * 50 + b"]]></a>") == []
    assert _codes(b"<a><!--" + b"<b " * 50 + b"--></a>") == []


def test_one_endless_tag_is_refused_before_it_is_built() -> None:
    attributes = b" ".join(b'a%d=""' % number for number in range(300_000))

    assert _codes(b"<a %s/>" % attributes, Limits(max_elements=250_000)) == ["XML04"]


@pytest.mark.parametrize(
    "declarations",
    [
        b"",
        b"[<!ENTITY a0 'x'>%s]" % BOMB,
        b"SYSTEM 'file:///etc/passwd'",
        b"[<!ATTLIST a b CDATA '1'>]",
    ],
)
def test_any_document_type_is_refused(declarations: bytes) -> None:
    for content in (b"<a>&a11;</a>", b'<a b="&a11;"/>', b"<a/>"):
        assert parse(b"<!DOCTYPE a %s>%s" % (declarations, content)).findings == (Finding("XML05"),)


def test_a_document_type_is_seen_in_every_encoding() -> None:
    text = "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"

    assert _codes(text.encode("utf-16")) == ["XML05"]
    assert _codes(b'<?xml version="1.0" encoding="UTF-7"?>' + text.encode("utf-7")) == ["XML05"]


def test_the_word_doctype_in_a_text_is_no_document_type() -> None:
    assert _text(b"<a><![CDATA[<!DOCTYPE a>]]></a>") == "<!DOCTYPE a>"


@pytest.mark.parametrize(
    "data",
    [
        b"x",
        b"%PDF-1.4",
        b"<a>",
        b"<a/>x",
        b"<a></b>",
        b"<x:a/>",
        b"<a>&b;</a>",
        b"<a>\0</a>",
        b"\0<a/>",
    ],
)
def test_what_is_not_well_formed_is_told_with_its_line(data: bytes) -> None:
    (finding,) = parse(data).findings

    assert (finding.code, finding.line) == ("XML06", 1)
    assert ", line " not in finding.params["reason"]


def test_the_line_is_that_of_the_break() -> None:
    assert parse(b"<a>\n<b>\n</a>").findings[0].line == 3


@pytest.mark.parametrize(
    "data",
    [
        b'<?xml version="1.0" encoding="onzin"?><a/>',
        b'<?xml version="1.0" encoding="UTF-8"?><a>\xe9</a>',
        b"<a>\xff</a>",
        "<a/>".encode("utf-16") + b"\0\xd8",
    ],
)
def test_characters_that_cannot_be_read_are_told_apart(data: bytes) -> None:
    assert _codes(data) == ["XML07"]


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16", "ISO-8859-1", "windows-1252", "UTF-7"])
def test_every_encoding_that_the_message_names_is_read(encoding: str) -> None:
    declared = f"<?xml version='1.0' encoding='{encoding}'?><a>é</a>"

    assert _text(declared.encode(encoding)) == "é"


def test_a_byte_order_mark_is_no_content() -> None:
    assert _text(b"\xef\xbb\xbf<?xml version='1.0'?><a>x</a>") == "x"


def test_a_value_stands_in_one_piece() -> None:
    assert _text(b"<a>1<!-- x -->2<?y z?>3<![CDATA[4]]>&#53;</a>") == "12345"


def test_hints_to_schemas_are_dropped_and_nothing_else() -> None:
    message = (
        b'<a %s xsi:schemaLocation="urn:a b.xsd" b="1"><c xsi:noNamespaceSchemaLocation="d"/></a>'
    )
    for data in (message % XSI, (message % XSI).decode().encode("utf-16")):
        root = parse(data).root

        assert root is not None
        assert [dict(node.attrib) for node in root.iter()] == [{"b": "1"}, {}]


def test_a_text_of_more_than_ten_megabytes_is_read() -> None:
    assert len(_text(b"<a>%s</a>" % (b"x" * 11_000_000)) or "") == 11_000_000


def test_no_file_is_opened_for_a_message(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    include = (
        b'<a xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="%s" parse="text"/></a>'
    )

    root = parse(include % str(tmp_path / "secret").encode()).root

    assert root is not None
    assert "".join(str(text) for text in root.itertext()) == ""


def test_threads_parse_side_by_side() -> None:
    results: list[Parsed] = []
    threads = [Thread(target=lambda: results.append(parse(b"<a>x</a>"))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [result.findings for result in results] == [()] * 4


@pytest.mark.parametrize("place", ["part", "root"])
def test_what_goes_too_deep_is_refused_in_parts_as_it_is_whole(place: str) -> None:
    deep, part = b"<b><c><d><e/></d></c></b>", b"<p>1</p>"
    data = b"<a><p>%s</p></a>" % deep if place == "part" else b"<a>%s%s</a>" % (deep, part)
    seen: list[object] = []

    found = parse_in_parts(data, ("p",), seen.append, SMALL)

    assert found.root is None
    assert found.findings == parse(data, SMALL).findings
    assert [each.code for each in found.findings] == _codes(data)
