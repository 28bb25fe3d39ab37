"""The settings of an account: who it is for, what it may touch, where it may come from."""

from dataclasses import dataclass
from typing import Any, Protocol

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from verzuimbrug.application.configuration.configure import Configured
from verzuimbrug.application.configuration.configured_objects import read_object, save_object
from verzuimbrug.application.configuration.entries import Plain
from verzuimbrug.application.configuration.versions import ConfiguredObject
from verzuimbrug.application.receiving.refusals import list_refusals
from verzuimbrug.console.configuring.saving import ON, Saving, preview_or_save
from verzuimbrug.console.configuring.setting_words import PORTALS, TYPES
from verzuimbrug.console.couplings.account_forms import AccountForm, AddressesForm, ScopeForm
from verzuimbrug.console.couplings.making import group_choices, is_limited
from verzuimbrug.console.couplings.opening import Opened, opened
from verzuimbrug.console.couplings.words import called
from verzuimbrug.console.pages import ConsoleRequest, answer, found, no_right, page
from verzuimbrug.domain.account_status import AccountStatus
from verzuimbrug.domain.permissions import Permission


class Part(Protocol):
    """A form of a part of an account."""

    cleaned_data: dict[str, Any]

    def is_valid(self) -> bool:
        """Whether it can be saved as it was filled in."""

    def content(self) -> dict[str, Any]:
        """The part of the account that was filled in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditPage:
    """A page on which a part of an account is kept."""

    of: Opened
    title: Promise
    lead: Promise
    content: Plain
    may_save: bool
    extra: dict[str, object]


@page(Permission.ACCOUNTS_READ)
def account(request: ConsoleRequest, coupling: int) -> HttpResponse:
    """On whose behalf, who gets the reports, in which language."""
    edited = _edited(
        request,
        coupling,
        gettext_lazy("Client account"),
        gettext_lazy("On whose behalf the portal delivers, and who gets the reports."),
    )
    posted = request.POST if request.method == "POST" else None
    return _edit(request, edited, AccountForm(posted, initial=AccountForm.filled(edited.content)))


@page(Permission.ACCOUNTS_READ)
def scope(request: ConsoleRequest, coupling: int) -> HttpResponse:
    """Which employers the coupling may touch; to be changed by who sees all employers."""
    edited = _edited(
        request,
        coupling,
        gettext_lazy("Authorisations"),
        gettext_lazy("Which employers the coupling may touch. Of others nothing is applied."),
        is_open=not is_limited(request),
    )
    form = ScopeForm(
        request.POST if request.method == "POST" else None,
        initial=ScopeForm.filled(edited.content),
        groups=group_choices(request),
    )
    return _edit(request, edited, form)


@page(Permission.ACCOUNTS_READ)
def addresses(request: ConsoleRequest, coupling: int) -> HttpResponse:
    """From where the portal may come, and who was refused lately."""
    edited = _edited(
        request,
        coupling,
        gettext_lazy("Addresses"),
        gettext_lazy("From where the portal may come, and what was refused at the door."),
    )
    edited.extra["refusals"] = list_refusals(edited.of.ref, 20)
    edited.extra["has_refusals"] = True
    posted = request.POST if request.method == "POST" else None
    return _edit(
        request, edited, AddressesForm(posted, initial=AddressesForm.filled(edited.content))
    )


def account_object(of: Opened) -> ConfiguredObject:
    """The account as a configured object."""
    return ConfiguredObject(arbodienst=of.ref.arbodienst, kind="account", key=(of.head.name,))


def _edited(
    request: ConsoleRequest, coupling: int, title: Promise, lead: Promise, *, is_open: bool = True
) -> EditPage:
    of = opened(request, coupling)
    may_save = (
        is_open
        and request.visitor.may(Permission.ACCOUNTS_WRITE)
        and of.head.status is not AccountStatus.CLOSED
    )
    return EditPage(
        of=of,
        title=title,
        lead=lead,
        content=found(read_object(account_object(of))),
        may_save=may_save,
        extra={
            "portal": called(PORTALS, of.head.portal),
            "kind": called(TYPES, of.head.kind),
        },
    )


def _edit(request: ConsoleRequest, edited: EditPage, form: Part) -> HttpResponse:
    of = edited.of
    if request.method != "POST":
        return _shown(request, edited, form)
    if not edited.may_save:
        return no_right(request, Permission.ACCOUNTS_WRITE)
    if not form.is_valid() or ON in request.POST:
        return _shown(request, edited, form)
    content = {**edited.content, **form.content()}

    def save(dry_run: bool) -> Configured:  # noqa: FBT001 -- as `Change` says
        return save_object(account_object(of), content, by=of.by, dry_run=dry_run)

    saving = Saving(
        title=edited.title,
        crumbs=of.crumbs,
        back=of.url("coupling"),
        done=_("Saved."),
        goes_on=True,
    )
    return preview_or_save(request, saving, save)


def _shown(request: ConsoleRequest, edited: EditPage, form: Part) -> HttpResponse:
    context = {
        **edited.extra,
        "of": edited.of,
        "head": edited.of.head,
        "title": edited.title,
        "lead": edited.lead,
        "crumbs": edited.of.crumbs,
        "form": form,
        "may_save": edited.may_save,
    }
    return answer(request, "console/couplings/edit.html", context)
