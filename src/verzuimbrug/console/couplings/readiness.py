"""The checks before a coupling goes live, with what is in the way and what to do about it.

Working them out takes seconds when much came in: the page shows how they came out last, and the
lists come beside it when they are ready.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django import forms
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_POST

from verzuimbrug.application.couplings.guide import guide_of
from verzuimbrug.application.couplings.outcome import work_out_and_show
from verzuimbrug.application.readiness.waivers import Waiver, waive, withdraw_waivers
from verzuimbrug.application.reports.values import ExplainedFinding
from verzuimbrug.console.couplings.opening import Opened, opened
from verzuimbrug.console.couplings.words import CHECK_STATES, CHECKS, called
from verzuimbrug.console.findings import explained
from verzuimbrug.console.language import language
from verzuimbrug.console.links import url_of
from verzuimbrug.console.notices import leave_notice
from verzuimbrug.console.pages import ConsoleRequest, answer, found, go, page
from verzuimbrug.domain.account_status import AccountStatus
from verzuimbrug.domain.comparison import ComparedRow, Outcome
from verzuimbrug.domain.findings import Finding, finding_codes
from verzuimbrug.domain.permissions import Permission
from verzuimbrug.domain.readiness import Check, EmployeeRow, EmployerRow, Row

OUTCOMES: Mapping[str, tuple[str, Promise]] = MappingProxyType(
    {
        Outcome.EQUAL: ("good", gettext_lazy("equal")),
        Outcome.ONLY_OURS: ("attention", gettext_lazy("only here")),
        Outcome.ONLY_THEIRS: ("info", gettext_lazy("only at the portal; comes in")),
        Outcome.DIFFERENT: ("attention", gettext_lazy("different")),
    }
)
FIELDS: Mapping[str, Promise] = MappingProxyType(
    {
        "first_day": gettext_lazy("first day"),
        "recovered_on": gettext_lazy("recovered on"),
        "status": gettext_lazy("status"),
        "percentage": gettext_lazy("percentage"),
        "cause": gettext_lazy("cause"),
        "periods": gettext_lazy("periods"),
        "person": gettext_lazy("person"),
    }
)


class WaiveForm(forms.Form):
    """Why a check is passed over."""

    check_id = forms.ChoiceField(
        choices=tuple(CHECKS.items()), widget=forms.HiddenInput, label=gettext_lazy("Check")
    )
    reason = forms.CharField(label=gettext_lazy("Why it is passed over"), max_length=500)


class ListForm(forms.Form):
    """The list of the portal's employer codes."""

    file = forms.FileField(
        label=gettext_lazy("List of the portal (CSV or XLSX)"),
        help_text=gettext_lazy(
            "One code a row, as the portal writes it, and in the next column a name. It takes the "
            "place of the list before."
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRow:
    """A row of the list of a check: what it is about, what is the matter, and a mark."""

    code: str
    name: str
    text: str
    kind: str = ""
    word: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCheck:
    """A check with its sentences and its list."""

    check: Check
    name: str
    kind: str
    word: str
    findings: tuple[ExplainedFinding, ...]
    rows: tuple[ShownRow, ...]
    more: int
    waive_form: WaiveForm
    actions: tuple[tuple[str, str], ...]


@page(Permission.READINESS_READ)
def readiness(request: ConsoleRequest, coupling: int) -> HttpResponse:
    """How the checks came out last; the lists come beside the page."""
    return readiness_page(request, opened(request, coupling), ListForm())


@page(Permission.READINESS_READ)
def checks(request: ConsoleRequest, coupling: int) -> HttpResponse:
    """The checks worked out now, with their lists; who is shown is in the access log."""
    of = opened(request, coupling)
    readiness_now = work_out_and_show(of.ref, of.by)
    context = {
        **_about(request, of),
        "checks": [shown_check(check, of) for check in readiness_now.checks],
        "is_ready": readiness_now.is_ready,
    }
    is_part = bool(request.htmx)
    template = "checks.html" if is_part else "checks_page.html"
    return answer(request, f"console/couplings/{template}", context)


@require_POST
@page(Permission.READINESS_WAIVE)
def pass_over(request: ConsoleRequest, coupling: int) -> HttpResponse:
    """Passes a check over by name and with a reason, until that is withdrawn (GR-6)."""
    of, form = opened(request, coupling), WaiveForm(request.POST)
    if not form.is_valid():
        leave_notice(request, _("A check is passed over with a reason only."), kind="attention")
        return go("coupling-readiness", of.head.id)
    check = form.cleaned_data["check_id"]
    waive(of.ref, of.by, Waiver(checks=(check,), reason=form.cleaned_data["reason"]))
    told = _("%(check)s is passed over. It can count again with the button beside it.")
    leave_notice(request, told % {"check": called(CHECKS, check)})
    return go("coupling-readiness", of.head.id)


@require_POST
@page(Permission.READINESS_WAIVE)
def count_again(request: ConsoleRequest, coupling: int, check: str) -> HttpResponse:
    """Lets a check count again."""
    of = opened(request, coupling)
    withdraw_waivers(of.ref, of.by, [check])
    leave_notice(request, _("%(check)s counts again.") % {"check": called(CHECKS, check)})
    return go("coupling-readiness", of.head.id)


def shown_check(check: Check, of: Opened) -> ShownCheck:
    """A check in words, with where it is put in order."""
    kind, word = CHECK_STATES[check.state]
    return ShownCheck(
        check=check,
        name=called(CHECKS, check.id),
        kind=kind,
        word=str(word),
        findings=explained(check.findings),
        rows=tuple(_rows(check)),
        more=check.total - len(check.rows),
        waive_form=WaiveForm(initial={"check_id": check.id}, auto_id=f"{check.id}-%s"),
        actions=tuple(_actions(check, of)) if check.is_in_the_way else (),
    )


_PLACES: Mapping[str, tuple[tuple[Promise, str], ...]] = MappingProxyType(
    {
        "GR-1": (
            (gettext_lazy("Employers"), "employers"),
            (gettext_lazy("Import employers"), "employers-import"),
            (gettext_lazy("Authorisations"), "coupling-scope"),
        ),
        "GR-2": ((gettext_lazy("Link persons"), "coupling-links"),),
        "GR-3": ((gettext_lazy("Initial load"), "coupling-load"),),
        "GR-4": ((gettext_lazy("Classifications"), "classifications"),),
        "GR-5": (
            (gettext_lazy("Streams"), "coupling-streams"),
            (gettext_lazy("Code and token"), "coupling-credentials"),
            (gettext_lazy("Account"), "coupling-account"),
        ),
    }
)
"""Per check the pages on which what is in the way is put in order."""


def _actions(check: Check, of: Opened) -> Iterator[tuple[str, str]]:
    for label, name in _PLACES[check.id]:
        url = of.url(name) if name.startswith("coupling") else url_of(name)
        if url:
            yield str(label), url


def _rows(check: Check) -> Iterator[ShownRow]:
    spoken = language()
    for row in check.rows:
        yield _row(row, spoken)


def _row(row: Row, language: str) -> ShownRow:
    if isinstance(row, EmployerRow):
        return ShownRow(
            code=row.code,
            name=row.name,
            text=", ".join(row.details) or _reason(row.finding, language),
            url=url_of("employers", zoek=row.code),
        )
    if isinstance(row, EmployeeRow):
        proposals = ", ".join(row.proposals)
        return ShownRow(
            code=row.employer,
            name=_("employee %(number)s") % {"number": row.employee},
            text=_("proposed: %(keys)s") % {"keys": proposals} if proposals else "",
            url=url_of("dossier", row.employee),
        )
    return _compared(row)


def _compared(row: ComparedRow) -> ShownRow:
    kind, word = OUTCOMES[row.outcome]
    fields = (
        _("%(field)s: here %(ours)s, there %(theirs)s")
        % {
            "field": called(FIELDS, field.name),
            "ours": field.ours or _("(none)"),
            "theirs": field.theirs or _("(none)"),
        }
        for field in row.fields
    )
    names = dict.fromkeys(filter(None, (row.ours, row.theirs)))
    return ShownRow(
        code=row.employer, name=" / ".join(names), text="; ".join(fields), kind=kind, word=str(word)
    )


def _reason(code: str, language: str) -> str:
    """What the finding of a row says in general; the row says of what."""
    return Finding(code).action(language) if code in finding_codes() else ""


def _about(request: ConsoleRequest, of: Opened) -> dict[str, object]:
    is_open = of.head.status is not AccountStatus.CLOSED
    return {
        "of": of,
        "head": of.head,
        "crumbs": of.crumbs,
        "is_open": is_open,
        "may_waive": request.visitor.may(Permission.READINESS_WAIVE),
        "may_list": is_open and request.visitor.may(Permission.ACCOUNTS_WRITE),
        "may_link": request.visitor.may(Permission.LINKS_READ),
    }


def readiness_page(
    request: ConsoleRequest, of: Opened, form: ListForm, *, status: int = 200
) -> HttpResponse:
    """How the checks came out last, with the form for the list of the portal."""
    guide = found(guide_of(request.visitor.reader, of.head.id))
    outcome = guide.standing.outcome
    context = {
        **_about(request, of),
        "outcome": outcome,
        "last": [
            (called(CHECKS, check.id), *CHECK_STATES[check.state], check.count)
            for check in (outcome.checks if outcome else ())
        ],
        "list_form": form,
    }
    return answer(request, "console/couplings/readiness.html", context, status=status)
