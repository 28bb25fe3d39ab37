"""The forms of an account: who it is for, what it may touch, where it may come from."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from verzuimbrug.application.configuration.entries import Plain
from verzuimbrug.console.configuring.setting_words import CULTURES, PORTALS, REPORT_MAILS, TYPES
from verzuimbrug.domain.mail_times import ReportMail

_LINES = forms.Textarea(attrs={"rows": 4})


def lines(text: str) -> list[str]:
    """The lines of a text that have something on them."""
    return [line.strip() for line in text.splitlines() if line.strip()]


class OnBehalfForm(forms.Form):
    """On whose behalf the portal delivers, and who reads what became of it."""

    insurer = forms.CharField(
        label=_("Insurer"),
        required=False,
        max_length=200,
        help_text=_("On whose behalf the portal delivers; or fill in the underwriting agent."),
    )
    underwriting_agent = forms.CharField(
        label=_("Underwriting agent"), required=False, max_length=200
    )
    report_recipients = forms.CharField(
        label=_("Recipients of reports"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One mail address a line. Without one the coupling cannot go live."),
    )
    report_mail = forms.ChoiceField(
        label=_("How often reports are mailed"),
        choices=tuple(REPORT_MAILS.items()),
        initial=ReportMail.DAILY,
        help_text=_("What is rejected or goes wrong is mailed at once, whatever you choose."),
    )
    culture = forms.ChoiceField(
        label=_("Language of the reports"), choices=tuple(CULTURES.items()), initial="nl"
    )

    def content(self) -> dict[str, Any]:
        """The part of the account that was filled in."""
        data = self.cleaned_data
        return {
            "insurer": data["insurer"],
            "underwriting_agent": data["underwriting_agent"],
            "report_recipients": lines(data["report_recipients"]),
            "report_mail": data["report_mail"],
            "culture": data["culture"],
        }


class AccountForm(OnBehalfForm):
    """The account of a coupling; its name, kind and portal stay."""

    bsn = forms.BooleanField(
        label=_("Process citizen service numbers"),
        required=False,
        help_text=_("Off unless there is a ground for it. They are kept encrypted, and masked."),
    )

    def content(self) -> dict[str, Any]:
        """With whether citizen service numbers are processed."""
        return {**super().content(), "bsn": self.cleaned_data["bsn"]}

    @staticmethod
    def filled(content: Plain) -> dict[str, Any]:
        """What the form shows of a stored account."""
        recipients = "\n".join(content.get("report_recipients", ()))
        usual = {"culture": "nl", "report_mail": ReportMail.DAILY}
        return {**usual, **content, "report_recipients": recipients}


class ScopeForm(forms.Form):
    """Which employers a coupling may touch."""

    everything = forms.BooleanField(
        label=_("All employers"),
        required=False,
        help_text=_("Also those that come later. Choose no groups or employers beside it."),
    )
    employer_groups = forms.MultipleChoiceField(
        label=_("Employer groups"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    employers = forms.CharField(
        label=_("Single employers"),
        required=False,
        widget=_LINES,
        help_text=_("One employer code a line."),
    )

    def __init__(self, *args: Any, groups: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:  # noqa: ANN401 -- as of Django
        super().__init__(*args, **kwargs)
        self.fields["employer_groups"].choices = groups  # type: ignore[attr-defined]

    def content(self) -> dict[str, Any]:
        """The part of the account that was filled in."""
        data = self.cleaned_data
        scope = {
            "all": data["everything"],
            "employer_groups": data["employer_groups"],
            "employers": lines(data["employers"]),
        }
        return {"scope": {name: value for name, value in scope.items() if value}}

    @staticmethod
    def filled(content: Plain) -> dict[str, Any]:
        """What the form shows of a stored account."""
        scope = content.get("scope", {})
        return {
            "everything": scope.get("all", False),
            "employer_groups": scope.get("employer_groups", []),
            "employers": "\n".join(scope.get("employers", ())),
        }


class AddressesForm(forms.Form):
    """From where the portal may come."""

    allowed_addresses = forms.CharField(
        label=_("Addresses it may come from"),
        required=False,
        widget=_LINES,
        help_text=_("One internet address or network (CIDR) a line. Empty: from anywhere."),
    )

    def content(self) -> dict[str, Any]:
        """The part of the account that was filled in."""
        return {"allowed_addresses": lines(self.cleaned_data["allowed_addresses"])}

    @staticmethod
    def filled(content: Plain) -> dict[str, Any]:
        """What the form shows of a stored account."""
        return {"allowed_addresses": "\n".join(content.get("allowed_addresses", ()))}


class NewCouplingForm(OnBehalfForm, ScopeForm):
    """All that a coupling starts with."""

    field_order = (
        "portal",
        "name",
        "kind",
        "insurer",
        "underwriting_agent",
        "everything",
        "employer_groups",
        "employers",
        "report_recipients",
        "report_mail",
        "culture",
    )

    portal = forms.ChoiceField(
        label=_("Portal"),
        choices=tuple(PORTALS.items()),
        widget=forms.RadioSelect,
        help_text=_("It decides which streams the coupling starts with."),
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        help_text=_("By which you know it, such as the volmacht and the portal. It stays."),
    )
    kind = forms.ChoiceField(
        label=_("How the portal delivers"),
        choices=tuple(TYPES.items()),
        widget=forms.RadioSelect,
        initial="web-service",
        help_text=_("Fixed by the first save."),
    )

    def content(self) -> dict[str, Any]:
        """The account as a configuration file says it."""
        data = self.cleaned_data
        return {
            "name": data["name"],
            "type": data["kind"],
            "portal": data["portal"],
            **OnBehalfForm.content(self),
            **ScopeForm.content(self),
        }
