"""What a configuration must be as a whole."""

from typing import Any

from configuring_world import as_file, example
from verzuimbrug.application.configuration.checking import check_configuration
from verzuimbrug.application.configuration.entries import ArbodienstEntry, Configuration
from verzuimbrug.application.configuration.reading import read_configuration

_NOTHING = Configuration(arbodienst=ArbodienstEntry(code="GEZOND", name=""))


def _read(configuration: dict[str, Any]) -> Configuration:
    read, findings = read_configuration(as_file(configuration))
    assert read is not None
    assert not findings
    return read


def _codes(
    wanted: dict[str, Any],
    stored: Configuration = _NOTHING,
) -> list[str]:
    return [finding.code for finding in check_configuration(_read(wanted), stored)]


def test_example_is_in_order() -> None:
    assert _codes(example()) == []


def test_two_employers_with_one_code_are_refused() -> None:
    wanted = example()
    wanted["employers"] *= 2
    wanted["employers"] = [dict(employer) for employer in wanted["employers"]]
    (finding,) = check_configuration(_read(wanted), _NOTHING)
    assert (finding.code, finding.path) == ("CF012", "employers[2]")


def test_codes_that_differ_in_case_are_two_codes() -> None:
    wanted = example()
    wanted["employers"].append({"code": "flsn1001", "name": "Een ander"})
    assert _codes(wanted) == []


def test_names_that_do_not_exist_are_faults() -> None:
    wanted = example()
    wanted["employers"][0] |= {"groups": ["X"], "classifications": "Y"}
    wanted["accounts"][0]["scope"] = {"employer_groups": ["Z"], "employers": ["W"]}
    assert _codes(wanted) == ["CF013"] * 4


def test_what_the_store_holds_may_be_named() -> None:
    wanted = example()
    stored = _read(wanted)
    del wanted["employer_groups"], wanted["classification_schemes"]
    assert _codes(wanted, stored) == []


def test_a_closed_group_takes_no_new_members_and_keeps_those_it_has() -> None:
    wanted = example()
    wanted["employer_groups"][0]["open"] = False
    stored = _read(wanted)
    assert _codes(wanted, stored) == []

    wanted["employers"].append({"code": "NIEUW", "name": "Nieuw", "groups": ["FELISON-VI"]})
    assert _codes(wanted, stored) == ["CF033"]
    assert _codes(wanted) == []

    wanted["employer_groups"][0]["open"] = True
    assert _codes(wanted, stored) == []


def test_the_kind_of_an_account_is_fixed_by_its_first_save() -> None:
    wanted, stored = example(), _read(example())
    wanted["accounts"][0]["type"] = "sftp"
    assert _codes(wanted, stored) == ["CF034"]


def test_conversion_tables_that_do_not_exist_are_faults() -> None:
    wanted = example()
    stream = wanted["accounts"][0]["streams"][0]
    stream["employer_code_options"] = {"conversion": "relaties"}
    stream["conversions"] = {"initials": "voorletters"}
    assert _codes(wanted) == ["CF013"] * 2

    wanted["conversion_tables"] = [{"code": "relaties"}, {"code": "voorletters"}]
    assert _codes(wanted) == []


def test_streams_of_an_account_use_the_same_key() -> None:
    wanted = example()
    wanted["accounts"][0]["streams"][0]["employee_key"] = "PersNr"
    assert _codes(wanted) == ["CF019"]


def test_a_stream_that_the_file_leaves_out_counts_too() -> None:
    wanted, stored = example(), _read(example())
    wanted["accounts"][0]["streams"].pop()
    wanted["accounts"][0]["streams"][0]["employee_key"] = "PersNr"
    assert _codes(wanted, stored) == ["CF019"]


def test_bsn_is_a_key_only_when_bsn_is_on() -> None:
    wanted = example()
    for stream in wanted["accounts"][0]["streams"]:
        stream["employee_key"] = "SofiNr"
    assert _codes(wanted) == ["CF020"]

    wanted["accounts"][0]["bsn"] = True
    assert _codes(wanted) == []
