"""What of a comparison may be shown: names and addresses of nobody, whoever has a case (datakluis).

That they differ is told; what they are is for the dossier to show.
"""

from collections.abc import Mapping
from dataclasses import replace

from verzuimbrug.domain.change_list import SHIELDED
from verzuimbrug.domain.shadow_comparison import Comparison, MessageDifference, ThingDifference
from verzuimbrug.domain.shadow_outcomes import MessageOutcome, Person
from verzuimbrug.domain.shielding import is_shielded
from verzuimbrug.domain.statements import ObjectKind

_STARS = "*" * 9
_YEAR = 4


def masked(comparison: Comparison, *, bsn: bool) -> Comparison:
    """The comparison as it may be shown; `bsn`: persons go by their citizen service number."""
    return replace(
        comparison, different=tuple(_message(each, bsn=bsn) for each in comparison.different)
    )


def _message(of: MessageDifference, *, bsn: bool) -> MessageDifference:
    return replace(
        of,
        stands=_outcome(of.stands, bsn=bsn),
        changed=_outcome(of.changed, bsn=bsn),
        things=tuple(_thing(each, bsn=bsn) for each in of.things),
    )


def _outcome(of: MessageOutcome, *, bsn: bool) -> MessageOutcome:
    persons = {place: _person(person, bsn=bsn) for place, person in of.persons.items()}
    return replace(of, persons=persons)


def _person(of: Person, *, bsn: bool) -> Person:
    return replace(of, key=_STARS) if bsn and of.key else of


def _thing(of: ThingDifference, *, bsn: bool) -> ThingDifference:
    return replace(of, person=_person(of.person, bsn=bsn), fields=_fields(of))


def _fields(of: ThingDifference) -> Mapping[str, tuple[object, object]]:
    return {
        name: (_value(of.kind, name, was), _value(of.kind, name, now))
        for name, (was, now) in of.fields.items()
    }


def _value(kind: ObjectKind, name: str, value: object) -> object:
    if value is None:
        return None
    if name == "birth_date":
        return str(value)[:_YEAR]
    return SHIELDED if is_shielded(kind, name, has_case=False) else value
