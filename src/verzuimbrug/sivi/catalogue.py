"""The catalogue: what each message of the SIVI Verzuimstandaard may hold, per edition.

The facts stand in `tables/<interface>/<edition>/<file name>.tsv`, one line for each element
(docs/rules, MSG-2). Every group is a sequence: the order of the lines is the order in a message.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

GROUP = "group"

JUDGED = "judged"
"""The base of an element that is judged by itself (`pieces`): anything may stand in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """The limits on the value of one element, as XML Schema 1.0 knows them."""

    length: int | None = None
    min_length: int | None = None
    max_length: int | None = None
    total_digits: int | None = None
    fraction_digits: int | None = None
    min_inclusive: Decimal | None = None
    pattern: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One line of a table with what stands below it; `maximum` None means as often as wanted."""

    level: int
    tag: str
    minimum: int
    maximum: int | None
    base: str
    facets: Facets
    values: tuple[str, ...]
    name: str
    children: tuple["Element", ...]

    @property
    def is_group(self) -> bool:
        """Groups hold elements only; every other element holds text only."""
        return self.base == GROUP

    def walk(self) -> Iterator["Element"]:
        """Yield this element and all below it, in the order of the table."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageTable:
    """One message of one edition of one interface."""

    file_name: str
    interface: str
    edition: str
    root: str
    namespace: str
    element: Element


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """All tables, by interface, edition and file name."""

    tables: tuple[MessageTable, ...]
    _by_name: dict[tuple[str, str], MessageTable]

    def by_namespace(self, namespace: str, root: str) -> MessageTable | None:
        """Return the table of a message as it names itself (MSG-1), None when there is none."""
        return self._by_name.get((namespace, root))

    def editions(self, root: str) -> tuple[str, ...]:
        """Return the editions that have a message with this root tag, oldest first."""
        return tuple(sorted(table.edition for table in self.tables if table.root == root))


@cache
def catalogue() -> Catalogue:
    """Return the catalogue; it is read from the package once per process."""
    folder = files(__package__).joinpath("tables")
    tables = tuple(_read_tables(folder))
    by_name = {(table.namespace, table.root): table for table in tables}
    return Catalogue(tables=tables, _by_name=by_name)


def _read_tables(folder: Traversable) -> Iterator[MessageTable]:
    for interface in _sorted(folder):
        for edition in _sorted(interface):
            for file in _sorted(edition):
                yield _read_table(interface.name, edition.name, file)


def _sorted(folder: Traversable) -> list[Traversable]:
    return sorted(folder.iterdir(), key=lambda entry: entry.name)


def _read_table(interface: str, edition: str, file: Traversable) -> MessageTable:
    head, _titles, *lines = file.read_text(encoding="utf-8").splitlines()
    facts = dict(part.split("=", 1) for part in head.removeprefix("# ").split(" "))
    rows = [line.split("\t") for line in lines]
    return MessageTable(
        file_name=file.name.removesuffix(".tsv"),
        interface=interface,
        edition=edition,
        root=facts["message"],
        namespace=facts["namespace"],
        element=_element(rows, 0),
    )


def _element(rows: list[list[str]], index: int) -> Element:
    level, tag, minimum, maximum, base, facets, values, name = rows[index]
    return Element(
        level=int(level),
        tag=tag,
        minimum=int(minimum),
        maximum=None if maximum == "*" else int(maximum),
        base=base,
        facets=_facets(facets),
        values=tuple(values.split(",")) if values else (),
        name=name,
        children=tuple(_element(rows, child) for child in _child_rows(rows, index)),
    )


def _child_rows(rows: list[list[str]], index: int) -> Iterator[int]:
    level = int(rows[index][0])
    for below in range(index + 1, len(rows)):
        depth = int(rows[below][0])
        if depth <= level:
            return
        if depth == level + 1:
            yield below


def _facets(column: str) -> Facets:
    given = dict(part.split("=", 1) for part in column.split(" ") if part)
    numbers = {key: int(text) for key, text in given.items() if key not in ("minIncl", "pattern")}
    minimum = given.get("minIncl")
    return Facets(
        length=numbers.get("len"),
        min_length=numbers.get("minLen"),
        max_length=numbers.get("maxLen"),
        total_digits=numbers.get("digits"),
        fraction_digits=numbers.get("frac"),
        min_inclusive=None if minimum is None else Decimal(minimum),
        pattern=given.get("pattern"),
    )
