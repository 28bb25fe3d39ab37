"""What a portal signs in with: issued as two links for two people, renewed, revoked.

Links are in the answer to the form that made them, once, and nowhere else.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType

from django import forms
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_POST

from verzuimbrug.application.accounts import UnknownNameError
from verzuimbrug.application.sign_in.handover import Part, withdraw_link
from verzuimbrug.application.sign_in.issuing import revoke
from verzuimbrug.application.sign_in.links import (
    RecipientsError,
    issue_by_links,
    renew_link,
    rotate_by_links,
)
from verzuimbrug.application.sign_in.listing import (
    CredentialEntry,
    CredentialState,
    LinkState,
    list_credentials,
)
from verzuimbrug.console.couplings.opening import Opened, opened, opened_to_change
from verzuimbrug.console.notices import leave_notice
from verzuimbrug.console.pages import ConsoleRequest, answer, go, page
from verzuimbrug.domain.account_status import AccountStatus
from verzuimbrug.domain.permissions import Permission

PARTS: Mapping[str, Promise] = MappingProxyType(
    {
        Part.CUSTOMER_CODE: gettext_lazy("Customer code"),
        Part.TOKEN: gettext_lazy("Token"),
        Part.PRIVATE_KEY: gettext_lazy("Private key"),
    }
)
STATES: Mapping[str, tuple[str, Promise]] = MappingProxyType(
    {
        CredentialState.USABLE: ("good", gettext_lazy("valid")),
        CredentialState.ENDED: ("quiet", gettext_lazy("past its time")),
        CredentialState.REVOKED: ("stop", gettext_lazy("revoked")),
    }
)
LINK_STATES: Mapping[str, tuple[str, Promise]] = MappingProxyType(
    {
        LinkState.OPEN: ("attention", gettext_lazy("not opened yet")),
        LinkState.OPENED: ("good", gettext_lazy("opened")),
        LinkState.ENDED: ("quiet", gettext_lazy("ended")),
    }
)
_LONGEST_OVERLAP = 90
# The forms stand on one page, and have fields of the same name.
_ISSUE, _ROTATE, _REVOKE = "issue_%s", "rotate_%s", "revoke_%s"
_TWO_PEOPLE = gettext_lazy("Customer code and token go to two different people.")


class IssueForm(forms.Form):
    """For whom the two halves are."""

    code_to = forms.CharField(
        label=gettext_lazy("Who gets the customer code"),
        max_length=200,
        help_text=gettext_lazy(
            "A name or a mail address; we send nothing, you hand over the link."
        ),
    )
    token_to = forms.CharField(
        label=gettext_lazy("Who gets the token"),
        max_length=200,
        help_text=gettext_lazy("Somebody else: whoever has both can sign in."),
    )


class RotateForm(forms.Form):
    """A new token, and how long the present one goes on."""

    token_to = forms.CharField(
        label=gettext_lazy("Who gets the new token"),
        max_length=200,
    )
    overlap_days = forms.IntegerField(
        label=gettext_lazy("Days that the present token goes on"),
        min_value=0,
        max_value=_LONGEST_OVERLAP,
        initial=14,
        help_text=gettext_lazy("So that the portal can change over without a gap."),
    )


class RevokeForm(forms.Form):
    """That all of it ends."""

    sure = forms.BooleanField(
        label=gettext_lazy("I know that the portal cannot deliver any more from now on")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeLink:
    """A link that was just made."""

    id: str
    label: str
    url: str


@page(Permission.CREDENTIALS_READ)
def credentials(request: ConsoleRequest, coupling: int) -> HttpResponse:
    """Credentials and links: valid until when, for whom, opened when, used when."""
    return _listed(request, opened(request, coupling), {})


@require_POST
@page(Permission.CREDENTIALS_WRITE)
def issue(request: ConsoleRequest, coupling: int) -> HttpResponse:
    """A customer code and a token, each behind a link of its own."""
    of, form = opened_to_change(request, coupling), IssueForm(request.POST, auto_id=_ISSUE)
    if not form.is_valid():
        return _listed(request, of, {"issue_form": form}, status=422)
    names = form.cleaned_data
    recipients = {Part.CUSTOMER_CODE: names["code_to"], Part.TOKEN: names["token_to"]}
    made = _made(request, of, recipients, lambda: issue_by_links(of.ref, of.by, **names))
    return made or _not_two(request, of, "issue_form", form)


@require_POST
@page(Permission.CREDENTIALS_WRITE)
def rotate(request: ConsoleRequest, coupling: int) -> HttpResponse:
    """A new token beside the present one; the customer code stays."""
    of, form = opened_to_change(request, coupling), RotateForm(request.POST, auto_id=_ROTATE)
    if not form.is_valid():
        return _listed(request, of, {"rotate_form": form}, status=422)
    whom, days = form.cleaned_data["token_to"], form.cleaned_data["overlap_days"]
    overlap = timedelta(days=days)

    def make() -> Mapping[Part, str]:
        return rotate_by_links(of.ref, of.by, overlap, token_to=whom)

    made = _made(request, of, {Part.TOKEN: whom}, make)
    return made or _not_two(request, of, "rotate_form", form)


@require_POST
@page(Permission.CREDENTIALS_WRITE)
def revoke_all(request: ConsoleRequest, coupling: int) -> HttpResponse:
    """All tokens end at once, and the links that were not opened."""
    of, form = opened(request, coupling), RevokeForm(request.POST, auto_id=_REVOKE)
    if not form.is_valid():
        return _listed(request, of, {"revoke_form": form}, status=422)
    ended = revoke(of.ref, of.by)
    leave_notice(request, _("Tokens revoked: %(count)s.") % {"count": ended})
    return go("coupling-credentials", of.head.id)


@require_POST
@page(Permission.CREDENTIALS_WRITE)
def revoke_one(request: ConsoleRequest, coupling: int, credential: int) -> HttpResponse:
    """One credential ends at once."""
    of = opened(request, coupling)
    try:
        revoke(of.ref, of.by, credential)
    except UnknownNameError:
        leave_notice(request, _("That token was not valid any more."), kind="info")
    else:
        leave_notice(request, _("The token is revoked. It opens nothing any more."))
    return go("coupling-credentials", of.head.id)


@require_POST
@page(Permission.CREDENTIALS_WRITE)
def renew(request: ConsoleRequest, coupling: int, link: int) -> HttpResponse:
    """Another link, with another value behind it, instead of one that nobody opened."""
    of = opened(request, coupling)
    recipient = _recipient_of(list_credentials(of.ref), link)
    recipients = {Part.CUSTOMER_CODE: recipient, Part.TOKEN: recipient}
    made = _made(request, of, recipients, lambda: renew_link(of.ref, of.by, link))
    if made is None:
        leave_notice(request, str(_TWO_PEOPLE), kind="attention")
    return made or go("coupling-credentials", of.head.id)


@require_POST
@page(Permission.CREDENTIALS_WRITE)
def withdraw(request: ConsoleRequest, coupling: int, link: int) -> HttpResponse:
    """Ends a link that nobody opened."""
    of = opened(request, coupling)
    try:
        withdraw_link(of.ref, of.by, link)
    except UnknownNameError:
        leave_notice(request, _("That link was opened or ended already."), kind="info")
    else:
        leave_notice(request, _("The link is withdrawn. What it held is gone."))
    return go("coupling-credentials", of.head.id)


def links_page(
    request: ConsoleRequest, of: Opened, made: Mapping[Part, tuple[str, str]], back: str
) -> HttpResponse:
    """Links that were just made, each in a box of its own; `made` are secret and recipient."""
    base = request.build_absolute_uri("/overdracht/")
    boxes = [
        MadeLink(
            id=f"link-{part.value}",
            label=_("%(part)s, for %(recipient)s")
            % {"part": PARTS[part], "recipient": recipient or _("whoever you give it to")},
            url=base + secret,
        )
        for part, (secret, recipient) in made.items()
    ]
    context = {"of": of, "head": of.head, "crumbs": of.crumbs, "links": boxes, "back": back}
    return answer(request, "console/couplings/links_made.html", context)


def _made(
    request: ConsoleRequest,
    of: Opened,
    recipients: Mapping[Part, str],
    make: Callable[[], Mapping[Part, str]],
) -> HttpResponse | None:
    """The links; None when these people cannot be given these."""
    try:
        secrets = make()
    except RecipientsError:
        return None
    except UnknownNameError:
        text = _("There is nothing valid to renew any more.")
        leave_notice(request, text, kind="attention")
        return go("coupling-credentials", of.head.id)
    made = {part: (secret, recipients.get(part, "")) for part, secret in secrets.items()}
    return links_page(request, of, made, of.url("coupling-credentials"))


def _not_two(request: ConsoleRequest, of: Opened, name: str, form: forms.Form) -> HttpResponse:
    form.add_error(None, _TWO_PEOPLE)
    return _listed(request, of, {name: form}, status=422)


def _recipient_of(entries: tuple[CredentialEntry, ...], link: int) -> str:
    links = (each for entry in entries for each in entry.links)
    return next((each.recipient for each in links if each.id == link), "")


def _listed(
    request: ConsoleRequest, of: Opened, wrong: Mapping[str, forms.Form], *, status: int = 200
) -> HttpResponse:
    entries = list_credentials(of.ref)
    is_open = of.head.status is not AccountStatus.CLOSED
    context = {
        "of": of,
        "head": of.head,
        "crumbs": of.crumbs,
        "entries": [
            (
                entry,
                *STATES[entry.state],
                [(link, *LINK_STATES[link.state], PARTS[link.part]) for link in entry.links],
            )
            for entry in reversed(entries)
        ],
        "has_usable": any(entry.state is CredentialState.USABLE for entry in entries),
        "may_write": is_open and request.visitor.may(Permission.CREDENTIALS_WRITE),
        "issue_form": IssueForm(auto_id=_ISSUE),
        "rotate_form": RotateForm(auto_id=_ROTATE),
        "revoke_form": RevokeForm(auto_id=_REVOKE),
        **wrong,
    }
    return answer(request, "console/couplings/credentials.html", context, status=status)
