"""How pages say days, moments, numbers and states: the same everywhere (docs/console.md)."""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType

from django import template
from django.forms import BoundField, CheckboxInput
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from verzuimbrug.console.days import written_day
from verzuimbrug.domain.findings import Severity

register = template.Library()

_SEVERITIES: Mapping[str, tuple[str, Promise]] = MappingProxyType(
    {
        Severity.INFO: ("info", _("note")),
        Severity.WARNING: ("attention", _("warning")),
        Severity.ERROR: ("stop", _("stops")),
    }
)


@register.filter
def day(value: date | datetime | None) -> SafeString | str:
    """A day as “ma 5 okt 2026”, with the ISO form in its tooltip; nothing for None."""
    if value is None:
        return ""
    local = timezone.localtime(value) if isinstance(value, datetime) else value
    return _time(written_day(local, "D j M Y"), local.isoformat()[:10])


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    """A moment as “ma 5 okt 2026 08:12”, with the ISO form in its tooltip; nothing for None."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    written = written_day(local, "D j M Y")
    return _time(f"{written} {local:%H:%M}", local.isoformat(timespec="seconds"))


@register.filter
def clock(value: datetime | None) -> SafeString | str:
    """The time of a moment as “08:12:31”, with the ISO form in its tooltip; nothing for None."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    return _time(f"{local:%H:%M:%S}", local.isoformat(timespec="milliseconds"))


@register.filter
def number(value: float | None) -> str:
    """A number with its thousands apart, as the language writes it; nothing for None."""
    return "" if value is None else number_format(value, force_grouping=True)


@register.filter
def who(principal: str | None) -> str:
    """Who did something: a person by the address that they sign in by, a message by its receipt."""
    told = (principal or "").removeprefix("user:")
    receipt = told.removeprefix("message:")
    return told if receipt == told else _("message %(receipt)s") % {"receipt": receipt}


@register.filter
def is_check(field: BoundField) -> bool:
    """Whether a field is a single box to tick."""
    return isinstance(field.field.widget, CheckboxInput)


@register.inclusion_tag("console/components/mark.html")
def mark(kind: str, word: object) -> dict[str, object]:
    """A shape with a word; `kind` is good, attention, stop, info or quiet."""
    return {"kind": kind, "word": word}


@register.inclusion_tag("console/components/mark.html")
def mark_severity(severity: str) -> dict[str, object]:
    """The shape and word of how serious a finding is."""
    kind, word = _SEVERITIES[severity]
    return {"kind": kind, "word": word}


def _time(written: str, iso: str) -> SafeString:
    return format_html('<time datetime="{}" title="{}" class="nowrap">{}</time>', iso, iso, written)
