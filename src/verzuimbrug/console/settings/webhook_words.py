"""Webhooks in words: what goes there, how far one is, how tries ended, which events there are."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from verzuimbrug.application.webhooks.endpoints import WebhookShown
from verzuimbrug.application.webhooks.parcels import TEST
from verzuimbrug.console.days import written_moment
from verzuimbrug.domain.events import EventKind
from verzuimbrug.domain.webhooks import OffBecause, Outcome, UrlProblem

PROBLEMS = {
    UrlProblem.UNREADABLE: gettext_lazy("This is no address of the web. Write it as https://…"),
    UrlProblem.TOO_LONG: gettext_lazy("The address is too long."),
    UrlProblem.NOT_SECURE: gettext_lazy("Only https is sent to."),
    UrlProblem.WITH_PASSWORD: gettext_lazy("Leave the name and password out of the address."),
    UrlProblem.CLOSED: gettext_lazy("Nothing is sent to addresses of the own network."),
}
OUTCOMES = {
    Outcome.TAKEN: ("good", gettext_lazy("taken")),
    Outcome.REFUSED: ("stop", gettext_lazy("not taken")),
    Outcome.UNKNOWN_HOST: ("stop", gettext_lazy("name not found")),
    Outcome.CLOSED: ("stop", gettext_lazy("address of the own network")),
    Outcome.UNREACHABLE: ("stop", gettext_lazy("no connection")),
    Outcome.NOT_TRUSTED: ("stop", gettext_lazy("certificate not trusted")),
    Outcome.TOO_SLOW: ("stop", gettext_lazy("no answer within 10 seconds")),
}
EVENTS: Mapping[str, Promise] = MappingProxyType(
    {
        EventKind.CASE_OPENED: gettext_lazy("case opened"),
        EventKind.CASE_CHANGED: gettext_lazy("case changed"),
        EventKind.CASE_RECOVERED: gettext_lazy("case recovered"),
        EventKind.CASE_WITHDRAWN: gettext_lazy("case withdrawn"),
        EventKind.PERSON_CHANGED: gettext_lazy("person changed"),
        EventKind.DOCUMENT_RECEIVED: gettext_lazy("document received"),
        EventKind.MEDICAL_RECORD_RECEIVED: gettext_lazy("medical record received"),
        EventKind.APPOINTMENT_RECEIVED: gettext_lazy("appointment received"),
        EventKind.PREVENTIVE_SERVICE_REQUESTED: gettext_lazy("preventive service requested"),
        TEST: gettext_lazy("test event"),
    }
)
Crumbs = tuple[tuple[str, str], ...]
OFF_BECAUSE = {
    OffBecause.GONE: gettext_lazy("the receiver said that it wants nothing any more (410)"),
    OffBecause.FAILING: gettext_lazy("the receiver took nothing any more, however often tried"),
}


class State(NamedTuple):
    """How a webhook is: a shape, a word, and what more there is to say."""

    kind: str
    word: str
    told: Promise | str = ""


def gets(webhook: WebhookShown) -> str:
    """What goes to a webhook."""
    if webhook.account is None:
        return _("events")
    return _("answers for %(coupling)s") % {"coupling": webhook.account_name}


def crumbs() -> Crumbs:
    """The way to what stands among the webhooks."""
    return ((_("Management"), reverse("settings")), (_("Webhooks"), reverse("webhooks")))


def crumbs_of(webhook: WebhookShown) -> Crumbs:
    """The way to a page of a webhook."""
    return (*crumbs(), (_("Webhook"), reverse("webhook", args=[webhook.id])))


def state_of(webhook: WebhookShown) -> State:
    """How a webhook is."""
    if webhook.off_because is not None:
        return State("stop", _("switched off"), OFF_BECAUSE[webhook.off_because])
    if not webhook.is_enabled:
        return State("quiet", _("off"))
    if webhook.failures and webhook.next_at is not None:
        told = ngettext(
            "until %(moment)s, after %(count)s failure",
            "until %(moment)s, after %(count)s failures",
            webhook.failures,
        )
        shown = {"moment": written_moment(webhook.next_at), "count": webhook.failures}
        return State("attention", _("waits"), told % shown)
    if webhook.behind:
        return State("info", _("under way"))
    return State("good", _("up to date"))
