"""Finding persons. What is looked for is sent as a form and stands encrypted in the address."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from verzuimbrug.application.persons.search import (
    Found,
    Wanted,
    as_token,
    from_token,
    search_persons,
)
from verzuimbrug.console.addresses import Paging
from verzuimbrug.console.pages import ConsoleRequest, answer, page
from verzuimbrug.domain.permissions import Permission

_SEARCH, _EMPLOYER = "zoek", "werkgever"


class SearchForm(forms.Form):
    """By what a person is looked for; what is filled in has to be true all together."""

    surname = forms.CharField(label=_("Surname"), max_length=200, required=False)
    birth_date = forms.DateField(
        label=_("Birth date"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        required=False,
    )
    key = forms.CharField(label=_("Link key"), max_length=100, required=False)
    employer = forms.CharField(label=_("Employer code"), max_length=200, required=False)

    def clean(self) -> dict[str, object]:
        """Something has to be looked for."""
        said: dict[str, object] = super().clean() or {}
        if not self.errors and _wanted(said).is_empty:
            raise forms.ValidationError(_("Fill in at least one field."))
        return said


@page(Permission.DOSSIERS_READ)
def dossiers(request: ConsoleRequest) -> HttpResponse:
    """The form, and the persons that were found; a search leads to an address of its own."""
    if request.method == "POST":
        form = SearchForm(request.POST)
        if not form.is_valid():
            return _answer(request, form, None, status=422)
        return HttpResponseRedirect(_address(_wanted(form.cleaned_data)))
    wanted = _asked(request)
    if wanted is None:
        return _answer(request, SearchForm(), None)
    found = search_persons(request.visitor.reader, wanted)
    return _answer(request, SearchForm(initial=_initial(wanted)), found, wanted=wanted)


def _asked(request: ConsoleRequest) -> Wanted | None:
    """The search in the address; an employer, which is no person, may stand there in full."""
    if request.GET.get(_SEARCH):
        return from_token(request.GET[_SEARCH])
    employer = request.GET.get(_EMPLOYER, "").strip()
    return Wanted(employer=employer) if employer else None


def _answer(
    request: ConsoleRequest,
    form: SearchForm,
    found: Found | None,
    *,
    wanted: Wanted | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "found": found, "paging": _paging(found, wanted)}
    return answer(request, "console/dossiers/search.html", context, status=status)


def _paging(found: Found | None, wanted: Wanted | None) -> Paging:
    if found is None or wanted is None:
        return Paging()
    is_first = not wanted.after.id
    return Paging(
        first="" if is_first else _address(wanted.from_top),
        next="" if found.next is None else _address(found.next),
    )


def _address(wanted: Wanted) -> str:
    return f"{reverse('dossiers')}?{_SEARCH}={as_token(wanted)}"


def _initial(wanted: Wanted) -> dict[str, object]:
    names = ("surname", "birth_date", "key", "employer")
    return {name: getattr(wanted, name) for name in names}


def _wanted(said: Mapping[str, Any]) -> Wanted:
    return Wanted(
        surname=said.get("surname", ""),
        birth_date=said.get("birth_date"),
        key=said.get("key", ""),
        employer=said.get("employer", ""),
    )
