"""The text of a configuration file: keys, aliases and characters, and what cannot be read."""

import json

import pytest
from hypothesis import given, strategies as st

from configuring_world import as_file, example
from verzuimbrug.application.configuration import document
from verzuimbrug.application.configuration.reading import read_configuration


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_no_bytes_raise(content: bytes) -> None:
    configuration, findings = read_configuration(content)
    assert configuration is not None or findings
    assert all(finding.text() and finding.action("en") for finding in findings)


def test_codes_may_be_written_as_numbers_and_keep_their_zeros() -> None:
    text = "arbodienst: {code: 0017, name: 12}\nemployers: [{code: 1e3, name: Nee}]\n"
    read, findings = read_configuration(text.encode())

    assert read is not None
    assert findings == ()
    assert (read.arbodienst.code, read.employers[0].code) == ("0017", "1e3")


def test_a_fault_knows_its_line() -> None:
    _, findings = read_configuration(b"arbodienst:\n  code: A\n  name: B\nwerkgevers: []\n")
    assert [(finding.path, finding.line) for finding in findings] == [("werkgevers", 4)]


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (b"", "CF002", 1),
        (b"- a", "CF002", 1),
        (b"a: [1\nb: 2", "CF001", 2),
        (b"a: 1\n---\nb: 2", "CF001", 2),
        (b"a: \xff", "CF001", None),
        (b"[" * 5000, "CF001", None),
        (b"accounts: []", "CF009", 1),
    ],
)
def test_a_file_that_holds_no_configuration(content: bytes, code: str, line: int | None) -> None:
    configuration, findings = read_configuration(content)
    assert configuration is None
    assert [(finding.code, finding.line) for finding in findings] == [(code, line)]


def test_a_key_twice_is_a_fault() -> None:
    text = b"arbodienst: {code: A, name: B, code: C}\nemployers: []\n? [a]\n: 1\n"
    assert [finding.code for finding in read_configuration(text)[1]] == ["CF011", "CF008"]


@pytest.mark.parametrize("escape", [r"\u0000", r"\ud800", r"\u0007"])
def test_what_cannot_be_kept_is_a_fault(escape: str) -> None:
    _, findings = read_configuration(
        b'{"arbodienst": {"code": "A", "name": "x%by"}}' % escape.encode()
    )
    assert "CF036" in [finding.code for finding in findings]


@pytest.mark.parametrize("escape", [r"\u0000", r"\ud800"])
def test_what_cannot_be_kept_is_a_fault_of_a_key_too(escape: str) -> None:
    configuration = example()
    configuration["employers"][0]["external_ids"] = {"x?": "1"}

    _, findings = read_configuration(json.dumps(configuration).replace("x?", escape).encode())

    (fault,) = findings
    assert (fault.code, fault.path) == ("CF036", "employers[1].external_ids")
    assert fault.text().isprintable()


def test_a_character_that_json_writes_as_two_escapes_is_one() -> None:
    content = json.dumps({"arbodienst": {"code": "A", "name": "\N{TULIP}"}})

    read, findings = read_configuration(content.encode())

    assert findings == ()
    assert read is not None
    assert read.arbodienst.name == "\N{TULIP}"


def test_an_alias_stands_for_what_it_names() -> None:
    text = b"arbodienst: {code: A, name: &b B}\nemployers: [{code: C, name: *b}]"
    read, findings = read_configuration(text)

    assert read is not None
    assert (read.employers[0].name, findings) == ("B", ())


@pytest.mark.parametrize(
    "text",
    [
        b"a: &a [1, 2, 3]\n"
        + b"".join(
            b"%c: &%c [%b]\n" % (n, n, b", ".join([b"*%c" % (n - 1)] * 9)) for n in range(98, 110)
        ),
        b"arbodienst: &a {code: A, name: B, more: *a}",
    ],
    ids=["aliases of aliases", "an alias of itself"],
)
def test_a_few_aliases_do_not_stand_for_millions_of_entries(text: bytes) -> None:
    assert [finding.code for finding in read_configuration(text)[1]] == ["CF001"]


def test_a_file_with_too_many_entries_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "MOST_NODES", 9)
    read, (finding,) = read_configuration(as_file(example()))
    assert (read, finding.code) == (None, "CF001")
