"""The latest message wins, per field, whatever the order of arrival (WN-5)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from verzuimbrug.domain.conversion import ConversionTable
from verzuimbrug.domain.deliveries import FieldValue
from verzuimbrug.domain.findings import Finding


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


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRules:
    """How a stream's deliveries are taken over.

    `policies` names the fields that differ from `Policy.WHEN_DELIVERED`; `conversions` gives, by
    field, the table that translates its text.
    """

    policies: Mapping[str, Policy] = field(default_factory=dict)
    conversions: Mapping[str, ConversionTable] = field(default_factory=dict)


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
class UnknownValue:
    """A delivered text that the conversion table of its field does not have."""

    field: str
    value: str
    table: str


@dataclass(frozen=True, slots=True)
class Merged:
    """Fields after a delivery, the fields whose value changed, and the texts not taken over.

    `taken` is what the delivery said by the rules of its stream.
    """

    fields: StampedFields
    changes: tuple[FieldChange, ...]
    unknown: tuple[UnknownValue, ...] = ()
    taken: Mapping[str, FieldValue] = field(default_factory=dict, compare=False)


def merge(
    current: StampedFields,
    delivered: Mapping[str, FieldValue],
    stamp: Stamp,
    rules: FieldRules,
) -> Merged:
    """Lays a delivery over the fields; a field whose stamp is later keeps its value."""
    values, stamps = dict(current.values), dict(current.stamps)
    taken, unknown = _taken(delivered, rules)
    changes = []
    for name, value in taken.items():
        if name in stamps and stamps[name] >= stamp:
            continue
        before = values.get(name)
        stamps[name] = stamp
        values[name] = value
        if before != value:
            changes.append(FieldChange(name, before, value))
    return Merged(StampedFields(values, stamps), tuple(changes), tuple(unknown), taken)


def _taken(
    delivered: Mapping[str, FieldValue], rules: FieldRules
) -> tuple[Mapping[str, FieldValue], list[UnknownValue]]:
    """What a delivery says by the rules of its stream; a text that is unknown says nothing."""
    taken = {n: v for n, v in delivered.items() if rules.policies.get(n) is not Policy.NEVER}
    for name, policy in rules.policies.items():
        if policy is Policy.ALWAYS:
            taken.setdefault(name, None)
    unknown = []
    for name, table in rules.conversions.items():
        value = taken.get(name)
        if not isinstance(value, str):
            continue
        ours = table.convert(value)
        if ours is None:
            unknown.append(UnknownValue(name, value, table.code))
            del taken[name]
        else:
            taken[name] = ours or None
    return taken, unknown


def not_converted(
    unknown: Iterable[UnknownValue], path: str, line: int | None
) -> Iterator[Finding]:
    """What there is to say of texts that no conversion table has; their fields stay as they are."""
    for each in unknown:
        params = {"field": each.field, "value": each.value, "table": each.table}
        yield Finding("WN503", params, path, line)
