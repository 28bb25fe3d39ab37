"""What a change comes to, in words that one can count: for guards, lists and summaries (VE-2)."""

from collections.abc import Iterable
from enum import StrEnum

from verzuimbrug.domain.cases import CaseState, CaseStatus
from verzuimbrug.domain.fields import FieldChange


class Effect(StrEnum):
    """What one change did to one person, employment or case."""

    CREATED = "created"
    SUPPLEMENTED = "supplemented"
    """Fields that had no value got one."""
    OVERWRITTEN = "overwritten"
    """A field that had a value got another, or lost it."""
    REKEYED = "rekeyed"
    """Another link key took the place of the one that stood (WN-3)."""
    LINKED = "linked"
    """A link key was added."""
    CHANGED = "changed"
    """Reports went on with a case that stays open or ended."""
    RECOVERED = "recovered"
    ENDED = "ended"
    """A case, or an employment, came to its end."""
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"
    """A case never was (VZ-7)."""
    HIDDEN = "hidden"
    """Only undone messages had said it (VE-4)."""
    SHOWN = "shown"
    """What was hidden counts again (VE-4)."""


GUARDED = [
    Effect.OVERWRITTEN.value,
    Effect.REKEYED.value,
    Effect.ENDED.value,
    Effect.WITHDRAWN.value,
]
"""The effects that a guard counts (VE-2)."""

_REACHED = {
    CaseStatus.RECOVERED: Effect.RECOVERED,
    CaseStatus.ENDED: Effect.ENDED,
    CaseStatus.WITHDRAWN: Effect.WITHDRAWN,
    CaseStatus.OPEN: Effect.REOPENED,
}


def effects_of_fields(changes: Iterable[FieldChange], *, is_new: bool) -> tuple[Effect, ...]:
    """What the changed fields of a person or employment come to; nothing when none changed."""
    changes = tuple(changes)
    if is_new:
        return (Effect.CREATED,)
    found = []
    if any(change.before is None for change in changes):
        found.append(Effect.SUPPLEMENTED)
    if any(change.before is not None for change in changes):
        found.append(Effect.OVERWRITTEN)
    return tuple(found)


def effects_of_employment(changes: Iterable[FieldChange], *, is_new: bool) -> tuple[Effect, ...]:
    """The same of an employment, which can also end (VE-2)."""
    changes = tuple(changes)
    found = effects_of_fields(changes, is_new=is_new)
    ends = any(each.name == "end" and each.after and not each.before for each in changes)
    return (*found, Effect.ENDED) if ends and not is_new else found


def effects_of_case(before: CaseState | None, after: CaseState) -> tuple[Effect, ...]:
    """What happened to a case between two states of it; nothing when they are the same."""
    if before == after:
        return ()
    if before is None:
        ended = () if after.status is CaseStatus.OPEN else (_REACHED[after.status],)
        return (Effect.CREATED, *ended)
    if before.status is after.status:
        return (Effect.CHANGED,)
    return (_REACHED[after.status],)


def net(changes: Iterable[FieldChange]) -> tuple[FieldChange, ...]:
    """Changes one after another as one: the first before and the last after of each field."""
    found: dict[str, FieldChange] = {}
    for change in changes:
        first = found.get(change.name)
        found[change.name] = change if first is None else _together(first, change)
    return tuple(change for change in found.values() if change.before != change.after)


def _together(first: FieldChange, later: FieldChange) -> FieldChange:
    return FieldChange(first.name, first.before, later.after)
