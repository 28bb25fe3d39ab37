"""The filter of the processing reports."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from verzuimbrug.application.reports.selection import ChoosableCoupling, Selection, days_of

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ReportsForm(forms.Form):
    """Which reports: the names of its fields stand in the address."""

    koppeling = forms.ChoiceField(label=_("Coupling"), required=False)
    stroom = forms.ChoiceField(label=_("Stream"), required=False)
    van = forms.DateField(label=_("From"), required=False, widget=_DAY)
    tot = forms.DateField(label=_("Up to and including"), required=False, widget=_DAY)
    soort = forms.ChoiceField(
        label=_("Which"),
        required=False,
        choices=[
            ("", _("all")),
            ("bevindingen", _("with findings")),
            ("afgewezen", _("rejected")),
        ],
    )
    bevinding = forms.CharField(label=_("Finding"), required=False, max_length=5)

    def __init__(self, data: Any, couplings: Sequence[ChoosableCoupling]) -> None:  # noqa: ANN401
        """A filter of these couplings."""
        super().__init__(data)
        self.couplings = {coupling.name: coupling for coupling in couplings}
        chosen = self.couplings.get(data.get("koppeling", ""))
        streams = sorted(set(chosen.streams.values())) if chosen else []
        self._choose("koppeling", self.couplings)
        self._choose("stroom", streams)
        if not streams:
            self.fields.pop("stroom")

    def _choose(self, name: str, names: Any) -> None:  # noqa: ANN401
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- as above
        field.choices = [("", _("all")), *((each, each) for each in names)]

    def selection(self, today: date) -> Selection:
        """What is chosen; what cannot be is passed over."""
        given = self.cleaned_data
        first, last = days_of(given.get("van"), given.get("tot"), today)
        coupling = self.couplings.get(given.get("koppeling", ""))
        streams = coupling.streams if coupling else {}
        chosen = [number for number, name in streams.items() if name == given.get("stroom")]
        return Selection(
            first=first,
            last=last,
            account=coupling.id if coupling else None,
            stream=chosen[0] if chosen else None,
            with_findings=given.get("soort") == "bevindingen",
            rejected=given.get("soort") == "afgewezen",
            code=given.get("bevinding") or None,
        )
