"""What the list of messages is filtered by; all of it stands in the address."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from verzuimbrug.application.local_days import day_bounds
from verzuimbrug.application.messages.streams import NamedStream
from verzuimbrug.application.messages.values import Sought, Standing
from verzuimbrug.console.words import MESSAGES, UNDONE
from verzuimbrug.domain.findings import finding_codes

REFUSED = "geweigerd"
"""The state of what was refused at the door; there is no message of it."""

_STANDINGS = (
    ("", _("all")),
    *((state, mark.word) for state, mark in MESSAGES.items()),
    (Standing.PARKED.value, _("something waits")),
    (Standing.UNDONE.value, UNDONE.word),
    (REFUSED, _("refused at the door")),
)
_RUNS = (("", _("all")), ("ja", _("dry run")), ("nee", _("no dry run")))

_FIRST = frozenset({"van", "tot", "koppeling", "stand", "werkgever"})


class MessageFilter(forms.Form):
    """Everything that somebody may know of a message."""

    van = forms.DateField(
        label=_("Received from"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    tot = forms.DateField(
        label=_("Received until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    koppeling = forms.ChoiceField(label=_("Client account"), required=False)
    stroom = forms.ChoiceField(label=_("Stream"), required=False)
    stand = forms.ChoiceField(label=_("State"), required=False, choices=_STANDINGS)
    proef = forms.ChoiceField(label=_("Dry run"), required=False, choices=_RUNS)
    ontvangstnummer = forms.CharField(label=_("Receipt"), required=False, max_length=40)
    referentie = forms.CharField(label=_("Reference"), required=False, max_length=512)
    geval = forms.CharField(label=_("Case"), required=False, max_length=100)
    werkgever = forms.CharField(label=_("Employer code"), required=False, max_length=200)
    afzender = forms.CharField(label=_("Sender"), required=False, max_length=40)
    bevinding = forms.CharField(label=_("Finding"), required=False, max_length=5)

    def __init__(self, data: Any, streams: Iterable[NamedStream]) -> None:  # noqa: ANN401
        super().__init__(data)
        known = tuple(streams)
        self._choose("koppeling", sorted({each.account for each in known}))
        self._choose("stroom", sorted({each.stream for each in known}))

    def _choose(self, name: str, values: Iterable[str]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- as declared above
        field.choices = [("", _("all")), *((value, value) for value in values)]

    def clean_bevinding(self) -> str:
        """A code that the catalogue has."""
        code: str = self.cleaned_data["bevinding"].strip().upper()
        if code and code not in finding_codes():
            raise forms.ValidationError(_("There is no finding with this code."))
        return code

    def clean(self) -> dict[str, Any]:
        """A period that ends after it begins."""
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("van"), cleaned.get("tot")
        if since and until and until < since:
            self.add_error("tot", _("This day is before the first."))
        return cleaned

    @property
    def first(self) -> list[forms.BoundField]:
        """The fields that are always in sight."""
        return [self[name] for name in self.fields if name in _FIRST]

    @property
    def more(self) -> list[forms.BoundField]:
        """The other fields."""
        return [self[name] for name in self.fields if name not in _FIRST]

    @property
    def has_more(self) -> bool:
        """Whether something is filled in, or wrong, among the others."""
        return any(field.value() or field.errors for field in self.more)

    @property
    def is_refused(self) -> bool:
        """Whether what was refused at the door is asked for."""
        return bool(self.cleaned_data.get("stand") == REFUSED)

    def sought(self) -> Sought:
        """What is looked for, of a filter that is right."""
        said = self.cleaned_data
        standing = said["stand"]
        return Sought(
            receipt=said["ontvangstnummer"] or None,
            reference=said["referentie"] or None,
            sender=said["afzender"] or None,
            employer=said["werkgever"] or None,
            case=said["geval"] or None,
            account=said["koppeling"] or None,
            stream=said["stroom"] or None,
            since=day_bounds(said["van"])[0] if said["van"] else None,
            until=day_bounds(said["tot"])[1] if said["tot"] else None,
            standing=Standing(standing) if standing and standing != REFUSED else None,
            dry_run={"ja": True, "nee": False}.get(said["proef"]),
            code=said["bevinding"] or None,
        )
