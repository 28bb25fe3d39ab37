"""Webhooks: made with a secret that is shown once, tried, switched, and their log."""

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from verzuimbrug.application.pages import Window
from verzuimbrug.application.webhooks.deliveries import page_deliveries
from verzuimbrug.application.webhooks.endpoints import (
    WebhookShown,
    list_webhooks,
    make_webhook,
    show_webhook,
    switch_webhook,
)
from verzuimbrug.application.webhooks.sending import send_test
from verzuimbrug.console.addresses import AFTER, number_in, paging
from verzuimbrug.console.configuring.rights import may_share, shared_page
from verzuimbrug.console.confirming import Meaning, ask_first
from verzuimbrug.console.notices import leave_notice
from verzuimbrug.console.pages import ConsoleRequest, answer, found, go, page
from verzuimbrug.domain.permissions import Permission
from verzuimbrug.domain.webhooks import LONGEST_URL, Outcome, UrlProblem

_PAGE = 50

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


class WebhookForm(forms.Form):
    """A new webhook."""

    url = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=LONGEST_URL,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        help_text=gettext_lazy(
            "Of the system that gets the events. It is sent to over https, and redirects are not "
            "followed."
        ),
    )


@page(Permission.WEBHOOKS_READ)
def webhooks(request: ConsoleRequest) -> HttpResponse:
    """All webhooks."""
    may_change = may_share(request, Permission.WEBHOOKS_WRITE)
    context = {
        "webhooks": list_webhooks(request.visitor.reader),
        "crumbs": _crumbs()[:1],
        "actions": [(_("New webhook"), reverse("webhook-new"))] if may_change else [],
    }
    return answer(request, "console/settings/webhooks.html", context)


@shared_page(Permission.WEBHOOKS_WRITE)
def new(request: ConsoleRequest) -> HttpResponse:
    """A new webhook; the answer to the form is the one page that shows its secret."""
    form = WebhookForm(request.POST or None)
    if form.is_valid():
        made = make_webhook(request.visitor.reader, form.cleaned_data["url"].strip())
        if not isinstance(made, UrlProblem):
            context = {"made": made, "url": form.cleaned_data["url"], "crumbs": _crumbs()}
            return answer(request, "console/settings/webhook_made.html", context)
        form.add_error("url", str(PROBLEMS[made]))
    context = {
        "form": form,
        "title": _("New webhook"),
        "back": reverse("webhooks"),
        "button": _("Make the webhook"),
        "crumbs": _crumbs(),
    }
    status = 422 if form.is_bound else 200
    return answer(request, "console/configuring/form.html", context, status=status)


@page(Permission.WEBHOOKS_READ)
def webhook(request: ConsoleRequest, webhook: int) -> HttpResponse:
    """One webhook with its log, page by page."""
    reader = request.visitor.reader
    shown = found(show_webhook(reader, webhook))
    window = Window(after=number_in(request, AFTER) or 0, limit=_PAGE)
    log = page_deliveries(reader, webhook, window)
    context = {
        "webhook": shown,
        "deliveries": [(each, *OUTCOMES[each.outcome]) for each in log.items],
        "paging": paging(request, following=log.next),
        "may_change": may_share(request, Permission.WEBHOOKS_WRITE),
        "crumbs": _crumbs(),
    }
    return answer(request, "console/settings/webhook.html", context)


@shared_page(Permission.WEBHOOKS_WRITE)
def send(request: ConsoleRequest, webhook: int) -> HttpResponse:
    """A test event is sent; what it came to is in the log."""
    if request.method == "POST":
        sent = found(send_test(request.visitor.reader, webhook))
        kind, word = OUTCOMES[sent.outcome]
        text = _("The test event was sent: %(outcome)s, in %(duration)s ms.")
        told = text % {"outcome": word, "duration": sent.duration}
        leave_notice(request, told, kind="good" if kind == "good" else "stop")
    return go("webhook", webhook)


@shared_page(Permission.WEBHOOKS_WRITE)
def switch(request: ConsoleRequest, webhook: int) -> HttpResponse:
    """The webhook is switched off, or on again: first what that means, then that."""
    reader = request.visitor.reader
    shown = found(show_webhook(reader, webhook))
    asking = ask_first(request, _switching(shown))
    if asking is not None:
        return asking
    switch_webhook(reader, shown.id, is_enabled=not shown.is_enabled)
    text = _("The webhook is off.") if shown.is_enabled else _("The webhook is on.")
    leave_notice(request, text, action=(_("Undo"), reverse("webhook-switch", args=[shown.id])))
    return go("webhook", webhook)


def _switching(webhook: WebhookShown) -> Meaning:
    """What it comes to that a webhook is switched."""
    is_on = webhook.is_enabled
    on = (_("From then on the receiver gets every event again."),)
    off = (
        _("From then on no event is sent to this address."),
        _("You can switch it on again. What happens in the meantime is not sent afterwards."),
    )
    return Meaning(
        title=_("Switch off the webhook") if is_on else _("Switch on the webhook"),
        lead=webhook.url,
        says=off if is_on else on,
        button=_("Switch off") if is_on else _("Switch on"),
        back=reverse("webhook", args=[webhook.id]),
        crumbs=(*_crumbs(), (_("Webhook"), reverse("webhook", args=[webhook.id]))),
        state=(webhook.id, is_on),
        is_stop=is_on,
    )


def _crumbs() -> tuple[tuple[str, str], ...]:
    return ((_("Management"), reverse("settings")), (_("Webhooks"), reverse("webhooks")))
