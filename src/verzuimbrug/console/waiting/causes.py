"""The causes of the parking lot by a short name: for filters, headings and tables."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from verzuimbrug.domain.parking import parking_causes

_TITLES: Mapping[str, Promise] = MappingProxyType(
    {
        "WG101": _("Employer code cannot be made"),
        "WG102": _("Value not in the conversion table"),
        "WG201": _("Employer does not exist"),
        "WG202": _("Employer out of scope"),
        "WG401": _("Employer left the group"),
        "WN101": _("No link key"),
        "WN102": _("Several link keys for one person"),
        "WN401": _("Possibly a known person"),
        "VZ101": _("No identification of the absence case"),
        "VZ104": _("Processing code without meaning"),
        "VZ301": _("Number skipped"),
        "VZ302": _("Waits for an earlier report"),
        "VZ701": _("Code table not confirmed"),
        "VZ902": _("First report missing"),
        "VE402": _("First report undone"),
    }
)


def title_of(cause: str) -> str:
    """The short name; of a cause without one its code."""
    return str(_TITLES.get(cause, cause))


def cause_choices() -> list[tuple[str, str]]:
    """All causes to choose from, by code and short name."""
    return [(code, f"{title_of(code)} ({code})") for code in parking_causes()]
