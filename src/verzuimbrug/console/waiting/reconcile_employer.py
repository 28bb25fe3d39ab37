"""The differences of one employer, side by side; what was chosen of them is taken over (GR-7)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from verzuimbrug.application.change_log.words import field_word
from verzuimbrug.application.portal_deliveries.deliveries import DeliveryError
from verzuimbrug.application.portal_deliveries.reconciliation import show
from verzuimbrug.application.portal_deliveries.reconciliations import find_reconcilable
from verzuimbrug.application.portal_deliveries.taking_over import Selected, apply
from verzuimbrug.console.addresses import AFTER, number_in, paging
from verzuimbrug.console.change_list import percentage, shown_value
from verzuimbrug.console.deciders import decider_of
from verzuimbrug.console.language import language
from verzuimbrug.console.notices import leave_notice
from verzuimbrug.console.pages import ConsoleRequest, answer, found, go, page
from verzuimbrug.console.waiting.outcomes import WORDS, counted_rows
from verzuimbrug.console.waiting.tabs import crumbs_of
from verzuimbrug.domain.comparison import DifferingField, Outcome
from verzuimbrug.domain.permissions import Permission
from verzuimbrug.domain.reconciliation import Difference, Proposal

_A_PAGE = 100
_LARGEST = 2**63 - 1
_MARKS: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.EQUAL: "good",
        Outcome.ONLY_OURS: "info",
        Outcome.ONLY_THEIRS: "attention",
        Outcome.DIFFERENT: "attention",
    }
)
_PROPOSALS: Mapping[Proposal, Promise] = MappingProxyType(
    {
        Proposal.TAKE_OVER: gettext_lazy("take over what the portal has"),
        Proposal.BY_HAND: gettext_lazy("ask the portal, or undo the message it came with"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SideBySide:
    """A field as it is on either side."""

    label: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDifference:
    """A case that differs; `choice` names it as it was shown, empty when it is done by hand."""

    ours: str
    theirs: str
    mark: str
    word: str
    fields: tuple[SideBySide, ...]
    proposal: str
    choice: str
    settles: bool


class _Page:
    """A page of the differences as they go by; however many there are, no more are kept."""

    def __init__(self, after: int) -> None:
        self._after = after
        self.seen = 0
        self.differences: list[Difference] = []

    def take(self, difference: Difference) -> None:
        """Keeps it when it is on the page."""
        self.seen += 1
        if self._after < self.seen <= self._after + _A_PAGE:
            self.differences.append(difference)

    @property
    def next(self) -> int | None:
        """After how many the next page begins."""
        end = self._after + _A_PAGE
        return end if self.seen > end else None


@page(Permission.PORTAL_DELIVERIES_READ)
def reconcile_employer(request: ConsoleRequest, account: int) -> HttpResponse:
    """The differences, with a preview of what was chosen, and then it is taken over."""
    reader = request.visitor.reader
    coupling = found(find_reconcilable(reader, min(account, _LARGEST)))
    code = request.GET.get("werkgever", "")
    wants = request.method == "POST" and request.visitor.may(Permission.PORTAL_DELIVERIES_WRITE)
    if wants and "doe" in request.POST:
        return _apply(request, coupling.account, code)
    looked = _Page(number_in(request, AFTER) or 0)
    try:
        compared = show(reader, coupling.account, looked.take, code)
    except DeliveryError:
        leave_notice(request, _("No reconciliation of this coupling is open."), kind="info")
        return go("reconciliations")
    rows, _total = counted_rows(compared.employers)
    shown = [_shown(each) for each in looked.differences]
    chosen = set(request.POST.getlist("keuze")) if wants else set()
    context = {
        "crumbs": (
            *crumbs_of("reconciliations"),
            (coupling.name, reverse("reconciliation", args=(coupling.account,))),
        ),
        "coupling": coupling,
        "employer": found(rows[0] if rows else None),
        "counts": tuple(zip((str(WORDS[one]) for one in Outcome), rows[0].counts, strict=True)),
        "differences": shown,
        "chosen": [each for each in shown if each.choice and each.choice in chosen],
        "is_preview": wants,
        "may_write": request.visitor.may(Permission.PORTAL_DELIVERIES_WRITE),
        "paging": paging(request, following=looked.next),
    }
    template = "reconcile_preview" if context["chosen"] else "reconcile_employer"
    return answer(request, f"console/waiting/{template}.html", context)


def _apply(request: ConsoleRequest, account: int, code: str) -> HttpResponse:
    selected = [
        Selected(employer=code, case=case, shown=shown)
        for shown, dot, case in (each.partition(".") for each in request.POST.getlist("keuze"))
        if dot
    ]
    try:
        done = apply(decider_of(request), account, selected, request.POST.get("reden", ""))
    except DeliveryError:
        leave_notice(request, _("No reconciliation of this coupling is open."), kind="info")
        return go("reconciliations")
    if done.count:
        text = ngettext(
            "%(count)s case is being taken over.",
            "%(count)s cases are being taken over.",
            done.count,
        )
        leave_notice(request, text % {"count": done.count})
    left = len(done.findings)
    if left:
        text = ngettext(
            "%(count)s case was left as it is: it is no longer what was shown.",
            "%(count)s cases were left as they are: they are no longer what was shown.",
            left,
        )
        leave_notice(request, text % {"count": left}, kind="attention")
    return go("reconciliation", account)


def _shown(difference: Difference) -> ShownDifference:
    row = difference.row
    takes = difference.proposal is Proposal.TAKE_OVER and row.theirs is not None
    return ShownDifference(
        ours=row.ours or "",
        theirs=row.theirs or "",
        mark=_MARKS[row.outcome],
        word=str(WORDS[row.outcome]),
        fields=tuple(_fields(difference)),
        proposal=str(_PROPOSALS[difference.proposal]),
        choice=f"{difference.shown}.{row.theirs}" if takes else "",
        settles=difference.settles,
    )


def _fields(difference: Difference) -> Iterator[SideBySide]:
    for field in difference.row.fields:
        if field.name == "periods":
            yield from _periods(field)
        else:
            yield SideBySide(
                label=field_word(field.name, language()),
                ours=_said(field.name, field.ours),
                theirs=_said(field.name, field.theirs),
            )


def _said(name: str, value: str) -> str:
    return percentage(value) if name == "percentage" else shown_value(name, value)


def _periods(field: DifferingField) -> Iterator[SideBySide]:
    """A row for each period that differs."""
    ours, theirs = _by_day(field.ours), _by_day(field.theirs)
    for start in sorted({*ours, *theirs}):
        if ours.get(start) != theirs.get(start):
            yield SideBySide(
                label=_("period from %(day)s") % {"day": shown_value("start", start)},
                ours=percentage(ours.get(start)),
                theirs=percentage(theirs.get(start)),
            )


def _by_day(told: str) -> Mapping[str, str]:
    parts = (each.partition(": ") for each in told.split(", ") if each)
    return {start: value for start, _colon, value in parts}
