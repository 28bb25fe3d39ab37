"""Classifications: the schemes, in what the members of a group differ, and making them equal."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from verzuimbrug.application.configuration.configure import Configured
from verzuimbrug.application.configuration.configured_objects import save_object
from verzuimbrug.application.configuration.saves import Proposal
from verzuimbrug.application.configuration.versions import ConfiguredObject
from verzuimbrug.application.employers.classification_reading import (
    Compared,
    compare_members,
    count_without_scheme,
    list_schemes,
)
from verzuimbrug.application.employers.classifications import make_equal
from verzuimbrug.application.employers.group_reading import list_shown_groups, show_group
from verzuimbrug.console.configuring.lines import read_pairs, write_pairs
from verzuimbrug.console.configuring.rights import may_share, shared_page
from verzuimbrug.console.configuring.saving import Saving, preview_or_save
from verzuimbrug.console.links import Crumb
from verzuimbrug.console.pages import ConsoleRequest, answer, found, page
from verzuimbrug.domain.permissions import Permission

MOST_SHOWN = 30
"""So many employers are named of a set or of a row of differences."""


class SchemeForm(forms.Form):
    """A scheme with its classifications."""

    name = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=200)
    classifications = forms.CharField(
        label=gettext_lazy("Classifications"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy(
            "A line for each, as ziekte: Ziekte. What is not in the list is no longer in the "
            "scheme; cases keep the classification that they have."
        ),
    )

    def clean_classifications(self) -> list[dict[str, str]]:
        """Code and name of each."""
        pairs = read_pairs(self.cleaned_data["classifications"])
        return [{"code": code, "name": name} for code, name in pairs.items()]


class NewSchemeForm(SchemeForm):
    """A new scheme has a code besides."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=60,
        help_text=gettext_lazy("By this employers name the scheme; it cannot be changed later."),
    )
    field_order = ("code", "name")


class GroupForm(forms.Form):
    """Which group is compared."""

    groep = forms.TypedChoiceField(
        label=gettext_lazy("Employer group"), coerce=int, empty_value=None, required=False
    )


class EqualForm(forms.Form):
    """Which scheme all members get."""

    schema = forms.ChoiceField(
        label=gettext_lazy("Scheme for all members"),
        help_text=gettext_lazy("You see first which employers change."),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AlikeRow:
    """Employers with the same classifications, and the schemes that they have."""

    employers: tuple[str, ...]
    others: int
    schemes: tuple[str, ...]
    classifications: tuple[str, ...] | None


@page(Permission.CLASSIFICATIONS_READ)
def schemes(request: ConsoleRequest) -> HttpResponse:
    """The schemes, and the differences within a group that is chosen."""
    reader = request.visitor.reader
    form = GroupForm(request.GET)
    choices = [(str(each.id), each.code) for each in list_shown_groups(reader)]
    _choose(form.fields["groep"], [("", _("choose a group")), *choices])
    group = form.cleaned_data["groep"] if form.is_valid() else None
    compared = found(compare_members(reader, group)) if group is not None else None
    may_change = may_share(request, Permission.CLASSIFICATIONS_WRITE)
    may_make_equal = may_share(request, Permission.EMPLOYERS_WRITE)
    context = {
        "schemes": list_schemes(reader),
        "without": count_without_scheme(reader),
        "form": form,
        "group": group,
        "compared": compared,
        "rows": _rows(compared) if compared else (),
        "alike": _alike(compared) if compared else (),
        "equal_form": _equal_form(request) if may_make_equal else None,
        "may_change": may_change,
        "crumbs": _crumbs()[:1],
        "actions": [(_("New scheme"), reverse("scheme-new"))] if may_change else [],
    }
    return answer(request, "console/employers/classifications.html", context)


@shared_page(Permission.CLASSIFICATIONS_WRITE)
def new(request: ConsoleRequest) -> HttpResponse:
    """A new scheme."""
    form = NewSchemeForm(request.POST or None)
    if not form.is_valid():
        return _form(request, form, _("New scheme"))
    content = dict(form.cleaned_data)
    saving = Saving(
        title=_("New scheme %(code)s") % {"code": content["code"]},
        back=reverse("classifications"),
        done=_("Scheme %(code)s is made.") % {"code": content["code"]},
        crumbs=_crumbs(),
        button=_("Make"),
    )
    return _save(request, saving, content)


@shared_page(Permission.CLASSIFICATIONS_WRITE)
def edit(request: ConsoleRequest, scheme: int) -> HttpResponse:
    """The scheme with other classifications."""
    schemes = {each.id: each for each in list_schemes(request.visitor.reader)}
    shown = found(schemes.get(scheme))
    initial = {
        "name": shown.name,
        "classifications": write_pairs(dict(shown.classifications)),
    }
    form = SchemeForm(request.POST or None, initial=initial)
    title = _("Change scheme %(code)s") % {"code": shown.code}
    if not form.is_valid():
        return _form(request, form, title)
    saving = Saving(
        title=title,
        back=reverse("classifications"),
        done=_("Scheme %(code)s is changed.") % {"code": shown.code},
        crumbs=_crumbs(),
    )
    return _save(request, saving, {**form.cleaned_data, "code": shown.code})


@shared_page(Permission.EMPLOYERS_WRITE)
def equal(request: ConsoleRequest, group: int) -> HttpResponse:
    """All members of a group get one scheme."""
    reader = request.visitor.reader
    shown = found(show_group(reader, group))
    form = _equal_form(request)
    if not form.is_valid():
        return _form(request, form, _("Make %(group)s equal") % {"group": shown.code})
    scheme = form.cleaned_data["schema"]

    def change(dry_run: bool) -> Proposal:  # noqa: FBT001 -- as `Change` says
        by = reader.principal
        made = make_equal(reader.arbodienst, shown.code, scheme, by=by, dry_run=dry_run)
        return Proposal(configured=made.configured, warnings=made.warnings)

    saving = Saving(
        title=_("Scheme %(scheme)s for all of %(group)s") % {"scheme": scheme, "group": shown.code},
        back=f"{reverse('classifications')}?groep={group}",
        done=_("All members of %(group)s have scheme %(scheme)s now.")
        % {"scheme": scheme, "group": shown.code},
        crumbs=_crumbs(),
        button=_("Make equal"),
    )
    return preview_or_save(request, saving, change)


def _save(request: ConsoleRequest, saving: Saving, content: dict[str, Any]) -> HttpResponse:
    reader = request.visitor.reader
    key = (content["code"],)
    of = ConfiguredObject(arbodienst=reader.arbodienst, kind="scheme", key=key)

    def change(dry_run: bool) -> Configured:  # noqa: FBT001 -- as `Change` says
        return save_object(of, content, by=reader.principal, dry_run=dry_run)

    return preview_or_save(request, saving, change)


def _rows(compared: Compared) -> list[dict[str, object]]:
    """A classification a row: who has it, and who has not."""
    return [
        {
            "code": row.code,
            "having": row.having[:MOST_SHOWN],
            "having_others": max(len(row.having) - MOST_SHOWN, 0),
            "lacking": row.lacking[:MOST_SHOWN],
            "lacking_others": max(len(row.lacking) - MOST_SHOWN, 0),
        }
        for row in compared.differences.rows
    ]


def _alike(compared: Compared) -> list[AlikeRow]:
    rows = []
    for each in compared.differences.alike:
        named = {compared.schemes.get(code, "") for code in each.employers} - {""}
        known = each.classifications
        rows.append(
            AlikeRow(
                employers=each.employers[:MOST_SHOWN],
                others=max(len(each.employers) - MOST_SHOWN, 0),
                schemes=tuple(sorted(named)),
                classifications=None if known is None else tuple(sorted(known)),
            )
        )
    return rows


def _equal_form(request: ConsoleRequest) -> EqualForm:
    form = EqualForm(request.POST or None)
    choices = [(each.code, each.name or each.code) for each in list_schemes(request.visitor.reader)]
    _choose(form.fields["schema"], choices)
    return form


def _choose(field: forms.Field, choices: list[tuple[str, str]]) -> None:
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- the forms above say so
    field.choices = choices


def _crumbs() -> tuple[Crumb, ...]:
    return (
        (_("Employers"), reverse("employers")),
        (_("Classifications"), reverse("classifications")),
    )


def _form(request: ConsoleRequest, form: forms.Form, title: str) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "back": reverse("classifications"),
        "crumbs": _crumbs(),
    }
    status = 422 if form.is_bound else 200
    return answer(request, "console/configuring/form.html", context, status=status)
