"""What configured objects and their settings are called on the pages."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from django.utils import dateformat
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from verzuimbrug.domain.permissions import Permission

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

KINDS: Mapping[str, Promise] = MappingProxyType(
    {
        "arbodienst": gettext_lazy("occupational health service"),
        "employer group": gettext_lazy("employer group"),
        "scheme": gettext_lazy("scheme of classifications"),
        "conversion table": gettext_lazy("conversion table"),
        "employer": gettext_lazy("employer"),
        "account": gettext_lazy("client account"),
        "stream": gettext_lazy("stream"),
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
    }
)
"""What somebody needs to change an object of a kind."""

FIELDS: Mapping[str, Promise] = MappingProxyType(
    {
        "code": gettext_lazy("code"),
        "name": gettext_lazy("name"),
        "notes": gettext_lazy("notes"),
        "open": gettext_lazy("open for new members"),
        "former_codes": gettext_lazy("former codes"),
        "kvk_number": gettext_lazy("KvK number"),
        "payroll_tax_number": gettext_lazy("payroll tax number"),
        "external_ids": gettext_lazy("ids in other systems"),
        "contract_reference": gettext_lazy("contract"),
        "start": gettext_lazy("client from"),
        "end": gettext_lazy("client up to and including"),
        "groups": gettext_lazy("employer groups"),
        "classifications": gettext_lazy("classifications"),
        "values": gettext_lazy("values"),
        "unknown": gettext_lazy("any other value"),
        "default": gettext_lazy("default value"),
        "from": gettext_lazy("from"),
        "until": gettext_lazy("up to and including"),
        "run_out_until": gettext_lazy("run-out up to and including"),
    }
)


def kind_word(kind: str) -> str:
    """What an object of a kind is called."""
    return str(KINDS.get(kind, kind))


def field_word(field: str) -> str:
    """What a setting is called; one without a word of its own by its name in a file."""
    return str(FIELDS.get(field, field))


def value_words(value: object) -> str:
    """A value as one reads it."""
    if value in (None, "", [], (), {}):
        return _("(none)")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Mapping):
        return _mapping(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(value_words(each) for each in value)
    return _text(str(value))


def _mapping(value: Mapping[str, Any]) -> str:
    """A part that has a code by that, with the rest behind it."""
    rest = {key: each for key, each in value.items() if key != "code"}
    told = "; ".join(f"{field_word(key)} {value_words(each)}" for key, each in rest.items())
    return f"{value['code']} ({told})" if "code" in value else told


def _text(text: str) -> str:
    """A day as a day, any other text as it is."""
    if not _DAY.fullmatch(text):
        return text
    return dateformat.format(date.fromisoformat(text), "j M Y").lower().replace(".", "")
