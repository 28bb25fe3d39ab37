"""What a list is filtered by, each with what takes it away again."""

from dataclasses import dataclass

from django.forms import BoundField, Form
from django.http import HttpRequest

from verzuimbrug.console.addresses import AFTER, BEFORE, with_query


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """One filter in force; `url` is the list without it."""

    label: str
    value: str
    url: str


def chips_of(request: HttpRequest, form: Form) -> tuple[Chip, ...]:
    """The filters of a valid form that are in force, in the order of its fields."""
    filled = (form[name] for name, value in form.cleaned_data.items() if value not in (None, ""))
    return tuple(_chip(request, field) for field in filled)


def _chip(request: HttpRequest, field: BoundField) -> Chip:
    without = {field.html_name: None, AFTER: None, BEFORE: None}
    return Chip(label=str(field.label), value=_shown(field), url=with_query(request, **without))


def _shown(field: BoundField) -> str:
    """What was chosen, in the words of the choice."""
    choices = dict(getattr(field.field, "choices", ()))
    value = field.value()
    return str(choices.get(value, value))
