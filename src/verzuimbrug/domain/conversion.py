"""Tables from a received value to ours (WG-1, WN-5)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Unknown(StrEnum):
    """What becomes of a value that a table does not have."""

    KEEP = "keep"
    DEFAULT = "default"
    FINDING = "finding"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversionTable:
    """Our value by received value.

    `code` names the table to a person; a table that stands in the settings of one stream has none.
    `default` is what an unknown value becomes when `unknown` says so.
    """

    code: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    unknown: Unknown = Unknown.KEEP
    default: str = ""

    def convert(self, value: str) -> str | None:
        """Our value for a received one; None when the table does not have it and that is a finding.

        What comes out is ours, and may occur among the received values too: convert once.
        """
        if value in self.values:
            return self.values[value]
        if self.unknown is Unknown.FINDING:
            return None
        return self.default if self.unknown is Unknown.DEFAULT else value
