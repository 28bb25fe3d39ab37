"""How an employer code is made from the message (WG-1)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from verzuimbrug.domain.conversion import ConversionTable

LONGEST_CODE = 200

TAG = re.compile(r"\[([^\[\]]+)\]")


@lru_cache
def _tags_of(template: str) -> tuple[str, ...]:
    """The tags between square brackets; an account has one template for all its messages."""
    return tuple(TAG.findall(template))


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerCodeTemplate:
    """Text and tags between square brackets, and what is done to each tag's value.

    In this order: trim, upper case, strip leading zeros, conversion.
    """

    template: str
    trim: bool = True
    upper: bool = False
    strip_zeros: bool = False
    conversion: ConversionTable = field(default_factory=ConversionTable)

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags that the template names, in order."""
        return _tags_of(self.template)

    def code_from(self, values: Mapping[str, str]) -> "MadeCode":
        """The code that the template makes of an employer's tags."""
        missing = tuple(tag for tag in self.tags if not values.get(tag, "").strip())
        parts = {tag: self._prepared(values.get(tag, "")) for tag in self.tags}
        ours = {tag: self.conversion.convert(part) for tag, part in parts.items()}
        unknown = {tag: parts[tag] for tag, value in ours.items() if value is None}
        used = {tag: parts[tag] if value is None else value for tag, value in ours.items()}
        return MadeCode(
            code=TAG.sub(lambda match: used[match[1]], self.template),
            received=", ".join(f"{tag}={values.get(tag, '')}" for tag in self.tags),
            missing=missing,
            unknown=unknown,
        )

    def _prepared(self, value: str) -> str:
        if self.trim:
            value = value.strip()
        if self.upper:
            value = value.upper()
        if self.strip_zeros:
            value = value.lstrip("0") or value
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeCode:
    """A code as made, and the tags it was made of as received.

    `missing` are the tags that were empty; `unknown` gives, by tag, the value that the conversion
    table does not have. With either, the code is no employer's.
    """

    code: str
    received: str
    missing: tuple[str, ...] = ()
    unknown: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_made(self) -> bool:
        """Whether it is a code that an employer can have."""
        return not self.missing and not self.unknown and may_be_code(self.code)


def may_be_code(text: str) -> bool:
    """Whether an employer can have this code."""
    return 0 < len(text) <= LONGEST_CODE and text.isprintable() and text == text.strip()
