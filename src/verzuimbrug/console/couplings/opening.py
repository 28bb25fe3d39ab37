"""A coupling that a page is about, and the way back to it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from verzuimbrug.application.accounts import AccountRef
from verzuimbrug.application.couplings.heads import CouplingHead, open_coupling
from verzuimbrug.console.pages import ConsoleRequest, found
from verzuimbrug.domain.account_status import AccountStatus

Crumb = tuple[Promise | str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A coupling that is open to the visitor, and who that is."""

    ref: AccountRef
    head: CouplingHead
    by: str

    @property
    def crumbs(self) -> tuple[Crumb, ...]:
        """The list of couplings, and this one."""
        return (
            (_("Couplings"), reverse("couplings")),
            (self.head.name, reverse("coupling", args=[self.head.id])),
        )

    def url(self, name: str, *place: object) -> str:
        """The address of a page of this coupling."""
        return reverse(name, args=[self.head.id, *place])

    def crumbs_below(self, *below: Crumb) -> Sequence[Crumb]:
        """The way to a page that stands below another one of this coupling."""
        return (*self.crumbs, *below)


def opened(request: ConsoleRequest, coupling: int) -> Opened:
    """The coupling. Raises Http404 for one that is not there or not open to the visitor."""
    reader = request.visitor.reader
    ref, head = found(open_coupling(reader, coupling))
    return Opened(ref=ref, head=head, by=reader.principal)


def opened_to_change(request: ConsoleRequest, coupling: int) -> Opened:
    """The coupling, to change it. Raises Http404 for one that has ended, too."""
    of = opened(request, coupling)
    return found(None if of.head.status is AccountStatus.CLOSED else of)
