"""A configuration file: what it may say, and what is said of it when it may not."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given

from configuring_world import as_file, example
from strategies.configurations import configurations
from verzuimbrug.application.configuration.entries import Configuration, StreamEntry
from verzuimbrug.application.configuration.reading import read_configuration
from verzuimbrug.application.configuration.writing import write_configuration
from verzuimbrug.domain.findings import Finding

INSURER = "VerzuimmeldingenVerzekeraar-Arbodienst"


def _faults(configuration: dict[str, Any]) -> list[tuple[str, str]]:
    _, findings = read_configuration(as_file(configuration))
    return [(finding.code, finding.path) for finding in findings]


def _read(configuration: dict[str, Any]) -> Configuration:
    read, findings = read_configuration(as_file(configuration))
    assert read is not None
    assert not findings
    return read


def _with(path: str, value: Any) -> dict[str, Any]:  # noqa: ANN401 -- what YAML can hold
    """The example with one value set; a path such as `accounts.0.streams.0.mode`."""
    changed: Any = example()
    *way, last = path.split(".")
    place = changed
    for step in way:
        place = place[int(step)] if step.isdigit() else place[step]
    place[last] = value
    return dict(deepcopy(changed))


def _stream(**settings: Any) -> StreamEntry:  # noqa: ANN401 -- what YAML can hold
    changed = example()
    changed["accounts"][0]["streams"][0] |= settings
    return _read(changed).accounts[0].streams[0]


@given(configurations)
def test_what_is_written_is_read_back_the_same(configuration: Configuration) -> None:
    read, findings = read_configuration(write_configuration(configuration).encode())

    assert findings == ()
    assert read == configuration


def test_the_example_has_no_faults() -> None:
    assert _faults(example()) == []


def test_profile_gives_the_message_of_a_stream() -> None:
    vdd = example()
    vdd["accounts"][0] |= {"portal": "vdd", "streams": [{"name": "VZ"}, {"name": "DV"}]}
    messages = [stream.settings["message"] for stream in _read(vdd).accounts[0].streams]
    assert messages == ["Verzuimmeldingen", "Dienstverbanden"]


def test_a_message_named_goes_before_the_profile() -> None:
    assert _stream(message="Dienstverbanden").settings["message"] == "Dienstverbanden"


def test_editions_left_out_are_all_of_the_catalogue() -> None:
    assert _stream().settings["editions"] == ["2022", "2024", "2025", "2026"]


def test_misspelt_employer_tag_of_the_help_page_is_understood() -> None:
    stream = _stream(employer_code="FLSN[IdWrkgvrArbndst]")
    assert stream.settings["employer_code"] == "FLSN[IdWrkgvrArbdnst]"


def test_defaults_are_not_kept() -> None:
    stream = _stream(mode="live", gaps="park", employer_code_options={"trim": True})
    assert {"mode", "gaps", "employer_code_options"}.isdisjoint(stream.settings)


def test_employer_code_options_are_read() -> None:
    options = {"upper": True, "strip_zeros": True, "conversion": {"1": "ABC"}}
    assert _stream(employer_code_options=options).settings["employer_code_options"] == options


def test_own_table_of_operations() -> None:
    table = {"01": "new", 3: "withdraw"}
    assert _stream(operations=table).settings["operations"] == {"01": "new", "03": "withdraw"}


def test_an_edition_may_have_its_own_table_and_its_own_mark() -> None:
    table = {"2022": "verbs", "2024": {"01": "new"}}
    stream = _stream(operations_per_edition=table, operations_confirmed=[2024, 2022])

    assert stream.settings["operations_per_edition"] == table
    assert stream.settings["operations_confirmed"] == ["2022", "2024"]


def test_a_stream_may_name_conversion_tables() -> None:
    stream = _stream(employer_code_options={"conversion": "relaties"}, conversions={"initials": 7})
    assert stream.settings["employer_code_options"] == {"conversion": "relaties"}
    assert stream.settings["conversions"] == {"initials": "7"}


def test_a_kvk_number_gets_back_the_zeros_that_a_spreadsheet_took() -> None:
    assert _read(_with("employers.0.kvk_number", 1234567)).employers[0].kvk_number == "01234567"


def test_an_employer_does_not_end_before_it_starts() -> None:
    changed = example()
    changed["employers"][0] |= {"start": "2026-02-01", "end": "2026-01-31"}
    assert _faults(changed) == [("CF025", "employers[1].end")]


def test_codes_of_the_standard_may_be_written_as_numbers() -> None:
    stream = _stream(ended_reasons=[3, "03"], classification={"WAZOCd": {1: "ziekte"}})
    assert stream.settings["ended_reasons"] == ["03"]
    assert stream.settings["classification"] == {"WAZOCd": {"01": "ziekte"}}


@pytest.mark.parametrize(
    ("path", "value", "code", "place"),
    [
        ("employers", "x", "CF003", "employers"),
        ("employers", ["x"], "CF002", "employers[1]"),
        ("emploiers", [], "CF008", "emploiers"),
        ("employers.0.code", "", "CF009", "employers[1]"),
        ("employers.0.code", None, "CF009", "employers[1]"),
        ("employers.0.code", ["x"], "CF004", "employers[1].code"),
        ("employers.0.code", "x" * 201, "CF024", "employers[1].code"),
        ("employers.0.groups", [None], "CF004", "employers[1].groups[1]"),
        (
            "employers.0.groups",
            [{"code": "A", "from": "x"}],
            "CF007",
            "employers[1].groups[1].from",
        ),
        (
            "employers.0.groups",
            [{"code": "A", "from": "2026-02-01", "until": "2026-01-31"}],
            "CF025",
            "employers[1].groups[1].until",
        ),
        (
            "employers.0.groups",
            [{"code": "A", "until": "2026-02-01", "run_out_until": "2026-01-31"}],
            "CF027",
            "employers[1].groups[1].run_out_until",
        ),
        (
            "employers.0.groups",
            [{"code": "A", "run_out_until": "2026-01-31"}],
            "CF027",
            "employers[1].groups[1].run_out_until",
        ),
        ("employers.0.name", "a\0b", "CF036", "employers[1].name"),
        ("employers.0.kvk_number", "123456789", "CF026", "employers[1].kvk_number"),
        ("employers.0.payroll_tax_number", "123L1", "CF026", "employers[1].payroll_tax_number"),
        ("accounts.0.allowed_addresses", ["10.0.0.1/8"], "CF028", "accounts[1].allowed_addresses"),
        (
            "accounts.0.streams.0.operations_confirmed",
            [2019],
            "CF010",
            "accounts[1].streams[1].operations_confirmed",
        ),
        (
            "accounts.0.streams.0.operations_per_edition",
            {"2019": "verbs"},
            "CF010",
            "accounts[1].streams[1].operations_per_edition",
        ),
        (
            "accounts.0.streams.0.field_policies",
            {"achternaam": "never"},
            "CF035",
            "accounts[1].streams[1].field_policies.achternaam",
        ),
        (
            "accounts.0.streams.0.conversions",
            {"surname": "tabel"},
            "CF035",
            "accounts[1].streams[1].conversions.surname",
        ),
        ("accounts.0.type", "ftp", "CF010", "accounts[1].type"),
        ("accounts.0.culture", "de", "CF010", "accounts[1].culture"),
        ("accounts.0.bsn", "ja", "CF005", "accounts[1].bsn"),
        ("accounts.0.bsn", ["true"], "CF005", "accounts[1].bsn"),
        ("accounts.0.scope", None, "CF009", "accounts[1].scope"),
        ("accounts.0.scope", "all", "CF002", "accounts[1].scope"),
        ("accounts.0.scope.all", True, "CF016", "accounts[1].scope"),
        ("accounts.0.underwriting_agent", "V", "CF015", "accounts[1].underwriting_agent"),
        ("accounts.0.report_recipients", ["x@"], "CF014", "accounts[1].report_recipients"),
        ("accounts.0.report_recipients", ["a b@c"], "CF014", "accounts[1].report_recipients"),
        ("accounts.0.report_recipients", "a@b.nl", "CF003", "accounts[1].report_recipients"),
        ("accounts.0.streams.0.name", "Iets", "CF021", "accounts[1].streams[1].message"),
        ("accounts.0.streams.0.message", "VZ", "CF010", "accounts[1].streams[1].message"),
        ("accounts.0.streams.0.editions", [2023], "CF022", "accounts[1].streams[1].editions"),
        ("accounts.0.streams.0.mode", "life", "CF010", "accounts[1].streams[1].mode"),
        ("accounts.0.streams.0.operations", "x", "CF010", "accounts[1].streams[1].operations"),
        ("accounts.0.streams.0.operations", ["x"], "CF004", "accounts[1].streams[1].operations"),
        (
            "accounts.0.streams.0.operations",
            {"01": "nieuw"},
            "CF010",
            "accounts[1].streams[1].operations.01",
        ),
        (
            "accounts.0.streams.0.operations",
            {"06": "new"},
            "CF010",
            "accounts[1].streams[1].operations.06",
        ),
        (
            "accounts.0.streams.0.field_policies",
            {"surname": "nooit"},
            "CF010",
            "accounts[1].streams[1].field_policies.surname",
        ),
        (
            "accounts.0.streams.0.classification.OorzkVrzmCd",
            {"12": "ziekte"},
            "CF010",
            "accounts[1].streams[1].classification.OorzkVrzmCd.12",
        ),
        (
            "accounts.0.streams.0.composite_days",
            -1,
            "CF006",
            "accounts[1].streams[1].composite_days",
        ),
        (
            "accounts.0.streams.0.employer_code",
            "VAST",
            "CF017",
            "accounts[1].streams[1].employer_code",
        ),
        (
            "accounts.0.streams.0.employer_code",
            "[Lhnr",
            "CF017",
            "accounts[1].streams[1].employer_code",
        ),
        (
            "accounts.0.streams.0.employer_code",
            "[SignNm]",
            "CF018",
            "accounts[1].streams[1].employer_code",
        ),
        (
            "accounts.0.streams.0.employer_code",
            "[IDWrkgvrVerzekeraar]",
            "CF018",
            "accounts[1].streams[1].employer_code",
        ),
        (
            "accounts.0.streams.0.employee_key",
            "IdWrknmrVzkr",
            "CF042",
            "accounts[1].streams[1].employee_key",
        ),
        (
            "accounts.0.streams.0.employee_key",
            "SignNm",
            "CF010",
            "accounts[1].streams[1].employee_key",
        ),
        (
            "accounts.0.streams.0.classification",
            {"Oorzaak": {"10": "x"}},
            "CF008",
            "accounts[1].streams[1].classification.Oorzaak",
        ),
    ],
)
def test_a_fault_is_named_with_its_place(path: str, value: object, code: str, place: str) -> None:
    assert _faults(_with(path, value)) == [(code, place)]


@pytest.mark.parametrize("key", ["IdWrknmr", "PersNr", "IdWrknmrVzkr", "IdWrknmrArbdnst"])
def test_the_message_of_an_insurer_has_keys_of_its_own(key: str) -> None:
    """WG-1, WN-1."""
    made = _stream(message=INSURER, employer_code="V[IDWrkgvrVerzekeraar]", employee_key=key)

    assert made.settings["editions"] == ["2026"]
    assert made.settings["employee_key"] == key


def test_the_message_of_an_insurer_has_no_bsn_to_know_persons_by() -> None:
    changed = example()
    changed["accounts"][0]["streams"][0] |= {"message": INSURER, "employee_key": "SofiNr"}

    assert _faults(changed) == [("CF042", "accounts[1].streams[1].employee_key")]


def test_all_faults_are_named_at_once() -> None:
    wrong = _with("accounts.0.streams.0.mode", "life")
    wrong["employers"][0]["naam"] = wrong["employers"][0].pop("name")
    assert [code for code, _ in _faults(wrong)] == ["CF009", "CF008", "CF010"]


def test_a_membership_may_have_dates() -> None:
    groups = [{"code": "FELISON-VI", "until": "2026-12-31"}]
    (membership,) = _read(_with("employers.0.groups", groups)).employers[0].groups
    assert (membership.start, str(membership.end)) == (None, "2026-12-31")


def test_every_finding_about_configuration_has_a_sentence_in_both_languages() -> None:
    finding = Finding("CF010", {"value": "life", "known": "live"}, "mode", 3)
    assert "life" in finding.text("nl")
    assert "life" in finding.text("en")


def test_notes_may_have_several_lines() -> None:
    read = _read(_with("employer_groups.0.notes", "een\ntwee"))
    assert read.groups[0].notes == "een\ntwee"


def test_of_very_many_faults_the_first_are_told_and_the_rest_counted() -> None:
    wrong = example()
    wrong["employers"] = [[] for _ in range(1003)]
    _, findings = read_configuration(as_file(wrong))

    assert len(findings) == 1001
    assert (findings[-1].code, findings[-1].params) == ("CF037", {"count": "3"})
