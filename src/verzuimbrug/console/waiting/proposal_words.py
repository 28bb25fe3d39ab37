"""Proposals for employers, in words: the kind, and each field as it is and as it would be."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from verzuimbrug.application.employer_proposals.listing import ProposalShown
from verzuimbrug.application.reports.values import ExplainedFinding
from verzuimbrug.console.configuring.differences import ChangedField, changed_fields
from verzuimbrug.console.configuring.words import value_words
from verzuimbrug.console.findings import explained
from verzuimbrug.domain.employer_proposals import ProposalKind, ProposalState

KINDS: Mapping[ProposalKind, Promise] = MappingProxyType(
    {
        ProposalKind.NEW: gettext_lazy("New employer"),
        ProposalKind.CHANGED: gettext_lazy("Other data"),
        ProposalKind.JOINS: gettext_lazy("Joins the employer group"),
        ProposalKind.LEAVES: gettext_lazy("Leaves the employer group"),
        ProposalKind.DEPARTMENTS: gettext_lazy("Other departments"),
    }
)

STATES: Mapping[ProposalState, tuple[str, Promise]] = MappingProxyType(
    {
        ProposalState.OPEN: ("attention", gettext_lazy("waits for a decision")),
        ProposalState.APPROVED: ("good", gettext_lazy("approved")),
        ProposalState.REFUSED: ("quiet", gettext_lazy("refused")),
        ProposalState.OVERTAKEN: ("quiet", gettext_lazy("overtaken by a later message")),
    }
)

_MOVES = (ProposalKind.JOINS, ProposalKind.LEAVES)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownProposal:
    """A proposal with its words; `kind` and `word` are of its state."""

    proposal: ProposalShown
    what: Promise
    kind: str
    word: Promise
    fields: tuple[ChangedField, ...]
    findings: tuple[ExplainedFinding, ...]


def in_words(proposal: ProposalShown) -> ShownProposal:
    """The proposal as a page shows it."""
    kind, word = STATES[proposal.state]
    fields = _moved(proposal) if proposal.kind in _MOVES else _fields(proposal)
    return ShownProposal(
        proposal=proposal,
        what=KINDS[proposal.kind],
        kind=kind,
        word=word,
        fields=tuple(fields),
        findings=explained(proposal.findings),
    )


def _fields(proposal: ProposalShown) -> Iterator[ChangedField]:
    rows = (
        {
            "kind": "employer",
            "key": [],
            "field": name,
            "before": proposal.now.get(name),
            "after": value,
        }
        for name, value in proposal.says.items()
    )
    yield from changed_fields(rows)


def _moved(proposal: ProposalShown) -> Iterator[ChangedField]:
    """The membership of each group, now and then."""
    says, now = proposal.says, proposal.now.get("until", {})
    for group in says.get("groups") or [says.get("group") or _("a group that you choose")]:
        yield ChangedField(
            name=str(group),
            before=_membership(None, now[group]) if group in now else _("(none)"),
            after=_membership(says.get("from"), says.get("until"), proposal),
            had_value=group in now,
        )


def _membership(start: str | None, until: str | None, proposal: ProposalShown | None = None) -> str:
    begins = _("from %(day)s") % {"day": value_words(start)} if start else ""
    if until:
        ends = _("up to and including %(day)s") % {"day": value_words(until)}
    elif proposal is not None and proposal.kind is ProposalKind.LEAVES:
        ends = _("up to and including a day that you choose")
    else:
        ends = _("without an end")
    return f"{begins} {ends}".strip()
