"""The tabs of Waiting: each is a page with an address of its own."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from verzuimbrug.application.users.visitor import Visitor
from verzuimbrug.domain.permissions import Permission

_TABS = (
    ("waiting", _("Waiting for a cause"), Permission.PARKING_READ),
    ("held", _("For approval"), Permission.HELD_READ),
    ("employer-proposals", _("Employers (proposals)"), Permission.PARKING_READ),
    ("reconciliations", _("Reconciliation"), Permission.PORTAL_DELIVERIES_READ),
    ("undos", _("Undone"), Permission.UNDO_READ),
)


def tabs_of(visitor: Visitor, here: str) -> tuple[tuple[str, str, bool], ...]:
    """The tabs that a visitor may see: label, address, whether it is this page."""
    return tuple(_shown(visitor, here))


def _shown(visitor: Visitor, here: str) -> Iterator[tuple[str, str, bool]]:
    for name, label, permission in _TABS:
        if visitor.may(permission):
            yield str(label), reverse(name), name == here


def crumbs_of(name: str) -> tuple[tuple[str, str], ...]:
    """The way back to a tab."""
    label = next(str(label) for each, label, _ in _TABS if each == name)
    return ((str(_("Waiting")), reverse("waiting")), (label, reverse(name)))
