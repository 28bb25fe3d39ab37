"""The list of couplings: how each goes, and what waits there."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from verzuimbrug.application.couplings.listing import CouplingRow, list_couplings
from verzuimbrug.console.configuring.setting_words import PORTALS
from verzuimbrug.console.couplings.strips import ShownStrip, shown_strip
from verzuimbrug.console.couplings.words import called
from verzuimbrug.console.pages import ConsoleRequest, answer, page
from verzuimbrug.console.words import ACCOUNTS
from verzuimbrug.domain.account_status import AccountStatus
from verzuimbrug.domain.permissions import Permission


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRow:
    """A coupling as a row of the list."""

    row: CouplingRow
    strip: ShownStrip
    kind: str
    status: str
    portal: str


@page(Permission.ACCOUNTS_READ)
def couplings(request: ConsoleRequest) -> HttpResponse:
    """The couplings that are open to the visitor; those that are ended come last."""
    rows = [shown_row(row) for row in list_couplings(request.visitor.reader)]
    may_make = request.visitor.may(Permission.ACCOUNTS_WRITE) and not _is_limited(request)
    actions = ((_("New coupling"), reverse("coupling-new")),) if may_make else ()
    context = {
        "rows": [each for each in rows if each.row.head.status != AccountStatus.CLOSED],
        "ended": [each for each in rows if each.row.head.status == AccountStatus.CLOSED],
        "actions": actions,
    }
    return answer(request, "console/couplings/list.html", context)


def _is_limited(request: ConsoleRequest) -> bool:
    """Whether somebody sees some couplings only: a new one would be closed to them."""
    return request.visitor.reader.authority.accounts is not None


def shown_row(row: CouplingRow) -> ShownRow:
    """The coupling with its words and its picture."""
    kind, word = ACCOUNTS[row.head.status]
    return ShownRow(
        row=row,
        strip=shown_strip(row.strip),
        kind=kind,
        status=str(word),
        portal=called(PORTALS, row.head.portal),
    )
