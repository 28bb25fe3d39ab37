"""What a portal signs in with: issued as two links for two people, and renewed.

Links are in the answer to the form that made them, once, and nowhere else.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType

from django import forms
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from verzuimbrug.application.accounts import UnknownNameError
from verzuimbrug.application.sign_in.handover import Part
from verzuimbrug.application.sign_in.links import (
    RecipientsError,
    issue_by_links,
    rotate_by_links,
)
from verzuimbrug.application.sign_in.listing import (
    CredentialEntry,
    CredentialState,
    LinkState,
    list_credentials,
)
from verzuimbrug.console.configuring.rights import may_share
from verzuimbrug.console.confirming import Meaning, ask_first
from verzuimbrug.console.couplings.opening import Opened, opened, opened_to_change
from verzuimbrug.console.links import Crumb
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
_ISSUE, _ROTATE = "issue_%s", "rotate_%s"
TWO_PEOPLE = gettext_lazy("Customer code and token go to two different people.")


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
    made = made_links(request, of, recipients, lambda: issue_by_links(of.ref, of.by, **names))
    return made or _not_two(request, of, "issue_form", form)


@require_POST
@page(Permission.CREDENTIALS_WRITE)
def rotate(request: ConsoleRequest, coupling: int) -> HttpResponse:
    """A new token beside the present one; the customer code stays. First when that one ends."""
    of, form = opened_to_change(request, coupling), RotateForm(request.POST, auto_id=_ROTATE)
    if not form.is_valid():
        return _listed(request, of, {"rotate_form": form}, status=422)
    whom, days = form.cleaned_data["token_to"], form.cleaned_data["overlap_days"]
    usable = usable_of(of)
    if not usable:
        return nothing_valid(request, of)
    asking = ask_first(request, _rotating(of, usable, whom, days))
    if asking is not None:
        return asking

    def make() -> Mapping[Part, str]:
        return rotate_by_links(of.ref, of.by, timedelta(days=days), token_to=whom)

    made = made_links(request, of, {Part.TOKEN: whom}, make)
    return made or _not_two(request, of, "rotate_form", form)


def _rotating(of: Opened, usable: Sequence[CredentialEntry], whom: str, days: int) -> Meaning:
    if days:
        ends = ngettext(
            "What is valid now goes on for %(days)s day at most, and then opens nothing any more.",
            "What is valid now goes on for %(days)s days at most, and then opens nothing any more.",
            days,
        )
    else:
        ends = _("What is valid now opens nothing any more, at once and for good.")
    return Meaning(
        title=_("Make a new token"),
        lead=of.head.name,
        says=(
            ends % {"days": days},
            _("By then the portal has to sign in with the new one, or it cannot deliver."),
            _("The customer code stays. The new token is behind a link for %(whom)s.")
            % {"whom": whom},
        ),
        button=_("Make a new token"),
        back=of.url("coupling-credentials"),
        crumbs=crumbs_of(of),
        state=[(entry.id, entry.valid_until) for entry in usable],
        kept=(("token_to", whom), ("overlap_days", str(days))),
        is_stop=not days,
    )


def usable_of(of: Opened) -> tuple[CredentialEntry, ...]:
    """The credentials that open the account now."""
    entries = list_credentials(of.ref)
    return tuple(entry for entry in entries if entry.state is CredentialState.USABLE)


def nothing_valid(request: ConsoleRequest, of: Opened) -> HttpResponse:
    """Back to the list, since what was to end or be renewed is not valid any more."""
    leave_notice(request, _("There is nothing valid to renew any more."), kind="attention")
    return go("coupling-credentials", of.head.id)


def crumbs_of(of: Opened) -> tuple[Crumb, ...]:
    """The way to what is done with the credentials of a coupling."""
    return (*of.crumbs, (_("Customer code and token"), of.url("coupling-credentials")))


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


def made_links(
    request: ConsoleRequest,
    of: Opened,
    recipients: Mapping[Part, str],
    make: Callable[[], Mapping[Part, str]],
) -> HttpResponse | None:
    """The page with the links; None when these people cannot be given these."""
    try:
        secrets = make()
    except RecipientsError:
        return None
    except UnknownNameError:
        return nothing_valid(request, of)
    made = {part: (secret, recipients.get(part, "")) for part, secret in secrets.items()}
    return links_page(request, of, made, of.url("coupling-credentials"))


def _not_two(request: ConsoleRequest, of: Opened, name: str, form: forms.Form) -> HttpResponse:
    form.add_error(None, TWO_PEOPLE)
    return _listed(request, of, {name: form}, status=422)


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
        "may_bring": is_open and may_share(request, Permission.WEBHOOKS_WRITE),
        "issue_form": IssueForm(auto_id=_ISSUE),
        "rotate_form": RotateForm(auto_id=_ROTATE),
        **wrong,
    }
    return answer(request, "console/couplings/credentials.html", context, status=status)
