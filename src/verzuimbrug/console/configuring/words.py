"""What configured objects and their settings are called on the pages."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from verzuimbrug.console.configuring.setting_words import FIELDS, VALUES
from verzuimbrug.console.days import with_days
from verzuimbrug.domain.permissions import Permission

KINDS: Mapping[str, Promise] = MappingProxyType(
    {
        "arbodienst": gettext_lazy("occupational health service"),
        "employer group": gettext_lazy("employer group"),
        "scheme": gettext_lazy("scheme of classifications"),
        "conversion table": gettext_lazy("conversion table"),
        "employer": gettext_lazy("employer"),
        "account": gettext_lazy("client account"),
        "stream": gettext_lazy("stream"),
        "export": gettext_lazy("export"),
    }
)

PERMISSIONS: Mapping[str, Permission] = MappingProxyType(
    {
        "arbodienst": Permission.CONFIGURATION_WRITE,
        "employer group": Permission.GROUPS_WRITE,
        "scheme": Permission.CLASSIFICATIONS_WRITE,
        "conversion table": Permission.CONVERSION_TABLES_WRITE,
        "employer": Permission.EMPLOYERS_WRITE,
        "account": Permission.ACCOUNTS_WRITE,
        "stream": Permission.STREAMS_WRITE,
        "export": Permission.EXPORTS_WRITE,
    }
)
"""What somebody needs to change an object of a kind."""


def kind_word(kind: str) -> str:
    """What an object of a kind is called."""
    return str(KINDS.get(kind, kind))


def field_word(field: str) -> str:
    """What a setting is called; one without a word of its own by its name in a file.

    Of a kind of address, as `street:01`, the code of the kind goes along.
    """
    kind, colon, code = field.partition(":")
    if colon and kind in FIELDS:
        return f"{FIELDS[kind]} {code}"
    return str(FIELDS.get(field, field))


def value_words(value: object, field: str = "") -> str:
    """A value as one reads it, by its name where the values of the setting have names."""
    names = VALUES.get(field, {})
    if isinstance(value, str) and value in names:
        return str(names[value])
    if value in (None, "", [], (), {}):
        return _("(none)")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Mapping):
        return _mapping(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(value_words(each) for each in value)
    return with_days(str(value))


def _mapping(value: Mapping[str, Any]) -> str:
    """A part that has a code by that, with the rest behind it."""
    rest = {key: each for key, each in value.items() if key != "code"}
    told = "; ".join(f"{_inner(key)} {value_words(each)}" for key, each in rest.items())
    return f"{value['code']} ({told})" if "code" in value else told


def _inner(field: str) -> str:
    word = field_word(field)
    return word[:1].lower() + word[1:]
