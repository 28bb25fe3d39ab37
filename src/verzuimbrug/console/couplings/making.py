"""A new coupling: filled in, looked at, and then made."""

from django.forms import Form
from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from verzuimbrug.application.configuration.configure import Configured
from verzuimbrug.application.configuration.configured_objects import (
    list_objects,
    read_object,
    save_object,
)
from verzuimbrug.application.configuration.versions import ConfiguredObject
from verzuimbrug.application.own_account import find_own_account
from verzuimbrug.console.configuring.saving import ON, Saving, preview_or_save
from verzuimbrug.console.couplings.account_forms import NewCouplingForm
from verzuimbrug.console.pages import ConsoleRequest, answer, no_right, page
from verzuimbrug.domain.permissions import Permission


@page(Permission.ACCOUNTS_WRITE)
def new_coupling(request: ConsoleRequest) -> HttpResponse:
    """The form, the preview of what the first save makes, and the coupling that it made."""
    if is_limited(request):
        return no_right(request, Permission.ACCOUNTS_WRITE)
    groups = group_choices(request)
    if request.method != "POST":
        return _form(request, NewCouplingForm(groups=groups))
    form = NewCouplingForm(request.POST, groups=groups)
    if not form.is_valid() or _is_taken(request, form) or ON in request.POST:
        return _form(request, form, status=200 if form.is_valid() else 422)
    return _preview_or_make(request, form)


def is_limited(request: ConsoleRequest) -> bool:
    """Whether somebody may look at some employers only: their scope is not theirs to choose."""
    return request.visitor.reader.authority.employers is not None


def group_choices(request: ConsoleRequest) -> list[tuple[str, str]]:
    """The employer groups by code, with their names."""
    groups = list_objects(request.visitor.reader.arbodienst, "employer group")
    return [(key[0], f"{content['name']} ({key[0]})") for key, content in groups.items()]


def _is_taken(request: ConsoleRequest, form: NewCouplingForm) -> bool:
    """Whether a coupling has the name already; the form then says so."""
    is_there = read_object(_account(request, form.cleaned_data["name"])) is not None
    if is_there:
        form.add_error("name", _("There is a coupling with this name already."))
    return is_there


def _preview_or_make(request: ConsoleRequest, form: NewCouplingForm) -> HttpResponse:
    content = form.content()
    of = _account(request, content["name"])
    by = request.visitor.reader.principal

    def save(dry_run: bool) -> Configured:  # noqa: FBT001 -- as `Change` says
        return save_object(of, content, by=by, dry_run=dry_run)

    saving = Saving(
        title=gettext_lazy("New coupling"),
        crumbs=((gettext_lazy("Couplings"), reverse("couplings")),),
        back=reverse("couplings"),
        done=_("The coupling %(name)s is made. These are the steps to going live.")
        % {"name": content["name"]},
        goes_on=True,
    )
    response = preview_or_save(request, saving, save)
    made = find_own_account(of.arbodienst, content["name"])
    if isinstance(response, HttpResponseRedirect) and made is not None:
        return HttpResponseRedirect(reverse("coupling", args=[made.account]))
    return response


def _account(request: ConsoleRequest, name: str) -> ConfiguredObject:
    arbodienst = request.visitor.reader.arbodienst
    return ConfiguredObject(arbodienst=arbodienst, kind="account", key=(name,))


def _form(request: ConsoleRequest, form: Form, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "crumbs": ((gettext_lazy("Couplings"), reverse("couplings")),),
    }
    return answer(request, "console/couplings/new.html", context, status=status)
