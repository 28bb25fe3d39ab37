"""Employers in bulk: every change shown first, all of it or nothing, and twice is once."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings, strategies as st

from configuring_world import apply, example
from importing_world import arbodienst, employer, take_in, told, workbook
from rigour import tries
from strategies.configurations import codes, names
from verzuimbrug.application.accounts import find_arbodienst
from verzuimbrug.application.configuration.entries import MembershipEntry
from verzuimbrug.application.configuration.versions import ConfiguredObject, list_versions
from verzuimbrug.application.employers.employers import export_employers, rename_employer
from verzuimbrug.store.models import Employer
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

_FIXTURE_IS_EMPTY = [HealthCheck.function_scoped_fixture]


def _codes(own: int) -> list[str]:
    with tenant(own):
        return list(Employer.objects.order_by("code").values_list("code", flat=True))


def _end_membership(end: date, run_out: date | None = None) -> None:
    """Gives the employer of the example an end to its membership."""
    dated = example()
    membership = {"code": "FELISON-VI", "until": end.isoformat()}
    if run_out:
        membership["run_out_until"] = run_out.isoformat()
    dated["employers"][0]["groups"] = [membership]
    apply(dated)


def test_a_new_employer_is_all_that_its_row_says() -> None:
    own, today = arbodienst(), timezone.localdate()
    imported = take_in(
        own,
        "Werkgevercode;Naam;KvK;Loonheffingennummer;Contract;Begindatum;Einddatum;"
        "Werkgevergroepen;Verzuimclassificaties;extern:AFAS\n"
        "W1;Bakker;1234567;123456789L01;C1;01-02-2020;2030-12-31;FELISON-VI;standaard;17\n",
    )
    found = employer(own, "W1")

    assert (imported.findings, imported.applied) == ((), True)
    assert (imported.created, imported.updated, imported.unchanged) == (1, 0, 0)
    assert (found.name, found.kvk_number, found.payroll_tax_number) == (
        "Bakker",
        "01234567",
        "123456789L01",
    )
    assert (found.start, found.end) == (date(2020, 2, 1), date(2030, 12, 31))
    assert (found.contract_reference, found.classifications) == ("C1", "standaard")
    assert found.external_ids == {"AFAS": "17"}
    assert found.groups == (MembershipEntry(group="FELISON-VI", start=today),)


def test_a_workbook_is_imported_as_csv_is() -> None:
    own = arbodienst()
    take_in(own, workbook(["code", "naam", "kvk"], [1001.0, "Bakker", 1234567]))

    assert employer(own, "1001").kvk_number == "01234567"


def test_what_the_file_leaves_out_stays() -> None:
    own = arbodienst()
    before = employer(own, "FLSN1001")
    imported = take_in(own, "code;naam;contract;groups\nFLSN1001;;C1;\n")
    after = employer(own, "FLSN1001")

    assert [str(found) for found in imported.differences] == [
        '~ employer FLSN1001: contract_reference: null -> "C1"'
    ]
    assert (after.name, after.groups, after.classifications) == (
        before.name,
        before.groups,
        before.classifications,
    )


def test_a_dash_empties_a_field_and_takes_an_external_id_away() -> None:
    own = arbodienst()
    take_in(own, "code;contract;extern:A;extern:B\nFLSN1001;C1;1;2\n")
    take_in(own, "code;contract;extern:A;verzuimclassificaties\nFLSN1001;-;-;-\n")
    found = employer(own, "FLSN1001")

    assert (found.contract_reference, found.classifications) == ("", "")
    assert found.external_ids == {"B": "2"}


def test_a_dry_run_shows_everything_and_changes_nothing() -> None:
    own = arbodienst()
    imported = take_in(own, "code;naam\nFLSN1001;Anders\nW1;Nieuw\n", dry_run=True)

    assert [found.key for found in imported.differences] == [("FLSN1001",), ("W1",)]
    assert (imported.created, imported.updated, imported.applied) == (1, 1, False)
    assert _codes(own) == ["FLSN1001"]
    assert employer(own, "FLSN1001").name == "Bakkerij De Korenbloem B.V."


def test_every_fault_is_told_with_row_and_column_and_nothing_is_applied() -> None:
    own = arbodienst()
    imported = take_in(
        own,
        "werkgevercode;naam;kvk;werkgevergroepen;verzuimclassificaties;begindatum;einddatum\n"
        "W1;Een;1;FELISON-VI;standaard;;\n"
        "W2;Twee;x;ONBEKEND;;;\n"
        "W3;;;;geen;;\n"
        "W1;Nog eens;;;;2026-02-01;2026-01-01\n"
        "FLSN1001;-;;;;;\n",
    )

    assert told(imported) == [
        ("CF026", "kvk", 3),
        ("CF013", "werkgevergroepen", 3),
        ("EI112", "werkgevercode", 4),
        ("CF013", "verzuimclassificaties", 4),
        ("CF025", "werkgevercode", 5),
        ("CF012", "werkgevercode", 5),
        ("EI112", "werkgevercode", 6),
    ]
    assert not imported.applied
    assert _codes(own) == ["FLSN1001"]


@pytest.mark.parametrize(
    ("content", "code"), [("", "EI106"), ("naam\nBakker", "EI106"), ("code\n\0", "EI101")]
)
def test_a_file_without_employers_is_told(content: str, code: str) -> None:
    assert [found.code for found in take_in(arbodienst(), content).findings] == [code]


def test_headings_alone_change_nothing() -> None:
    imported = take_in(arbodienst(), "code;naam\n")

    assert (imported.findings, imported.differences, imported.applied) == ((), (), True)


def test_a_reserved_code_is_not_taken() -> None:
    own = arbodienst()
    rename_employer(own, "FLSN1001", "FLSN2001", by="test")

    assert told(take_in(own, "code;naam\nFLSN1001;Ander\n")) == [("CF023", "code", 2)]


@pytest.mark.parametrize(("there", "new"), [("0012", "12"), ("12", "0012")])
def test_a_new_code_that_differs_in_zeros_only_is_refused(there: str, new: str) -> None:
    own = arbodienst()
    take_in(own, f"code;naam\n{there};Een\n")

    assert told(take_in(own, f"code;naam\n{new};Twee\n")) == [("EI114", "code", 2)]


def test_a_closed_group_takes_no_new_members() -> None:
    own, closed = arbodienst(), example()
    closed["employer_groups"][0]["open"] = False
    apply(closed)

    imported = take_in(own, "code;naam;groups\nFLSN1001;;FELISON-VI\nW1;Een;FELISON-VI\n")
    assert told(imported) == [("CF033", "code", 3)]


def test_groups_are_added_to_those_that_there_are() -> None:
    own, wider = arbodienst(), example()
    wider["employer_groups"].append({"code": "ZUID", "name": "Zuid"})
    apply(wider)
    take_in(own, "code;groups\nFLSN1001;ZUID\n")

    assert {held.group: held.start for held in employer(own, "FLSN1001").groups} == {
        "FELISON-VI": None,
        "ZUID": timezone.localdate(),
    }


def test_a_membership_that_is_to_end_still_ends() -> None:
    own, last = arbodienst(), timezone.localdate() + timedelta(days=3)
    _end_membership(last)

    assert take_in(own, "code;groups\nFLSN1001;FELISON-VI\n").differences == ()


def test_in_a_run_out_an_import_takes_the_end_back() -> None:
    own, today = arbodienst(), timezone.localdate()
    _end_membership(today - timedelta(days=3), today + timedelta(days=30))
    exported = export_employers(own, None, "nl")
    assert isinstance(exported, str)

    assert take_in(own, exported).differences == ()
    take_in(own, "code;groups\nFLSN1001;FELISON-VI\n")
    assert employer(own, "FLSN1001").groups == (MembershipEntry(group="FELISON-VI"),)


def test_importing_twice_changes_nothing_and_keeps_one_version() -> None:
    own, content = arbodienst(), "code;naam;groups\nW1;Een;FELISON-VI\n"
    take_in(own, content)
    again = take_in(own, content)
    versions = list_versions(ConfiguredObject(arbodienst=own, kind="employer", key=("W1",)))

    assert (again.differences, again.unchanged) == ((), 1)
    assert versions is not None
    assert [version.by for version in versions] == ["test"]


def test_employers_of_another_arbodienst_are_not_touched() -> None:
    other, own = arbodienst("FIT"), arbodienst("GEZOND")
    take_in(own, "code;naam\nFLSN1001;Anders\n")

    assert employer(other, "FLSN1001").name == "Bakkerij De Korenbloem B.V."


_texts = names | st.sampled_from(["-", "=1+1", "#N/B", "'s-Gravenhage", "a;b|c", 'x "y" z'])


@settings(suppress_health_check=_FIXTURE_IS_EMPTY, max_examples=tries(8))
@given(
    code=codes,
    name=_texts,
    contract=_texts,
    group=_texts,
    external=st.dictionaries(_texts, _texts, max_size=2),
    language=st.sampled_from(["nl", "en"]),
)
def test_importing_what_was_exported_changes_nothing(  # noqa: PLR0913 -- a value of each kind
    code: str, name: str, contract: str, group: str, external: dict[str, str], language: str
) -> None:
    wide = example()
    wide["employer_groups"].append({"code": group, "name": "Een groep"})
    fields = {"contract_reference": contract, "external_ids": external, "groups": [group]}
    wide["employers"].append({"code": code, "name": name, **fields})
    apply(wide)
    own = find_arbodienst().id

    exported = export_employers(own, None, language)
    assert isinstance(exported, str)
    imported = take_in(own, exported)

    assert (imported.findings, imported.differences) == ((), ())
    assert imported.unchanged == exported.count("\r\n") - 1


_cells = st.sampled_from(["W1", "FLSN1001", "-", "", "FELISON-VI", "standaard", "2026-01-31", "1"])


@settings(suppress_health_check=_FIXTURE_IS_EMPTY, max_examples=tries(8))
@given(
    head=st.lists(st.sampled_from(["naam", "kvk", "start", "groups", "contract", "extern:A"])),
    rows=st.lists(st.lists(_cells | names, min_size=1, max_size=6), max_size=4),
)
def test_any_table_is_imported_or_told_and_twice_is_once(
    head: list[str], rows: list[list[str]]
) -> None:
    own = arbodienst()
    content = workbook(["code", *head], *rows)
    first, second = take_in(own, content), take_in(own, content)

    assert first.applied is not bool(first.findings)
    assert second.differences == ()
    assert told(second) == told(first)
