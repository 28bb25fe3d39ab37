"""Employers by code, by a former code and by group; and another code for one (WG-3)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from configuring_world import apply, example
from importing_world import arbodienst, employer, take_in
from verzuimbrug.application.configuration.configure import Configured
from verzuimbrug.application.employers.employers import (
    export_employers,
    find_employer,
    list_employers,
    rename_employer,
)
from verzuimbrug.domain.findings import Finding

pytestmark = pytest.mark.usefixtures("database")


def _listed(own: int, group: str | None = None) -> list[str]:
    found = list_employers(own, group)
    assert not isinstance(found, Finding)
    return [each.code for each in found]


def _renamed(own: int, code: str, new_code: str, *, dry_run: bool = False) -> Configured:
    return rename_employer(own, code, new_code, by="test", dry_run=dry_run)


def test_employers_are_listed_by_code() -> None:
    own = arbodienst()
    take_in(own, "code;naam\nW2;Twee\nA1;Een\n")

    assert _listed(own) == ["A1", "FLSN1001", "W2"]


def test_of_a_group_its_members_are_listed() -> None:
    own = arbodienst()
    take_in(own, "code;naam;groups\nW2;Twee;\nA1;Een;FELISON-VI\n")

    assert _listed(own, "FELISON-VI") == ["A1", "FLSN1001"]


def test_who_has_left_a_group_is_not_listed() -> None:
    own, left, today = arbodienst(), example(), timezone.localdate()
    yesterday, later = today - timedelta(days=1), today + timedelta(days=9)
    membership = {"code": "FELISON-VI", "until": str(yesterday), "run_out_until": str(later)}
    left["employers"][0]["groups"] = [membership]
    apply(left)

    assert _listed(own, "FELISON-VI") == []


def test_employers_of_another_arbodienst_are_not_there() -> None:
    other, own = arbodienst("FIT"), arbodienst("GEZOND")
    take_in(other, "code;naam\nW1;Een\n")

    assert _listed(own) == ["FLSN1001"]
    assert find_employer(own, "W1") == Finding("CF031", {"code": "W1"})


def test_a_group_that_is_not_there_is_told() -> None:
    own, unknown = arbodienst(), Finding("CF013", {"value": "NERGENS"})

    assert list_employers(own, "NERGENS") == unknown
    assert export_employers(own, "NERGENS", "nl") == unknown


def test_employers_are_exported_under_headings_in_a_language() -> None:
    own = arbodienst()
    exported = export_employers(own, "FELISON-VI", "en")

    assert exported == (
        "code;name;kvk_number;payroll_tax_number;contract_reference;start;end;groups;"
        "classifications\r\n"
        "FLSN1001;Bakkerij De Korenbloem B.V.;;;;;;FELISON-VI;standaard\r\n"
    )


def test_a_renamed_employer_is_found_by_both_codes() -> None:
    own = arbodienst()
    outcome = _renamed(own, "FLSN1001", "FLSN2001")

    assert str(outcome.differences[0]) == '~ employer FLSN2001: code: "FLSN1001" -> "FLSN2001"'
    assert employer(own, "FLSN2001").former_codes == ("FLSN1001",)
    assert employer(own, "FLSN1001").code == "FLSN2001"


def test_a_present_code_goes_before_a_former_one() -> None:
    own = arbodienst()
    _renamed(own, "FLSN1001", "FLSN2001")
    _renamed(own, "FLSN2001", "FLSN1001")

    assert employer(own, "FLSN1001").former_codes == ("FLSN2001",)


def test_a_dry_run_of_renaming_changes_nothing() -> None:
    own = arbodienst()

    assert _renamed(own, "FLSN1001", "FLSN2001", dry_run=True).differences
    assert _listed(own) == ["FLSN1001"]


@pytest.mark.parametrize(
    ("code", "new_code", "finding"),
    [
        ("W9", "W10", "CF031"),
        ("FLSN1001", "FLSN1001", "CF032"),
        ("FLSN1001", "", "EI115"),
        ("FLSN1001", " W1", "EI115"),
        ("FLSN1001", "W\0", "EI115"),
        ("FLSN1001", "x" * 201, "EI115"),
    ],
)
def test_a_code_that_cannot_be_is_refused(code: str, new_code: str, finding: str) -> None:
    outcome = _renamed(arbodienst(), code, new_code)

    assert [found.code for found in outcome.findings] == [finding]
    assert outcome.findings[0].text()
