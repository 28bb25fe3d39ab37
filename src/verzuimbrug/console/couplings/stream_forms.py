"""The import configuration of a stream as a form, and back to what a configuration file says.

A table is written a line a row, `code = value`: what is not right with it is told as with a file.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from verzuimbrug.application.configuration.beside_settings import (
    means_all,
    means_codes,
    modes_of,
)
from verzuimbrug.application.configuration.choices import StreamChoices
from verzuimbrug.application.configuration.entries import STREAM_DEFAULTS, Plain
from verzuimbrug.console.configuring.setting_words import DOUBLES, GAPS, GUARDS, MODES, PRESETS
from verzuimbrug.console.couplings.account_forms import lines

OWN = "own"
OFF = "off"
_KEPT = "*"
"""The choice that keeps a conversion table that stands in the settings themselves."""
_TABLE = {"rows": 4, "spellcheck": "false"}


def table_of(text: str) -> dict[str, str]:
    """The rows of a table; a line without a value has an empty one, which the check tells."""
    pairs = (line.partition("=") for line in lines(text))
    return {key.strip(): value.strip() for key, _sign, value in pairs}


def table_text(table: Mapping[str, Any]) -> str:
    """A table as lines; a table within it has a line a row, with a full stop in its key."""
    return "\n".join(f"{key} = {value}" for key, value in _rows(table))


def _rows(table: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from ((f"{key}.{inner}", said) for inner, said in value.items())
        else:
            yield key, value


def nested_of(text: str) -> dict[str, Any]:
    """The rows of a table that may hold tables."""
    found: dict[str, Any] = {}
    for key, value in table_of(text).items():
        outer, point, inner = key.partition(".")
        table = found.setdefault(outer, {}) if point else None
        if isinstance(table, dict):
            table[inner] = value
        else:
            found[outer] = value
    return found


ASKED_BESIDE = frozenset(
    {
        *("message", "editions", "employer_code", "trim", "upper", "strip_zeros", "conversion"),
        *("employee_key", "mode", "answers", "answers_confirmed"),
    }
)
"""The fields that mean something for any message that changes no dossier."""

CODE_TABLES = frozenset(
    {"operations", "operations_table", "operations_per_edition", "operations_confirmed"}
)
"""The fields about what processing codes mean, asked where a message has these codes."""


class TableField(forms.CharField):
    """A table, a line a row."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 -- as of Django
        super().__init__(required=False, widget=forms.Textarea(attrs=_TABLE), **kwargs)


class StreamForm(forms.Form):
    """How the messages of a stream are read."""

    message = forms.ChoiceField(label=gettext_lazy("Message"))
    editions = forms.MultipleChoiceField(
        label=gettext_lazy("Editions"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("Which editions are taken in. None: all that there are."),
    )
    employer_code = forms.CharField(
        label=gettext_lazy("Template of the employer code"),
        help_text=gettext_lazy(
            "Text with tags in brackets, such as FLSN[IdWrkgvrArbdnst]. It must make the employer "
            "code that the employer has here."
        ),
    )
    trim = forms.BooleanField(label=gettext_lazy("Take blanks away"), required=False)
    upper = forms.BooleanField(label=gettext_lazy("In capitals"), required=False)
    strip_zeros = forms.BooleanField(label=gettext_lazy("Without leading zeros"), required=False)
    conversion = forms.ChoiceField(
        label=gettext_lazy("Conversion table for the employer code"), required=False
    )
    employee_key = forms.ChoiceField(
        label=gettext_lazy("Link key"),
        help_text=gettext_lazy("By which tag a person is known; the same in all streams."),
    )
    operations = forms.ChoiceField(
        label=gettext_lazy("Processing codes"), choices=tuple(PRESETS.items())
    )
    operations_table = TableField(
        label=gettext_lazy("Table of our own"),
        help_text=gettext_lazy("Only beside “a table of our own”: 01 = new, a line a code."),
    )
    operations_per_edition = TableField(
        label=gettext_lazy("Editions with another preset"),
        help_text=gettext_lazy("A line an edition: 2022 = verbs; or a code: 2022.01 = new."),
    )
    operations_confirmed = forms.MultipleChoiceField(
        label=gettext_lazy("Code tables confirmed with the sender"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("Tick an edition once the sender confirmed what the codes mean."),
    )
    mode = forms.ChoiceField(label=gettext_lazy("Mode"), choices=tuple(MODES.items()))
    gaps = forms.ChoiceField(
        label=gettext_lazy("When a report is missing"), choices=tuple(GAPS.items())
    )
    duplicate_persons = forms.ChoiceField(
        label=gettext_lazy("When a person may be known already"), choices=tuple(DOUBLES.items())
    )
    default_classification = forms.CharField(
        label=gettext_lazy("Classification"), required=False, max_length=60
    )
    cause_classification = TableField(
        label=gettext_lazy("Classification by cause of absence (OorzkVrzmCd)"),
        help_text=gettext_lazy("A line a code: 10 = arbeidsongeval."),
    )
    safety_net_classification = TableField(
        label=gettext_lazy("Classification by safety net (VngntJN)")
    )
    leave_classification = TableField(label=gettext_lazy("Classification by leave (WAZOCd)"))
    ended_reasons = forms.CharField(
        label=gettext_lazy("End reasons that are no recovery"),
        required=False,
        help_text=gettext_lazy("Codes of RdnEndVrzmCd, with commas between."),
    )
    maternity_leaves = forms.CharField(
        label=gettext_lazy("Leave codes that are maternity leave"),
        required=False,
        help_text=gettext_lazy("Codes of WAZOCd, with commas between."),
    )
    composite_days = forms.IntegerField(
        label=gettext_lazy("A gap of fewer days joins two cases"), min_value=0
    )
    oldest_days = forms.IntegerField(
        label=gettext_lazy("A first day longer ago than so many days gets a warning"), min_value=0
    )
    field_policies = TableField(
        label=gettext_lazy("Overwrite policy per field"),
        help_text=gettext_lazy("A line a field: surname = never. Left out: when delivered."),
    )
    conversions = TableField(
        label=gettext_lazy("Conversion table per field"),
        help_text=gettext_lazy("A line a field, with the code of a conversion table."),
    )

    answers = TableField(
        label=gettext_lazy("Codes in answers"),
        help_text=gettext_lazy(
            "Only those that are other than usual, a line each: received = 02, processed = 01, "
            "message_code = 00123; or of one finding: faults.CAT02 = 06, controls.VZ111 = 00042."
        ),
    )
    answers_confirmed = forms.BooleanField(
        label=gettext_lazy("Codes in answers confirmed with the sender"), required=False
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 -- as of Django
        choices: StreamChoices,
        tables: Sequence[str] = (),
        stored: Plain | None = None,
        **kwargs: Any,  # noqa: ANN401 -- as of Django
    ) -> None:
        super().__init__(*args, **kwargs)
        self.guards = choices.limits
        for name, options in {
            "message": choices.messages,
            "editions": choices.editions,
            "operations_confirmed": choices.editions,
            "employee_key": choices.employee_keys,
        }.items():
            self.fields[name].choices = [(each, each) for each in options]  # type: ignore[attr-defined]
        self.stored = stored or {}
        named = [("", _("(none)")), *((code, code) for code in tables)]
        if isinstance(self._stored_conversion, Mapping):
            named.append((_KEPT, _("The table in the settings")))
        self.fields["conversion"].choices = named  # type: ignore[attr-defined]
        if not means_all(self._message):
            self._keep_only_what_means_something()
            return
        for guard, limit in choices.limits.items():
            self._add_guard(guard.value, has_percent=limit.percent is not None)

    @property
    def _message(self) -> str:
        """The message that was chosen, or that the stream has."""
        return str(self.data.get("message") or self.initial.get("message", ""))

    def _keep_only_what_means_something(self) -> None:
        """Of a message that changes no dossier little is asked."""
        asked = ASKED_BESIDE | (CODE_TABLES if means_codes(self._message) else frozenset())
        for name in {*self.fields} - asked:
            del self.fields[name]
        known = modes_of(self._message)
        modes = [(mode, label) for mode, label in MODES.items() if mode in known]
        self.fields["mode"].choices = modes  # type: ignore[attr-defined]

    def _add_guard(self, guard: str, *, has_percent: bool) -> None:
        label = str(GUARDS[guard])
        self.fields[f"{guard}_more_than"] = forms.IntegerField(
            label=_("%(guard)s: hold with more than") % {"guard": label},
            required=False,
            min_value=0,
            help_text=_("Empty: this guard is off."),
        )
        if has_percent:
            self.fields[f"{guard}_percent"] = forms.IntegerField(
                label=_("%(guard)s: and more than this percentage") % {"guard": label},
                required=False,
                min_value=0,
                max_value=100,
            )

    def content(self, name: str) -> dict[str, Any]:
        """The stream as a configuration file says it."""
        data = self.cleaned_data
        return {
            "name": name,
            "message": data["message"],
            "editions": data["editions"],
            "employer_code": data["employer_code"],
            "employer_code_options": self._code_options(),
            "employee_key": data["employee_key"],
            "mode": data["mode"],
            "answers": self._answers(),
            **(self._code_tables() if means_codes(data["message"]) else {}),
            **(self._of_dossiers() if means_all(data["message"]) else {}),
        }

    def _code_tables(self) -> dict[str, Any]:
        """What the processing codes mean."""
        data = self.cleaned_data
        own = table_of(data["operations_table"])
        return {
            "operations": own if data["operations"] == OWN else data["operations"],
            "operations_per_edition": nested_of(data["operations_per_edition"]),
            "operations_confirmed": self._confirmed(),
        }

    def _of_dossiers(self) -> dict[str, Any]:
        """What is asked of messages that change dossiers."""
        data = self.cleaned_data
        return {
            "gaps": data["gaps"],
            "duplicate_persons": data["duplicate_persons"],
            "classification": self._classification(),
            "ended_reasons": codes_of(data["ended_reasons"]),
            "maternity_leaves": codes_of(data["maternity_leaves"]),
            "composite_days": data["composite_days"],
            "oldest_days": data["oldest_days"],
            "field_policies": table_of(data["field_policies"]),
            "conversions": table_of(data["conversions"]),
            "guards": self._guards(),
        }

    @property
    def _stored_conversion(self) -> object:
        """The conversion table of the stored settings: its code, or the table itself."""
        return self.stored.get("employer_code_options", {}).get("conversion", "")

    def _code_options(self) -> dict[str, Any]:
        data = self.cleaned_data
        options = {name: data[name] for name in ("trim", "upper", "strip_zeros")}
        chosen = self._stored_conversion if data["conversion"] == _KEPT else data["conversion"]
        return {**options, **({"conversion": chosen} if chosen else {})}

    def _confirmed(self) -> bool | list[str]:
        """All accepted editions is true, also of those that come later in the list."""
        confirmed = self.cleaned_data["operations_confirmed"]
        accepted = self.cleaned_data["editions"]
        known = [value for value, _label in self.fields["editions"].choices]  # type: ignore[attr-defined]
        if not confirmed:
            return False
        stored = self.stored.get("operations_confirmed")
        if isinstance(stored, list) and {*stored} == {*confirmed}:
            return stored
        return True if {*confirmed} >= {*(accepted or known)} else confirmed

    def _classification(self) -> dict[str, Any]:
        data = self.cleaned_data
        tables = {
            "default": data["default_classification"],
            "OorzkVrzmCd": table_of(data["cause_classification"]),
            "VngntJN": table_of(data["safety_net_classification"]),
            "WAZOCd": table_of(data["leave_classification"]),
        }
        return {name: value for name, value in tables.items() if value}

    def _answers(self) -> dict[str, Any]:
        codes = nested_of(self.cleaned_data["answers"])
        return {**codes, "confirmed": self.cleaned_data["answers_confirmed"]}

    def _guards(self) -> dict[str, Any]:
        return {guard.value: self._guard(guard.value) for guard in self.guards}

    def _guard(self, guard: str) -> str | dict[str, int]:
        more_than = self.cleaned_data[f"{guard}_more_than"]
        percent = self.cleaned_data.get(f"{guard}_percent")
        if more_than is None:
            return OFF
        return {"more_than": more_than, **({} if percent is None else {"percent": percent})}


def codes_of(text: str) -> list[str]:
    """Codes with commas between."""
    return [code.strip() for code in text.split(",") if code.strip()]


def filled(content: Plain, choices: StreamChoices) -> dict[str, Any]:
    """What the form shows of a stream as a configuration file says it."""
    settings = {**STREAM_DEFAULTS, **content}
    options = {"trim": True, **settings["employer_code_options"]}
    conversion = options.get("conversion", "")
    classification = settings["classification"]
    own = settings["operations"] if isinstance(settings["operations"], Mapping) else None
    editions = settings["editions"] or list(choices.editions)
    return {
        **settings,
        **{name: options.get(name, False) for name in ("trim", "upper", "strip_zeros")},
        "conversion": _KEPT if isinstance(conversion, Mapping) else conversion,
        "operations": OWN if own is not None else settings["operations"],
        "operations_table": table_text(own or {}),
        "operations_per_edition": table_text(settings["operations_per_edition"]),
        "operations_confirmed": _ticked(settings["operations_confirmed"], editions),
        "default_classification": classification.get("default", ""),
        "cause_classification": table_text(classification.get("OorzkVrzmCd", {})),
        "safety_net_classification": table_text(classification.get("VngntJN", {})),
        "leave_classification": table_text(classification.get("WAZOCd", {})),
        "ended_reasons": ", ".join(settings["ended_reasons"]),
        "maternity_leaves": ", ".join(settings["maternity_leaves"]),
        "field_policies": table_text(settings["field_policies"]),
        "conversions": table_text(settings["conversions"]),
        "answers": table_text({k: v for k, v in settings["answers"].items() if k != "confirmed"}),
        "answers_confirmed": settings["answers"].get("confirmed", False),
        **_filled_guards(settings["guards"], choices),
    }


def _ticked(confirmed: object, editions: list[str]) -> list[str]:
    if isinstance(confirmed, list):
        return confirmed
    return editions if confirmed else []


def _filled_guards(guards: Plain, choices: StreamChoices) -> dict[str, int | None]:
    shown: dict[str, int | None] = {}
    for guard, limit in choices.limits.items():
        said = guards.get(guard.value, {"more_than": limit.more_than, "percent": limit.percent})
        is_off = said == OFF
        shown[f"{guard.value}_more_than"] = None if is_off else said["more_than"]
        shown[f"{guard.value}_percent"] = None if is_off else said.get("percent")
    return shown
