"""API keys: made and shown once, listed with their last use, ended at once."""

from contextlib import suppress

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from verzuimbrug.application.accounts import UnknownNameError
from verzuimbrug.application.sign_in.apikeys import (
    LONGEST_NAME,
    SCOPES,
    ApiKeyEntry,
    KeyNameError,
    create,
    list_keys,
    revoke,
)
from verzuimbrug.console.configuring.rights import may_share, shared_page
from verzuimbrug.console.confirming import Meaning, ask_first
from verzuimbrug.console.notices import leave_notice
from verzuimbrug.console.pages import ConsoleRequest, answer, found, go, page
from verzuimbrug.console.templatetags.console import moment
from verzuimbrug.domain.permissions import Permission

SCOPE_WORDS = {
    "read": gettext_lazy("case system: reads dossiers, messages and reports"),
    "passed-on": gettext_lazy("case system: fetches documents, appointments and the like"),
    "medical": gettext_lazy("case system: fetches those, and medical records too"),
    "audit": gettext_lazy("auditor: reads everything"),
    "setup": gettext_lazy("sets up couplings"),
    "manage": gettext_lazy("manages everything"),
}


class KeyForm(forms.Form):
    """A new key."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=LONGEST_NAME,
        help_text=gettext_lazy(
            "Of the system that gets it. What is done with the key is kept under this name."
        ),
    )
    scope = forms.ChoiceField(
        label=gettext_lazy("What it may do"),
        choices=[(scope, SCOPE_WORDS.get(scope, scope)) for scope in SCOPES],
    )


@page(Permission.API_KEYS_READ)
def keys(request: ConsoleRequest) -> HttpResponse:
    """All keys, those that were ended too."""
    may_change = may_share(request, Permission.API_KEYS_WRITE)
    context = {
        "keys": list_keys(request.visitor.reader.arbodienst),
        "scopes": SCOPE_WORDS,
        "may_change": may_change,
        "crumbs": ((_("Management"), reverse("settings")),),
        "actions": [(_("New API key"), reverse("api-key-new"))] if may_change else [],
    }
    return answer(request, "console/settings/keys.html", context)


@shared_page(Permission.API_KEYS_WRITE)
def new(request: ConsoleRequest) -> HttpResponse:
    """A new key; the answer to the form is the one page that shows it."""
    form = KeyForm(request.POST or None)
    if form.is_valid():
        try:
            key = create(request.visitor.reader.arbodienst, **form.cleaned_data)
        except KeyNameError:
            form.add_error("name", _("There is, or was, a key with this name. Choose another."))
        else:
            context = {"key": key, "name": form.cleaned_data["name"], "crumbs": _crumbs()}
            return answer(request, "console/settings/key_made.html", context)
    context = {
        "form": form,
        "title": _("New API key"),
        "back": reverse("api-keys"),
        "button": _("Make the key"),
        "crumbs": _crumbs(),
    }
    status = 422 if form.is_bound else 200
    return answer(request, "console/configuring/form.html", context, status=status)


@shared_page(Permission.API_KEYS_WRITE)
def end(request: ConsoleRequest) -> HttpResponse:
    """A key is ended: first what that means, then that."""
    arbodienst = request.visitor.reader.arbodienst
    name = request.GET.get("naam", "")
    valid = {each.name: each for each in list_keys(arbodienst) if each.revoked_at is None}
    shown = found(valid.get(name))
    asking = ask_first(request, _ending(shown))
    if asking is not None:
        return asking
    # Somebody else may end it in between, which is what was wished.
    with suppress(UnknownNameError):
        revoke(arbodienst, shown.name)
    leave_notice(request, _("API key %(name)s is ended.") % {"name": shown.name})
    return go("api-keys")


def _ending(key: ApiKeyEntry) -> Meaning:
    return Meaning(
        title=_("End API key"),
        lead=key.name,
        says=(
            _("The system that uses it is refused from then on."),
            _("It cannot be undone: it needs a new key then."),
        ),
        button=_("End the key"),
        back=reverse("api-keys"),
        crumbs=_crumbs(),
        facts=(
            (_("What it may do"), SCOPE_WORDS.get(key.scope, key.scope)),
            (_("Last used"), moment(key.last_used_at) or _("not known")),
        ),
        state=(key.name, key.scope),
    )


def _crumbs() -> tuple[tuple[str, str], ...]:
    return ((_("Management"), reverse("settings")), (_("API keys"), reverse("api-keys")))
