"""Proposals as somebody reads them: what is now, what would be, and from which message."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from verzuimbrug.application.access import Reader
from verzuimbrug.application.configuration.import_configuration import read_configurations
from verzuimbrug.application.employer_proposals.facts import read_facts
from verzuimbrug.application.pages import Page, Window, cut
from verzuimbrug.domain.employer_proposals import (
    KnownEmployer,
    Needed,
    Proposal,
    ProposalKind,
    ProposalState,
)
from verzuimbrug.domain.findings import Finding
from verzuimbrug.store.employer_proposals import proposal_of, proposals_open_to
from verzuimbrug.store.models import Employer, EmployerProposal
from verzuimbrug.store.tenancy import tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalShown:
    """One proposal. `employer` is the store's id of the known employer.

    `now` has, of what `says` names, what is at this moment; it is only there of one that is shown
    by itself. `codes` are codes as received whose meaning is not public.
    """

    number: int
    state: ProposalState
    kind: ProposalKind
    account: int
    account_name: str
    receipt: str
    source: str
    received_at: datetime
    code: str
    received: str
    name: str
    employer: int | None
    says: Mapping[str, Any]
    now: Mapping[str, Any]
    needs: tuple[Needed, ...]
    findings: tuple[Finding, ...]
    codes: tuple[tuple[str, str], ...]
    decided_by: str
    decided_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Which proposals: in a state, of a kind, of an account by name; None leaves it open."""

    state: ProposalState | None = ProposalState.OPEN
    kind: ProposalKind | None = None
    account: str | None = None


def list_proposals(reader: Reader, sought: Sought, window: Window) -> Page[ProposalShown]:
    """A page of the proposals of accounts that are open to the reader, the oldest first."""
    given = {"state": sought.state, "kind": sought.kind, "account__name": sought.account}
    chosen = {name: value for name, value in given.items() if value is not None}
    with tenant(reader.arbodienst):
        query = proposals_open_to(reader.authority.accounts).filter(id__gt=window.after, **chosen)
        rows, following = cut(list(query[: window.take]), window, lambda row: row.id)
        return Page(tuple(_shown(rows)), following)


def show_proposal(reader: Reader, number: int) -> ProposalShown | None:
    """One proposal, with what is now; None when there is none that is open to the reader."""
    with tenant(reader.arbodienst):
        row = proposals_open_to(reader.authority.accounts).filter(id=number).first()
        if row is None:
            return None
        known = _known(row)
        now = now_of(proposal_of(row), known) if known else {}
        (shown,) = _shown([row], {row.id: now})
        return shown


def _known(row: EmployerProposal) -> KnownEmployer | None:
    configuration = read_configurations({row.message.stream_id})[row.message.stream_id]
    days: list[date] = [timezone.localdate()]
    facts = read_facts(configuration.scope, {row.employer_code}, (), days)
    return facts.known.get(row.employer_code)


def now_of(proposal: Proposal, known: KnownEmployer) -> dict[str, Any]:
    """What is now of all that a proposal names; of parts of a field only these."""
    says = proposal.says
    if proposal.kind in (ProposalKind.JOINS, ProposalKind.LEAVES):
        until = {group: _iso(day) for group, day in known.memberships.items()}
        return {"until": until} if until else {}
    now: dict[str, Any] = {}
    for name in says:
        value = known.values.get(name)
        if isinstance(value, Mapping):
            now[name] = {key: value[key] for key in says[name] if key in value}
        elif value is not None:
            now[name] = value
    return now


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _shown(
    rows: Sequence[EmployerProposal], now: Mapping[int, Mapping[str, Any]] | None = None
) -> Iterator[ProposalShown]:
    codes = {row.employer_code for row in rows}
    employers = dict(Employer.objects.filter(code__in=codes).values_list("code", "id"))
    for row in rows:
        proposal = proposal_of(row)
        yield ProposalShown(
            number=row.id,
            state=ProposalState(row.state),
            kind=proposal.kind,
            account=row.account_id,
            account_name=row.account.name,
            receipt=row.message.receipt,
            source=row.source,
            received_at=row.message.received_at,
            code=proposal.code,
            received=proposal.received,
            name=proposal.name,
            employer=employers.get(proposal.code),
            says=proposal.says,
            now=(now or {}).get(row.id, proposal.stands),
            needs=proposal.needs,
            findings=proposal.findings,
            codes=proposal.codes,
            decided_by=row.decided_by,
            decided_at=row.decided_at,
            reason=row.reason,
        )
