"""Conversion tables and code tables, and which streams use them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from verzuimbrug.application.access import Reader
from verzuimbrug.application.answering.codes import codes_of
from verzuimbrug.application.configuration.checking import conversion_tables_of
from verzuimbrug.application.configuration.entries import STREAM_DEFAULTS, Plain
from verzuimbrug.store.models import ConversionTable, Stream
from verzuimbrug.store.tenancy import tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class TableUse:
    """A stream of an account that uses a table."""

    account: int
    account_name: str
    stream: int
    stream_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TableShown:
    """A conversion table: our value by received value, and who uses it."""

    id: int
    code: str
    name: str
    unknown: str
    default: str
    values: Mapping[str, str]
    uses: tuple[TableUse, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamCodes:
    """The code tables of a stream: what its codes mean here, and whether the sender said so.

    `operations` is the name of a preset, or operation by processing code; `classification` has a
    default, and classification by code for each tag.
    """

    use: TableUse
    operations: str | Mapping[str, str]
    is_confirmed: bool
    are_answers_confirmed: bool
    classification: Plain


def list_tables(reader: Reader) -> tuple[TableShown, ...]:
    """The conversion tables by code, with the streams that use them and are open to the reader."""
    with tenant(reader.arbodienst):
        uses = _uses(_streams(reader))
        return tuple(
            _table(row, uses.get(row.code, ())) for row in ConversionTable.objects.order_by("code")
        )


def show_table(reader: Reader, table: int) -> TableShown | None:
    """One conversion table; None when there is none with this id."""
    with tenant(reader.arbodienst):
        row = ConversionTable.objects.filter(id=table).first()
        if row is None:
            return None
        return _table(row, _uses(_streams(reader)).get(row.code, ()))


def list_stream_codes(reader: Reader) -> tuple[StreamCodes, ...]:
    """The code tables of the streams that are open to the reader, by account and stream."""
    with tenant(reader.arbodienst):
        return tuple(_codes(row) for row in _streams(reader))


def _streams(reader: Reader) -> list[Stream]:
    rows = Stream.objects.select_related("account").order_by("account__name", "name")
    if reader.authority.accounts is not None:
        rows = rows.filter(account__in=reader.authority.accounts)
    return list(rows)


def _uses(rows: Iterable[Stream]) -> Mapping[str, tuple[TableUse, ...]]:
    found: dict[str, list[TableUse]] = defaultdict(list)
    for row in rows:
        for code in dict.fromkeys(conversion_tables_of(row.settings)):
            found[code].append(_use(row))
    return {code: tuple(uses) for code, uses in found.items()}


def _use(row: Stream) -> TableUse:
    return TableUse(
        account=row.account_id,
        account_name=row.account.name,
        stream=row.id,
        stream_name=row.name,
    )


def _table(row: ConversionTable, uses: tuple[TableUse, ...]) -> TableShown:
    return TableShown(
        id=row.id,
        code=row.code,
        name=row.name,
        unknown=row.unknown,
        default=row.default,
        values=dict(sorted(row.values.items())),
        uses=uses,
    )


def _codes(row: Stream) -> StreamCodes:
    settings = {**STREAM_DEFAULTS, **row.settings}
    return StreamCodes(
        use=_use(row),
        operations=settings["operations"],
        is_confirmed=bool(settings["operations_confirmed"]),
        are_answers_confirmed=codes_of(settings).confirmed,
        classification=settings["classification"],
    )
