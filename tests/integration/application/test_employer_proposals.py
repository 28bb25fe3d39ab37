"""Employers from messages: proposed, approved, refused (WG-5, WG-6)."""

from dataclasses import replace
from datetime import date

import pytest

from configuring_world import apply, as_file
from employers_in_world import (
    BASICS,
    CONTRACTS,
    GROUP,
    approve_all,
    basics,
    client,
    configuration,
    contracts,
    decider,
    employer,
    kinds,
    live,
    own,
    proposals,
    shown,
)
from sending_world import (
    absence,
    codes,
    employer as with_persons,
    go_live,
    person,
    report,
    sick,
    states,
    take,
    work,
)
from verzuimbrug.application.access import Reader
from verzuimbrug.application.configuration.configure import configure
from verzuimbrug.application.configuration.entries import MembershipEntry
from verzuimbrug.application.employer_proposals.applying import Choice
from verzuimbrug.application.employer_proposals.deciding import approve, refuse
from verzuimbrug.application.employer_proposals.listing import show_proposal
from verzuimbrug.application.employers.employers import rename_employer
from verzuimbrug.application.reports.findings import as_sender_reads
from verzuimbrug.application.today.needs import what_needs
from verzuimbrug.application.trying.dry_run import dry_run
from verzuimbrug.application.undoing.undo import preview_undo
from verzuimbrug.application.undoing.values import OfMessage
from verzuimbrug.application.waiting_counts import waiting_counts
from verzuimbrug.domain.attention import Matter
from verzuimbrug.domain.authority import Authority
from verzuimbrug.domain.employer_proposals import Needed, ProposalKind, ProposalState
from verzuimbrug.domain.findings import Finding

pytestmark = pytest.mark.usefixtures("database")

_JOINED = MembershipEntry(group=GROUP, start=date(2026, 3, 1))
_ENDED = {"VrwrkCd": "02", "Ingdat": "2026-03-01", "Enddat": "2999-06-30", "KpplCd": "K1"}


def test_wg_6_a_new_employer_is_proposed_and_made_when_approved() -> None:
    coupling = live()
    (told,) = take(coupling, contracts(), stream=CONTRACTS)

    assert (told.state, codes(told.findings)) == ("processed", ["WG501"])
    assert kinds(coupling) == [("new", "FLSN2001")]
    approve_all(coupling)

    made = employer(coupling, "FLSN2001")
    assert (made.name, made.groups, made.classifications) == (
        "Bedrijf 2001 B.V.",
        (_JOINED,),
        "standaard",
    )
    assert kinds(coupling) == []


def test_wg_2_what_waits_for_a_new_employer_goes_on_once_it_is_approved() -> None:
    coupling = live()
    take(coupling, absence(with_persons("2001", person("w-1", report()))))
    take(coupling, contracts(), stream=CONTRACTS)
    assert states(coupling) == [("VG1", 1, "parked")]

    approve_all(coupling)
    work()

    assert states(coupling) == [("VG1", 1, "applied")]


def test_wg_6_the_same_again_proposes_nothing() -> None:
    coupling = live()
    take(coupling, contracts(), stream=CONTRACTS)
    approve_all(coupling)

    (told,) = take(coupling, contracts(), stream=CONTRACTS)

    assert (codes(told.findings), kinds(coupling)) == (["WG507"], [])


def test_wg_6_a_later_message_overtakes_and_an_older_one_does_not() -> None:
    coupling = live()
    take(coupling, contracts(AandatBr="2026-03-02"), stream=CONTRACTS)
    later = contracts(client(HndlsnmOrg="Bedrijf Later"), AandatBr="2026-03-03")
    take(coupling, later, stream=CONTRACTS)
    older = contracts(client(HndlsnmOrg="Bedrijf Eerder"), AandatBr="2026-03-01")
    (told,) = take(coupling, older, stream=CONTRACTS)

    assert codes(told.findings) == ["WG509"]
    assert [each.name for each in proposals(coupling)] == ["Bedrijf Later"]
    gone = proposals(coupling, ProposalState.OVERTAKEN)
    assert [each.name for each in gone] == ["Bedrijf 2001 B.V."]


def test_wg_6_a_message_of_the_other_kind_overtakes_only_a_new_employer() -> None:
    coupling = live(mode="approval")
    take(coupling, contracts(client("2001"), client("1001", MchtVrzm=_ENDED)), stream=CONTRACTS)
    take(coupling, basics(own("2001"), own("1001")), stream=BASICS)

    assert sorted(kinds(coupling)) == [
        ("changed", "FLSN1001"),
        ("changed", "FLSN1001"),
        ("leaves", "FLSN1001"),
        ("new", "FLSN2001"),
    ]


def test_wg_5_of_an_employer_that_is_named_twice_the_last_counts() -> None:
    coupling = live()
    content = contracts(client(HndlsnmOrg="Eerst"), client(HndlsnmOrg="Laatst"))
    (told,) = take(coupling, content, stream=CONTRACTS)

    assert codes(told.findings) == ["WG524", "WG501"]
    assert [each.name for each in proposals(coupling)] == ["Laatst"]


def test_wg_6_the_end_of_the_authorisation_ends_the_membership() -> None:
    coupling = live()
    take(coupling, contracts(client("1001", MchtVrzm=_ENDED)), stream=CONTRACTS)
    leaves = proposals(coupling)[-1]
    assert (leaves.kind, leaves.now) == (ProposalKind.LEAVES, {"until": {GROUP: None}})

    assert approve(decider(coupling), [Choice(number=leaves.number)]).applied

    (membership,) = employer(coupling, "FLSN1001").groups
    assert membership.end == date(2999, 6, 30)
    assert shown(coupling, leaves.number).state is ProposalState.APPROVED


def test_wg_6_an_employer_outside_the_group_joins_it() -> None:
    said = configuration()
    said["employers"].append({"code": "FLSN2001", "name": "Bedrijf 2001 B.V."})
    coupling = go_live(said)
    take(coupling, contracts(), stream=CONTRACTS)

    (joins,) = proposals(coupling)
    assert (joins.kind, shown(coupling, joins.number).now) == (ProposalKind.JOINS, {})
    approve_all(coupling)
    assert employer(coupling, "FLSN2001").groups == (_JOINED,)


def test_wg_6_an_end_that_falls_away_opens_the_membership_again() -> None:
    coupling = live()
    take(coupling, contracts(client("1001", MchtVrzm=_ENDED)), stream=CONTRACTS)
    approve_all(coupling)
    take(coupling, contracts(client("1001")), stream=CONTRACTS)

    (joins,) = proposals(coupling)
    assert shown(coupling, joins.number).now == {"until": {GROUP: "2999-06-30"}}
    approve_all(coupling)
    (membership,) = employer(coupling, "FLSN1001").groups
    assert membership.end is None


def test_wg_6_what_is_needed_is_given_when_approving() -> None:
    coupling = live()
    unnamed = client(IdWrkgvrArbdnst=" ")
    (told,) = take(coupling, contracts(unnamed), stream=CONTRACTS)
    (new,) = proposals(coupling)
    assert (codes(told.findings), new.needs) == (["WG501", "WG511"], (Needed.CODE,))

    lacking = approve(decider(coupling), [Choice(number=new.number)])
    wrong = approve(decider(coupling), [Choice(number=new.number, code=" x")])
    done = approve(decider(coupling), [Choice(number=new.number, code="FLSN2001")])

    assert [each.code for each in lacking.findings] == ["WG531"]
    assert [each.code for each in wrong.findings] == ["EI115"]
    assert done.applied
    (again,) = take(coupling, contracts(unnamed), stream=CONTRACTS)
    assert (codes(again.findings), kinds(coupling)) == (["WG508"], [])


def test_wg_6_which_group_and_which_day_is_asked() -> None:
    said = configuration()
    said["employer_groups"].append({"code": "ZUID", "name": "Zuid"})
    said["accounts"][0]["scope"] = {"employer_groups": [GROUP, "ZUID"]}
    coupling = go_live(said)
    ends = client("1001", VrwrkCd="03")
    take(coupling, contracts(client(), ends), stream=CONTRACTS)
    new, _changed, leaves = proposals(coupling)

    findings = [
        approve(decider(coupling), [Choice(number=each.number)]).findings[0].code
        for each in (new, leaves)
    ]
    assert findings == ["WG532", "WG533"]
    given = [
        Choice(number=new.number, group="ZUID"),
        Choice(number=leaves.number, until=date(2999, 1, 1)),
    ]
    assert approve(decider(coupling), given).applied
    assert [each.group for each in employer(coupling, "FLSN2001").groups] == ["ZUID"]
    assert employer(coupling, "FLSN1001").groups[0].end == date(2999, 1, 1)


def test_wg_6_without_groups_an_employer_is_made_in_none() -> None:
    said = configuration()
    said["accounts"][0]["scope"] = {"employers": ["FLSN1001"]}
    coupling = go_live(said)
    (told,) = take(coupling, contracts(), stream=CONTRACTS)
    assert codes(told.findings) == ["WG501", "WG523"]
    approve_all(coupling)
    made = employer(coupling, "FLSN2001")
    assert (made.groups, made.classifications) == ((), "")


def test_wg_6_a_last_day_before_the_first_unlinks() -> None:
    said = configuration()
    said["employers"][0]["groups"] = [{"code": GROUP, "from": "2998-01-01"}]
    coupling = go_live(said)
    ended = {**_ENDED, "Enddat": "2997-01-01"}
    take(coupling, contracts(client("1001", MchtVrzm=ended)), stream=CONTRACTS)
    approve_all(coupling)
    assert employer(coupling, "FLSN1001").groups == ()


def test_wg_6_a_refused_proposal_does_not_come_back_as_long_as_it_is_the_same() -> None:
    coupling = live()
    take(coupling, contracts(), stream=CONTRACTS)
    (new,) = proposals(coupling)

    assert codes_of(refuse(decider(coupling), [new.number], " ").findings) == ["WG530"]
    assert refuse(decider(coupling), [new.number], "geen klant").findings == ()
    (same,) = take(coupling, contracts(), stream=CONTRACTS)
    (other,) = take(coupling, contracts(client(HndlsnmOrg="Bedrijf Twee")), stream=CONTRACTS)

    assert (codes(same.findings), codes(other.findings)) == (["WG508"], ["WG501"])
    (refused,) = proposals(coupling, ProposalState.REFUSED)
    assert (refused.decided_by, refused.reason) == ("beheerder", "geen klant")


def codes_of(findings: tuple[Finding, ...]) -> list[str]:
    """The codes of findings."""
    return [each.code for each in findings]


def test_wg_6_what_is_decided_on_is_not_open_any_more() -> None:
    coupling = live()
    take(coupling, contracts(), stream=CONTRACTS)
    (new,) = proposals(coupling)
    approve_all(coupling)

    again = approve(decider(coupling), [Choice(number=new.number)])
    refused = refuse(decider(coupling), [new.number], "toch niet")
    nothing = approve(decider(coupling), [])

    assert codes_of(again.findings) == codes_of(refused.findings) == ["WG534"]
    assert codes_of(nothing.findings) == ["WG538"]


def test_wg_6_who_is_limited_sees_what_is_theirs_and_decides_nothing() -> None:
    coupling = live()
    take(coupling, contracts(), stream=CONTRACTS)
    (new,) = proposals(coupling)
    own_account = Authority(employers=frozenset({1}), accounts=frozenset({coupling.account}))
    limited = replace(decider(coupling), authority=own_account)
    stranger = replace(decider(coupling), authority=replace(own_account, accounts=frozenset()))

    assert show_proposal(limited.reader, new.number) is not None
    assert show_proposal(stranger.reader, new.number) is None
    assert waiting_counts(limited.reader).proposed.number == 1
    assert waiting_counts(stranger.reader).total.number == 0
    assert codes_of(approve(limited, [Choice(number=new.number)]).findings) == ["WG537"]
    assert codes_of(refuse(limited, [new.number], "x").findings) == ["WG537"]


def test_wg_6_a_proposal_asks_for_attention() -> None:
    coupling = live()
    take(coupling, contracts(client("2001"), client("2002")), stream=CONTRACTS)
    needs = what_needs(decider(coupling).reader).items
    assert [(each.matter, each.count) for each in needs] == [(Matter.PROPOSED, 2)]


def test_wg_6_a_dry_run_of_an_approval_changes_nothing() -> None:
    coupling = live()
    take(coupling, contracts(), stream=CONTRACTS)
    (new,) = proposals(coupling)
    looked = approve(decider(coupling), [Choice(number=new.number)], dry_run=True)
    assert (looked.applied, [str(each) for each in looked.differences]) == (
        False,
        ["+ employer FLSN2001"],
    )
    assert kinds(coupling) == [("new", "FLSN2001")]


def test_wg_6_an_employer_that_was_made_meanwhile_is_not_overwritten() -> None:
    coupling = live()
    take(coupling, contracts(), stream=CONTRACTS)
    (new,) = proposals(coupling)
    said = configuration()
    said["employers"].append({"code": "FLSN2001", "name": "Zelf gemaakt"})
    apply(said)

    assert codes_of(approve(decider(coupling), [Choice(number=new.number)]).findings) == ["WG535"]
    assert shown(coupling, new.number).now == {"name": "Zelf gemaakt"}


def test_wg_6_an_employer_that_got_another_code_is_not_found() -> None:
    coupling = live()
    said = configuration()
    said["employers"].append({"code": "FLSN2001", "name": "Bedrijf 2001 B.V."})
    apply(said)
    changed = client("1001", HndlsnmOrg="Bakkerij De Korenbloem BV", MchtVrzm=_ENDED)
    take(coupling, contracts(changed, client()), stream=CONTRACTS)
    for code in ("FLSN1001", "FLSN2001"):
        rename_employer(coupling.arbodienst, code, f"{code}X", by="beheerder")

    found = [approve(decider(coupling), [Choice(number=n.number)]) for n in proposals(coupling)]

    assert [codes_of(each.findings) for each in found] == [["WG536"]] * 3


def test_wg_3_a_former_code_is_not_given_to_another() -> None:
    coupling = live()
    rename_employer(coupling.arbodienst, "FLSN1001", "FLSN9", by="beheerder")
    (told,) = take(coupling, contracts(client("1001")), stream=CONTRACTS)
    assert codes(told.findings) == ["WG501", "WG515"]


def test_msg_4_a_test_message_and_a_dry_run_propose_nothing() -> None:
    coupling = live()
    (told,) = take(coupling, contracts(TestJN="J"), stream=CONTRACTS)
    tried = dry_run(coupling.ref, CONTRACTS, contracts(), "beheerder")
    refused = dry_run(coupling.ref, CONTRACTS, sick(report()), "beheerder")

    assert codes(told.findings) == ["IN401", "WG501"]
    assert tried is not None
    assert refused is not None
    assert (codes_of(tried.findings), codes_of(refused.findings)) == (["WG501"], ["IN102"])
    assert kinds(coupling) == []


def test_ve_4_a_message_about_employers_is_not_undone_as_a_whole() -> None:
    coupling = live()
    (told,) = take(coupling, contracts(), stream=CONTRACTS)
    reader = Reader(arbodienst=coupling.arbodienst, principal="x")
    preview = preview_undo(reader, OfMessage(receipt=told.receipt))
    assert preview is not None
    assert codes_of(preview.findings) == ["VE413"]


def test_wg_5_the_sender_does_not_read_what_is_known_of_an_employer() -> None:
    for code in ("WG501", "WG507", "WG512"):
        told = as_sender_reads(Finding(code, {"code": "FLSN1001"}, "/x", 3))
        assert told == Finding("WG500", {}, "/x", 3)


def test_a_stream_of_employers_has_code_tables_and_every_mode() -> None:
    for given in ({"mode": "approval"}, {"operations": "verbs", "operations_confirmed": True}):
        assert configure(as_file(configuration(**given)), "test", dry_run=True).findings == ()
    wrong = configure(as_file(configuration(gaps="accept")), "test", dry_run=True)
    assert {each.code for each in wrong.findings} == {"CF043"}
