"""The fields of a person or employment, of the statements that stand (VE-4, WN-5)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from verzuimbrug.domain.change_list import SHIELDED
from verzuimbrug.domain.deliveries import FieldValue
from verzuimbrug.domain.fields import FieldChange, Stamp, StampedFields
from verzuimbrug.domain.people import BSN_STAMP
from verzuimbrug.domain.undoing import HeardStatement, Turn

Heard = Sequence[HeardStatement]


def restore(before: StampedFields, heard: Heard, *, anew: bool = False) -> StampedFields:
    """The fields after a turn: per field the latest that stands (WN-5).

    Only fields that a turned statement names can differ; `anew` makes them all from nothing. A
    value that no statement is known of stays, unless a later one stands.
    """
    values, stamps = dict(before.values), dict(before.stamps)
    gone = {each.said.stamp for each in heard if not each.stands}
    names = {name for each in heard if each.turned or anew for name in each.fields}
    for name in names:
        said = list(_said(heard, name))
        if name in stamps and stamps[name] not in gone:
            said.insert(0, (stamps[name], values.get(name)))
        stamps.pop(name, None)
        values.pop(name, None)
        if said:
            stamps[name], values[name] = max(said, key=lambda each: each[0])
    return StampedFields(values, stamps)


def _said(heard: Heard, name: str) -> Iterator[tuple[Stamp, FieldValue]]:
    for each in heard:
        if each.stands and name in each.fields:
            yield each.said.stamp, each.fields[name]


def field_changes(before: StampedFields, after: StampedFields) -> tuple[FieldChange, ...]:
    """The fields whose value differs, in order of name. A BSN is told without its digits (WN-6)."""
    pairs = {
        name: (before.values.get(name), after.values.get(name))
        for name in sorted({*before.values, *after.values})
    }
    return tuple(
        FieldChange(name, *map(_digitless if name == BSN_STAMP else _as_is, pair))
        for name, pair in pairs.items()
        if pair[0] != pair[1]
    )


def _digitless(value: FieldValue) -> FieldValue:
    return None if value is None else SHIELDED


def _as_is(value: FieldValue) -> FieldValue:
    return value


def fields_said_since(heard: Heard, turn: Turn) -> Mapping[str, tuple[str, ...]]:
    """The fields that do not go back, or do not come back, by the receipt that said them since."""
    found: dict[str, set[str]] = defaultdict(set)
    for each in heard:
        for name in each.fields if each.turned else ():
            later = _in_the_way(heard, each, name, turn)
            if later is not None:
                found[later.receipt].add(name)
    return {receipt: tuple(sorted(names)) for receipt, names in sorted(found.items())}


def _in_the_way(
    heard: Heard, turned: HeardStatement, name: str, turn: Turn
) -> HeardStatement | None:
    """What was said later of a field, if the field would be different without it."""
    said = [each for each in heard if each.stands and name in each.fields]
    later = [each for each in said if each.said.stamp > turned.said.stamp]
    if not later:
        return None
    latest, value = max(later, key=_stamp), turned.fields[name]
    if turn.takes_back:
        is_new = latest.said.message > turn.horizon
        return latest if is_new and latest.fields[name] != value else None
    earlier = [each for each in said if each.said.stamp < turned.said.stamp]
    if not earlier:
        return None
    was = max(earlier, key=_stamp).fields[name]
    return latest if was not in (value, latest.fields[name]) else None


def _stamp(heard: HeardStatement) -> Stamp:
    return heard.said.stamp
