"""The parking lot: what waits for a cause to go away, the groups that wait longest first."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from verzuimbrug.application.parking.addresses import read_after, write_after
from verzuimbrug.application.parking.listing import (
    GroupWindow,
    ParkedFilter,
    list_account_names,
    list_parked,
)
from verzuimbrug.application.users.visitor import Visitor
from verzuimbrug.console.addresses import AFTER, paging
from verzuimbrug.console.chips import chips_of
from verzuimbrug.console.language import language
from verzuimbrug.console.pages import ConsoleRequest, answer, page
from verzuimbrug.console.waiting.cards import cards_of
from verzuimbrug.console.waiting.causes import cause_choices
from verzuimbrug.console.waiting.tabs import tabs_of
from verzuimbrug.domain.parking import Healing, parking_cause
from verzuimbrug.domain.permissions import Permission

_A_PAGE = 25


class ParkedForm(forms.Form):
    """Which groups to show."""

    koppeling = forms.ChoiceField(label=_("Coupling"), required=False)
    oorzaak = forms.ChoiceField(label=_("Cause"), required=False)

    def __init__(self, data: Mapping[str, Any], couplings: tuple[str, ...]) -> None:
        """With the couplings and causes that there are."""
        super().__init__(data)
        everything = ("", _("all"))
        self._choices("koppeling", [everything, *((name, name) for name in couplings)])
        self._choices("oorzaak", [everything, *cause_choices()])

    def _choices(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- it is, see above
        field.choices = choices

    def chosen(self) -> ParkedFilter:
        """The filter of a valid form."""
        given = self.cleaned_data
        return ParkedFilter(account=given["koppeling"] or None, cause=given["oorzaak"] or None)


@page(Permission.PARKING_READ)
def show_parked(request: ConsoleRequest) -> HttpResponse:
    """A page of the groups; of one cause several can be healed together."""
    visitor = request.visitor
    form = ParkedForm(request.GET, list_account_names(visitor.reader))
    chosen = form.chosen() if form.is_valid() else ParkedFilter()
    window = GroupWindow(read_after(request.GET.get(AFTER, "")), _A_PAGE)
    groups = list_parked(visitor.reader, chosen, window)
    context = {
        "tabs": tabs_of(visitor, "waiting"),
        "form": form,
        "chips": chips_of(request, form) if form.is_valid() else (),
        "cards": cards_of(visitor, groups.items),
        "together": _together(visitor, chosen) if len(groups.items) > 1 else (),
        "paging": paging(request, following=groups.next and write_after(groups.next)),
    }
    return answer(request, "console/waiting/parked.html", context)


def _together(visitor: Visitor, chosen: ParkedFilter) -> tuple[tuple[str, str], ...]:
    """What can be done with several groups of the cause that is chosen: value and words."""
    if chosen.cause is None or not visitor.may(Permission.PARKING_HEAL):
        return ()
    healings = parking_cause(chosen.cause).healings
    # Whose key it is, is chosen for each of them: one form for both.
    wanted = [each for each in healings if each.is_done_here and each is not Healing.CREATE_PERSON]
    return tuple((each.value, each.label(language())) for each in wanted)
