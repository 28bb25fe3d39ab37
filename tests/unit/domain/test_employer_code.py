"""The employer code as the template makes it (WG-1)."""

from hypothesis import given, strategies as st

from verzuimbrug.domain.conversion import ConversionTable, Unknown
from verzuimbrug.domain.employer_code import EmployerCodeTemplate, MadeCode

ARBO = "IdWrkgvrArbdnst"


def template(text: str = f"[{ARBO}]") -> EmployerCodeTemplate:
    return EmployerCodeTemplate(template=text)


def test_code_is_text_and_tags() -> None:
    made = template(f"FLSN[{ARBO}]-[NmWrkgvr]").code_from({ARBO: "1001", "NmWrkgvr": "Bakker"})

    assert made == MadeCode(code="FLSN1001-Bakker", received=f"{ARBO}=1001, NmWrkgvr=Bakker")


def test_tags_are_named_in_order() -> None:
    assert template("a[B]c[D]").tags == ("B", "D")


def test_values_are_trimmed_by_default_and_shown_as_received() -> None:
    made = template().code_from({ARBO: " 1001 "})

    assert (made.code, made.received) == ("1001", f"{ARBO}= 1001 ")


def test_values_stay_as_they_are_when_trimming_is_off() -> None:
    untrimmed = EmployerCodeTemplate(template=f"[{ARBO}]", trim=False)

    assert untrimmed.code_from({ARBO: " 1001 "}).code == " 1001 "


def test_values_can_be_put_in_upper_case() -> None:
    upper = EmployerCodeTemplate(template=f"x[{ARBO}]", upper=True)

    assert upper.code_from({ARBO: "ab1"}).code == "xAB1"


def test_leading_zeros_can_be_stripped_and_a_zero_stays() -> None:
    stripped = EmployerCodeTemplate(template=f"[{ARBO}]", strip_zeros=True)

    assert stripped.code_from({ARBO: "00120"}).code == "120"
    assert stripped.code_from({ARBO: "000"}).code == "000"


def test_values_are_translated_and_unknown_ones_stay() -> None:
    table = ConversionTable(values={"1001": "A1", "A1": "B2"})
    translated = EmployerCodeTemplate(template=f"[{ARBO}]", conversion=table)

    assert translated.code_from({ARBO: "1001"}).code == "A1"
    assert translated.code_from({ARBO: "1002"}).code == "1002"


def test_value_is_prepared_before_it_is_translated() -> None:
    table = ConversionTable(values={"AB": "1"})
    prepared = EmployerCodeTemplate(
        template=f"[{ARBO}]", upper=True, strip_zeros=True, conversion=table
    )

    assert prepared.code_from({ARBO: " 00ab "}).code == "1"


def test_value_that_may_not_be_unknown_is_named_by_its_tag() -> None:
    table = ConversionTable(code="T", values={"1001": "A1"}, unknown=Unknown.FINDING)
    made = EmployerCodeTemplate(template=f"[{ARBO}]-[A]", conversion=table).code_from(
        {ARBO: "1001", "A": " 7 "}
    )

    assert (made.code, made.unknown) == ("A1-7", {"A": "7"})


def test_tag_that_is_empty_after_trimming_is_named() -> None:
    two = template(f"[{ARBO}][NmWrkgvr]")

    assert two.code_from({ARBO: "1001", "NmWrkgvr": " \t"}).missing == ("NmWrkgvr",)
    assert two.code_from({}).missing == (ARBO, "NmWrkgvr")


def test_tag_of_blanks_is_missing_also_when_trimming_is_off() -> None:
    untrimmed = EmployerCodeTemplate(template=f"[{ARBO}]", trim=False)

    assert untrimmed.code_from({ARBO: "  "}).missing == (ARBO,)


@given(st.text(), st.dictionaries(st.sampled_from([ARBO, "A", "B"]), st.text()))
def test_any_template_makes_a_code_of_any_values(text: str, values: dict[str, str]) -> None:
    made = template(text).code_from(values)

    assert set(made.missing) <= set(template(text).tags)


@given(st.text(alphabet=st.characters(exclude_characters="[]")), st.text(min_size=1))
def test_value_between_brackets_is_not_read_as_a_tag(prefix: str, value: str) -> None:
    assert template(f"{prefix}[{ARBO}]").code_from({ARBO: value}).code == prefix + value.strip()
