"""Employers searched, page by page, and as a file."""

from collections.abc import Sequence

from django import forms
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from verzuimbrug.application.employers.classification_reading import list_schemes
from verzuimbrug.application.employers.exporting import export_found
from verzuimbrug.application.employers.group_reading import list_shown_groups
from verzuimbrug.application.employers.search import (
    EmployerFilter,
    EmployerOrder,
    search_employers,
)
from verzuimbrug.application.pages import Window
from verzuimbrug.application.spreadsheets_writing import SheetForm
from verzuimbrug.console.addresses import AFTER, number_in, paging, with_query
from verzuimbrug.console.chips import chips_of
from verzuimbrug.console.columns import Column, choose_columns
from verzuimbrug.console.configuring.rights import may_share
from verzuimbrug.console.downloads import sheet_file
from verzuimbrug.console.language import language
from verzuimbrug.console.pages import ConsoleRequest, answer, page
from verzuimbrug.console.words import CLIENTS
from verzuimbrug.domain.permissions import Permission

_PAGE = 50
_NONE = "geen"
_FILE = "bestand"
_COLUMNS = (
    Column(key="code", label=gettext_lazy("Employer code"), is_fixed=True),
    Column(key="name", label=gettext_lazy("Name"), is_fixed=True),
    Column(key="state", label=gettext_lazy("Client")),
    Column(key="kvk", label=gettext_lazy("KvK number")),
    Column(key="groups", label=gettext_lazy("Employer groups")),
    Column(key="scheme", label=gettext_lazy("Classifications")),
    Column(key="start", label=gettext_lazy("From"), is_standard=False),
    Column(key="end", label=gettext_lazy("Up to and including"), is_standard=False),
)
_ORDERS = [
    (EmployerOrder.CODE.value, gettext_lazy("by code")),
    (EmployerOrder.CODE_BACK.value, gettext_lazy("by code, the last first")),
    (EmployerOrder.NAME.value, gettext_lazy("by name")),
    (EmployerOrder.NAME_BACK.value, gettext_lazy("by name, the last first")),
]


class SearchForm(forms.Form):
    """What employers are searched by; it stands in the address."""

    zoek = forms.CharField(
        label=gettext_lazy("Code, name or KvK number"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    groep = forms.TypedChoiceField(
        label=gettext_lazy("Employer group"), coerce=int, empty_value=None, required=False
    )
    classificaties = forms.ChoiceField(label=gettext_lazy("Classifications"), required=False)
    klant_op = forms.DateField(
        label=gettext_lazy("Client on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    volgorde = forms.ChoiceField(
        label=gettext_lazy("Order"), required=False, choices=[("", ""), *_ORDERS]
    )

    def __init__(self, request: ConsoleRequest) -> None:
        super().__init__(request.GET)
        reader = request.visitor.reader
        groups = [(str(each.id), each.code) for each in list_shown_groups(reader)]
        schemes = [(str(each.id), each.code) for each in list_schemes(reader)]
        _choices(self.fields["groep"], [("", _("all")), *groups])
        _choices(self.fields["classificaties"], [("", _("all")), (_NONE, _("without")), *schemes])
        _choices(self.fields["volgorde"], [("", _("by code")), *_ORDERS[1:]])

    @property
    def chosen(self) -> EmployerFilter:
        """The filter; what cannot be read is passed over."""
        said = self.cleaned_data
        scheme = said.get("classificaties", "")
        return EmployerFilter(
            text=said.get("zoek", ""),
            group=said.get("groep"),
            scheme=int(scheme) if scheme and scheme != _NONE else None,
            without_scheme=scheme == _NONE,
            client_on=said.get("klant_op"),
            order=EmployerOrder(said.get("volgorde") or EmployerOrder.CODE),
        )


def _choices(field: forms.Field, choices: Sequence[tuple[str, object]]) -> None:
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- the form above says so
    field.choices = choices


@page(Permission.EMPLOYERS_READ)
def employers(request: ConsoleRequest) -> HttpResponseBase:
    """A page of the employers that the address asks for; or all of them as a file."""
    form = SearchForm(request)
    form.is_valid()
    kind = request.GET.get(_FILE, "")
    if kind in tuple(SheetForm):
        return _file(request, form.chosen, SheetForm(kind))
    window = Window(after=number_in(request, AFTER) or 0, limit=_PAGE)
    shown = search_employers(request.visitor.reader, form.chosen, window)
    context = {
        "form": form,
        "chips": chips_of(request, form),
        "columns": choose_columns(request, _COLUMNS),
        "employers": shown.items,
        "states": CLIENTS,
        "paging": paging(request, following=shown.next),
        "files": [
            (kind.value, with_query(request, **{_FILE: kind.value, AFTER: None}))
            for kind in SheetForm
        ],
        "may_change": may_share(request, Permission.EMPLOYERS_WRITE),
    }
    return answer(request, "console/employers/list.html", context)


def _file(request: ConsoleRequest, chosen: EmployerFilter, form: SheetForm) -> HttpResponseBase:
    content = export_found(request.visitor.reader, chosen, form, language())
    return sheet_file(f"{_('employers')}-{timezone.localdate().isoformat()}", content, form)
