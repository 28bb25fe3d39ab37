"""Checking a large message piece by piece, with the outcome of `checking` (rules MSG-2, MSG-3).

A piece is judged when it is complete, and emptied then; what was found in it is told when the group
around it is judged. So the findings come in the order of the message, group by group, as if the
message had been there as a whole.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, islice

from lxml import etree
from lxml.etree import _Element as XmlElement

from verzuimbrug.domain.findings import Finding
from verzuimbrug.sivi.catalogue import MessageTable, catalogue
from verzuimbrug.sivi.checking import MOST_FAULTS, Checked, explain, not_in_catalogue
from verzuimbrug.sivi.discretion import discreet
from verzuimbrug.sivi.faults import Told, faults, split_tag
from verzuimbrug.sivi.parsing import DEFAULT_LIMITS, parse_in_parts
from verzuimbrug.sivi.pieces import PIECES, Tables, Tags, pieces
from verzuimbrug.sivi.reading import local_name
from verzuimbrug.sivi.schema import refusal, streamed_refusal
from verzuimbrug.sivi.screening import Limits
from verzuimbrug.sivi.secrecy import is_never_shown

# Of a larger tree, libxml2 would look up the place of every fault among too many elements. Every
# attribute is a fault, and one element may have very many.
_may_have_many_faults = etree.XPath("descendant::*[2000] or descendant-or-self::*[@*]")


def check_in_pieces(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Checked:
    """Return what `check` returns of the same bytes, but for the root: its pieces are empty."""
    judge = _Judge()
    parsed = parse_in_parts(data, PIECES, judge.see, limits)
    if parsed.root is None:
        return Checked(findings=parsed.findings)
    if judge.table is None:
        return not_in_catalogue(parsed.root, *split_tag(str(parsed.root.tag)))
    told = judge.findings()
    return Checked(
        message=judge.table.root,
        interface=judge.table.interface,
        edition=judge.table.edition,
        table=judge.table,
        root=parsed.root,
        findings=discreet(told) if is_never_shown(judge.table.file_name) else told,
    )


@dataclass(slots=True)
class _Level:
    """The pieces that have ended in one group: how many by tag, and what was found in them."""

    ended: Counter[str] = field(default_factory=Counter)
    told: dict[str, tuple[Finding, ...]] = field(default_factory=dict)
    count: int = 0

    def end(self, tag: str, path: str, found: tuple[Finding, ...]) -> None:
        """Add a piece."""
        self.ended[tag] += 1
        self.count += len(found)
        if found:
            self.told[path] = found


class _Judge:
    """Sees the pieces of one message in the order in which they end, the root last."""

    def __init__(self) -> None:
        self.table: MessageTable | None = None
        self._tables: Tables = {}
        self._levels: defaultdict[int, _Level] = defaultdict(_Level)
        self._words: str | None = None

    def see(self, element: XmlElement) -> None:
        """Judge an element if it is a piece: one that has its name may stand elsewhere too.

        Of a message that the catalogue does not have, all that have its name are emptied only.
        """
        root, *way = (*reversed([*element.iterancestors()]), element)
        if not self._tables:
            self._begin(root)
        tags = tuple(local_name(step) for step in way)
        table = self._tables.get(tags)
        if table is not None:
            self._judge(table, element, tags)
        if way and (table or self.table is None):
            _empty(element)

    def findings(self) -> tuple[Finding, ...]:
        """Return all faults of a message of which every piece was seen."""
        if self._words is None:
            return ()
        told = chain.from_iterable(self._levels[0].told.values())
        return explain(told, self._words)

    def _begin(self, root: XmlElement) -> None:
        self.table = catalogue().by_namespace(*split_tag(str(root.tag)))
        self._tables = {} if self.table is None else pieces(self.table)

    def _judge(self, table: MessageTable, element: XmlElement, tags: Tags) -> None:
        inside = self._levels.pop(len(tags) + 1, _Level()).told
        # With enough found before it, nothing of this piece will be told.
        room = MOST_FAULTS + 1 - sum(level.count for level in self._levels.values())
        if room > 0:
            path = self._path(tags)
            found = tuple(islice(self._faults(table, element, path, inside), room))
            self._levels[len(tags)].end(table.root, path, found)

    def _path(self, tags: Tags) -> str:
        places = (
            f"{tag}[{self._levels[depth].ended[tag] + 1}]" for depth, tag in enumerate(tags, 1)
        )
        return "/".join(("", self._tables[()].root, *places))

    def _faults(
        self, table: MessageTable, element: XmlElement, path: str, inside: Told
    ) -> Iterator[Finding]:
        words = _refusal(table, element)
        if words is None and not inside:
            return iter(())
        self._words = self._words or words
        return faults(table, element, path, inside)


def _refusal(table: MessageTable, element: XmlElement) -> str | None:
    judge = streamed_refusal if _may_have_many_faults(element) else refusal
    return judge(table, element)


def _empty(element: XmlElement) -> None:
    """Drop what is in an element, but for what `line_of` looks at: its text, or something else."""
    del element[0 if element.text else 1 :]
    element.attrib.clear()
