"""How an employer code is made from the message (WG-1)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

TAG = re.compile(r"\[([^\[\]]+)\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerCodeTemplate:
    """Text and tags between square brackets, and what is done to each tag's value.

    `conversion` translates a value; a value that it does not know stays as it is.
    """

    template: str
    trim: bool = True
    upper: bool = False
    strip_zeros: bool = False
    conversion: Mapping[str, str] = field(default_factory=dict)

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags that the template names, in order."""
        return tuple(TAG.findall(self.template))

    def code_from(self, values: Mapping[str, str]) -> "MadeCode":
        """The code that the template makes of an employer's tags."""
        missing = tuple(tag for tag in self.tags if not values.get(tag, "").strip())
        code = TAG.sub(lambda match: self._value(values.get(match[1], "")), self.template)
        received = ", ".join(f"{tag}={values.get(tag, '')}" for tag in self.tags)
        return MadeCode(code=code, received=received, missing=missing)

    def _value(self, value: str) -> str:
        if self.trim:
            value = value.strip()
        if self.upper:
            value = value.upper()
        if self.strip_zeros:
            value = value.lstrip("0") or value
        return self.conversion.get(value, value)


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeCode:
    """A code as made, the tags it was made of as received, and the tags that were empty."""

    code: str
    received: str
    missing: tuple[str, ...] = ()
