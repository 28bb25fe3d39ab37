from collections.abc import Callable

import pytest
from hypothesis import given, settings, strategies as st
from lxml.etree import _Element as XmlElement

from strategies.messages import as_bytes, broken_messages, tables, valid_messages
from verzuimbrug.domain.findings import Finding
from verzuimbrug.sivi.catalogue import MessageTable, catalogue
from verzuimbrug.sivi.checking import MOST_FAULTS, Checked, check, explain
from verzuimbrug.sivi.faults import faults
from verzuimbrug.sivi.parsing import Limits, parse
from verzuimbrug.sivi.schema import gate

RETURN = "http://www.sivi.org/Verzuimmanagement/Retourmelding1/2026"
Drawn = tuple[MessageTable, XmlElement]


def _drawn(
    messages: Callable[[MessageTable], st.SearchStrategy[XmlElement]],
) -> st.SearchStrategy[Drawn]:
    return tables().flatmap(lambda table: st.tuples(st.just(table), messages(table)))


@settings(max_examples=200)
@given(_drawn(valid_messages))
def test_what_a_table_allows_is_valid(drawn: Drawn) -> None:
    table, message = drawn

    checked = check(as_bytes(message))

    assert checked.findings == ()
    assert (checked.valid, checked.table) == (True, table)


@settings(max_examples=400)
@given(_drawn(broken_messages))
def test_gate_and_explanation_agree_on_every_message(drawn: Drawn) -> None:
    table, message = drawn
    root = parse(as_bytes(message)).root
    assert root is not None

    assert gate(table).validate(root) == (list(faults(table, root)) == [])


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


def _refused() -> tuple[MessageTable, Checked]:
    table = catalogue().by_namespace(RETURN, "Retourmelding1")
    assert table is not None
    return table, check(f'<Retourmelding1 xmlns="{RETURN}"/>'.encode())


def test_a_refusal_without_an_explanation_is_told_in_the_words_of_libxml2() -> None:
    table, checked = _refused()
    assert checked.root is not None
    gate(table).validate(checked.root)

    (finding,) = explain(iter(()), gate(table).error_log)

    assert finding.code == "CAT90"
    assert "Missing child element" in finding.params["words"]


def test_of_very_many_faults_only_the_first_are_told() -> None:
    table, _ = _refused()

    told = explain(iter([Finding("CAT10")] * (MOST_FAULTS + 3)), gate(table).error_log)

    assert len(told) == MOST_FAULTS + 1
    assert told[-1] == Finding("CAT91", {"limit": "10000"})
