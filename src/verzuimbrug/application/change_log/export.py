"""The change log as a file, made while it is read: CSV for people, JSON lines for machines."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import StrEnum

from django.utils.timezone import localtime

from verzuimbrug.application.access import Reader
from verzuimbrug.application.change_log.addresses import Address
from verzuimbrug.application.change_log.reading import Piece, read_all
from verzuimbrug.application.change_log.values import FieldEntry, LogEntry, change_json
from verzuimbrug.application.change_log.words import (
    effect_words,
    field_word,
    kind_word,
    shielded_word,
    value_words,
)
from verzuimbrug.application.employers.import_columns import cell_of

_HEADINGS = {
    "nl": (
        *("nummer", "moment", "werkgever", "werknemer", "koppelsleutel", "soort"),
        *("klantaccount", "kenmerk", "gevolg", "veld", "voor", "na"),
        *("ontvangstnummer", "afzender", "gegevensstroom", "opgesteld", "ontvangen"),
        *("melding", "ongedaanmaking", "door"),
    ),
    "en": (
        *("number", "at", "employer", "employee", "link_key", "kind"),
        *("account", "key", "effects", "field", "before", "after"),
        *("receipt", "sender", "stream", "made_at", "received_at"),
        *("position", "undo", "by"),
    ),
}


_NO_FIELD = FieldEntry(field="", before=None, after=None, is_shielded=False)


class ExportForm(StrEnum):
    """A row for each field, in words; or an object for each change, as the API has it."""

    CSV = "csv"
    JSON_LINES = "jsonl"


def export(
    reader: Reader,
    of: Address,
    form: ExportForm,
    language: str = "nl",
    known_at: datetime | None = None,
) -> Iterator[str] | None:
    """The file in pieces, each made when it is asked for; None for what is not there.

    It holds the changes that are known when it starts, or were at a moment.
    """
    pieces = read_all(reader, of, known_at)
    if pieces is None:
        return None
    return _json_lines(pieces) if form is ExportForm.JSON_LINES else _csv(pieces, language)


def _json_lines(pieces: Iterable[Piece]) -> Iterator[str]:
    for piece in pieces:
        lines = (json.dumps(change_json(entry), ensure_ascii=False) for entry in piece)
        yield "".join(f"{line}\n" for line in lines)


def _csv(pieces: Iterable[Piece], language: str) -> Iterator[str]:
    yield _sheet([_HEADINGS[language]])
    for piece in pieces:
        yield _sheet(row for entry in piece for row in _rows(entry, language))


def _sheet(rows: Iterable[Iterable[object]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        return localtime(value).isoformat(timespec="seconds")
    return "" if value is None else cell_of(str(value))


def _rows(entry: LogEntry, language: str) -> Iterator[tuple[object, ...]]:
    of, origin = entry.of, entry.origin
    start = (entry.number, entry.at, of.employer, of.employee, of.link_key)
    what = (kind_word(of.kind, language), of.account, of.key, effect_words(entry.effects, language))
    message = (origin.receipt, origin.account, origin.stream, origin.made_at, origin.received_at)
    for field in entry.fields or (_NO_FIELD,):
        yield (
            *(*start, *what, *_values(field, language), *message),
            *(origin.position, origin.undo, origin.by),
        )


def _values(entry: FieldEntry, language: str) -> tuple[str, str, str]:
    name = field_word(entry.field, language)
    if entry.is_shielded:
        return name, shielded_word(language), shielded_word(language)
    before = value_words(entry.field, entry.before, language)
    return name, before, value_words(entry.field, entry.after, language)
