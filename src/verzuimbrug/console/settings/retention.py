"""What is kept how long, and what ends next."""

from collections.abc import Mapping

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from verzuimbrug.application.erasing.runs import RunShown, list_runs, list_terms
from verzuimbrug.application.retention import show_retention
from verzuimbrug.console.configuring.rights import may_share
from verzuimbrug.console.pages import ConsoleRequest, answer, page
from verzuimbrug.console.settings.erasing import KINDS, REASONS, THEN
from verzuimbrug.domain.permissions import Permission
from verzuimbrug.domain.retention import RetentionKind, Terms, Unfinished

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
    gettext_lazy("what became of messages, and that they were answered"),
    gettext_lazy("persons who never had an absence case"),
    gettext_lazy("the change log of who is kept, and the log of who looked"),
    gettext_lazy("versions of the configuration"),
)
"""What has no term in this version."""


@page(Permission.CONFIGURATION_READ)
def retention(request: ConsoleRequest) -> HttpResponse:
    """The terms, what they do, and what ends by them first."""
    reader = request.visitor.reader
    shown = show_retention(reader)
    context = {
        "retention": shown,
        "terms": [(term, *CAUSES[term.cause]) for term in shown.terms],
        "endings": [(ending, CAUSES[ending.cause][0]) for ending in shown.endings],
        "always": ALWAYS,
        "own": _own(list_terms(reader)),
        "runs": [(each, *_state(each)) for each in list_runs(reader)],
        "may_change": may_share(request, Permission.CONFIGURATION_WRITE),
        "may_erase": may_share(request, Permission.SETTINGS_WRITE),
        "crumbs": ((_("Management"), reverse("settings")),),
    }
    return answer(request, "console/settings/retention.html", context)


def _own(terms: Terms) -> list[tuple[object, int | None, object]]:
    """Each kind with its term, and what happens then."""
    return [(label, terms.get(kind), THEN[kind]) for kind, label in KINDS.items()]


def _state(run: RunShown) -> tuple[str, str, str]:
    """What was approved, what of it is erased, and what was left out, in words."""
    left_out = (f"{number} {REASONS[Unfinished(name)]}" for name, number in run.reasons.items())
    return _counts(run.shown), _counts(run.erased), "; ".join(left_out)


def _counts(counts: Mapping[str, int]) -> str:
    told = (f"{KINDS[RetentionKind(name)]}: {number}" for name, number in counts.items())
    return "; ".join(told)
