"""The exact list of what a message would change, before anything is written (VE-1, VE-2).

It names things as people know them, never by ids of the store, so that two lists of the same
changes are equal and have one digest.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from verzuimbrug.domain.case_fields import Pairs
from verzuimbrug.domain.shielding import is_shielded
from verzuimbrug.domain.statements import ObjectKind

SHIELDED = "***"
"""What stands for a value that is not shown."""
Identity = tuple[str, str, str, str]
"""Employer, person, kind and name of what an entry is of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeEntry:
    """What would happen to one person, employment or case.

    `person` is the link key, `name` the number of the employment or the key of the case. `position`
    is that of the person in the message, `reports` those of the reports that change the case.
    `pairs` are before and after by field. `differs`: an earlier list did not have it so.
    """

    kind: ObjectKind
    employer: str
    person: str
    name: str = ""
    effects: tuple[str, ...]
    pairs: Mapping[str, Any]
    position: int | None = None
    reports: tuple[int, ...] = ()
    has_case: bool = True
    differs: bool = False

    @property
    def line(self) -> str:
        """All that it says, as text: two entries that say the same have the same."""
        return _line(self.to_json())

    @property
    def identity(self) -> Identity:
        """By what an entry is the same one in another list."""
        return (self.employer, self.person, self.kind.value, self.name)

    def to_json(self) -> dict[str, Any]:
        """The stored form."""
        return {
            "kind": self.kind.value,
            "employer": self.employer,
            "person": self.person,
            "name": self.name,
            "effects": list(self.effects),
            "pairs": dict(self.pairs),
            "position": self.position,
            "reports": list(self.reports),
            "has_case": self.has_case,
            "differs": self.differs,
        }

    @staticmethod
    def from_json(stored: Mapping[str, Any]) -> "ChangeEntry":
        """The entry that `to_json` stored."""
        kind, effects, reports = stored["kind"], stored["effects"], stored["reports"]
        lists = {"kind": ObjectKind(kind), "effects": tuple(effects), "reports": tuple(reports)}
        return ChangeEntry(**{**stored, **lists})

    def shielded(self) -> "ChangeEntry":
        """What may be shown of it (datakluis)."""
        return replace(
            self, pairs={name: self._shown(name, pair) for name, pair in self.pairs.items()}
        )

    def _shown(self, name: str, pair: list[object]) -> list[object]:
        if not is_shielded(self.kind, name, has_case=self.has_case):
            return list(pair)
        return [None if value is None else SHIELDED for value in pair]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportEntry:
    """What would become of one report; `awaits` is the number that it waits for.

    `person` is the position of its person, when that is in the part of the message listed here.
    """

    position: int
    person: int | None
    employer: str
    case: str | None
    sequence: int
    state: str
    codes: tuple[str, ...] = ()
    awaits: int | None = None
    differs: bool = False

    @property
    def line(self) -> str:
        """All that it says, as text: two entries that say the same have the same."""
        return _line(self.to_json())

    def to_json(self) -> dict[str, Any]:
        """The stored form."""
        return {
            "position": self.position,
            "person": self.person,
            "employer": self.employer,
            "case": self.case,
            "sequence": self.sequence,
            "state": self.state,
            "codes": list(self.codes),
            "awaits": self.awaits,
            "differs": self.differs,
        }

    @staticmethod
    def from_json(stored: Mapping[str, Any]) -> "ReportEntry":
        """The entry that `to_json` stored."""
        return ReportEntry(**{**stored, "codes": tuple(stored["codes"])})


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeList:
    """All that would change, and what would become of each report.

    Beside the list itself: `gone` is what an earlier list had and this one has not; `employees` are
    those who can be seen in it, by the store's ids, for the access log.
    """

    changes: tuple[ChangeEntry, ...] = ()
    reports: tuple[ReportEntry, ...] = ()
    gone: tuple[ChangeEntry, ...] = field(default=(), compare=False)
    employees: frozenset[int] = field(default=frozenset(), compare=False)

    def __add__(self, other: "ChangeList") -> "ChangeList":
        """Both, in order."""
        return ChangeList(
            changes=self.changes + other.changes,
            reports=self.reports + other.reports,
            gone=self.gone + other.gone,
            employees=self.employees | other.employees,
        )

    @property
    def lines(self) -> frozenset[str]:
        """What the list says, entry by entry."""
        return frozenset(self._lines())

    def _lines(self) -> Iterator[str]:
        yield from (entry.line for entry in self.changes)
        yield from (entry.line for entry in self.reports)

    @property
    def counts(self) -> Mapping[str, int]:
        """How often each effect is there by kind of object, and each state of reports.

        As `case.withdrawn` and `report.applied`.
        """
        found = Counter(
            f"{entry.kind.value}.{effect}" for entry in self.changes for effect in entry.effects
        )
        found.update(f"report.{entry.state}" for entry in self.reports)
        return dict(sorted(found.items()))

    @property
    def digest(self) -> str:
        """The SHA-256 of the list: of two lists it is the same only if they say the same."""
        return hashlib.sha256("\n".join(sorted(self._lines())).encode()).hexdigest()

    def marked(self, shown: Collection[str]) -> "ChangeList":
        """The list with a mark on all that an earlier one, of these lines, did not have so."""
        return replace(
            self,
            changes=tuple(replace(each, differs=each.line not in shown) for each in self.changes),
            reports=tuple(replace(each, differs=each.line not in shown) for each in self.reports),
        )

    def to_json(self) -> dict[str, Any]:
        """The stored form."""
        return {
            "changes": [entry.to_json() for entry in self.changes],
            "reports": [entry.to_json() for entry in self.reports],
            "gone": [entry.to_json() for entry in self.gone],
            "employees": sorted(self.employees),
        }

    @staticmethod
    def from_json(stored: Mapping[str, Any]) -> "ChangeList":
        """The list that `to_json` stored."""
        return ChangeList(
            changes=tuple(ChangeEntry.from_json(each) for each in stored["changes"]),
            reports=tuple(ReportEntry.from_json(each) for each in stored["reports"]),
            gone=tuple(ChangeEntry.from_json(each) for each in stored["gone"]),
            employees=frozenset(stored["employees"]),
        )

    def shielded(self) -> "ChangeList":
        """What may be shown of it (datakluis)."""
        return replace(
            self,
            changes=tuple(entry.shielded() for entry in self.changes),
            gone=tuple(entry.shielded() for entry in self.gone),
        )


def entry_of(line: str) -> ChangeEntry | None:
    """The change that a line says; None for a line of a report."""
    stored = json.loads(line)
    return ChangeEntry.from_json(stored) if "kind" in stored else None


def _line(stored: Mapping[str, Any]) -> str:
    """Whether it differs from an earlier one is no part of what an entry says."""
    return json.dumps({**stored, "differs": False}, sort_keys=True)


def shown_again(pairs: Pairs) -> Pairs:
    """The pairs of something that was hidden until now (VE-4)."""
    return {**pairs, "hidden": [True, False]}


def pairs_of(changes: Iterable[Any]) -> Pairs:
    """Before and after by field, of field changes."""
    return {change.name: [change.before, change.after] for change in changes}
