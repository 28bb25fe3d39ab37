"""Proposals for employers written and read, and which message was the last to say something."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from verzuimbrug.domain.employer_proposals import Needed, Proposal, ProposalKind, ProposalState
from verzuimbrug.domain.findings import Finding
from verzuimbrug.store.models import EmployerProposal, EmployerWord
from verzuimbrug.store.sealed import EMPLOYER_PROPOSAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The message that says something: its id and name, and the account that it came by."""

    arbodienst: int
    message: int
    account: int
    name: str


def read_words(account: int, message: str, subjects: Collection[str]) -> Mapping[str, list[Any]]:
    """The stamp of the last message of that name, by employer, of those that are known."""
    rows = EmployerWord.objects.filter(account=account, source=message, subject__in=subjects)
    return dict(rows.values_list("subject", "stamp"))


def keep_words(source: Source, stamps: Mapping[str, list[Any]]) -> None:
    """This message is the last to say something of these employers."""
    EmployerWord.objects.bulk_create(
        (
            EmployerWord(
                arbodienst_id=source.arbodienst,
                account_id=source.account,
                source=source.name,
                subject=subject,
                stamp=stamp,
            )
            for subject, stamp in stamps.items()
        ),
        update_conflicts=True,
        unique_fields=["arbodienst", "account", "source", "subject"],
        update_fields=["stamp"],
    )


def settled_digests(account: int, digests: Collection[str]) -> frozenset[str]:
    """Those that were refused. One without a code that was approved is known by the code given."""
    decided = Q(state=ProposalState.REFUSED) | Q(state=ProposalState.APPROVED, employer_code="")
    rows = EmployerProposal.objects.filter(decided, account=account, digest__in=digests)
    return frozenset(rows.values_list("digest", flat=True))


def keep_proposals(source: Source, proposals: Mapping[str, Sequence[Proposal]]) -> None:
    """The proposals by employer take the place of the open ones that this message overtakes.

    That are those of earlier messages of its kind, and whatever would make the employer anew. What
    was decided on of this message itself, in an earlier run, stays.
    """
    subjects = list(proposals)
    open_ones = EmployerProposal.objects.filter(
        account=source.account, subject__in=subjects, state=ProposalState.OPEN
    )
    open_ones.filter(message=source.message).delete()
    open_ones.filter(Q(source=source.name) | Q(kind=ProposalKind.NEW)).update(
        state=ProposalState.OVERTAKEN
    )
    EmployerProposal.objects.bulk_create(
        (_row(source, subject, each) for subject, some in proposals.items() for each in some),
        ignore_conflicts=True,
    )


def _row(source: Source, subject: str, proposal: Proposal) -> EmployerProposal:
    return EmployerProposal(
        arbodienst_id=source.arbodienst,
        message_id=source.message,
        account_id=source.account,
        position=proposal.position,
        kind=proposal.kind,
        employer_code=proposal.code,
        subject=subject,
        source=source.name,
        content=_sealed(source, proposal),
        digest=proposal.digest,
    )


def _sealed(source: Source, proposal: Proposal) -> bytes:
    content = json.dumps(_content(proposal)).encode()
    place = (source.message, proposal.position, proposal.kind)
    return EMPLOYER_PROPOSAL.seal(content, *place, arbodienst=source.arbodienst)


def _content(proposal: Proposal) -> dict[str, Any]:
    return {
        "received": proposal.received,
        "name": proposal.name,
        "says": dict(proposal.says),
        "stands": dict(proposal.stands),
        "needs": list(proposal.needs),
        "findings": [each.to_json() for each in proposal.findings],
        "codes": [list(each) for each in proposal.codes],
    }


_ERASED: Mapping[str, Any] = {
    "received": "",
    "name": "",
    "says": {},
    "stands": {},
    "needs": [],
    "findings": [],
    "codes": [],
}


def proposal_of(row: EmployerProposal) -> Proposal:
    """The proposal that a row was made of; what was erased of it says nothing."""
    content = json.loads(EMPLOYER_PROPOSAL.unseal_of(row)) if row.content else _ERASED
    return Proposal(
        position=row.position,
        kind=ProposalKind(row.kind),
        code=row.employer_code,
        received=content["received"],
        name=content["name"],
        says=content["says"],
        stands=content["stands"],
        needs=tuple(map(Needed, content["needs"])),
        findings=tuple(map(Finding.from_json, content["findings"])),
        codes=tuple((where, code) for where, code in content["codes"]),
    )


def proposals_open_to(accounts: Collection[int] | None) -> QuerySet[EmployerProposal]:
    """The proposals of these accounts, of all without a choice, with account and message."""
    rows = EmployerProposal.objects.select_related("account", "message").order_by("id")
    return rows if accounts is None else rows.filter(account__in=accounts)


def count_open(accounts: Collection[int] | None, most: int) -> int:
    """How many proposals wait for somebody, counted up to a number."""
    rows = proposals_open_to(accounts).filter(state=ProposalState.OPEN)
    return rows.order_by()[:most].count()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What somebody decided, when and why."""

    state: ProposalState
    by: str
    at: datetime
    reason: str = ""


def write_decision(rows: Iterable[EmployerProposal], decision: Decision) -> None:
    """The rows are decided on."""
    EmployerProposal.objects.filter(id__in=[row.id for row in rows]).update(
        state=decision.state,
        decided_by=decision.by[:100],
        decided_at=decision.at,
        reason=decision.reason[:500],
    )
