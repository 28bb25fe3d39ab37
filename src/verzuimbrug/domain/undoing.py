"""What is undone, or stands again, and what of a person or employment that concerns (VE-4)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from verzuimbrug.domain.case_fields import Pairs
from verzuimbrug.domain.deliveries import FieldValue
from verzuimbrug.domain.effects import Effect
from verzuimbrug.domain.fields import StampedFields
from verzuimbrug.domain.people import BSN_STAMP
from verzuimbrug.domain.snapshot import EmploymentFacts, PersonKey
from verzuimbrug.domain.statements import ObjectKind, Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """The messages that are undone; or, with `undo`, those that stand again after that undo.

    `horizon` is the last message received when they are, or were, undone.
    """

    messages: frozenset[int]
    horizon: int
    undo: int | None = None

    @property
    def takes_back(self) -> bool:
        """Whether it is an undo that is undone."""
        return self.undo is not None

    def stands(self, message: int | None, undone: int | None) -> bool:
        """Whether something that a message said stands from now on.

        `undone` is the undo that took it away before.
        """
        if message not in self.messages:
            return undone is None
        return self.takes_back and undone in (None, self.undo)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardStatement:
    """A statement: whose message it is of, and whether it stood before and stands after a turn.

    `creates`: its message is of a kind that creates the persons that it does not find (WN-2).
    """

    said: Statement
    account: int
    receipt: str
    stood: bool
    stands: bool
    creates: bool = True

    @property
    def turned(self) -> bool:
        """Whether the turn is about it."""
        return self.stood != self.stands

    @property
    def names(self) -> frozenset[str]:
        """The link keys, or the numbers of the employment, that it names."""
        return frozenset({self.said.key, self.said.key_old or self.said.key})

    @property
    def renames(self) -> bool:
        """Whether it says that a key or number takes the place of another (WN-3, WN-7)."""
        return len(self.names) > 1

    @property
    def fields(self) -> Mapping[str, FieldValue]:
        """What it said, the BSN included."""
        if not self.said.bsn:
            return self.said.fields
        return {**self.said.fields, BSN_STAMP: self.said.bsn}


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkKeyFacts:
    """A link key of a person as it is stored."""

    key: PersonKey
    superseded: bool = False
    by_hand: bool = False
    hidden: bool = False

    @property
    def is_present(self) -> bool:
        """Whether it is shown as a key of the person."""
        return not (self.superseded or self.hidden)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonBefore:
    """A person as it is stored."""

    id: int
    employer: int
    fields: StampedFields
    bsn: str | None = None
    hidden: bool = False
    keys: tuple[LinkKeyFacts, ...] = ()

    @property
    def name(self) -> str:
        """The key by which the person is named to people: a present one if there is one."""
        keys = sorted(self.keys, key=lambda each: (not each.is_present, each.hidden, each.key))
        return keys[0].key.key if keys else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmploymentBefore:
    """An employment as it is stored."""

    facts: EmploymentFacts
    hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectChange:
    """What happens to one person, employment or case: the effects, and before and after by field.

    A negative `object` is a case that starts because of it.
    """

    kind: ObjectKind
    object: int
    employee: int
    effects: tuple[Effect, ...]
    pairs: Pairs

    def with_hidden(self, before: bool, after: bool) -> "ObjectChange":  # noqa: FBT001 -- a pair
        """The change of something that is hidden by it, or shown again: that comes first."""
        if before == after:
            return self
        effect = Effect.HIDDEN if after else Effect.SHOWN
        return replace(self, effects=(effect,), pairs={**self.pairs, "hidden": [before, after]})
