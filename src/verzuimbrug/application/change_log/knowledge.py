"""What was known of a person, an employment or a case at a moment, and from whom (VE-5)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from verzuimbrug.application.access import Reader
from verzuimbrug.application.change_log.addresses import OfObject
from verzuimbrug.application.change_log.shielding import is_hidden
from verzuimbrug.application.change_log.timelines import find_address, record_look
from verzuimbrug.application.change_log.values import KnownField, KnownObject
from verzuimbrug.domain.timeline import KnownValue, as_known, held
from verzuimbrug.store.change_reads import Part, ReadChange, changes_of
from verzuimbrug.store.tenancy import tenant

_EVERYTHING = 2**31


def known(
    reader: Reader, of: OfObject, at: datetime | None = None
) -> tuple[KnownObject, ...] | None:
    """What was known at a moment, or is now: of a person with their employments and cases.

    None for what is not there; nothing for what was not known yet.
    """
    with tenant(reader.arbodienst):
        found = find_address(of)
        if found is None:
            return None
        rows = changes_of(found, Part(most=_EVERYTHING, known_at=at))
        record_look(reader, found, rows)
    return known_objects(rows)


def known_objects(rows: Iterable[ReadChange]) -> tuple[KnownObject, ...]:
    """The objects that changes are of, as these changes tell them."""
    return tuple(_known(group) for group in _by_object(rows))


def _by_object(rows: Iterable[ReadChange]) -> Iterable[Sequence[ReadChange]]:
    """The changes of each object, in the order in which the objects became known."""
    groups: defaultdict[tuple[str, int], list[ReadChange]] = defaultdict(list)
    for row in rows:
        groups[row.change.of.kind, row.change.of.number].append(row)
    return groups.values()


def _known(rows: Sequence[ReadChange]) -> KnownObject:
    last = rows[-1]
    changes = [row.change for row in rows]
    fields = sorted(as_known(changes).items())
    return KnownObject(
        of=last.change.of,
        fields=tuple(_field(last, name, value) for name, value in fields),
        held=held(changes),
    )


def _field(of: ReadChange, name: str, known_value: KnownValue) -> KnownField:
    hidden = is_hidden(of, name)
    return KnownField(
        field=name,
        value=None if hidden else known_value.value,
        is_shielded=hidden,
        since=known_value.since,
        origin=known_value.origin,
    )
