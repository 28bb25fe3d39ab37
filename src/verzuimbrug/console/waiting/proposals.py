"""What messages propose for employers: the list, one of them, and what is decided (WG-6)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from verzuimbrug.application.configuration.configure import Configured
from verzuimbrug.application.employer_proposals.applying import Choice
from verzuimbrug.application.employer_proposals.deciding import approve, refuse
from verzuimbrug.application.employer_proposals.listing import (
    ProposalShown,
    Sought,
    list_proposals,
    show_proposal,
)
from verzuimbrug.application.employers.group_reading import list_shown_groups
from verzuimbrug.application.pages import Window
from verzuimbrug.application.parking.listing import list_account_names
from verzuimbrug.console.addresses import AFTER, number_in, number_of, paging
from verzuimbrug.console.chips import chips_of
from verzuimbrug.console.configuring.rights import may_share
from verzuimbrug.console.configuring.saving import Saving, preview_or_save
from verzuimbrug.console.deciders import decider_of
from verzuimbrug.console.findings import explained
from verzuimbrug.console.notices import leave_notice
from verzuimbrug.console.pages import ConsoleRequest, answer, found, go, page
from verzuimbrug.console.waiting.proposal_words import KINDS, STATES, in_words
from verzuimbrug.console.waiting.tabs import crumbs_of, tabs_of
from verzuimbrug.domain.employer_proposals import Needed, ProposalKind, ProposalState
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.permissions import Permission

_A_PAGE = 50
_CHOSEN = "voorstel"
_LARGEST = 2**63 - 1


class SoughtForm(forms.Form):
    """Which proposals to show."""

    soort = forms.ChoiceField(label=gettext_lazy("What"), required=False)
    koppeling = forms.ChoiceField(label=gettext_lazy("Coupling"), required=False)
    stand = forms.ChoiceField(label=gettext_lazy("State"), required=False)

    def __init__(self, data: Mapping[str, Any], couplings: Sequence[str]) -> None:
        """With the couplings that there are."""
        super().__init__(data)
        states = {state: word for state, (_kind, word) in STATES.items()}
        self._choices("soort", [("", _("all")), *KINDS.items()])
        self._choices("koppeling", [("", _("all")), *((name, name) for name in couplings)])
        self._choices("stand", [("", states.pop(ProposalState.OPEN)), *states.items()])

    def _choices(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- it is, see above
        field.choices = choices

    def sought(self) -> Sought:
        """The choice of a valid form."""
        given = self.cleaned_data
        return Sought(
            state=ProposalState(given["stand"] or ProposalState.OPEN),
            kind=ProposalKind(given["soort"]) if given["soort"] else None,
            account=given["koppeling"] or None,
        )


class NeedsForm(forms.Form):
    """What a proposal needs before it can be approved."""

    code = forms.CharField(label=gettext_lazy("Employer code"), max_length=200)
    group = forms.ChoiceField(label=gettext_lazy("Employer group"))
    until = forms.DateField(
        label=gettext_lazy("Last day in the employer group"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(
        self,
        data: Any,  # noqa: ANN401 -- as Django has it
        needs: Sequence[Needed],
        groups: Sequence[tuple[str, str]],
    ) -> None:
        """With the fields that are needed."""
        super().__init__(data)
        field = self.fields["group"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- it is, see above
        field.choices = list(groups)
        for name in {*self.fields} - {*needs}:
            del self.fields[name]


@page(Permission.PARKING_READ)
def show_proposals(request: ConsoleRequest) -> HttpResponse:
    """A page of the proposals; those that need nothing more can be approved together."""
    visitor = request.visitor
    form = SoughtForm(request.GET, list_account_names(visitor.reader))
    sought = form.sought() if form.is_valid() else Sought()
    listed = list_proposals(visitor.reader, sought, Window(number_in(request, AFTER) or 0, _A_PAGE))
    context = {
        "tabs": tabs_of(visitor, "employer-proposals"),
        "form": form,
        "chips": chips_of(request, form) if form.is_valid() else (),
        "rows": tuple(map(in_words, listed.items)),
        "paging": paging(request, following=listed.next),
        "may_decide": _may_decide(request) and sought.state is ProposalState.OPEN,
    }
    return answer(request, "console/waiting/proposals.html", context)


@page(Permission.PARKING_READ)
def show_one(request: ConsoleRequest, number: int) -> HttpResponse:
    """One proposal, field by field, with what can be done."""
    return _one(request, found(show_proposal(request.visitor.reader, min(number, _LARGEST))))


@page(Permission.EMPLOYERS_WRITE)
@require_POST
def approve_chosen(request: ConsoleRequest) -> HttpResponse:
    """Several proposals: what they change together, and then that is done."""
    numbers = [number_of(each) for each in request.POST.getlist(_CHOSEN)[:_A_PAGE]]
    choices = [Choice(number=each) for each in numbers if each is not None]
    if not choices:
        leave_notice(request, _("You chose no proposal yet."), kind="attention")
        return go("employer-proposals")
    return _approve(request, choices, reverse("employer-proposals"))


@page(Permission.EMPLOYERS_WRITE)
def approve_one(request: ConsoleRequest, number: int) -> HttpResponse:
    """One proposal: what it needs, what it changes, and then that is done."""
    shown = found(show_proposal(request.visitor.reader, min(number, _LARGEST)))
    groups = [(each.code, each.name) for each in list_shown_groups(request.visitor.reader)]
    form = NeedsForm(request.POST or None, shown.needs, groups)
    if shown.needs and not form.is_valid():
        return _needs(request, shown, form)
    given = form.cleaned_data if shown.needs else {}
    choice = Choice(
        number=shown.number,
        code=given.get("code", ""),
        group=given.get("group", ""),
        until=given.get("until"),
    )
    return _approve(request, [choice], _url(shown))


@page(Permission.EMPLOYERS_WRITE)
@require_POST
def refuse_one(request: ConsoleRequest, number: int) -> HttpResponse:
    """The proposal is refused; it does not come back as it is."""
    shown = found(show_proposal(request.visitor.reader, min(number, _LARGEST)))
    done = refuse(decider_of(request), [shown.number], request.POST.get("reden", ""))
    if done.findings:
        return _one(request, shown, done.findings)
    leave_notice(request, _("Proposal %(number)s is refused.") % {"number": shown.number})
    return go("employer-proposals")


def _approve(request: ConsoleRequest, choices: Sequence[Choice], back: str) -> HttpResponse:
    def change(dry_run: bool) -> Configured:  # noqa: FBT001 -- as `Change` says
        return approve(decider_of(request), choices, dry_run=dry_run)

    count = len(choices)
    title = ngettext("Approve %(count)s proposal", "Approve %(count)s proposals", count)
    done = ngettext("%(count)s proposal is approved.", "%(count)s proposals are approved.", count)
    saving = Saving(
        title=title % {"count": count},
        back=back,
        done=done % {"count": count},
        crumbs=crumbs_of("employer-proposals"),
        lead=_("Reports that wait for a new employer go on by themselves after it."),
        button=_("Approve"),
    )
    return preview_or_save(request, saving, change)


def _needs(request: ConsoleRequest, shown: ProposalShown, form: forms.Form) -> HttpResponse:
    context = {
        "form": form,
        "title": _("Approve: %(name)s") % {"name": shown.name},
        "lead": shown.received,
        "back": _url(shown),
        "crumbs": crumbs_of("employer-proposals"),
    }
    status = 422 if form.is_bound else 200
    return answer(request, "console/configuring/form.html", context, status=status)


def _one(
    request: ConsoleRequest, shown: ProposalShown, obstacles: Sequence[Finding] = ()
) -> HttpResponse:
    context = {
        "title": f"{KINDS[shown.kind]}: {shown.name}",
        "row": in_words(shown),
        "crumbs": crumbs_of("employer-proposals"),
        "may_decide": _may_decide(request) and shown.state is ProposalState.OPEN,
        "obstacles": explained(obstacles),
        "reason": request.POST.get("reden", ""),
    }
    status = 422 if obstacles else 200
    return answer(request, "console/waiting/proposal.html", context, status=status)


def _may_decide(request: ConsoleRequest) -> bool:
    return may_share(request, Permission.EMPLOYERS_WRITE)


def _url(shown: ProposalShown) -> str:
    return reverse("employer-proposal", args=(shown.number,))
