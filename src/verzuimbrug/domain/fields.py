"""The latest message wins, per field, whatever the order of arrival (WN-5)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from verzuimbrug.domain.deliveries import FieldValue


class Policy(StrEnum):
    """What a delivery does to a field (WN-5)."""

    WHEN_DELIVERED = "when-delivered"
    ALWAYS = "always"
    NEVER = "never"


@dataclass(frozen=True, slots=True, order=True)
class Stamp:
    """When a value was said: when the message was made (ISO, local), reference, SHA-256, position.

    Compared in that order: of two stamps the greater is the later (WN-5).
    """

    made_at: str
    reference: str
    sha256: str
    position: int

    def to_json(self) -> list[str | int]:
        """The stored form."""
        return [self.made_at, self.reference, self.sha256, self.position]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field: before and after."""

    name: str
    before: FieldValue
    after: FieldValue


@dataclass(frozen=True, slots=True)
class StampedFields:
    """The fields of a person or employment, each with the stamp of the message that said it."""

    values: Mapping[str, FieldValue] = field(default_factory=dict)
    stamps: Mapping[str, Stamp] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Merged:
    """Fields after a delivery, and the fields whose value changed."""

    fields: StampedFields
    changes: tuple[FieldChange, ...]


def merge(
    current: StampedFields,
    delivered: Mapping[str, FieldValue],
    stamp: Stamp,
    policies: Mapping[str, Policy],
) -> Merged:
    """Lays a delivery over the fields; a field whose stamp is later keeps its value.

    `policies` names the fields that differ from `Policy.WHEN_DELIVERED`.
    """
    values, stamps = dict(current.values), dict(current.stamps)
    changes = []
    for name, value in _effective(delivered, policies).items():
        if name in stamps and stamps[name] >= stamp:
            continue
        before = values.get(name)
        stamps[name] = stamp
        values[name] = value
        if before != value:
            changes.append(FieldChange(name, before, value))
    return Merged(StampedFields(values, stamps), tuple(changes))


def _effective(
    delivered: Mapping[str, FieldValue], policies: Mapping[str, Policy]
) -> dict[str, FieldValue]:
    taken = {name: v for name, v in delivered.items() if policies.get(name) is not Policy.NEVER}
    for name, policy in policies.items():
        if policy is Policy.ALWAYS:
            taken.setdefault(name, None)
    return taken
