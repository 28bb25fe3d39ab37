"""An employer made, changed, or given another code."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from verzuimbrug.application.access import Reader
from verzuimbrug.application.configuration.configure import Configured
from verzuimbrug.application.configuration.configured_objects import read_object, save_object
from verzuimbrug.application.configuration.versions import ConfiguredObject
from verzuimbrug.application.employers.classification_reading import list_schemes
from verzuimbrug.application.employers.employers import rename_employer
from verzuimbrug.application.employers.showing import EmployerShown, show_employer
from verzuimbrug.console.configuring.lines import read_pairs, write_pairs
from verzuimbrug.console.configuring.rights import shared_page
from verzuimbrug.console.configuring.saving import Saving, preview_or_save
from verzuimbrug.console.links import Crumb, url_of
from verzuimbrug.console.pages import ConsoleRequest, answer, found, page
from verzuimbrug.domain.permissions import Permission

_DAY = {"type": "date"}


class EmployerForm(forms.Form):
    """What can be said of an employer; its groups are kept with the groups."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    kvk_number = forms.CharField(
        label=gettext_lazy("KvK number"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("Eight digits."),
    )
    payroll_tax_number = forms.CharField(
        label=gettext_lazy("Payroll tax number"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("Nine digits, L and two digits, such as 123456789L01."),
    )
    contract_reference = forms.CharField(
        label=gettext_lazy("Contract"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("Needed before a coupling with this employer goes live."),
    )
    start = forms.DateField(
        label=gettext_lazy("Client from"), required=False, widget=forms.DateInput(attrs=_DAY)
    )
    end = forms.DateField(
        label=gettext_lazy("Client up to and including"),
        required=False,
        widget=forms.DateInput(attrs=_DAY),
        help_text=gettext_lazy("After this day no report is taken over any more."),
    )
    classifications = forms.ChoiceField(
        label=gettext_lazy("Classifications"),
        required=False,
        help_text=gettext_lazy("The kinds of absence that this employer knows."),
    )
    external_ids = forms.CharField(
        label=gettext_lazy("Ids in other systems"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("A line for each system, as AFAS: 4411."),
    )

    def __init__(self, reader: Reader, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        field = self.fields["classifications"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- it is, above
        schemes = [(each.code, each.name or each.code) for each in list_schemes(reader)]
        field.choices = [("", _("none")), *schemes]

    def clean_external_ids(self) -> dict[str, str]:
        """The id by the name of the system."""
        return read_pairs(self.cleaned_data["external_ids"])

    def content(self) -> dict[str, Any]:
        """What was filled in, as a configuration file says it."""
        said = {
            name: value.isoformat() if hasattr(value, "isoformat") else value
            for name, value in self.cleaned_data.items()
        }
        return {name: value for name, value in said.items() if name != "code"}


class NewEmployerForm(EmployerForm):
    """A new employer has a code besides."""

    code = forms.CharField(
        label=gettext_lazy("Employer code"),
        max_length=200,
        help_text=gettext_lazy("As the template of the streams makes it of what the portal sends."),
    )
    field_order = ("code", "name")


class CodeForm(forms.Form):
    """Another code."""

    code = forms.CharField(
        label=gettext_lazy("New employer code"),
        max_length=200,
        help_text=gettext_lazy(
            "The present code stays reserved for this employer. What waits for the new code goes "
            "on by itself."
        ),
    )


@shared_page(Permission.EMPLOYERS_WRITE)
def new(request: ConsoleRequest) -> HttpResponse:
    """A new employer."""
    reader = request.visitor.reader
    start = {"code": request.GET.get("code", "")}
    form = NewEmployerForm(reader, request.POST or None, initial=start)
    if not form.is_valid():
        return _form(request, form, _("New employer"), reverse("employers"))
    code = form.cleaned_data["code"]
    of = ConfiguredObject(arbodienst=reader.arbodienst, kind="employer", key=(code,))
    content = {**form.content(), "code": code}

    def change(dry_run: bool) -> Configured:  # noqa: FBT001 -- as `Change` says
        return save_object(of, content, by=reader.principal, dry_run=dry_run)

    saving = Saving(
        title=_("New employer %(code)s") % {"code": code},
        back=url_of("employers", zoek=code),
        done=_("Employer %(code)s is made.") % {"code": code},
        crumbs=crumbs_of(),
        button=_("Make"),
    )
    return preview_or_save(request, saving, change)


@page(Permission.EMPLOYERS_WRITE)
def edit(request: ConsoleRequest, employer: int) -> HttpResponse:
    """The employer with other values."""
    reader = request.visitor.reader
    shown = found(show_employer(reader, employer))
    form = EmployerForm(reader, request.POST or None, initial=_initial(shown))
    back = reverse("employer", args=[employer])
    if not form.is_valid():
        return _form(request, form, _("Change %(name)s") % {"name": shown.name}, back)
    of = ConfiguredObject(arbodienst=reader.arbodienst, kind="employer", key=(shown.code,))
    content = {**(read_object(of) or {}), **form.content()}

    def change(dry_run: bool) -> Configured:  # noqa: FBT001 -- as `Change` says
        return save_object(of, content, by=reader.principal, dry_run=dry_run)

    saving = Saving(
        title=_("Change %(name)s") % {"name": shown.name},
        back=back,
        done=_("Employer %(code)s is changed.") % {"code": shown.code},
        crumbs=crumbs_of(shown),
    )
    return preview_or_save(request, saving, change)


@page(Permission.EMPLOYERS_WRITE)
def rename(request: ConsoleRequest, employer: int) -> HttpResponse:
    """The employer under another code."""
    reader = request.visitor.reader
    shown = found(show_employer(reader, employer))
    form = CodeForm(request.POST or None, initial={"code": shown.code})
    back = reverse("employer", args=[employer])
    if not form.is_valid():
        return _form(request, form, _("Another code for %(name)s") % {"name": shown.name}, back)
    code = form.cleaned_data["code"]

    def change(dry_run: bool) -> Configured:  # noqa: FBT001 -- as `Change` says
        by = reader.principal
        return rename_employer(reader.arbodienst, shown.code, code, by=by, dry_run=dry_run)

    saving = Saving(
        title=_("Another code for %(name)s") % {"name": shown.name},
        back=back,
        done=_("The employer has code %(code)s now; %(old)s stays reserved for it.")
        % {"code": code, "old": shown.code},
        crumbs=crumbs_of(shown),
    )
    return preview_or_save(request, saving, change)


def _initial(shown: EmployerShown) -> dict[str, Any]:
    return {
        "name": shown.name,
        "kvk_number": shown.kvk_number,
        "payroll_tax_number": shown.payroll_tax_number,
        "contract_reference": shown.contract_reference,
        "start": shown.start and shown.start.isoformat(),
        "end": shown.end and shown.end.isoformat(),
        "classifications": shown.scheme.code if shown.scheme else "",
        "external_ids": write_pairs(shown.external_ids),
    }


def crumbs_of(shown: EmployerShown | None = None) -> tuple[Crumb, ...]:
    """Where a page about employers stands, or about one of them."""
    crumbs: list[Crumb] = [(_("Employers"), reverse("employers"))]
    if shown is not None:
        crumbs.append((shown.code, reverse("employer", args=[shown.id])))
    return tuple(crumbs)


def _form(request: ConsoleRequest, form: forms.Form, title: str, back: str) -> HttpResponse:
    context = {"form": form, "title": title, "back": back, "crumbs": crumbs_of()}
    status = 422 if form.is_bound else 200
    return answer(request, "console/configuring/form.html", context, status=status)
