"""The sandbox of a coupling: opened, handed over to the portal's developers, followed, closed."""

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_POST

from verzuimbrug.application.sandboxes.finding import Sandbox, sandbox_of
from verzuimbrug.application.sandboxes.opening import (
    close_sandbox,
    open_sandbox,
    update_sandbox,
)
from verzuimbrug.application.sandboxes.page_link import (
    has_page_link,
    make_page_link,
    withdraw_page_link,
)
from verzuimbrug.application.sandboxes.telling import tell_conformance
from verzuimbrug.application.sftp.keys import generate_pair, hand_over_key
from verzuimbrug.application.sftp.logins import KIND, login_of
from verzuimbrug.application.sign_in.handover import Part
from verzuimbrug.application.sign_in.links import RecipientsError, issue_by_links
from verzuimbrug.application.sign_in.listing import list_credentials
from verzuimbrug.console.confirming import Meaning, ask_first
from verzuimbrug.console.couplings.credentials import (
    TWO_PEOPLE,
    IssueForm,
    MadeLink,
    links_page,
)
from verzuimbrug.console.couplings.opening import Opened, opened, opened_to_change
from verzuimbrug.console.findings import explained
from verzuimbrug.console.language import language
from verzuimbrug.console.notices import leave_notice
from verzuimbrug.console.pages import ConsoleRequest, answer, found, go, page
from verzuimbrug.console.proving.rows import shown_editions
from verzuimbrug.domain.account_status import AccountStatus
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.permissions import Permission


class KeyForm(forms.Form):
    """For whom the private half of a new key is."""

    to = forms.CharField(
        label=gettext_lazy("Who gets the private key"),
        max_length=200,
        help_text=gettext_lazy(
            "A name or a mail address; we send nothing, you hand over the link."
        ),
    )


@page(Permission.ACCOUNTS_READ)
def sandbox(request: ConsoleRequest, coupling: int) -> HttpResponse:
    """Whether there is a sandbox, and how far the portal's developers are in it."""
    return _shown(request, opened(request, coupling))


@require_POST
@page(Permission.ACCOUNTS_WRITE)
def open_one(request: ConsoleRequest, coupling: int) -> HttpResponse:
    """A sandbox is made, or said what keeps it from being made."""
    of = opened_to_change(request, coupling)
    made = open_sandbox(of.ref, of.by)
    if not isinstance(made, Sandbox):
        return _shown(request, of, findings=made, status=422)
    leave_notice(request, _("The sandbox is open. Hand over its page and what opens it."))
    return go("coupling-sandbox", of.head.id)


@require_POST
@page(Permission.ACCOUNTS_WRITE)
def update(request: ConsoleRequest, coupling: int) -> HttpResponse:
    """The sandbox gets the settings that the coupling has now."""
    of = opened_to_change(request, coupling)
    configured = update_sandbox(of.ref, of.by)
    if configured.findings:
        return _shown(request, of, findings=configured.findings, status=422)
    leave_notice(request, _("The sandbox has the settings of the coupling."))
    return go("coupling-sandbox", of.head.id)


@page(Permission.ACCOUNTS_WRITE)
def close(request: ConsoleRequest, coupling: int) -> HttpResponse:
    """The sandbox ends: first what that means."""
    of = opened(request, coupling)
    there = _open_one(of)
    asking = ask_first(request, _closing(of, there))
    if asking is not None:
        return asking
    close_sandbox(of.ref, of.by)
    leave_notice(request, _("The sandbox is closed. Its page is gone."))
    return go("coupling-sandbox", of.head.id)


@require_POST
@page(Permission.CREDENTIALS_WRITE)
def make_page(request: ConsoleRequest, coupling: int) -> HttpResponse:
    """An address for the page of the developers, shown once; the one before ends."""
    of = opened_to_change(request, coupling)
    secret = make_page_link(_open_one(of), of.by)
    url = request.build_absolute_uri(f"/proef/{secret}/")
    links = [MadeLink(id="page", label=_("The page for the developers of the portal"), url=url)]
    back = of.url("coupling-sandbox")
    context = {"of": of, "head": of.head, "crumbs": of.crumbs, "links": links, "back": back}
    return answer(request, "console/couplings/sandbox_link.html", context)


@require_POST
@page(Permission.CREDENTIALS_WRITE)
def withdraw_page(request: ConsoleRequest, coupling: int) -> HttpResponse:
    """The address of the page opens nothing any more."""
    of = opened_to_change(request, coupling)
    withdraw_page_link(_open_one(of), of.by)
    leave_notice(request, _("The address of the page opens nothing any more."))
    return go("coupling-sandbox", of.head.id)


@require_POST
@page(Permission.CREDENTIALS_WRITE)
def hand_over(request: ConsoleRequest, coupling: int) -> HttpResponse:
    """What opens the sandbox: customer code and token behind two links, or a key behind one."""
    of = opened_to_change(request, coupling)
    there = _open_one(of)
    form = KeyForm(request.POST) if there.kind == KIND else IssueForm(request.POST)
    if not form.is_valid():
        return _shown(request, of, form=form, status=422)
    try:
        made = _made(there, form, of.by)
    except RecipientsError:
        form.add_error(None, TWO_PEOPLE)
        return _shown(request, of, form=form, status=422)
    return links_page(request, of, made, of.url("coupling-sandbox"))


def _made(there: Sandbox, form: forms.Form, by: str) -> dict[Part, tuple[str, str]]:
    names = form.cleaned_data
    if there.kind == KIND:
        login_of(there.ref, by)
        pair = generate_pair(there.ref, by, names["to"])
        assert not isinstance(pair, Finding)  # noqa: S101 -- it is of the kind
        secret = hand_over_key(there.ref, by, pair, names["to"])
        return {Part.PRIVATE_KEY: (secret, names["to"])}
    whom = {Part.CUSTOMER_CODE: names["code_to"], Part.TOKEN: names["token_to"]}
    secrets = issue_by_links(there.ref, by, **names)
    return {part: (secret, whom[part]) for part, secret in secrets.items()}


def _open_one(of: Opened) -> Sandbox:
    """The sandbox. Raises Http404 when there is none that is open."""
    there = found(sandbox_of(of.ref))
    return found(there if there.is_open else None)


def _closing(of: Opened, there: Sandbox) -> Meaning:
    return Meaning(
        title=_("Close the sandbox"),
        lead=of.head.name,
        says=(
            _("What the developers of the portal sign in with opens nothing any more."),
            _("The address of their page opens nothing any more."),
            _("It cannot be undone; you can open another sandbox, which begins empty."),
            _("The coupling itself stays as it is."),
        ),
        button=_("Close the sandbox"),
        back=of.url("coupling-sandbox"),
        crumbs=of.crumbs_below((_("Sandbox"), of.url("coupling-sandbox"))),
        state=there.code,
    )


def _shown(
    request: ConsoleRequest,
    of: Opened,
    *,
    findings: tuple[Finding, ...] = (),
    form: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    there = sandbox_of(of.ref)
    is_open = there is not None and there.is_open
    may_change = of.head.status is not AccountStatus.CLOSED
    context = {
        "of": of,
        "head": of.head,
        "crumbs": of.crumbs,
        "findings": explained(findings),
        "sandbox": there if is_open else None,
        "may_write": may_change and request.visitor.may(Permission.ACCOUNTS_WRITE),
        "may_hand_over": may_change and request.visitor.may(Permission.CREDENTIALS_WRITE),
        **(_of_open(of, there, form) if there is not None and is_open else {}),
    }
    return answer(request, "console/couplings/sandbox.html", context, status=status)


def _of_open(of: Opened, there: Sandbox, form: forms.Form | None) -> dict[str, object]:
    """What is shown of a sandbox that is open."""
    conformance = tell_conformance(there, language())
    return {
        "conformance": conformance,
        "editions": shown_editions(conformance),
        "has_page": has_page_link(there),
        "has_credentials": bool(list_credentials(there.ref)),
        "is_behind": bool(update_sandbox(of.ref, of.by, dry_run=True).differences),
        "form": form or (KeyForm() if there.kind == KIND else IssueForm()),
    }
