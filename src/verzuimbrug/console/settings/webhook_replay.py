"""Having a webhook get again what happened since a moment: counted, then done."""

from datetime import datetime

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from verzuimbrug.application.webhooks.endpoints import WebhookShown, show_webhook
from verzuimbrug.application.webhooks.replaying import preview_replay, replay
from verzuimbrug.console.configuring.rights import shared_page
from verzuimbrug.console.confirming import Meaning, ask_first
from verzuimbrug.console.days import written_moment
from verzuimbrug.console.notices import leave_notice
from verzuimbrug.console.pages import ConsoleRequest, answer, found, go
from verzuimbrug.console.settings.webhook_words import crumbs_of
from verzuimbrug.domain.permissions import Permission


class ReplayForm(forms.Form):
    """Since when."""

    sinds = forms.DateTimeField(
        label=gettext_lazy("Since"),
        help_text=gettext_lazy(
            "What happened from this moment on is sent again, as far as it is kept."
        ),
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local", "step": "1"}, format="%Y-%m-%dT%H:%M:%S"
        ),
    )


@shared_page(Permission.WEBHOOKS_WRITE)
def replay_since(request: ConsoleRequest, webhook: int) -> HttpResponse:
    """First the moment is asked, then how much that is is shown, and then it is done."""
    reader = request.visitor.reader
    shown = found(show_webhook(reader, webhook))
    if shown.account is not None:
        raise Http404
    form = ReplayForm(request.GET if "sinds" in request.GET else None)
    if not form.is_valid():
        context = {"webhook": shown, "form": form, "crumbs": crumbs_of(shown)}
        return answer(request, "console/settings/webhook_replay.html", context)
    since = form.cleaned_data["sinds"]
    count = found(preview_replay(reader, shown.id, since))
    asking = ask_first(request, _meaning(shown, since, count))
    if asking is not None:
        return asking
    count = found(replay(reader, shown.id, since))
    told = ngettext("%(count)s event goes again.", "%(count)s events go again.", count)
    leave_notice(request, told % {"count": count})
    return go("webhook", shown.id)


def _meaning(webhook: WebhookShown, since: datetime, count: int) -> Meaning:
    told = {"moment": written_moment(since)}
    return Meaning(
        title=_("Send again"),
        lead=webhook.url,
        says=(
            _("What happened since %(moment)s is sent again, in order.") % told,
            _("Each event has the id that it had, so that the receiver can pass it over."),
        ),
        facts=((_("Events that go again"), count),),
        button=_("Send again"),
        back=reverse("webhook", args=[webhook.id]),
        crumbs=crumbs_of(webhook),
        state=(webhook.id, since),
        is_stop=False,
    )
