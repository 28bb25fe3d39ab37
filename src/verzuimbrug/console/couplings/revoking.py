"""Tokens and links end, at once and for good: first what that means, then that."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.utils.translation import gettext as _, ngettext

from verzuimbrug.application.accounts import UnknownNameError
from verzuimbrug.application.sign_in.handover import Part, withdraw_link
from verzuimbrug.application.sign_in.issuing import revoke
from verzuimbrug.application.sign_in.links import renew_link
from verzuimbrug.application.sign_in.listing import (
    CredentialEntry,
    CredentialState,
    LinkEntry,
    LinkState,
    list_credentials,
)
from verzuimbrug.console.confirming import Meaning, ask_first
from verzuimbrug.console.couplings.credentials import (
    PARTS,
    TWO_PEOPLE,
    crumbs_of,
    made_links,
    nothing_valid,
    usable_of,
)
from verzuimbrug.console.couplings.opening import Opened, opened
from verzuimbrug.console.notices import leave_notice
from verzuimbrug.console.pages import ConsoleRequest, go, page
from verzuimbrug.console.templatetags.console import moment
from verzuimbrug.domain.permissions import Permission


@page(Permission.CREDENTIALS_WRITE)
def revoke_all(request: ConsoleRequest, coupling: int) -> HttpResponse:
    """All tokens end, and the links that were not opened."""
    of = opened(request, coupling)
    usable = usable_of(of)
    if not usable:
        leave_notice(request, _("There is no valid token any more."), kind="info")
        return go("coupling-credentials", of.head.id)
    asking = ask_first(request, _revoking_all(of, usable))
    if asking is not None:
        return asking
    ended = revoke(of.ref, of.by)
    leave_notice(request, _("Tokens revoked: %(count)s.") % {"count": ended})
    return go("coupling-credentials", of.head.id)


@page(Permission.CREDENTIALS_WRITE)
def revoke_one(request: ConsoleRequest, coupling: int, credential: int) -> HttpResponse:
    """One token ends, and its links that were not opened."""
    of = opened(request, coupling)
    usable = usable_of(of)
    entry = next((each for each in usable if each.id == credential), None)
    if entry is None:
        return _not_valid(request, of)
    asking = ask_first(request, _revoking_one(of, entry, is_last=len(usable) == 1))
    if asking is not None:
        return asking
    try:
        revoke(of.ref, of.by, credential)
    except UnknownNameError:
        return _not_valid(request, of)
    leave_notice(request, _("The token is revoked. It opens nothing any more."))
    return go("coupling-credentials", of.head.id)


@page(Permission.CREDENTIALS_WRITE)
def renew(request: ConsoleRequest, coupling: int, link: int) -> HttpResponse:
    """Another link, with another value behind it, instead of one that nobody opened."""
    of = opened(request, coupling)
    entry = _unopened(of, link)
    if entry is None:
        return nothing_valid(request, of)
    asking = ask_first(request, _renewing(of, entry))
    if asking is not None:
        return asking
    recipients = {Part(entry.part): entry.recipient}
    made = made_links(request, of, recipients, lambda: renew_link(of.ref, of.by, link))
    if made is None:
        leave_notice(request, str(TWO_PEOPLE), kind="attention")
    return made or go("coupling-credentials", of.head.id)


@page(Permission.CREDENTIALS_WRITE)
def withdraw(request: ConsoleRequest, coupling: int, link: int) -> HttpResponse:
    """A link that nobody opened ends."""
    of = opened(request, coupling)
    entry = _unopened(of, link)
    if entry is None or entry.state is not LinkState.OPEN:
        return _not_open(request, of)
    asking = ask_first(request, _withdrawing(of, entry))
    if asking is not None:
        return asking
    try:
        withdraw_link(of.ref, of.by, link)
    except UnknownNameError:
        return _not_open(request, of)
    leave_notice(request, _("The link is withdrawn. What it held is gone."))
    return go("coupling-credentials", of.head.id)


def _not_valid(request: ConsoleRequest, of: Opened) -> HttpResponse:
    leave_notice(request, _("That token was not valid any more."), kind="info")
    return go("coupling-credentials", of.head.id)


def _not_open(request: ConsoleRequest, of: Opened) -> HttpResponse:
    leave_notice(request, _("That link was opened or ended already."), kind="info")
    return go("coupling-credentials", of.head.id)


def _unopened(of: Opened, link: int) -> LinkEntry | None:
    """The link of a valid token, when nobody opened it."""
    links = (
        each
        for entry in list_credentials(of.ref)
        if entry.state is CredentialState.USABLE
        for each in entry.links
    )
    return next((each for each in links if each.id == link and each.opened_at is None), None)


def _revoking_all(of: Opened, usable: Sequence[CredentialEntry]) -> Meaning:
    count = ngettext(
        "%(count)s valid token opens nothing any more, at once.",
        "%(count)s valid tokens open nothing any more, at once.",
        len(usable),
    )
    return Meaning(
        title=_("Revoke all tokens"),
        lead=of.head.name,
        says=(
            count % {"count": len(usable)},
            *_links_end(usable),
            _("The portal cannot deliver any more. What was received already is processed."),
            _("It cannot be undone: the portal comes in again once you issued new ones."),
        ),
        button=_("Revoke all tokens"),
        back=of.url("coupling-credentials"),
        crumbs=crumbs_of(of),
        facts=((_("Last used"), _last_used(usable)),),
        state=[(entry.id, entry.valid_until) for entry in usable],
    )


def _revoking_one(of: Opened, entry: CredentialEntry, *, is_last: bool) -> Meaning:
    portal = (
        _("It is the only valid token: the portal cannot deliver any more.")
        if is_last
        else _("The portal has to sign in with another token of this coupling.")
    )
    return Meaning(
        title=_("Revoke this token"),
        lead=of.head.name,
        says=(
            _("The token opens nothing any more, at once."),
            portal,
            *_links_end([entry]),
            _("It cannot be undone: a token that is needed after all is a new one."),
        ),
        button=_("Revoke this token"),
        back=of.url("coupling-credentials"),
        crumbs=crumbs_of(of),
        facts=(
            (_("Issued"), moment(entry.issued_at)),
            (_("Last used"), _last_used([entry])),
        ),
        state=(entry.id, entry.valid_until),
    )


def _renewing(of: Opened, link: LinkEntry) -> Meaning:
    about = {"part": PARTS[link.part], "whom": link.recipient or _("whoever has it")}
    return Meaning(
        title=_("Another link"),
        lead=of.head.name,
        says=(
            _("The link with the %(part)s for %(whom)s opens nothing any more.") % about,
            _("You get a new link, with another value behind it, to hand over to the same person."),
            _("It cannot be undone: what was behind the old link opens nothing, now or later."),
        ),
        button=_("Make another link"),
        back=of.url("coupling-credentials"),
        crumbs=crumbs_of(of),
        state=(link.id, link.state, link.expires_at),
        is_stop=False,
    )


def _withdrawing(of: Opened, link: LinkEntry) -> Meaning:
    about = {"part": PARTS[link.part], "whom": link.recipient or _("whoever has it")}
    return Meaning(
        title=_("Withdraw the link"),
        lead=of.head.name,
        says=(
            _("The link with the %(part)s for %(whom)s opens nothing any more.") % about,
            _("What it held is gone: nobody has seen it, and nobody will."),
            _("It cannot be undone; you can make another link, with another value behind it."),
        ),
        button=_("Withdraw the link"),
        back=of.url("coupling-credentials"),
        crumbs=crumbs_of(of),
        facts=((_("Until"), moment(link.expires_at)),),
        state=(link.id, link.state),
    )


def _links_end(entries: Sequence[CredentialEntry]) -> tuple[str, ...]:
    """What is said of links that end with their tokens; nothing when there are none."""
    links = [each for entry in entries for each in entry.links if each.state is LinkState.OPEN]
    if not links:
        return ()
    text = ngettext(
        "%(count)s link that nobody opened yet ends with it.",
        "%(count)s links that nobody opened yet end with it.",
        len(links),
    )
    return (text % {"count": len(links)},)


def _last_used(entries: Sequence[CredentialEntry]) -> str:
    used = [entry.last_used_at for entry in entries if entry.last_used_at is not None]
    return moment(max(used)) if used else _("not used yet")
