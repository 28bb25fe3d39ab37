"""What a beheerder fills in about people, and people about themselves."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from verzuimbrug.application.users.explaining import Thing
from verzuimbrug.application.users.managing import WantedRights
from verzuimbrug.application.users.scopes import EVERYWHERE, ScopeCodes
from verzuimbrug.console.people.words import LOOKS, ROLE_CHOICES

_DAY = {"type": "date"}


class RightsForm(forms.Form):
    """A role, and what it is limited to."""

    role = forms.ChoiceField(label=_("Role"), choices=ROLE_CHOICES)
    limited = forms.BooleanField(
        label=_("Limit to certain employers"),
        help_text=_("Without a tick all employers are open, those to come too."),
        required=False,
    )
    groups = forms.MultipleChoiceField(
        label=_("Employer groups"), widget=forms.CheckboxSelectMultiple, required=False
    )
    employers = forms.CharField(
        label=_("Employer codes"),
        help_text=_("One on a line."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )

    def __init__(self, *args: Any, groups: tuple[tuple[str, str], ...], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        choice = self.fields["groups"]
        choice.choices = groups  # type: ignore[attr-defined]
        if not groups:
            del self.fields["groups"]

    def wanted(self) -> WantedRights:
        """What was filled in."""
        said = self.cleaned_data
        if not said["limited"]:
            return WantedRights(role=said["role"], scope=EVERYWHERE)
        employers = tuple(code.strip() for code in said["employers"].splitlines() if code.strip())
        scope = ScopeCodes(
            is_limited=True,
            groups=tuple(sorted(said.get("groups", ()))),
            employers=tuple(sorted(set(employers))),
        )
        return WantedRights(role=said["role"], scope=scope)


def filled(rights: WantedRights) -> dict[str, object]:
    """A form as it is filled in for these rights."""
    return {
        "role": rights.role,
        "limited": rights.scope.is_limited,
        "groups": list(rights.scope.groups),
        "employers": "\n".join(rights.scope.employers),
    }


class InvitationForm(RightsForm):
    """Somebody new."""

    name = forms.CharField(label=_("Name"), max_length=100)
    email = forms.EmailField(label=_("E-mail address"), max_length=90)
    field_order = ["name", "email", "role", "limited", "groups", "employers"]


class PasswordForm(forms.Form):
    """A first password, twice."""

    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least 12 characters. A few words in a row are easy to keep in mind."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )
    again = forms.CharField(
        label=_("Password, once more"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )

    def clean_again(self) -> str:
        """The same as the first time."""
        again = str(self.cleaned_data["again"])
        if again != self.cleaned_data.get("password", again):
            raise forms.ValidationError(_("This is not what you filled in above."))
        return again


class OwnForm(forms.Form):
    """What somebody changes about themselves."""

    name = forms.CharField(
        label=_("Name"), max_length=100, help_text=_("As your colleagues see it.")
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=(("nl", "Nederlands"), ("en", "English"))
    )


class AccessForm(forms.Form):
    """Which looks to show."""

    wie = forms.ChoiceField(label=_("Who"), required=False)
    wat = forms.ChoiceField(
        label=_("What"), choices=(("", _("everything")), *LOOKS.items()), required=False
    )
    werkgever = forms.CharField(label=_("Employer code"), max_length=200, required=False)
    dossier = forms.IntegerField(
        label=_("Dossier number"), min_value=1, max_value=2**62, required=False
    )
    vanaf = forms.DateField(label=_("From"), widget=forms.DateInput(attrs=_DAY), required=False)
    tot = forms.DateField(
        label=_("Up to and including"), widget=forms.DateInput(attrs=_DAY), required=False
    )

    def __init__(self, *args: Any, people: tuple[tuple[str, str], ...], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["wie"].choices = (("", _("everybody")), *people)  # type: ignore[attr-defined]


class ExplainForm(forms.Form):
    """Whom and what to explain."""

    wie = forms.TypedChoiceField(label=_("Who"), coerce=int)
    soort = forms.ChoiceField(
        label=_("What kind of thing"),
        choices=(
            (Thing.EMPLOYER.value, _("employer, by its code")),
            (Thing.COUPLING.value, _("coupling, by its name")),
            (Thing.MESSAGE.value, _("message, by its receipt")),
            (Thing.DOSSIER.value, _("dossier, by its number")),
        ),
    )
    naam = forms.CharField(label=_("Which one"), max_length=200)

    def __init__(self, *args: Any, people: tuple[tuple[int, str], ...], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["wie"].choices = people  # type: ignore[attr-defined]


class ArbodienstForm(forms.Form):
    """A new arbodienst, with its first beheerder."""

    code = forms.CharField(
        label=_("Code"), max_length=40, help_text=_("Capitals, digits and dashes. It stays.")
    )
    name = forms.CharField(label=_("Name"), max_length=200)
    manager_name = forms.CharField(label=_("Name of the first beheerder"), max_length=100)
    manager_email = forms.EmailField(
        label=_("E-mail address of the first beheerder"), max_length=90
    )
