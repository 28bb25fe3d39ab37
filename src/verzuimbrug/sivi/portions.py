"""A message opened: checked as a whole, and then given in portions of so many persons (MSG-6).

Of a large message the tree is never there as a whole. It is read twice, once to check it and once
to map it, and both times person by person.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby, islice

from lxml.etree import _Element as XmlElement

from verzuimbrug.domain.deliveries import DeliveredEmployer, Delivery, Envelope
from verzuimbrug.sivi.catalogue import MessageTable
from verzuimbrug.sivi.checking import SMALL, Checked, check
from verzuimbrug.sivi.judging import check_in_pieces
from verzuimbrug.sivi.mapping.delivery import PERSON, employer_groups, map_employers
from verzuimbrug.sivi.mapping.envelope import map_envelope, read_envelope
from verzuimbrug.sivi.mapping.groups import split
from verzuimbrug.sivi.mapping.one_by_one import Placed, map_employer_tags, map_persons
from verzuimbrug.sivi.parsing import DEFAULT_LIMITS, parts
from verzuimbrug.sivi.screening import Limits
from verzuimbrug.sivi.tags import MESSAGE_KINDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A message of any size: what it is, all that is wrong with it, and its envelope if readable.

    Of a large message the root in `checked` has empty employers.
    """

    content: bytes
    checked: Checked
    envelope: Envelope | None

    def employer_tags(self) -> Iterator[Mapping[str, str]]:
        """Yield the simple tags of each employer of a valid message of `tags.DOSSIER_MESSAGES`."""
        _, root = self._valid()
        if self._is_whole:
            return (split(group).texts for group in employer_groups(root))
        return map_employer_tags(self._persons())

    def portions(self, most_persons: int) -> Iterator[Delivery]:
        """Yield a message of `tags.DOSSIER_MESSAGES` in deliveries of so many persons at most.

        Put together they are `map_delivery` of the whole: an employer whose persons are spread over
        portions is repeated, with only those of the portion.
        """
        if most_persons < 1:
            raise ValueError("a portion has one person or more")
        table, root = self._valid()
        empty = Delivery(kind=MESSAGE_KINDS[table.file_name], envelope=map_envelope(table, root))
        if self._is_whole:
            placed = _placed_in(map_employers(root))
        else:
            placed = map_persons(self._persons(), f"/{table.root}")
        while portion := tuple(islice(placed, most_persons)):
            yield replace(empty, employers=tuple(_employers(portion)))

    @property
    def _is_whole(self) -> bool:
        return len(self.content) <= SMALL

    def _valid(self) -> tuple[MessageTable, XmlElement]:
        table, root = self.checked.table, self.checked.root
        if table is None or root is None or not self.checked.valid:
            raise ValueError("only a valid message is mapped")
        return table, root

    def _persons(self) -> Iterator[XmlElement]:
        return (part for part in parts(self.content, (PERSON,)) if part.getparent() is not None)


def open_message(content: bytes, limits: Limits = DEFAULT_LIMITS) -> Opened:
    """Check any bytes; never raises for what they hold."""
    check_it = check if len(content) <= SMALL else check_in_pieces
    checked = check_it(content, limits)
    envelope = None if checked.root is None else read_envelope(checked.root)
    return Opened(content=content, checked=checked, envelope=envelope)


def _placed_in(employers: Iterable[DeliveredEmployer]) -> Iterator[Placed]:
    for employer in employers:
        alone = replace(employer, persons=())
        yield from ((alone, person) for person in employer.persons)


def _employers(portion: Iterable[Placed]) -> Iterator[DeliveredEmployer]:
    for _, group in groupby(portion, lambda placed: placed[0].path):
        placed = tuple(group)
        yield replace(placed[0][0], persons=tuple(person for _, person in placed))
