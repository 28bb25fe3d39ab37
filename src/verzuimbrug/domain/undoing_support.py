"""What was said of a person by messages that could find but not create the person (WN-2).

Such a message names a link key that others gave. Without that key it waits, so that what it said
stands only as long as the key does (VE-4).
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from verzuimbrug.domain.statements import ObjectKind
from verzuimbrug.domain.undoing import HeardStatement, PersonBefore

Place = tuple[int, int]
_Key = tuple[int, str]


def supported(person: PersonBefore, heard: Iterable[HeardStatement]) -> list[HeardStatement]:
    """The statements of a person, those that do not find the person any more as not standing."""
    heard = list(heard)
    given = {(key.key.account, key.key.key) for key in person.keys if key.by_hand}
    before = _finding(heard, given, lambda each: each.stood)
    after = _finding(heard, given, lambda each: each.stands)
    return [
        replace(
            each,
            stood=each.stood and _place(each) in before,
            stands=each.stands and _place(each) in after,
        )
        for each in heard
    ]


def _finding(
    heard: Iterable[HeardStatement],
    by_hand: Iterable[_Key],
    counts: Callable[[HeardStatement], bool],
) -> set[Place]:
    """The places of those that count and create the person, or know a key of the person."""
    said = [each for each in heard if each.said.kind is ObjectKind.EMPLOYEE and counts(each)]
    found = [each for each in said if each.creates]
    keys = {*by_hand, *(key for each in found for key in _keys(each))}
    waiting = [each for each in said if not each.creates]
    while known := [each for each in waiting if not keys.isdisjoint(_keys(each))]:
        found += known
        keys.update(key for each in known for key in _keys(each))
        waiting = [each for each in waiting if each not in known]
    return {_place(each) for each in found}


def _keys(heard: HeardStatement) -> set[_Key]:
    return {(heard.account, name) for name in heard.names}


def _place(heard: HeardStatement) -> Place:
    return (heard.said.message, heard.said.position)
