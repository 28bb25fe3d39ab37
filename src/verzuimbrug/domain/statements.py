"""What one message said of one person or employment: what their fields are made of (WN-5, VE-4)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from verzuimbrug.domain.deliveries import FieldValue
from verzuimbrug.domain.fields import Stamp


class ObjectKind(StrEnum):
    """What a statement or a change can be about."""

    EMPLOYEE = "employee"
    EMPLOYMENT = "employment"
    CASE = "case"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """The fields of one object as the stream of a message takes them.

    `position` is that of the person in the message. `key` and `key_old` are the link keys, or the
    numbers of the employment, that it named. A negative id is one that the batch creates.
    """

    message: int
    position: int
    kind: ObjectKind
    object: int
    employee: int
    key: str
    key_old: str | None
    stamp: Stamp
    fields: Mapping[str, FieldValue]
    bsn: str | None = None


class Statements:
    """The statements of a batch: one per message, person of it, and object.

    Of a field that one person of a message gives twice, the first counts.
    """

    def __init__(self) -> None:
        """Starts with none."""
        self._said: dict[tuple[int, int, ObjectKind, int], Statement] = {}

    def add(self, statement: Statement) -> None:
        """Takes in what a message says of an object."""
        place = (statement.message, statement.position, statement.kind, statement.object)
        first = self._said.get(place)
        if first is not None:
            fields = {**statement.fields, **first.fields}
            key_old = first.key_old or statement.key_old
            statement = replace(first, fields=fields, key_old=key_old)
        self._said[place] = statement

    def all(self) -> tuple[Statement, ...]:
        """All that was said."""
        return tuple(self._said.values())
