"""Webhooks: tried, switched, and their log."""

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from verzuimbrug.application.pages import Window
from verzuimbrug.application.webhooks.deliveries import LogFilter, page_deliveries
from verzuimbrug.application.webhooks.endpoints import (
    WebhookShown,
    list_webhooks,
    show_webhook,
    switch_webhook,
)
from verzuimbrug.application.webhooks.sending import send_test
from verzuimbrug.console.addresses import AFTER, number_in, paging
from verzuimbrug.console.chips import chips_of
from verzuimbrug.console.configuring.rights import may_share, shared_page
from verzuimbrug.console.confirming import Meaning, ask_first
from verzuimbrug.console.notices import leave_notice
from verzuimbrug.console.pages import ConsoleRequest, answer, found, go, page
from verzuimbrug.console.settings.webhook_words import (
    EVENTS,
    OUTCOMES,
    crumbs,
    crumbs_of,
    gets,
    state_of,
)
from verzuimbrug.domain.permissions import Permission

_PAGE = 50


class LogForm(forms.Form):
    """Which tries to show."""

    soort = forms.ChoiceField(
        label=gettext_lazy("Event"),
        required=False,
        choices=[("", gettext_lazy("all")), *EVENTS.items()],
    )
    afloop = forms.ChoiceField(
        label=gettext_lazy("How it ended"),
        required=False,
        choices=[
            ("", gettext_lazy("all")),
            ("wel", gettext_lazy("taken")),
            ("niet", gettext_lazy("not taken")),
        ],
    )

    def chosen(self) -> LogFilter:
        """What is asked for; what is no choice asks for all."""
        asked = self.cleaned_data if self.is_valid() else {}
        ended = {"wel": True, "niet": False}
        return LogFilter(kind=asked.get("soort") or None, taken=ended.get(asked.get("afloop", "")))


@page(Permission.WEBHOOKS_READ)
def webhooks(request: ConsoleRequest) -> HttpResponse:
    """All webhooks."""
    may_change = may_share(request, Permission.WEBHOOKS_WRITE)
    context = {
        "webhooks": [
            (each, gets(each), state_of(each)) for each in list_webhooks(request.visitor.reader)
        ],
        "crumbs": crumbs()[:1],
        "actions": [(_("New webhook"), reverse("webhook-new"))] if may_change else [],
    }
    return answer(request, "console/settings/webhooks.html", context)


@page(Permission.WEBHOOKS_READ)
def webhook(request: ConsoleRequest, webhook: int) -> HttpResponse:
    """One webhook with its log, page by page."""
    reader = request.visitor.reader
    shown = found(show_webhook(reader, webhook))
    window = Window(after=number_in(request, AFTER) or 0, limit=_PAGE)
    form = LogForm(request.GET)
    if shown.account is not None:
        del form.fields["soort"]
    log = page_deliveries(reader, webhook, window, form.chosen())
    context = {
        "webhook": shown,
        "gets": gets(shown),
        "state": state_of(shown),
        "form": form,
        "chips": chips_of(request, form) if form.is_valid() else (),
        "deliveries": [
            (each, EVENTS.get(each.kind, each.kind), *OUTCOMES[each.outcome]) for each in log.items
        ],
        "paging": paging(request, following=log.next),
        "may_change": may_share(request, Permission.WEBHOOKS_WRITE),
        "crumbs": crumbs(),
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
    is_enabled = not shown.is_enabled and request.GET.get("aan") != "nee"
    asking = ask_first(request, _switching(shown, is_enabled=is_enabled))
    if asking is not None:
        return asking
    switch_webhook(reader, shown.id, is_enabled=is_enabled)
    text = _("The webhook is on.") if is_enabled else _("The webhook is off.")
    leave_notice(request, text, action=(_("Undo"), reverse("webhook-switch", args=[shown.id])))
    return go("webhook", webhook)


def _switching(webhook: WebhookShown, *, is_enabled: bool) -> Meaning:
    """What it comes to that a webhook is switched on or off, or left off."""
    says = _on(webhook) if is_enabled else _off(webhook)
    verb = _("Switch on") if is_enabled else _("Switch off")
    return Meaning(
        title=_("Switch on the webhook") if is_enabled else _("Switch off the webhook"),
        lead=webhook.url,
        says=says,
        button=verb if is_enabled or webhook.is_enabled else _("Leave it off"),
        back=reverse("webhook", args=[webhook.id]),
        crumbs=crumbs_of(webhook),
        state=(webhook.id, webhook.is_enabled, webhook.off_at),
        is_stop=not is_enabled,
    )


def _on(webhook: WebhookShown) -> tuple[str, ...]:
    if webhook.account is None:
        return (_("From then on the receiver gets every event again, from where it was."),)
    return (
        _("From then on the receiver gets every answer that was not collected yet."),
        _("Another address that gets these answers is switched off."),
    )


def _off(webhook: WebhookShown) -> tuple[str, ...]:
    if webhook.account is None:
        return (
            _("From then on no event is sent to this address."),
            _("You can switch it on again. It then goes on where it was, as far as that is kept."),
        )
    return (
        _("From then on no answer is sent to this address."),
        _("The answers are kept until the portal collects them, or you switch it on again."),
    )
