"""The change list: what, before and after, grouped by person; in words and marks.

    {% include "console/components/change_list.html" with list=list %}

`of_changes` makes it of a list of changes that are still to be made or undone, `of_log` of entries
of the change log. What may not be shown is said so in words; nothing else is decided here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from verzuimbrug.application.change_log.values import FieldEntry, LogEntry
from verzuimbrug.application.change_log.words import (
    effect_words,
    field_word,
    kind_word,
    shielded_word,
    value_words,
)
from verzuimbrug.console.days import with_days
from verzuimbrug.console.language import language
from verzuimbrug.console.words import report_mark
from verzuimbrug.domain.change_list import SHIELDED, ChangeEntry, ChangeList, ReportEntry
from verzuimbrug.domain.effects import Effect

_ADDS, _REPLACES, _ENDS = "info", "attention", "stop"
_MARKS: Mapping[str, str] = {
    Effect.CREATED: _ADDS,
    Effect.SUPPLEMENTED: _ADDS,
    Effect.LINKED: _ADDS,
    Effect.SHOWN: _ADDS,
    Effect.REOPENED: _ADDS,
    Effect.RECOVERED: _ADDS,
    Effect.OVERWRITTEN: _REPLACES,
    Effect.CHANGED: _REPLACES,
    Effect.REKEYED: _REPLACES,
    Effect.ENDED: _ENDS,
    Effect.WITHDRAWN: _ENDS,
    Effect.HIDDEN: _ENDS,
}
_PERIODS = "periods"
_NAMELESS = {"message": gettext_lazy("messages"), "report": gettext_lazy("reports")}
_SAID_OF_MESSAGES = {
    "undone": gettext_lazy("undone"),
    "restored": gettext_lazy("standing again"),
    "rejected": gettext_lazy("rejected"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownMark:
    """A word with the kind of its shape."""

    kind: str
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownField:
    """A field before and after, in words; empty where there is no value."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownChange:
    """What happens to one person, employment or case.

    `is_new`: there was nothing before. `differs`: an earlier list did not have it so; `is_gone`:
    only an earlier list had it. `at` and `origin` are there of a change that was made.
    """

    kind: str
    name: str
    marks: tuple[ShownMark, ...]
    fields: tuple[ShownField, ...]
    is_new: bool = False
    differs: bool = False
    is_gone: bool = False
    at: datetime | None = None
    origin: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownReport:
    """What would become of a report; `place` is that in the message, by which it is left out."""

    place: int
    case: str
    sequence: int
    state: ShownMark
    codes: tuple[str, ...]
    awaits: int | None
    differs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPerson:
    """The changes of one person, by whose `place` in the message the person is left out."""

    employer: str
    key: str
    place: int | None = None
    changes: tuple[ShownChange, ...] = ()
    reports: tuple[ShownReport, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCount:
    """How often each thing happens to one kind of object."""

    kind: str
    marks: tuple[ShownMark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownList:
    """A list of changes, or a part of one; `left` is how many persons more there are."""

    persons: tuple[ShownPerson, ...]
    counts: tuple[ShownCount, ...] = ()
    left: int = 0

    def part(self, start: int, most: int) -> "ShownList":
        """Some of the persons."""
        end = start + most
        return replace(self, persons=self.persons[start:end], left=max(len(self.persons) - end, 0))


def of_changes(changes: ChangeList, counts: Mapping[str, int] | None = None) -> ShownList:
    """A list of changes, by person in the order in which the list has them."""
    persons: dict[tuple[str, str], ShownPerson] = {}
    places: dict[int, tuple[str, str]] = {}
    for entry, is_gone in _entries(changes):
        known = _person_of(persons, entry)
        if entry.position is not None:
            places.setdefault(entry.position, (entry.employer, entry.person))
        persons[entry.employer, entry.person] = replace(
            known,
            place=entry.position if known.place is None else known.place,
            changes=(*known.changes, _change(entry, is_gone=is_gone)),
        )
    for report in changes.reports:
        _add_report(persons, places, report)
    counted = changes.counts if counts is None else counts
    return ShownList(persons=tuple(persons.values()), counts=counts_of(counted))


def of_log(entries: Iterable[LogEntry], urls: Mapping[int, str] | None = None) -> ShownList:
    """Changes that were made, by person; `urls` are where what made each is shown, by number."""
    persons: dict[tuple[str, str], ShownPerson] = {}
    for entry in entries:
        place = (entry.of.employer or "", entry.of.link_key or "")
        known = persons.get(place) or ShownPerson(employer=place[0], key=place[1])
        change = _logged(entry, (urls or {}).get(entry.number, ""))
        persons[place] = replace(known, changes=(*known.changes, change))
    return ShownList(persons=tuple(persons.values()))


def counts_of(counts: Mapping[str, int]) -> tuple[ShownCount, ...]:
    """The counts of a list, a row for each kind of object."""
    found: dict[str, list[ShownMark]] = {}
    for name, count in sorted(counts.items()):
        kind, _dot, what = name.partition(".")
        mark = _count_mark(kind, what)
        found.setdefault(kind, []).append(replace(mark, word=f"{count} {mark.word}"))
    return tuple(ShownCount(kind=_kind(kind), marks=tuple(marks)) for kind, marks in found.items())


def _kind(kind: str) -> str:
    return str(_NAMELESS.get(kind) or kind_word(kind, language()))


def _count_mark(kind: str, what: str) -> ShownMark:
    if kind == "message" or what in _SAID_OF_MESSAGES:
        return ShownMark(kind="attention", word=str(_SAID_OF_MESSAGES.get(what, what)))
    return _state(what) if kind == "report" else _mark(what)


def _mark(effect: str) -> ShownMark:
    return ShownMark(kind=_MARKS.get(effect, _ADDS), word=effect_words((effect,), language()))


def _state(state: str) -> ShownMark:
    kind, word = report_mark(state, dry_run=True)
    return ShownMark(kind=kind, word=str(word))


def _entries(changes: ChangeList) -> Iterator[tuple[ChangeEntry, bool]]:
    yield from ((entry, False) for entry in changes.changes)
    yield from ((entry, True) for entry in changes.gone)


def _person_of(persons: Mapping[tuple[str, str], ShownPerson], entry: ChangeEntry) -> ShownPerson:
    found = persons.get((entry.employer, entry.person))
    return found or ShownPerson(employer=entry.employer, key=entry.person)


def _add_report(
    persons: dict[tuple[str, str], ShownPerson],
    places: Mapping[int, tuple[str, str]],
    report: ReportEntry,
) -> None:
    """Puts a report with its person; one whose person has no change stands under the employer."""
    place = (report.employer, "")
    if report.person is not None:
        place = places.get(report.person, place)
    known = persons.get(place) or ShownPerson(employer=place[0], key=place[1])
    persons[place] = replace(known, reports=(*known.reports, _report(report)))


def _report(report: ReportEntry) -> ShownReport:
    return ShownReport(
        place=report.position,
        case=report.case or "",
        sequence=report.sequence,
        state=_state(report.state),
        codes=report.codes,
        awaits=report.awaits,
        differs=report.differs,
    )


def _change(entry: ChangeEntry, *, is_gone: bool) -> ShownChange:
    return ShownChange(
        kind=kind_word(entry.kind, language()),
        name=entry.name,
        marks=tuple(map(_mark, entry.effects)),
        fields=tuple(_fields(_pair_of(name, pair) for name, pair in sorted(entry.pairs.items()))),
        is_new=Effect.CREATED in entry.effects,
        differs=entry.differs,
        is_gone=is_gone,
    )


def _pair_of(name: str, pair: Sequence[object]) -> FieldEntry:
    before, after = pair
    return FieldEntry(field=name, before=before, after=after, is_shielded=SHIELDED in pair)


def _logged(entry: LogEntry, url: str) -> ShownChange:
    return ShownChange(
        kind=kind_word(entry.of.kind, language()),
        name=entry.of.key or "",
        marks=tuple(map(_mark, entry.effects)),
        fields=tuple(_fields(entry.fields)),
        is_new=Effect.CREATED in entry.effects,
        at=entry.at,
        origin=entry.origin.receipt or entry.origin.by or "",
        url=url,
    )


def _fields(entries: Iterable[FieldEntry]) -> Iterator[ShownField]:
    for entry in entries:
        if entry.is_shielded:
            hidden = shielded_word(language())
            yield ShownField(label=_label(entry.field), before=hidden, after=hidden)
        elif entry.field == _PERIODS:
            yield from _periods(entry)
        else:
            yield ShownField(
                label=_label(entry.field),
                before=shown_value(entry.field, entry.before),
                after=shown_value(entry.field, entry.after),
            )


def _label(field: str) -> str:
    return field_word(field, language())


def _periods(entry: FieldEntry) -> Iterator[ShownField]:
    """A row for each period that is another: the percentage from a day on."""
    before, after = _mapping(entry.before), _mapping(entry.after)
    for start in sorted({*before, *after}):
        if before.get(start) != after.get(start):
            label = _("period from %(day)s") % {"day": with_days(start)}
            yield ShownField(
                label=label,
                before=percentage(before.get(start)),
                after=percentage(after.get(start)),
            )


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def percentage(value: object) -> str:
    """A percentage as it is told; empty for none."""
    return "" if value is None else f"{str(value).removesuffix('.00')}%"


def shown_value(field: str, value: object) -> str:
    """A value on one line: days as one writes them, the rest in the words of the change log."""
    return with_days(value_words(field, value, language()))
