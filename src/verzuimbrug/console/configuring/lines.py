"""Tables that somebody types, a line for each pair."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext as _


def read_pairs(text: str) -> dict[str, str]:
    """The value by its name, of lines as `name: value`.

    Raises ValidationError, with the number of the line, for one that is no pair or comes twice.
    """
    pairs: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        name, colon, value = (part.strip() for part in line.partition(":"))
        if not (colon and name and value):
            raise forms.ValidationError(
                _("Line %(number)s is not a name and a value with a colon between.")
                % {"number": number}
            )
        if name in pairs:
            raise forms.ValidationError(
                _("Line %(number)s: %(name)s is there already.") % {"number": number, "name": name}
            )
        pairs[name] = value
    return pairs


def write_pairs(pairs: Mapping[str, str]) -> str:
    """The lines that `read_pairs` reads."""
    return "\n".join(f"{name}: {value}" for name, value in pairs.items())
