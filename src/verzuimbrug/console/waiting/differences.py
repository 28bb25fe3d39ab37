"""What a treatment changes in the configuration, in words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from verzuimbrug.application.configuration.differences import Difference
from verzuimbrug.console.change_list import shown_value

_KINDS: Mapping[str, Promise] = MappingProxyType(
    {"employer": gettext_lazy("Employer"), "employer_group": gettext_lazy("Employer group")}
)
_FIELDS: Mapping[str, Promise] = MappingProxyType(
    {
        "groups": gettext_lazy("employer groups"),
        "name": gettext_lazy("name"),
        "classifications": gettext_lazy("classifications"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDifference:
    """One object: a new one with its fields, or the fields that change, each before and after."""

    what: str
    is_new: bool
    fields: tuple[tuple[str, str, str], ...]


def shown_differences(differences: Iterable[Difference]) -> tuple[ShownDifference, ...]:
    """The differences in words, object by object."""
    objects: dict[tuple[str, tuple[str, ...]], list[Difference]] = {}
    for each in differences:
        objects.setdefault((each.kind, each.key), []).append(each)
    return tuple(_shown(kind, key, each) for (kind, key), each in objects.items())


def _shown(kind: str, key: tuple[str, ...], differences: list[Difference]) -> ShownDifference:
    return ShownDifference(
        what=f"{_KINDS.get(kind, kind)} {' / '.join(key)}",
        is_new=any(each.is_new for each in differences),
        fields=tuple(row for each in differences for row in _rows(each)),
    )


def _rows(difference: Difference) -> Iterator[tuple[str, str, str]]:
    if difference.is_new and isinstance(difference.after, Mapping):
        for name, value in difference.after.items():
            if name != "code":
                yield _label(name), "", _text(value)
    else:
        yield _label(difference.field), _text(difference.before), _text(difference.after)


def _label(field: str) -> str:
    return str(_FIELDS.get(field, field))


def _text(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(_text, value))
    if not isinstance(value, Mapping):
        return "" if value is None else str(value)
    parts = [str(value.get("code", ""))]
    if "from" in value:
        parts.append(_("from %(day)s") % {"day": shown_value("from", value["from"])})
    if "until" in value:
        parts.append(_("until %(day)s") % {"day": shown_value("until", value["until"])})
    return " ".join(filter(None, parts))
