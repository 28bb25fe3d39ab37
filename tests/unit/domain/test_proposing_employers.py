"""What is proposed for an employer, by what a message says and what stands (WG-5 to WG-7)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from verzuimbrug.domain.employer_code import EmployerCodeTemplate
from verzuimbrug.domain.employer_messages import DeliveredDepartment, EmployerData, Term
from verzuimbrug.domain.employer_proposals import (
    KnownEmployer,
    Needed,
    Place,
    Proposal,
    ProposalKind,
    Reading,
    Worked,
)
from verzuimbrug.domain.operations import CaseRules
from verzuimbrug.domain.proposing_employers import propose, taken_at_once

TODAY, BEFORE, LATER = date(2026, 6, 1), date(2026, 3, 1), date(2026, 12, 31)
READING = Reading(rules=CaseRules(), edition="2026", today=TODAY)
ONE_GROUP = Place(groups=("FELISON",), classifications="standaard")
STANDS: dict[str, Any] = {
    "name": "Bakkerij B.V.",
    "kvk_number": "12345678",
    "payroll_tax_number": "",
    "contract_reference": "",
    "addresses": {"street:01": {"city": "Utrecht"}, "post_box": {"city": "Zeist"}},
    "contact": {"06": "030"},
    "contact_persons": [],
    "departments": {"10": {"name": "Winkel", "start": "2020-01-01"}},
}
TEMPLATE = EmployerCodeTemplate(template="[Nr]")


def said(**values: Any) -> EmployerData:  # noqa: ANN401
    """What a message says of employer 1."""
    fields: dict[str, Any] = {"values": {"name": "Bakkerij B.V."}, **values}
    return EmployerData(position=0, path="/M/Wrkgvr[1]", line=7, tags={"Nr": "1"}, **fields)


def known(**values: Any) -> KnownEmployer:  # noqa: ANN401
    """The employer, a member of the group without an end."""
    members = {"FELISON": None}
    return replace(KnownEmployer(values=STANDS, in_scope=True, memberships=members), **values)


def work(
    data: EmployerData,
    stands: KnownEmployer | None = None,
    place: Place = ONE_GROUP,
    reading: Reading = READING,
) -> Worked:
    """What it comes to."""
    return propose(data, TEMPLATE.code_from(data.tags), stands, place, reading)


def only(worked: Worked) -> Proposal:
    """The one proposal."""
    (proposal,) = worked.proposals
    return proposal


def told(worked: Worked) -> list[str]:
    """The codes of all that is said."""
    of_proposals = [each for proposal in worked.proposals for each in proposal.findings]
    return [each.code for each in (*worked.findings, *of_proposals)]


def test_wg_6_an_unknown_employer_is_new_in_the_group_from_the_start() -> None:
    proposal = only(work(said(term=Term(start=BEFORE, until=LATER))))

    assert (proposal.kind, proposal.code, proposal.needs) == (ProposalKind.NEW, "1", ())
    assert proposal.says == {
        "name": "Bakkerij B.V.",
        "classifications": "standaard",
        "group": "FELISON",
        "from": "2026-03-01",
        "until": "2026-12-31",
    }


def test_wg_6_without_a_code_it_has_to_be_typed() -> None:
    worked = work(replace(said(), tags={"Nr": " "}))
    assert (only(worked).code, only(worked).needs) == ("", (Needed.CODE,))
    assert told(worked) == ["WG511"]


def test_wg_3_a_reserved_code_is_not_given_to_another() -> None:
    worked = work(said(), place=replace(ONE_GROUP, reserved=frozenset({"1"})))
    assert (only(worked).code, only(worked).needs) == ("", (Needed.CODE,))
    assert told(worked) == ["WG515"]


@pytest.mark.parametrize(
    ("place", "needs", "codes"),
    [
        (Place(groups=("A", "B")), (Needed.GROUP,), []),
        (Place(everything=True), (), []),
        (Place(), (), ["WG523"]),
    ],
)
def test_wg_6_which_group_is_asked_when_there_are_several(
    place: Place, needs: tuple[Needed, ...], codes: list[str]
) -> None:
    worked = work(said(), place=place)
    assert (only(worked).needs, told(worked)) == (needs, codes)
    assert "group" not in only(worked).says


def test_wg_6_an_employer_without_a_name_is_called_by_its_code() -> None:
    assert only(work(said(values={}))).says["name"] == "1"


def test_wg_6_the_same_kvk_number_elsewhere_is_told() -> None:
    place = replace(ONE_GROUP, codes={"12345678": "9"})
    new = work(said(values={"name": "X", "kvk_number": "12345678"}), place=place)
    other = {**STANDS, "kvk_number": ""}
    changed = work(said(values={"kvk_number": "12345678"}), known(values=other), place)

    assert (told(new), told(changed)) == (["WG514"], ["WG514"])


@pytest.mark.parametrize(
    "data",
    [
        said(term=Term(until=BEFORE)),
        said(processing_code="03"),
        said(term=Term(processing_code="03")),
    ],
)
def test_wg_6_what_is_over_is_not_proposed_as_new(data: EmployerData) -> None:
    worked = work(data)
    assert (worked.proposals, told(worked)) == ((), ["WG519"])


def test_wg_6_departments_come_along_but_for_those_taken_back() -> None:
    departments = (department("10", name="Winkel"), department("20", "03", name="Kantoor"))
    assert only(work(said(departments=departments))).says["departments"] == {
        "10": {"name": "Winkel"}
    }


def department(code: str, processing: str = "02", **fields: str) -> DeliveredDepartment:
    """A department as a message says it."""
    return DeliveredDepartment(code=code, processing_code=processing, fields=fields)


def test_wg_5_nothing_to_do_is_no_proposal() -> None:
    data = said(
        addresses={"street:01": {"city": "Utrecht"}},
        contact={"06": "030"},
        departments=(department("10", name="Winkel"), department("10", "04", name="Anders")),
        term=Term(start=BEFORE),
    )
    assert work(data, known()) == Worked()


def test_wg_5_only_what_differs_is_proposed_with_what_is_now() -> None:
    data = said(
        values={"name": "Bakkerij BV", "payroll_tax_number": "123456789L01"},
        addresses={"street:01": {"city": "Zeist"}, "street:02": {"city": "Ede"}},
        contact={"06": "030", "10": "a@b.nl"},
        contact_persons=({"name": "Jansen"},),
    )
    proposal = only(work(data, known()))

    assert proposal.kind is ProposalKind.CHANGED
    assert proposal.says == {
        "name": "Bakkerij BV",
        "payroll_tax_number": "123456789L01",
        "addresses": {"street:01": {"city": "Zeist"}, "street:02": {"city": "Ede"}},
        "contact": {"10": "a@b.nl"},
        "contact_persons": [{"name": "Jansen"}],
    }
    assert proposal.stands == {
        "name": "Bakkerij B.V.",
        "payroll_tax_number": "",
        "addresses": {"street:01": {"city": "Utrecht"}, "street:02": None},
        "contact": {"10": None},
        "contact_persons": [],
    }


def test_wg_5_numbers_are_kept_in_one_form_and_a_wrong_one_is_left_out() -> None:
    worked = work(said(values={"kvk_number": "1234567", "payroll_tax_number": "x"}), known())
    assert only(worked).says == {"kvk_number": "01234567"}
    assert told(worked) == ["WG518", "WG513"]
    assert {each.path for each in worked.findings} == {"/M/Wrkgvr[1]"}


def test_wg_6_a_name_that_differs_much_is_told() -> None:
    assert told(work(said(values={"name": "Xyz Holding"}), known())) == ["WG512"]


def test_wg_5_a_processing_code_that_the_table_lacks_is_told() -> None:
    rules = CaseRules(operations={})
    reading = replace(READING, rules=rules)
    assert told(work(said(processing_code="01"), known(), reading=reading)) == ["WG521"]


def test_wg_5_departments_keep_what_is_not_said_and_are_taken_back() -> None:
    departments = (
        department("10", name="Winkel Noord"),
        department("20", name="Kantoor"),
        department("30", "03", name="Weg"),
        department("40", "04", name="Nieuw, onveranderd"),
    )
    proposal = only(work(said(departments=departments), known()))

    assert proposal.kind is ProposalKind.DEPARTMENTS
    assert proposal.says["departments"] == {
        "10": {"name": "Winkel Noord", "start": "2020-01-01"},
        "20": {"name": "Kantoor"},
        "40": {"name": "Nieuw, onveranderd"},
    }
    gone = only(work(said(departments=(department("10", "03", name="x"),)), known()))
    assert gone.says == {"departments": {"10": None}}
    assert gone.stands == {"departments": {"10": STANDS["departments"]["10"]}}


def test_wg_6_a_known_employer_outside_the_group_joins_it() -> None:
    outside = known(in_scope=False, memberships={})
    joins = only(work(said(term=Term(start=BEFORE)), outside))
    asked = only(work(said(), outside, Place(groups=("A", "B"))))

    assert (joins.kind, joins.needs) == (ProposalKind.JOINS, ())
    assert joins.says == {"group": "FELISON", "from": "2026-03-01"}
    assert (asked.says, asked.needs) == ({}, (Needed.GROUP,))


@pytest.mark.parametrize(
    ("stands", "data", "place", "codes"),
    [
        ({}, said(term=Term(until=BEFORE)), ONE_GROUP, ["WG516"]),
        ({}, said(), Place(), ["WG516"]),
        ({"is_named": True}, said(processing_code="03"), Place(), ["WG520"]),
        ({"is_named": True}, said(), Place(), []),
    ],
)
def test_wg_6_who_is_not_to_join_is_not_proposed(
    stands: dict[str, Any], data: EmployerData, place: Place, codes: list[str]
) -> None:
    worked = work(data, known(memberships={}, **stands), place)
    assert (worked.proposals, told(worked)) == ((), codes)


def test_wg_6_the_end_of_the_authorisation_ends_the_membership() -> None:
    leaves = only(work(said(term=Term(start=BEFORE, until=LATER)), known()))

    assert leaves.kind is ProposalKind.LEAVES
    assert leaves.says == {"groups": ["FELISON"], "until": "2026-12-31"}
    assert leaves.stands == {"until": {"FELISON": None}}


def test_wg_6_an_end_that_is_there_already_is_not_proposed() -> None:
    ended = known(memberships={"FELISON": LATER})
    assert work(said(term=Term(until=LATER)), ended).proposals == ()


def test_wg_6_an_end_that_falls_away_opens_the_membership_again() -> None:
    joins = only(work(said(term=Term()), known(memberships={"FELISON": LATER})))
    assert (joins.kind, joins.says) == (
        ProposalKind.JOINS,
        {"groups": ["FELISON"], "until": None},
    )


def test_wg_6_no_time_said_changes_no_membership() -> None:
    assert work(said(), known(memberships={"FELISON": LATER})).proposals == ()


@pytest.mark.parametrize(
    "data",
    [
        said(processing_code="03"),
        said(term=Term(start=LATER, until=BEFORE)),
    ],
)
def test_wg_6_an_end_without_a_day_asks_for_it(data: EmployerData) -> None:
    worked = work(data, known())
    assert (only(worked).kind, only(worked).needs) == (ProposalKind.LEAVES, (Needed.UNTIL,))
    assert told(worked) == ["WG517"]
    settled = work(data, known(memberships={"FELISON": LATER}))
    assert settled.proposals == ()


def test_wg_7_details_are_taken_at_once_and_the_rest_waits() -> None:
    data = said(
        values={"name": "Bakkerij BV"},
        contact={"10": "a@b.nl"},
        departments=(department("20", name="Kantoor"),),
        term=Term(until=LATER),
    )
    at_once, later = taken_at_once(work(data, known()).proposals, is_confirmed=False)

    assert [sorted(each.says) for each in at_once] == [["contact"], ["departments"]]
    assert [sorted(each.says) for each in later] == [["name"], ["groups", "until"]]


@pytest.mark.parametrize("is_confirmed", [True, False])
def test_wg_7_a_department_is_taken_back_at_once_only_by_a_confirmed_code(
    is_confirmed: bool,  # noqa: FBT001 -- a parameter of the test
) -> None:
    data = said(departments=(department("10", "03", name="x"),))
    proposals = work(data, known()).proposals
    at_once, later = taken_at_once(proposals, is_confirmed=is_confirmed)
    assert (at_once, later) == ((proposals, ()) if is_confirmed else ((), proposals))
