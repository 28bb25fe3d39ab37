"""Which known persons may be those of an account's link keys: proposals, never links (GR-2).

Two are set beside each other when employer, birth date and surname are the same (WN-4).
"""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from verzuimbrug.domain.names import match_name


class Strength(StrEnum):
    """How far the initials bear a proposal out."""

    SAME_INITIALS = "same-initials"
    NO_INITIALS = "no-initials"
    OTHER_INITIALS = "other-initials"


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """By what two persons are compared: employer code, birth date (ISO), surname, initials."""

    employer: str
    birth_date: str
    surname: str
    initials: str = ""

    @property
    def namesake(self) -> tuple[str, str, str] | None:
        """What both must share; None when a part of it is not known."""
        name = match_name(self.surname)
        return (self.employer, self.birth_date, name) if self.birth_date and name else None


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPerson:
    """A person of ours without a key for the account, by the store's id."""

    employee: int
    particulars: Particulars


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyedPerson:
    """A person as the account knows it: by a link key that nobody of ours has yet."""

    key: str
    particulars: Particulars


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """That a link key may be a known person's.

    It is ambiguous when another proposal names the same person or the same key.
    """

    employer: str
    employee: int
    key: str
    birth_date: str
    strength: Strength
    is_ambiguous: bool

    @property
    def is_preselected(self) -> bool:
        """Whether a person who looks at it finds it chosen already."""
        return self.strength is Strength.SAME_INITIALS and not self.is_ambiguous


def propose(known: Iterable[KnownPerson], keyed: Iterable[KeyedPerson]) -> tuple[Proposal, ...]:
    """Every pair that may be one person, by employer, person and key."""
    pairs = sorted(_pairs(known, keyed), key=lambda pair: (pair[0].employee, pair[1].key))
    of_person = Counter(mine.employee for mine, _ in pairs)
    of_key = Counter((theirs.particulars.employer, theirs.key) for _, theirs in pairs)
    proposals = [
        Proposal(
            employer=theirs.particulars.employer,
            employee=mine.employee,
            key=theirs.key,
            birth_date=theirs.particulars.birth_date,
            strength=_strength(mine.particulars.initials, theirs.particulars.initials),
            is_ambiguous=of_person[mine.employee] > 1
            or of_key[(theirs.particulars.employer, theirs.key)] > 1,
        )
        for mine, theirs in pairs
    ]
    return tuple(sorted(proposals, key=lambda each: each.employer))


def _pairs(
    known: Iterable[KnownPerson], keyed: Iterable[KeyedPerson]
) -> Iterator[tuple[KnownPerson, KeyedPerson]]:
    namesakes: dict[tuple[str, str, str], list[KnownPerson]] = defaultdict(list)
    for mine in known:
        if mine.particulars.namesake is not None:
            namesakes[mine.particulars.namesake].append(mine)
    for theirs in keyed:
        if theirs.particulars.namesake is not None:
            for mine in namesakes.get(theirs.particulars.namesake, ()):
                yield mine, theirs


def _strength(mine: str, theirs: str) -> Strength:
    ours, others = _letters(mine), _letters(theirs)
    if not ours or not others:
        return Strength.NO_INITIALS
    return Strength.SAME_INITIALS if ours == others else Strength.OTHER_INITIALS


def _letters(initials: str) -> str:
    """Initials without accents, case, dots and spaces."""
    decomposed = unicodedata.normalize("NFKD", initials.casefold())
    return "".join(char for char in decomposed if char.isalpha())
