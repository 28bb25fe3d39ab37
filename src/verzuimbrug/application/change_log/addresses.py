"""What the change log can be asked about, by the names that people and messages use."""

from dataclasses import dataclass

from verzuimbrug.store import change_objects
from verzuimbrug.store.change_objects import Sought


@dataclass(frozen=True, slots=True, kw_only=True)
class OfMessage:
    """A message by its receipt."""

    receipt: str

    def sought(self) -> Sought:
        """How it is found."""
        return change_objects.message(self.receipt)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfEmployer:
    """All that is of the persons at an employer."""

    code: str

    def sought(self) -> Sought:
        """How it is found."""
        return change_objects.employer(self.code)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfPerson:
    """A person with all that is theirs, by the link key that an account has; former ones too."""

    employer: str
    account: str
    key: str

    def sought(self) -> Sought:
        """How it is found."""
        return change_objects.person(self.employer, self.account, self.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfCase:
    """An absence case by the key that an account has; former ones too (VZ-1)."""

    employer: str
    account: str
    key: str

    def sought(self) -> Sought:
        """How it is found."""
        return change_objects.case(self.employer, self.account, self.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfEmployment:
    """An employment by the link key of its person, and the number that the account gives it."""

    employer: str
    account: str
    key: str
    number: str

    def sought(self) -> Sought:
        """How it is found."""
        return change_objects.employment(self.employer, self.account, self.key, self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """A person (`employee`), an `employment` or a `case` by its number in the change log."""

    kind: str
    number: int

    def sought(self) -> Sought:
        """How it is found."""
        return change_objects.numbered(self.kind, self.number)


Named = OfPerson | OfCase | OfEmployment
OfObject = Named | Numbered
Address = OfMessage | OfEmployer | OfObject


def sought(address: Address) -> Sought | None:
    """How it is found; None for a name that nothing can have."""
    query = address.sought()
    # PostgreSQL refuses to compare with a NUL; no stored name has one.
    if any("\0" in name for name in query.params if isinstance(name, str)):
        return None
    return query
