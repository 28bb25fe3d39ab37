"""The keys by which a portal comes over SFTP: pasted or made here, revoked."""

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_POST

from verzuimbrug.application.accounts import UnknownNameError
from verzuimbrug.application.sftp.keys import (
    KeyEntry,
    add_key,
    generate_pair,
    hand_over_key,
    list_keys,
    revoke_key,
)
from verzuimbrug.application.sftp.logins import lobby_of, login_of
from verzuimbrug.application.sign_in.handover import Part
from verzuimbrug.console.confirming import Meaning, ask_first
from verzuimbrug.console.couplings.credentials import links_page
from verzuimbrug.console.couplings.opening import Opened, opened, opened_to_change
from verzuimbrug.console.findings import explained
from verzuimbrug.console.notices import leave_notice
from verzuimbrug.console.pages import ConsoleRequest, answer, go, page
from verzuimbrug.console.templatetags.console import moment
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


@page(Permission.SFTP_KEYS_WRITE)
def revoke(request: ConsoleRequest, coupling: int) -> HttpResponse:
    """A key ends at once, also for who is signed in with it: first what that means."""
    of, fingerprint = opened(request, coupling), request.GET.get("sleutel", "")
    valid = [key for key in list_keys(of.ref) if key.revoked_at is None]
    key = next((each for each in valid if each.fingerprint == fingerprint), None)
    if key is None:
        return _not_valid(request, of)
    asking = ask_first(request, _revoking(of, key, is_last=len(valid) == 1))
    if asking is not None:
        return asking
    try:
        revoke_key(of.ref, key.fingerprint, of.by)
    except UnknownNameError:
        return _not_valid(request, of)
    leave_notice(request, _("The key is revoked. It opens nothing any more."))
    return go("coupling-keys", of.head.id)


def _not_valid(request: ConsoleRequest, of: Opened) -> HttpResponse:
    leave_notice(request, _("That key did not open the account any more."), kind="info")
    return go("coupling-keys", of.head.id)


def _revoking(of: Opened, key: KeyEntry, *, is_last: bool) -> Meaning:
    portal = (
        _("It is the only key: the portal cannot come in any more.")
        if is_last
        else _("The portal has to come in with another key of this coupling.")
    )
    return Meaning(
        title=_("Revoke the key"),
        lead=of.head.name,
        says=(
            _("The key opens nothing any more, also for who is signed in with it now."),
            portal,
            _("A link with its private half that nobody opened yet ends with it."),
            _("It cannot be undone: a key that was revoked never comes back."),
        ),
        button=_("Revoke the key"),
        back=of.url("coupling-keys"),
        crumbs=(*of.crumbs, (_("SFTP keys"), of.url("coupling-keys"))),
        facts=(
            (_("Fingerprint"), key.fingerprint),
            (_("Remark"), key.comment or _("(none)")),
            (_("Added"), moment(key.added_at)),
            (_("Last used"), moment(key.last_used_at) or _("not used yet")),
        ),
        state=key.fingerprint,
    )


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
