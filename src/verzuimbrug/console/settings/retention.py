"""What is kept how long, and what ends next."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from verzuimbrug.application.retention import show_retention
from verzuimbrug.console.pages import ConsoleRequest, answer, page
from verzuimbrug.domain.permissions import Permission

CAUSES = {
    "employer": (
        gettext_lazy("What waits for an employer that is not known"),
        gettext_lazy(
            "After the term its reports are refused, and what the message said of the persons "
            "is erased."
        ),
    ),
    "person": (
        gettext_lazy("What waits for a person that is not known"),
        gettext_lazy("After the term it is erased."),
    ),
    "events": (
        gettext_lazy(
            "Events for the case system, and the logs of what webhooks and exports were sent"
        ),
        gettext_lazy(
            "After the term they are erased, once every webhook that is not off took them."
        ),
    ),
    "passed-on": (
        gettext_lazy("What is passed on to the case system: documents, appointments and the like"),
        gettext_lazy(
            "After the term, since it was fetched, its content is erased. That it was passed on "
            "stays."
        ),
    ),
}

ALWAYS = (
    gettext_lazy("messages as received, encrypted, and what became of them"),
    gettext_lazy("dossiers: persons, employments, absence cases and reports"),
    gettext_lazy("the change log, and the log of who looked"),
    gettext_lazy("versions of the configuration"),
)
"""What has no term in this version."""


@page(Permission.CONFIGURATION_READ)
def retention(request: ConsoleRequest) -> HttpResponse:
    """The terms, what they do, and what ends by them first."""
    shown = show_retention(request.visitor.reader)
    context = {
        "retention": shown,
        "terms": [(term, *CAUSES[term.cause]) for term in shown.terms],
        "endings": [(ending, CAUSES[ending.cause][0]) for ending in shown.endings],
        "always": ALWAYS,
        "crumbs": ((_("Management"), reverse("settings")),),
    }
    return answer(request, "console/settings/retention.html", context)
