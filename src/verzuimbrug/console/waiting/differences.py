"""What a treatment changes in the configuration, in words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from verzuimbrug.application.configuration.differences import Difference

_KINDS: Mapping[str, Promise] = MappingProxyType(
    {"employer": gettext_lazy("Employer"), "employer_group": gettext_lazy("Employer group")}
)
_FIELDS: Mapping[str, Promise] = MappingProxyType(
    {
        "groups": gettext_lazy("employer groups"),
        "name": gettext_lazy("name"),
        "classifications": gettext_lazy("classifications"),
        "code": gettext_lazy("employer code"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDifference:
    """One field of one object, before and after; of a new object only what it is."""

    what: str
    field: str
    before: str
    after: str
    is_new: bool


def shown_differences(differences: Iterable[Difference]) -> tuple[ShownDifference, ...]:
    """The differences in words; of a new object a row for each of its fields."""
    return tuple(row for each in differences for row in _rows(each))


def _rows(difference: Difference) -> Iterator[ShownDifference]:
    if difference.is_new and isinstance(difference.after, Mapping):
        for name, value in difference.after.items():
            yield _row(difference, name, None, value)
    else:
        yield _row(difference, difference.field, difference.before, difference.after)


def _row(difference: Difference, field: str, before: object, after: object) -> ShownDifference:
    kind = str(_KINDS.get(difference.kind, difference.kind))
    return ShownDifference(
        what=f"{kind} {' / '.join(difference.key)}",
        field=str(_FIELDS.get(field, field)),
        before=_text(before),
        after=_text(after),
        is_new=difference.is_new,
    )


def _text(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(_text, value))
    if not isinstance(value, Mapping):
        return "" if value is None else str(value)
    parts = [str(value.get("code", ""))]
    if "from" in value:
        parts.append(_("from %(day)s") % {"day": value["from"]})
    if "until" in value:
        parts.append(_("until %(day)s") % {"day": value["until"]})
    return " ".join(filter(None, parts))
