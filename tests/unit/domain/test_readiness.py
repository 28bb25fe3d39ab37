"""What each check makes of the facts, and what waiving does (GR-1 to GR-6)."""

from datetime import UTC, datetime

import pytest

from verzuimbrug.domain.comparison import ComparedRow, Outcome
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.link_proposals import Proposal, Strength
from verzuimbrug.domain.readiness import (
    MOST_ROWS,
    Check,
    CheckState,
    EmployeeRow,
    EmployerRow,
    Readiness,
    WaiverFacts,
    with_waivers,
)
from verzuimbrug.domain.readiness_checks import (
    AbsenceFacts,
    EmployeeFacts,
    PortalCodes,
    ScopedEmployer,
    check_absence,
    check_classifications,
    check_configuration,
    check_employees,
    check_employers,
)

NO_CODES = PortalCodes()
WAIVER = WaiverFacts(reason="proef", by="beheerder", at=datetime(2026, 3, 1, tzinfo=UTC))


def _employer(code: str = "A", contract: str = "C1", *classifications: str) -> ScopedEmployer:
    return ScopedEmployer(
        id=1,
        code=code,
        name=f"N.V. {code}",
        contract_reference=contract,
        classifications=frozenset(classifications),
    )


def _said(check: Check) -> tuple[str, int, list[str]]:
    return check.state.value, check.count, [finding.code for finding in check.findings]


def _listed(*codes: str) -> PortalCodes:
    return PortalCodes(listed=dict.fromkeys(codes, "naam"))


def _seen(*codes: str) -> PortalCodes:
    return PortalCodes(seen=frozenset(codes))


@pytest.mark.parametrize(
    ("codes", "portal", "said"),
    [
        ("", _seen("A"), ("failed", 1, ["GR101"])),
        ("A", NO_CODES, ("unknown", 1, ["GR103"])),
        ("A", _seen("A"), ("ok", 0, ["GR100"])),
        ("AB", _seen("A"), ("ok", 0, ["GR100", "GR106"])),
        ("AB", _listed("A"), ("failed", 1, ["GR100", "GR105"])),
        ("A", _seen("A", "B", "C"), ("failed", 2, ["GR100", "GR104"])),
        ("AB", _seen("A", "C"), ("failed", 1, ["GR100", "GR104", "GR106"])),
        ("AB", _listed("C"), ("failed", 3, ["GR100", "GR104", "GR105"])),
        (
            "AB",
            PortalCodes(listed={"A": ""}, seen=frozenset({"B"})),
            ("ok", 0, ["GR100"]),
        ),
    ],
)
def test_codes_of_the_portal_are_ours(
    codes: str, portal: PortalCodes, said: tuple[str, int, list[str]]
) -> None:
    assert _said(check_employers([_employer(code) for code in codes], portal)) == said


@pytest.mark.parametrize("employer", [_employer("A", " "), _employer(" ", "C1")])
def test_an_employer_has_a_code_and_a_contract_reference(employer: ScopedEmployer) -> None:
    assert _said(check_employers([employer], NO_CODES)) == ("failed", 1, ["GR102", "GR103"])
    known = check_employers([employer], _seen(employer.code))
    assert _said(known) == ("failed", 1, ["GR100", "GR102"])


def test_employers_that_are_not_in_order_are_listed_with_why() -> None:
    found = check_employers([_employer("A", ""), _employer("B")], _listed("A", "C"))
    assert found.rows == (
        EmployerRow(code="A", name="N.V. A", finding="GR102"),
        EmployerRow(code="C", name="naam", finding="GR104"),
        EmployerRow(code="B", name="N.V. B", finding="GR105"),
    )


def test_counts_of_codes_are_in_the_text() -> None:
    found = check_employers([_employer("A"), _employer("B")], _seen("A", "C"))
    assert found.text().startswith(
        "Werkgevercodes: 1 bij beide, 1 alleen bij u, 1 alleen bij het portaal."
    )


def test_without_employees_or_with_keys_for_all_there_is_nothing_to_link() -> None:
    assert _said(check_employees(EmployeeFacts(), ())) == ("ok", 0, ["GR200"])
    assert _said(check_employees(EmployeeFacts(count=3), ())) == ("ok", 0, ["GR200"])


def test_employees_without_a_key_are_listed_with_the_keys_proposed() -> None:
    proposal = Proposal(
        employer="A",
        employee=8,
        key="k",
        birth_date="1980-02-05",
        strength=Strength.NO_INITIALS,
        is_ambiguous=False,
    )
    found = check_employees(EmployeeFacts(count=3, without_key={9: "A", 8: "B"}), [proposal])
    assert _said(found) == ("failed", 2, ["GR200", "GR201"])
    assert found.findings[1].params == {"count": "2", "proposed": "1"}
    assert found.rows == (
        EmployeeRow(employer="A", employee=9),
        EmployeeRow(employer="B", employee=8, proposals=("k",)),
    )


def _row(outcome: Outcome) -> ComparedRow:
    return ComparedRow(outcome=outcome, employer="A", person=None)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (AbsenceFacts(), ("ok", 0, ["GR300"])),
        (AbsenceFacts(rejected=1), ("ok", 0, ["GR300", "GR305"])),
        (AbsenceFacts(reported=3), ("ok", 0, ["GR300"])),
        (AbsenceFacts(rows=[_row(Outcome.ONLY_OURS)]), ("unknown", 1, ["GR301"])),
        (
            AbsenceFacts(rows=[_row(Outcome.EQUAL)], messages=1, unread=4, rejected=1),
            ("unknown", 1, ["GR306", "GR305"]),
        ),
        (AbsenceFacts(rows=[_row(Outcome.EQUAL)], messages=1), ("ok", 0, ["GR300"])),
        (AbsenceFacts(rows=[_row(Outcome.ONLY_THEIRS)], messages=1), ("ok", 0, ["GR300"])),
        (
            AbsenceFacts(rows=[_row(Outcome.ONLY_OURS)], messages=1),
            ("failed", 1, ["GR300", "GR302"]),
        ),
        (
            AbsenceFacts(rows=[_row(outcome) for outcome in Outcome], messages=1),
            ("failed", 2, ["GR300", "GR302", "GR303"]),
        ),
    ],
)
def test_open_absence_is_absent_or_equals_the_portals(
    facts: AbsenceFacts, said: tuple[str, int, list[str]]
) -> None:
    assert _said(check_absence(facts)) == said


def test_cases_that_are_not_equal_are_listed_hindrances_first() -> None:
    rows = [_row(outcome) for outcome in (Outcome.ONLY_THEIRS, Outcome.EQUAL, Outcome.DIFFERENT)]
    found = check_absence(AbsenceFacts(rows=rows, messages=1))
    assert found.rows == (rows[2], rows[0])


def test_counts_of_cases_are_in_the_text() -> None:
    facts = AbsenceFacts(rows=[_row(outcome) for outcome in Outcome], reported=2, messages=1)
    assert (
        check_absence(facts)
        .text("en")
        .startswith("Open absence: 3 equal, 1 here only, 1 in the portal only, 1 different.")
    )


@pytest.mark.parametrize(
    ("sets", "said"),
    [
        ([], ("ok", 0, ["GR400"])),
        ([("ziekte",), ("ziekte",)], ("ok", 0, ["GR400"])),
        ([(), ()], ("ok", 0, ["GR400"])),
        ([("ziekte",), ()], ("failed", 1, ["GR401"])),
        ([("a",), ("a",), ("a", "b"), ()], ("failed", 2, ["GR401"])),
    ],
)
def test_all_employers_have_the_same_classifications(
    sets: list[tuple[str, ...]], said: tuple[str, int, list[str]]
) -> None:
    employers = [_employer(f"{n}", "C", *each) for n, each in enumerate(sets)]
    assert _said(check_classifications(employers)) == said


def test_employers_that_deviate_are_listed_with_what_they_have() -> None:
    employers = [_employer("A", "C", "b", "a"), _employer("B", "C"), _employer("C", "C", "b", "a")]
    found = check_classifications(employers)
    assert found.rows == (EmployerRow(code="B", name="N.V. B", finding="GR401"),)
    assert found.findings[0].params["usual"] == "a, b"


def test_problems_of_the_configuration_are_counted() -> None:
    assert _said(check_configuration([])) == ("ok", 0, ["GR500"])
    problems = [Finding("GR505"), Finding("GR502")]
    assert _said(check_configuration(problems)) == ("failed", 2, ["GR505", "GR502"])


def test_a_long_list_is_cut_off_and_counted() -> None:
    found = check_employers([_employer(f"{n:03}", "") for n in range(MOST_ROWS + 5)], NO_CODES)
    assert (len(found.rows), found.total, found.count) == (200, 205, 205)


def test_a_waiver_passes_over_what_is_in_the_way_and_leaves_the_rest() -> None:
    checks = [
        check_employers([_employer()], NO_CODES),
        check_employees(EmployeeFacts(), ()),
        check_configuration([Finding("GR505")]),
    ]
    waived = with_waivers(checks, {"GR-1": WAIVER, "GR-2": WAIVER})
    assert [each.state for each in waived] == [CheckState.WAIVED, CheckState.OK, CheckState.FAILED]
    assert [each.waiver for each in waived] == [WAIVER, None, None]


def test_an_account_is_ready_when_nothing_is_in_the_way() -> None:
    checks = (check_employers([], NO_CODES), check_configuration([]))
    blocked = Readiness(account="a", checks=checks)
    assert (blocked.is_ready, blocked.blocks) == (False, (Finding("GR101"),))
    ready = Readiness(account="a", checks=with_waivers(checks, {"GR-1": WAIVER}))
    assert (ready.is_ready, ready.blocks) == (True, ())
