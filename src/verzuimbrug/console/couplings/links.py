"""Employees who were there already get link keys, after a person looked (GR-2)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from django import forms
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from verzuimbrug.application.readiness.link_keys_file import read_keys
from verzuimbrug.application.readiness.link_persons import ShownProposal, link, propose_links
from verzuimbrug.console.confirming import Meaning, ask_first
from verzuimbrug.console.couplings.opening import Opened, opened
from verzuimbrug.console.findings import explained
from verzuimbrug.console.links import Crumb, messages_of
from verzuimbrug.console.notices import leave_notice
from verzuimbrug.console.pages import ConsoleRequest, answer, go, page
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.link_proposals import Strength
from verzuimbrug.domain.linking import Link
from verzuimbrug.domain.permissions import Permission

MOST_SHOWN = 200
CHOSEN = "gekozen"
WORKED_OUT = "voorstellen"
"""In the address when the proposals are wanted, and not the page alone."""

STRENGTHS: Mapping[str, tuple[str, Promise]] = MappingProxyType(
    {
        Strength.SAME_INITIALS: ("good", gettext_lazy("same initials")),
        Strength.NO_INITIALS: ("info", gettext_lazy("initials not known")),
        Strength.OTHER_INITIALS: ("attention", gettext_lazy("other initials")),
    }
)


class KeysForm(forms.Form):
    """A list of keys that a portal or an employer gave."""

    file = forms.FileField(
        label=gettext_lazy("List of link keys (CSV or XLSX)"),
        help_text=gettext_lazy(
            "Employer code, birth date, surname, initials and key in each row. Nothing is linked "
            "by it: what fits is proposed below."
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLink:
    """A proposal as a row: its choice as the form sends it, and how sure it is."""

    proposal: ShownProposal
    value: str
    kind: str
    word: str


@page(Permission.LINKS_READ)
def links(request: ConsoleRequest, coupling: int) -> HttpResponse:
    """Which employees may be persons in the messages that wait; nothing is linked by itself."""
    of = opened(request, coupling)
    if WORKED_OUT not in request.GET:
        # With many employees it takes seconds: the page is there meanwhile, and asks for the rest.
        context = {**_about(request, of), "form": KeysForm(), "worked_out": f"?{WORKED_OUT}=1"}
        return answer(request, "console/couplings/links.html", context)
    proposed = Proposed(proposals=propose_links(of.ref, of.by), form=KeysForm())
    return _shown(request, of, proposed)


@require_POST
@page(Permission.LINKS_WRITE)
def read_list(request: ConsoleRequest, coupling: int) -> HttpResponse:
    """The proposals of a list of keys, set beside the employees without one."""
    of, form = opened(request, coupling), KeysForm(request.POST, request.FILES)
    if not form.is_valid():
        proposed = Proposed(proposals=propose_links(of.ref, of.by), form=form)
        return _shown(request, of, proposed, status=422)
    read = read_keys(of.ref, form.cleaned_data["file"].read(), of.by)
    proposed = Proposed(
        proposals=read.proposals,
        form=KeysForm(),
        findings=read.findings,
        unmatched=read.unmatched,
    )
    return _shown(request, of, proposed)


@require_POST
@page(Permission.LINKS_WRITE)
def link_chosen(request: ConsoleRequest, coupling: int) -> HttpResponse:
    """What was chosen, to be confirmed; and then who was linked."""
    of, values = opened(request, coupling), request.POST.getlist(CHOSEN)
    chosen = [one for one in map(link_of, values) if one is not None]
    if not chosen:
        leave_notice(request, _("Choose at least one employee."), kind="attention")
        return go("coupling-links", of.head.id)
    asking = ask_first(request, _linking(of, chosen))
    if asking is not None:
        return asking
    done = link(of.ref, chosen, of.by)
    _tell_linked(request, of, done.count)
    refused = len(done.findings)
    if refused:
        # Who that is would be personal data in the session.
        told = ngettext(
            "%(count)s employee not linked: the key or the employee does not fit.",
            "%(count)s employees not linked: the key or the employee does not fit.",
            refused,
        )
        leave_notice(request, told % {"count": refused}, kind="attention")
    return go("coupling-links", of.head.id)


def _linking(of: Opened, chosen: Sequence[Link]) -> Meaning:
    button = ngettext("Link %(number)s employee", "Link %(number)s employees", len(chosen))
    return Meaning(
        title=_("These employees get a link key"),
        lead=of.head.name,
        says=(
            _("From then on the portal reports on them under this key."),
            _("What waits for the keys goes on."),
            _(
                "A key that was given stays: look whether each is right. What a message changes by "
                "it, you can undo with that message."
            ),
        ),
        button=button % {"number": len(chosen)},
        back=of.url("coupling-links"),
        crumbs=_crumbs(of),
        columns=(_("Employer code"), _("Employee"), _("Link key")),
        rows=[
            (each.employer, _("employee %(number)s") % {"number": each.employee}, each.key)
            for each in chosen
        ],
        kept=[(CHOSEN, value_of(each)) for each in chosen],
        is_stop=False,
    )


def _tell_linked(request: ConsoleRequest, of: Opened, count: int) -> None:
    """How many were linked, and where what that led to is undone."""
    told = ngettext("%(count)s employee linked.", "%(count)s employees linked.", count)
    told %= {"count": count}
    if not count:
        leave_notice(request, told, kind="info")
        return
    undo = _("The keys stay. What a message changed by them, you undo with that message.")
    action = (_("Messages of this coupling"), messages_of(coupling=of.head.name))
    leave_notice(request, f"{told} {undo}", action=action)


def value_of(chosen: Link) -> str:
    """A link as the form sends it."""
    return json.dumps([chosen.employer, chosen.employee, chosen.key])


def link_of(value: str) -> Link | None:
    """The link that the form sent; None for what it never sends."""
    try:
        employer, employee, key = json.loads(value)
        return Link(employer=str(employer), employee=int(employee), key=str(key))
    except (ValueError, TypeError):
        return None


def _crumbs(of: Opened) -> tuple[Crumb, ...]:
    return (*of.crumbs, (gettext_lazy("Readiness"), of.url("coupling-readiness")))


def _about(request: ConsoleRequest, of: Opened) -> dict[str, object]:
    return {
        "of": of,
        "head": of.head,
        "crumbs": _crumbs(of),
        "may_write": request.visitor.may(Permission.LINKS_WRITE),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """What the page proposes, with what a list of keys comes to besides."""

    proposals: Sequence[ShownProposal]
    form: KeysForm
    findings: tuple[Finding, ...] = ()
    unmatched: int = 0


def _shown(
    request: ConsoleRequest, of: Opened, proposed: Proposed, *, status: int = 200
) -> HttpResponse:
    proposals = proposed.proposals
    context = {
        **_about(request, of),
        "rows": [_row(each) for each in proposals[:MOST_SHOWN]],
        "more": max(len(proposals) - MOST_SHOWN, 0),
        "findings": explained(proposed.findings[:MOST_SHOWN]),
        "unmatched": proposed.unmatched,
        "form": proposed.form,
        "field": CHOSEN,
    }
    return answer(request, "console/couplings/links.html", context, status=status)


def _row(shown: ShownProposal) -> ShownLink:
    proposal = shown.proposal
    kind, word = STRENGTHS[proposal.strength]
    chosen = Link(employer=proposal.employer, employee=proposal.employee, key=proposal.key)
    return ShownLink(proposal=shown, value=value_of(chosen), kind=kind, word=str(word))
