"""Gives known employees the link keys of an account, in bulk, after a person looked (GR-2, WN-4).

Nothing is ever linked by itself: there are proposals, and there is what a person decides.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from verzuimbrug.application.access import ReadAction, Reader, record_access
from verzuimbrug.application.accounts import AccountRef, log_event
from verzuimbrug.application.decider import Decider
from verzuimbrug.application.interpret import LOCAL
from verzuimbrug.application.parking.decide import create_person
from verzuimbrug.application.portal_deliveries.facts import facts_of_account
from verzuimbrug.application.readiness.facts import AccountFacts
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.link_proposals import Proposal
from verzuimbrug.domain.linking import KnownLinks, Link, judge_links
from verzuimbrug.domain.snapshot import PersonKey
from verzuimbrug.store.lanes import take_all_lanes
from verzuimbrug.store.linking import write_links
from verzuimbrug.store.queue import requeue
from verzuimbrug.store.readiness_reads import employers_of, shown_names
from verzuimbrug.store.tenancy import tenant
from verzuimbrug.store.waiting import released_by


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownProposal:
    """A proposal with the name of the employee; None without a case that counts (datakluis)."""

    proposal: Proposal
    surname: str | None
    initials: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """How many keys were given, and why others were not."""

    count: int
    findings: tuple[Finding, ...] = ()


def propose_links(ref: AccountRef, by: str) -> tuple[ShownProposal, ...]:
    """Which employees without a key may be persons in the messages that were not processed."""
    with tenant(ref.arbodienst):
        return shown(ref, by, facts_of(ref).all_proposals())


def facts_of(ref: AccountRef) -> AccountFacts:
    """What is known of the account today; within the tenant."""
    return facts_of_account(ref.account, timezone.now().astimezone(LOCAL).date())


def shown(ref: AccountRef, by: str, proposals: Iterable[Proposal]) -> tuple[ShownProposal, ...]:
    """Proposals for somebody who looks; that these persons were shown is kept."""
    proposals = tuple(proposals)
    employees = {each.employee for each in proposals}
    reader = Reader(arbodienst=ref.arbodienst, principal=by)
    record_access(reader, ReadAction.EMPLOYEES, employees=employees)
    names = shown_names(employees)
    return tuple(_shown(each, names) for each in proposals)


def _shown(proposal: Proposal, names: Mapping[int, tuple[str, str]]) -> ShownProposal:
    surname, initials = names.get(proposal.employee, (None, None))
    return ShownProposal(proposal=proposal, surname=surname, initials=initials)


def link(ref: AccountRef, links: Sequence[Link], by: str) -> Linked:
    """Gives employees the keys that a person chose for them; what waited for a key goes on.

    An employee, or an employer, of somebody else is as one that does not exist.
    """
    with tenant(ref.arbodienst):
        # Batches at work know their persons already: what they would park is parked first.
        take_all_lanes(ref.arbodienst)
        facts = facts_of(ref)
        judged = judge_links(links, _known(facts, links))
        ids = {code: employer for employer, code in facts.codes.items()}
        keys = {
            PersonKey(ref.account, ids[each.employer], each.key): each.employee
            for each in judged.accepted
        }
        if keys:
            write_links(keys, by, timezone.now())
            log_event(ref, by, "persons-linked", {"count": len(keys)})
            requeue(released_by(keys))
    return Linked(count=len(keys), findings=judged.findings)


def _known(facts: AccountFacts, links: Iterable[Link]) -> KnownLinks:
    found = employers_of({each.employee for each in links}, facts.codes)
    employees = {employee: facts.codes[employer] for employee, employer in found.items()}
    return KnownLinks(employees=employees, keys=facts.linked)


def create_despite(ref: AccountRef, keys: Iterable[tuple[str, str]], by: str) -> Linked:
    """Says of keys, by employer code and key, that wait as a possible duplicate: somebody else."""
    findings, count = [], 0
    with tenant(ref.arbodienst):
        take_all_lanes(ref.arbodienst)
        facts = facts_of(ref)
        ids = {code: employer for employer, code in facts.codes.items()}
        decider = Decider(arbodienst=ref.arbodienst, by=by)
        for employer, key in dict.fromkeys(keys):
            if create_person(decider, PersonKey(ref.account, ids.get(employer, 0), key)):
                count += 1
            else:
                findings.append(Finding("GR214", {"employer": employer, "key": key}))
    return Linked(count=count, findings=tuple(findings))
