"""What every page of a dossier has: who it is about, its parts, and why one sees it."""

from collections.abc import Mapping
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy as _

from verzuimbrug.application.persons.values import PersonHead

_PARTS: tuple[tuple[str, Promise | str], ...] = (
    ("dossier", _("Absence")),
    ("dossier-details", _("Personal data")),
    ("dossier-employments", _("Employments")),
    ("dossier-sources", _("Sources")),
    ("dossier-timeline", _("Timeline")),
    ("dossier-changes", _("Changes")),
)


def dossier_frame(head: PersonHead, here: str) -> Mapping[str, Any]:
    """The context of a page: `here` is the name of the address of the part that it is."""
    return {
        "head": head,
        "crumbs": ((gettext("Dossiers"), reverse("dossiers")),),
        "tabs": tuple(
            (label, reverse(name, args=[head.id]), name == here) for name, label in _PARTS
        ),
        "actions": _actions(head),
    }


def _actions(head: PersonHead) -> tuple[tuple[str, str], ...]:
    """Why somebody may see this, where there is a page that tells it."""
    try:
        url = reverse("explain")
    except NoReverseMatch:
        return ()
    return ((gettext("Why do I see this?"), f"{url}?person={head.id}"),)
