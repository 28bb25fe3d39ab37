"""What every page of a dossier has: who it is about, its parts, and why one sees it."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy as _

from verzuimbrug.application.persons.values import PersonHead
from verzuimbrug.console.pages import ConsoleRequest
from verzuimbrug.domain.permissions import Permission

_PARTS: tuple[tuple[str, Promise | str], ...] = (
    ("dossier", _("Absence")),
    ("dossier-details", _("Personal data")),
    ("dossier-employments", _("Employments")),
    ("dossier-sources", _("Sources")),
    ("dossier-timeline", _("Timeline")),
    ("dossier-changes", _("Changes")),
)


def dossier_frame(request: ConsoleRequest, head: PersonHead, here: str) -> Mapping[str, Any]:
    """The context of a page: `here` is the name of the address of the part that it is."""
    return {
        "head": head,
        "crumbs": ((gettext("Dossiers"), reverse("dossiers")),),
        "tabs": tuple(
            (label, reverse(name, args=[head.id]), name == here) for name, label in _PARTS
        ),
        "actions": _actions(request, head),
    }


def _actions(request: ConsoleRequest, head: PersonHead) -> tuple[tuple[str, str], ...]:
    """What the person may ask for, and why the visitor may see this, for who has the rights."""
    return tuple(
        (label, url)
        for permission, label, url in _possible(request, head)
        if request.visitor.may(permission)
    )


def _possible(request: ConsoleRequest, head: PersonHead) -> tuple[tuple[Permission, str, str], ...]:
    whole = reverse("person-export", args=[head.id])
    asked = urlencode({"wie": request.visitor.user, "soort": "dossier", "naam": head.id})
    return (
        (Permission.PEOPLE_READ, gettext("Why do I see this?"), f"{reverse('explain')}?{asked}"),
        (Permission.PERSONS_EXPORT, gettext("All data of this person"), whole),
        (Permission.PERSONS_EXPORT, gettext("All data as JSON"), f"{whole}?vorm=json"),
        (
            Permission.PERSONS_ERASE,
            gettext("Erase this person"),
            reverse("person-erase", args=[head.id]),
        ),
    )
