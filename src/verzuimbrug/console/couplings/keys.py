"""The keys by which a portal comes over SFTP: pasted or made here, revoked."""

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_POST

from verzuimbrug.application.accounts import UnknownNameError
from verzuimbrug.application.sftp.keys import (
    add_key,
    generate_pair,
    hand_over_key,
    list_keys,
    revoke_key,
)
from verzuimbrug.application.sftp.logins import lobby_of, login_of
from verzuimbrug.application.sign_in.handover import Part
from verzuimbrug.console.couplings.credentials import links_page
from verzuimbrug.console.couplings.differences import explained
from verzuimbrug.console.couplings.opening import Opened, opened, opened_to_change
from verzuimbrug.console.notices import leave_notice
from verzuimbrug.console.pages import ConsoleRequest, answer, go, page
from verzuimbrug.domain.account_status import AccountStatus
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.permissions import Permission


class PastedKeyForm(forms.Form):
    """A public key as a person pastes it."""

    public_key = forms.CharField(
        label=gettext_lazy("Public key of the portal"),
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "One line that begins with ssh-ed25519, ecdsa or ssh-rsa. Never a private key."
        ),
    )


class PairForm(forms.Form):
    """Who gets the private half of a pair that is made here."""

    recipient = forms.CharField(label=gettext_lazy("Who gets the private key"), max_length=200)


class FingerprintForm(forms.Form):
    """A key by its fingerprint."""

    fingerprint = forms.CharField(max_length=100)


@page(Permission.SFTP_KEYS_READ)
def keys(request: ConsoleRequest, coupling: int) -> HttpResponse:
    """The login, and the keys that open it."""
    return _listed(request, opened(request, coupling))


@require_POST
@page(Permission.SFTP_KEYS_WRITE)
def add(request: ConsoleRequest, coupling: int) -> HttpResponse:
    """A pasted key opens the account from now on."""
    of, form = opened_to_change(request, coupling), PastedKeyForm(request.POST)
    if not form.is_valid():
        return _listed(request, of, pasted=form, status=422)
    added = add_key(of.ref, form.cleaned_data["public_key"], of.by)
    if isinstance(added, Finding):
        (told,) = explained((added,))
        form.add_error("public_key", f"{told.text} {told.action}")
        return _listed(request, of, pasted=form, status=422)
    leave_notice(request, _("The key opens the account from now on."))
    return go("coupling-keys", of.head.id)


@require_POST
@page(Permission.SFTP_KEYS_WRITE)
def make(request: ConsoleRequest, coupling: int) -> HttpResponse:
    """A pair: its private half behind a link, that opens once."""
    of, form = opened_to_change(request, coupling), PairForm(request.POST)
    if not form.is_valid():
        return _listed(request, of, pair=form, status=422)
    recipient = form.cleaned_data["recipient"]
    pair = generate_pair(of.ref, of.by, recipient)
    if isinstance(pair, Finding):
        (told,) = explained((pair,))
        form.add_error(None, told.text)
        return _listed(request, of, pair=form, status=422)
    secret = hand_over_key(of.ref, of.by, pair, recipient)
    return links_page(request, of, {Part.PRIVATE_KEY: (secret, recipient)}, of.url("coupling-keys"))


@require_POST
@page(Permission.SFTP_KEYS_WRITE)
def revoke(request: ConsoleRequest, coupling: int) -> HttpResponse:
    """A key ends at once, also for who is signed in with it."""
    of, form = opened(request, coupling), FingerprintForm(request.POST)
    try:
        revoke_key(of.ref, form.data.get("fingerprint", ""), of.by)
    except UnknownNameError:
        leave_notice(request, _("That key did not open the account any more."), kind="info")
    else:
        leave_notice(request, _("The key is revoked. It opens nothing any more."))
    return go("coupling-keys", of.head.id)


@require_POST
@page(Permission.SFTP_KEYS_WRITE)
def make_login(request: ConsoleRequest, coupling: int) -> HttpResponse:
    """The login name, made when it is first asked for."""
    of = opened(request, coupling)
    login = login_of(of.ref, of.by)
    if isinstance(login, Finding):
        (told,) = explained((login,))
        leave_notice(request, told.text, kind="attention")
    else:
        leave_notice(request, _("The login of the portal is %(login)s.") % {"login": login})
    return go("coupling-keys", of.head.id)


def _listed(
    request: ConsoleRequest,
    of: Opened,
    *,
    pasted: forms.Form | None = None,
    pair: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    is_open = of.head.status is not AccountStatus.CLOSED and of.head.signs_in_with_keys
    context = {
        "of": of,
        "head": of.head,
        "crumbs": of.crumbs,
        "keys": tuple(reversed(list_keys(of.ref))),
        "lobby": lobby_of(of.ref),
        "may_write": is_open and request.visitor.may(Permission.SFTP_KEYS_WRITE),
        "pasted_form": pasted or PastedKeyForm(),
        "pair_form": pair or PairForm(),
    }
    return answer(request, "console/couplings/keys.html", context, status=status)
