"""A proposal that cannot be laid on the configuration says why (WG-6)."""

from datetime import date

from verzuimbrug.application.configuration.entries import (
    ArbodienstEntry,
    Configuration,
    EmployerEntry,
    MembershipEntry,
)
from verzuimbrug.application.employer_proposals.applying import Choice, with_proposals
from verzuimbrug.domain.employer_proposals import Proposal, ProposalKind, Values
from verzuimbrug.domain.findings import Finding

_MEMBER = MembershipEntry(
    group="A", start=date(2020, 1, 1), end=date(2030, 1, 1), run_out=date(2030, 3, 1)
)
_OTHER = MembershipEntry(group="B")
STORED = Configuration(
    arbodienst=ArbodienstEntry(code="GEZOND", name="Gezond"),
    employers=(EmployerEntry(code="1", name="Een", groups=(_MEMBER, _OTHER)),),
)


def applied(kind: ProposalKind, says: Values) -> EmployerEntry | Finding:
    """The one employer after it."""
    proposal = Proposal(position=0, kind=kind, code="1", received="", name="Een", says=says)
    done = with_proposals(STORED, [(proposal, Choice(number=1))])
    return done if isinstance(done, Finding) else done.employers[0]


def test_wg_6_a_membership_that_would_end_before_it_begins_is_not_made() -> None:
    found = applied(ProposalKind.JOINS, {"group": "A", "until": "2001-01-01"})
    assert isinstance(found, Finding)
    assert found.code == "CF025"


def test_wg_4_a_run_out_stays_when_it_is_after_the_new_last_day() -> None:
    earlier = applied(ProposalKind.LEAVES, {"groups": ["A"], "until": "2029-01-01"})
    later = applied(ProposalKind.LEAVES, {"groups": ["A"], "until": "2030-06-01"})
    assert isinstance(earlier, EmployerEntry)
    assert isinstance(later, EmployerEntry)
    assert [each.run_out for each in earlier.groups] == [date(2030, 3, 1), None]
    assert [each.run_out for each in later.groups] == [None, None]
