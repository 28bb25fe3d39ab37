"""The insurer portals: what each calls its streams, and what it sends on them."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from verzuimbrug.domain.deliveries import MessageKind

EDITIONS = ("2022", "2024", "2025", "2026")
"""The editions in which a portal can send."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One portal, as an arbodienst sees it.

    `prefix` stands before the portal's number in the employer code, so that one can tell where a
    client comes from (WG-1).
    """

    name: str
    sender: str
    prefix: str
    group: str
    absence_stream: str
    employee_stream: str
    employee_kind: MessageKind

    @property
    def account(self) -> str:
        """The name of the client account in the configuration that goes with the messages."""
        return f"Felison {self.name}"


PROFILES: Mapping[str, Profile] = MappingProxyType(
    {
        "verzekeringsinzicht": Profile(
            name="verzekeringsinzicht",
            sender="VERZEKERINGSINZICHT",
            prefix="FLSN",
            group="FELISON-VI",
            absence_stream="Verzuimmeldingen",
            employee_stream="WerknemersGegevens",
            employee_kind=MessageKind.EMPLOYEES,
        ),
        "vdd": Profile(
            name="vdd",
            sender="VDD",
            prefix="",
            group="FELISON-VDD",
            absence_stream="VZ",
            employee_stream="DV",
            employee_kind=MessageKind.EMPLOYMENTS,
        ),
    }
)
