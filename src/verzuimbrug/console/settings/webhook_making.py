"""A new webhook: for events, or for the answers of one coupling; its secret is shown once."""

from collections.abc import Sequence

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from verzuimbrug.application.webhooks.endpoints import (
    Answered,
    answered_accounts,
    make_webhook,
)
from verzuimbrug.console.configuring.rights import shared_page
from verzuimbrug.console.confirming import Meaning, ask_first
from verzuimbrug.console.pages import ConsoleRequest, answer
from verzuimbrug.console.settings.webhook_words import PROBLEMS, crumbs
from verzuimbrug.domain.permissions import Permission
from verzuimbrug.domain.webhooks import LONGEST_URL, UrlProblem

COUPLING = "koppeling"
"""Under this name an address can say which coupling it is about."""


class WebhookForm(forms.Form):
    """A new webhook; without a coupling it gets events."""

    koppeling = forms.ChoiceField(
        label=gettext_lazy("What goes there"),
        required=False,
        help_text=gettext_lazy(
            "A case system wants events. A portal wants the answers to its messages; what an "
            "address takes need not be collected any more."
        ),
    )
    url = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=LONGEST_URL,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        help_text=gettext_lazy(
            "Of the system that gets them. It is sent to over https, and redirects are not "
            "followed."
        ),
    )

    def __init__(self, accounts: Sequence[Answered], *given: object, **named: object) -> None:
        super().__init__(*given, **named)  # type: ignore[arg-type]  # as forms take them
        self._accounts = {str(each.id): each for each in accounts}
        answers = _("Answers for %(coupling)s")
        self.fields[COUPLING].choices = [  # type: ignore[attr-defined]  # of a choice field
            ("", _("Events")),
            *((key, answers % {"coupling": each.name}) for key, each in self._accounts.items()),
        ]

    @property
    def account(self) -> Answered | None:
        """The coupling whose answers it is for."""
        return self._accounts.get(self.cleaned_data[COUPLING])

    @property
    def address(self) -> str:
        """The address, without blanks around it."""
        return str(self.cleaned_data["url"]).strip()


@shared_page(Permission.WEBHOOKS_WRITE)
def new(request: ConsoleRequest) -> HttpResponse:
    """A new webhook; the answer to the form is the one page that shows its secret."""
    accounts = answered_accounts(request.visitor.reader)
    asked = {COUPLING: request.GET.get(COUPLING, "")}
    form = WebhookForm(accounts, request.POST or None, initial=asked)
    made = _made(request, form) if form.is_valid() else None
    if made is not None:
        return made
    context = {
        "form": form,
        "title": _("New webhook"),
        "back": reverse("webhooks"),
        "button": _("Make the webhook"),
        "crumbs": crumbs(),
    }
    status = 422 if form.is_bound else 200
    return answer(request, "console/configuring/form.html", context, status=status)


def _made(request: ConsoleRequest, form: WebhookForm) -> HttpResponse | None:
    """The webhook with its secret, or what it means first; None when the address is not right."""
    account = form.account
    asking = ask_first(request, _bringing(account, form.address)) if account else None
    if asking is not None:
        return asking
    made = make_webhook(request.visitor.reader, form.address, account.id if account else None)
    if isinstance(made, UrlProblem):
        form.add_error("url", str(PROBLEMS[made]))
        return None
    context = {"made": made, "url": form.address, "crumbs": crumbs()}
    return answer(request, "console/settings/webhook_made.html", context)


def _bringing(account: Answered, url: str) -> Meaning:
    """What it comes to that answers go to an address."""
    says = [_("From then on the answers for this coupling go to %(url)s.") % {"url": url}]
    if account.waiting:
        told = ngettext(
            "%(count)s answer that was not collected yet goes there at once.",
            "%(count)s answers that were not collected yet go there at once.",
            account.waiting,
        )
        says.append(told % {"count": account.waiting})
    if account.url:
        told = _("%(url)s, which gets them now, is switched off.")
        says.append(told % {"url": account.url})
    return Meaning(
        title=_("Have answers brought"),
        lead=account.name,
        says=says,
        button=_("Make the webhook"),
        back=reverse("webhooks"),
        crumbs=crumbs(),
        state=account.id,
        kept=((COUPLING, str(account.id)), ("url", url)),
        is_stop=False,
    )
