from collections.abc import Callable

import pytest
from hypothesis import given, settings, strategies as st
from lxml.etree import _Element as XmlElement

from strategies.messages import as_bytes, broken_messages, tables, valid_messages
from verzuimbrug.domain.findings import Finding
from verzuimbrug.sivi.catalogue import MessageTable
from verzuimbrug.sivi.checking import MOST_FAULTS, check, explain
from verzuimbrug.sivi.faults import faults
from verzuimbrug.sivi.parsing import parse
from verzuimbrug.sivi.schema import refusal, streamed_refusal
from verzuimbrug.sivi.screening import Limits

RETURN = "http://www.sivi.org/Verzuimmanagement/Retourmelding1/2026"
Drawn = tuple[MessageTable, XmlElement]


def _drawn(
    messages: Callable[[MessageTable], st.SearchStrategy[XmlElement]],
) -> st.SearchStrategy[Drawn]:
    return tables().flatmap(lambda table: st.tuples(st.just(table), messages(table)))


@settings(max_examples=200)
@given(_drawn(valid_messages))
def test_what_a_table_allows_is_valid_small_or_large(drawn: Drawn) -> None:
    table, message = drawn

    checked = check(as_bytes(message))
    large = check(as_bytes(message) + b" " * 70_000)

    assert checked.findings == ()
    assert (checked.valid, checked.table) == (True, table)
    assert (large.valid, large.table) == (True, table)


@settings(max_examples=400)
@given(_drawn(broken_messages))
def test_gates_and_explanation_agree_on_every_message(drawn: Drawn) -> None:
    table, message = drawn
    root = parse(as_bytes(message)).root
    assert root is not None

    told = list(faults(table, root))
    assert (refusal(table, root) is None) == (told == [])
    assert (streamed_refusal(table, root) is None) == (told == [])


@settings(max_examples=100)
@given(_drawn(broken_messages))
def test_every_fault_has_a_path_a_line_and_a_sentence(drawn: Drawn) -> None:
    table, message = drawn
    for finding in check(as_bytes(message)).findings:
        assert finding.path.startswith(f"/{table.root}")
        assert isinstance(finding.line, int)
        assert finding.text("nl") != finding.text("en")


@given(st.binary(max_size=200))
def test_any_bytes_are_checked_without_an_exception(data: bytes) -> None:
    assert not check(data).valid


def test_a_message_says_which_one_it_is() -> None:
    checked = check(f'<Retourmelding1 xmlns="{RETURN}"/>'.encode())

    assert (checked.message, checked.interface, checked.edition) == (
        "Retourmelding1",
        "werkgevers-arbodiensten",
        "2026",
    )
    assert not checked.valid


def test_bytes_that_cannot_be_read_are_no_message() -> None:
    assert check(b"<a>").message is None
    assert [finding.code for finding in check(b"<a>").findings] == ["XML06"]


def test_an_unknown_root_is_told_with_the_messages_there_are() -> None:
    checked = check(b"\n<Ziekmelding/>")

    (finding,) = checked.findings
    assert (finding.code, finding.path, finding.line) == ("BRT01", "/Ziekmelding", 2)
    assert finding.params["found"] == "Ziekmelding"
    assert "Verzuimmeldingen" in finding.params["messages"]
    assert (checked.message, checked.edition, checked.table) == ("Ziekmelding", None, None)


def test_an_unknown_edition_is_told_with_the_editions_there_are() -> None:
    checked = check(f'<Retourmelding1 xmlns="{RETURN[:-4]}2023"/>'.encode())

    params = {"message": "Retourmelding1", "found": "2023", "editions": "2022, 2024, 2025, 2026"}
    assert checked.findings == (Finding("BRT02", params, "/Retourmelding1", 1),)
    assert checked.edition == "2023"


@pytest.mark.parametrize(("namespace", "found"), [("", "-"), ("urn:x", "urn:x")])
def test_a_foreign_namespace_is_told_with_the_editions_there_are(
    namespace: str, found: str
) -> None:
    checked = check(f'<Retourmelding xmlns="{namespace}"/>'.encode())

    params = {"message": "Retourmelding", "found": found, "editions": "2026"}
    assert checked.findings == (Finding("BRT03", params, "/Retourmelding", 1),)
    assert checked.edition is None


def test_limits_are_those_of_the_caller() -> None:
    assert [f.code for f in check(b"<a/>", Limits(max_bytes=3)).findings] == ["XML02"]


def test_a_refusal_without_an_explanation_is_told_in_the_words_of_libxml2() -> None:
    assert explain(iter(()), "words") == (Finding("CAT90", {"words": "words"}),)


def test_of_very_many_faults_only_the_first_are_told() -> None:
    told = explain(iter([Finding("CAT10")] * (MOST_FAULTS + 3)), "words")

    assert len(told) == MOST_FAULTS + 1
    assert told[-1] == Finding("CAT91", {"limit": "10000"})


def test_exactly_as_many_faults_as_are_told_are_all_of_them() -> None:
    assert len(explain(iter([Finding("CAT10")] * MOST_FAULTS), "words")) == MOST_FAULTS


@pytest.mark.parametrize(
    "content", ["<é/>", "<BrAlg é='1'/>", "<BrAlg><é:a xmlns:é='urn:x'/></BrAlg>"]
)
def test_names_in_any_letters_are_faults_small_or_large(content: str) -> None:
    data = f'<Retourmelding1 xmlns="{RETURN}">{content}</Retourmelding1>'.encode()

    assert check(data).findings == check(data + b" " * 70_000).findings != ()


def test_a_large_message_of_faults_is_refused_in_no_time() -> None:
    data = (
        f'<Retourmelding1 xmlns="{RETURN}">{"<Foutmldng>x</Foutmldng>" * 200_000}</Retourmelding1>'
    )

    assert len(check(data.encode()).findings) == MOST_FAULTS + 1
