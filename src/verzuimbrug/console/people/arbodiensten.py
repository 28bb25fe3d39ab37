"""The arbodiensten of the platform, for its operator: numbers, no personal data."""

from django.http import HttpResponse
from django.urls import reverse

from verzuimbrug.application.arbodiensten import (
    NewArbodienst,
    create_arbodienst,
    list_arbodiensten,
)
from verzuimbrug.application.users.people import PersonError
from verzuimbrug.console.pages import ConsoleRequest, answer, page
from verzuimbrug.console.people.forms import ArbodienstForm
from verzuimbrug.console.people.words import told
from verzuimbrug.domain.permissions import Permission

_FIELDS = {
    "arbodienst-code": "code",
    "arbodienst-taken": "code",
    "arbodienst-name": "name",
    "name": "manager_name",
}


@page(Permission.ARBODIENSTEN_READ)
def show_arbodiensten(request: ConsoleRequest) -> HttpResponse:
    """All of them, by numbers."""
    context = {"arbodiensten": list_arbodiensten()}
    return answer(request, "console/people/arbodiensten.html", context)


@page(Permission.ARBODIENSTEN_WRITE)
def new_arbodienst(request: ConsoleRequest) -> HttpResponse:
    """A form, and then the link for the first beheerder."""
    form = ArbodienstForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return answer(request, "console/people/arbodienst.html", {"form": form})
    new = NewArbodienst(**form.cleaned_data)
    try:
        secret = create_arbodienst(new, request.visitor.reader.principal)
    except PersonError as wrong:
        form.add_error(_FIELDS.get(wrong.code, "manager_email"), told(wrong))
        return answer(request, "console/people/arbodienst.html", {"form": form})
    url = request.build_absolute_uri(reverse("invitation", args=(secret,)))
    return answer(request, "console/people/link.html", {"url": url, "name": new.manager_name})
