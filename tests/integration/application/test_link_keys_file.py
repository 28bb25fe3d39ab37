"""A list of link keys set beside the employees: proposals to look at, nothing linked (GR-2)."""

import pytest

from readiness_world import in_order, known_employee, other_account, signed_in
from verzuimbrug.application.accounts import AccountRef
from verzuimbrug.application.readiness.link_keys_file import KeysRead, read_keys, read_links
from verzuimbrug.application.readiness.link_persons import link
from verzuimbrug.domain.linking import Link
from verzuimbrug.store.encryption import blind_index
from verzuimbrug.store.models import ClientAccount, Stream
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")


def _read(ref: AccountRef, text: str) -> KeysRead:
    return read_keys(ref, text.encode(), "klantbeheerder")


def _keys(found: KeysRead) -> list[str]:
    return [each.proposal.key for each in found.proposals]


@pytest.mark.parametrize(
    "text",
    [
        "FLSN1001;1980-02-05;Smit;J;k-1",
        "FLSN1001;05-02-1980;smit;J.;k-1",
        "FLSN1001,5/2/1980,van der Smit,,k-1",
        "Koppelsleutel\tAchternaam\tGeboortedatum\tWerkgevercode\nk-1\tSmit\t19800205\tFLSN1001",
        "employer_code;birth_date;surname;initials;key;iets\nFLSN1001;1980-02-05;Smit;J;k-1;x",
    ],
)
def test_a_key_is_proposed_for_who_has_those_particulars(text: str) -> None:
    employee = known_employee(other_account())
    found = _read(signed_in().ref, text)
    assert (_keys(found), found.findings, found.unmatched) == (["k-1"], (), 0)
    assert found.proposals[0].proposal.employee == employee


@pytest.mark.parametrize(
    "line",
    [
        "FLSN1001;31-02-1980;Smit;J;k-1",
        "FLSN1001;1980-02-05;;J;k-1",
        ";1980-02-05;Smit;J;k-1",
        "FLSN1001;1980-02-05;Smit;J;",
        "FLSN1001",
    ],
)
def test_a_line_that_says_too_little_is_told_and_the_rest_is_read(line: str) -> None:
    known_employee(other_account())
    found = _read(signed_in().ref, f"{line}\nFLSN1001;1980-02-05;Smit;J;k-2")
    assert [(each.code, each.line) for each in found.findings] == [("GR220", 1)]
    assert _keys(found) == ["k-2"]


def test_an_empty_list_proposes_nothing() -> None:
    assert _read(signed_in().ref, "\n") == KeysRead()


def test_keys_that_fit_nobody_are_counted_and_known_ones_are_passed_over() -> None:
    employee = known_employee(other_account())
    ref = signed_in().ref
    text = "FLSN1001;1980-02-05;Smit;J;k-1\nFLSN1001;1980-02-05;Jansen;J;k-2"
    assert _read(ref, text).unmatched == 1

    link(ref, [Link(employer="FLSN1001", employee=employee, key="k-1")], "klantbeheerder")
    again = _read(ref, text)
    assert (_keys(again), again.unmatched) == ([], 1)


def test_a_bsn_as_key_is_hidden() -> None:
    known_employee(other_account())
    ref = signed_in(in_order()).ref
    with tenant(ref.arbodienst):
        ClientAccount.objects.filter(id=ref.account).update(bsn=True)
        for stream in Stream.objects.filter(account=ref.account):
            stream.settings["employee_key"] = "SofiNr"
            stream.save()
    found = _read(ref, "FLSN1001;1980-02-05;Smit;J;123456782")
    assert _keys(found) == [blind_index("123456782", "link key").hex()]


def test_a_file_that_cannot_be_read_is_told() -> None:
    assert [each.code for each in _read(signed_in().ref, "a\0b").findings] == ["EI101"]
    assert [each.code for each in read_links(b"a\0b")[1]] == ["EI101"]
