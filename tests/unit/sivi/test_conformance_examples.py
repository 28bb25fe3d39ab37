"""The examples of conformance cases: valid in every edition of every message, and what they say."""

from datetime import date

import pytest

from verzuimbrug.domain.bsn import passes_elfproef
from verzuimbrug.domain.conformance import cases_of
from verzuimbrug.domain.conformance_examples import ExampleStream, example_of
from verzuimbrug.domain.conformance_facts import StreamEdition
from verzuimbrug.domain.conformance_people import ExampleEmployer
from verzuimbrug.domain.deliveries import DOSSIER_KINDS, Operation
from verzuimbrug.domain.operations import PRESETS
from verzuimbrug.sivi.catalogue import MessageTable, catalogue
from verzuimbrug.sivi.checking import check
from verzuimbrug.sivi.composing import all_employer_tags, compose
from verzuimbrug.sivi.editions import edition_facts
from verzuimbrug.sivi.tags import (
    BSN_KEY,
    DEFAULT_EMPLOYEE_KEY,
    EMPLOYER_TAGS,
    MESSAGE_KINDS,
)

TABLES = [
    pytest.param(table, id=f"{table.root}-{table.edition}")
    for table in catalogue().tables
    if MESSAGE_KINDS.get(table.file_name) in DOSSIER_KINDS
]
CODES = {operation: code for code, operation in PRESETS["generic"].items()}


def employer(number: str) -> ExampleEmployer:
    """An employer with every tag that there is."""
    return ExampleEmployer(number=number, name="Proef", tags=all_employer_tags(number, "Proef"))


def stream(
    table: MessageTable, *keys: str, codes: dict[Operation, str] | None = None
) -> ExampleStream:
    """A stream of a message."""
    return ExampleStream(
        stream="S",
        message=table.file_name,
        interface=table.interface,
        edition=table.edition,
        kind=MESSAGE_KINDS[table.file_name],
        codes=codes or CODES,
        key_tags=(DEFAULT_EMPLOYEE_KEY, *keys),
        has_digits=BSN_KEY in keys,
        cause="99",
        inside=(employer("10001"), employer("10002")),
        outside=employer("10003"),
        unknown=employer("10009"),
        series="261129260",
        day=date(2026, 11, 29),
    )


def cases(table: MessageTable) -> list[str]:
    """The cases of a message."""
    facts = edition_facts(table.file_name, table.edition)
    assert facts is not None
    edition = StreamEdition(
        stream="S",
        message=table.file_name,
        edition=table.edition,
        kind=MESSAGE_KINDS[table.file_name],
        operations=frozenset(CODES),
        has_former_key=facts.has_former_key,
        answers_reports=facts.answers_reports,
    )
    return [case.id for case in cases_of(edition)]


@pytest.mark.parametrize("table", TABLES)
def test_every_example_is_valid_but_the_one_that_is_not(table: MessageTable) -> None:
    for case in cases(table):
        for message in example_of(stream(table), case):
            checked = check(compose(message.delivery))
            assert checked.valid == (case != "invalid"), (case, checked.findings)


@pytest.mark.parametrize("table", TABLES)
def test_former_keys_are_a_case_where_the_message_has_them(table: MessageTable) -> None:
    is_absence = table.file_name == "Verzuimmeldingen"
    expected = not (is_absence and table.edition >= "2025")
    assert ("former-key" in cases(table)) == expected


def test_an2_reports_are_answered_from_2024_on() -> None:
    tables = [each for each in catalogue().tables if each.file_name == "Verzuimmeldingen"]
    answered = {each.edition for each in tables if "reports-collected" in cases(each)}
    assert answered == {"2024", "2025", "2026"}


def test_a_key_of_digits_is_nobodys_number_that_passes_the_eleven_test() -> None:
    (table,) = (
        each
        for each in catalogue().tables
        if (each.file_name, each.edition) == ("Verzuimmeldingen", "2022")
    )
    (message,) = example_of(stream(table, BSN_KEY), "many")
    keys = {
        key
        for employer_ in message.delivery.employers
        for person in employer_.persons
        for key in person.keys[BSN_KEY]
    }
    assert len(keys) == 4
    assert all(key.startswith("9999") and passes_elfproef(key) for key in keys)


def test_a_message_that_is_not_in_the_catalogue_has_no_facts() -> None:
    assert edition_facts("Verzuimmeldingen", "1999") is None


def test_every_tag_of_a_template_is_there_for_an_example() -> None:
    assert set(EMPLOYER_TAGS) <= set(all_employer_tags("10001", "Proef"))
