"""Codes of employers: changed in a file, and reserved ever after (WG-3)."""

from hypothesis import given

from strategies.configurations import configurations
from verzuimbrug.application.configuration.entries import (
    AccountEntry,
    ArbodienstEntry,
    Configuration,
    EmployerEntry,
    ScopeEntry,
)
from verzuimbrug.application.configuration.renaming import (
    check_codes,
    renamed,
    renames_in,
    with_reserved_codes,
)


def _with(*employers: EmployerEntry, scope: tuple[str, ...] = ()) -> Configuration:
    account = AccountEntry(name="Portaal", scope=ScopeEntry(employers=scope))
    arbodienst = ArbodienstEntry(code="GEZOND", name="Gezond")
    return Configuration(arbodienst=arbodienst, employers=employers, accounts=(account,))


def _employer(code: str, *former: str) -> EmployerEntry:
    return EmployerEntry(code=code, name="Bakker", former_codes=former)


def _faults(wanted: Configuration, stored: Configuration) -> list[tuple[str, str]]:
    renames = renames_in(wanted, stored)
    known = renamed(stored, renames)
    found = check_codes(with_reserved_codes(wanted, known), known, renames)
    return [(finding.code, finding.params["code"]) for finding in found]


def test_a_new_code_with_the_present_one_as_former_is_a_rename() -> None:
    stored = _with(_employer("OUD"), _employer("ANDER"))
    assert renames_in(_with(_employer("NIEUW", "OUD")), stored) == {"NIEUW": "OUD"}


def test_a_code_that_the_file_keeps_is_not_renamed() -> None:
    stored = _with(_employer("OUD"))
    wanted = _with(_employer("NIEUW", "OUD"), _employer("OUD"))

    assert renames_in(wanted, stored) == {}
    assert _faults(wanted, stored) == [("CF029", "NIEUW")]


def test_a_rename_goes_through_the_scopes() -> None:
    stored = _with(_employer("OUD"), _employer("ANDER"), scope=("ANDER", "OUD"))
    after = renamed(stored, {"NIEUW": "OUD"})

    assert [employer.code for employer in after.employers] == ["NIEUW", "ANDER"]
    assert after.accounts[0].scope.employers == ("ANDER", "NIEUW")


def test_former_codes_stay_reserved_when_the_file_leaves_them_out() -> None:
    known = _with(_employer("NU", "TOEN"))
    assert with_reserved_codes(_with(_employer("NU")), known) == known


def test_nobody_takes_a_former_code_of_another() -> None:
    stored = _with(_employer("NU", "TOEN"))
    assert _faults(_with(_employer("TOEN")), stored) == [("CF023", "TOEN")]
    assert _faults(_with(_employer("NIEUW", "TOEN")), stored) == [("CF029", "NIEUW")]


def test_an_employer_is_not_renamed_to_a_code_reserved_for_another() -> None:
    stored = _with(_employer("NU", "TOEN"), _employer("OUD"))
    assert _faults(_with(_employer("TOEN", "OUD")), stored) == [("CF023", "TOEN")]


def test_an_employer_may_take_its_former_code_back() -> None:
    stored = _with(_employer("NU", "TOEN"))
    assert _faults(_with(_employer("TOEN", "NU")), stored) == []


def test_two_employers_do_not_become_one() -> None:
    stored = _with(_employer("A"), _employer("B"))
    assert _faults(_with(_employer("C", "A", "B")), stored) == [("CF029", "C")]


@given(configurations)
def test_what_is_stored_renames_nothing(stored: Configuration) -> None:
    assert renames_in(stored, stored) == {}
