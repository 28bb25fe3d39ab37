"""The change log speaks Dutch and English of all that there is (VE-5)."""

import pytest

from strategies.absence import FIRST_DAY
from verzuimbrug.application.change_log.words import (
    effect_words,
    field_word,
    kind_word,
    shielded_word,
    status_word,
    value_words,
)
from verzuimbrug.domain.case_fields import described
from verzuimbrug.domain.cases import CaseState, CaseStatus
from verzuimbrug.domain.effects import Effect
from verzuimbrug.domain.statements import ObjectKind
from verzuimbrug.sivi.mapping.employment import COST_CENTRE_FIELDS, WORK_RELATION_FIELDS
from verzuimbrug.sivi.mapping.field_names import employment_fields, person_fields
from verzuimbrug.sivi.mapping.person import ADDRESS_FIELDS, BANK_ACCOUNT_FIELDS, PARTNER_FIELDS
from verzuimbrug.sivi.tags import DOSSIER_MESSAGES

_GROUPS = (
    PARTNER_FIELDS,
    BANK_ACCOUNT_FIELDS,
    ADDRESS_FIELDS,
    WORK_RELATION_FIELDS,
    COST_CENTRE_FIELDS,
)
PARTS = sorted({name for table in _GROUPS for name, _ in table.values()})
LANGUAGES = ("nl", "en")
SAME = {"partner", "status"}
"""Fields that Dutch has the same word for."""

_OF_MESSAGES = {
    field
    for name in DOSSIER_MESSAGES
    for of in (person_fields, employment_fields)
    for field in of(name)
}
_OF_CASES = {*described(CaseState(first_day=FIRST_DAY)), "classification", "continues", "hidden"}
FIELDS = sorted({*_OF_MESSAGES, *_OF_CASES, "bsn", "end", "link_key"})


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_has_a_dutch_word(field: str) -> None:
    assert (field_word(field, "nl") == field_word(field, "en")) == (field in SAME)


def test_a_repeated_group_is_told_with_its_kind_code() -> None:
    assert field_word("foreign_address:01", "nl") == "buitenlands adres (01)"
    assert field_word("foreign_address:01", "en") == "foreign address (01)"


def test_a_field_without_a_word_is_told_as_it_is() -> None:
    assert field_word("nieuw_veld", "nl") == "nieuw veld"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_effect_has_a_word_of_its_own(language: str) -> None:
    words = [effect_words((effect,), language) for effect in Effect]

    assert len(set(words)) == len(words)
    assert all(words)
    if language == "nl":
        assert set(words).isdisjoint(Effect)


def test_effects_are_told_together() -> None:
    assert effect_words(("supplemented", "overwritten"), "nl") == "aangevuld, overschreven"
    assert effect_words((), "nl") == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_and_every_status_has_a_word(language: str) -> None:
    assert len({kind_word(kind, language) for kind in ObjectKind}) == len(ObjectKind)
    assert len({status_word(status, language) for status in CaseStatus}) == len(CaseStatus)


@pytest.mark.parametrize(
    ("field", "value", "dutch"),
    [
        ("surname", "Smit", "Smit"),
        ("surname", None, ""),
        ("hidden", True, "ja"),
        ("hidden", False, "nee"),
        ("last_sequence", 3, "3"),
        ("status", "recovered", "hersteld"),
        (
            "periods",
            {"2026-03-02": "100.00", "2026-03-09": "50.00"},
            "2026-03-02 100.00, 2026-03-09 50.00",
        ),
        ("address:01", {"city": "Breda", "street": None}, "woonplaats Breda"),
        ("cost_centres", {"1.name": "Oven", "2.part": "Deeg"}, "1 naam Oven, 2 onderdeel Deeg"),
    ],
)
def test_a_value_is_told_on_one_line(field: str, value: object, dutch: str) -> None:
    assert value_words(field, value, "nl") == dutch


@pytest.mark.parametrize("part", PARTS)
def test_every_part_of_a_group_has_a_dutch_word(part: str) -> None:
    told = [value_words("address:01", {part: "x"}, language) for language in LANGUAGES]

    assert (told[0] == told[1]) == (part == "code")


def test_what_is_shielded_is_told_to_be() -> None:
    assert [shielded_word(language) for language in LANGUAGES] == ["afgeschermd", "shielded"]
