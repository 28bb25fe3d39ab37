"""How the change log is shown on the command line: what, before and after, from whom, when."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from verzuimbrug.cli.shown import moment_line

if TYPE_CHECKING:
    from verzuimbrug.application.change_log.values import (
        FieldEntry,
        KnownField,
        KnownObject,
        LogEntry,
        Why,
    )
    from verzuimbrug.domain.timeline import LoggedObject, Origin, Span

_WORDS = {
    "nl": {
        "empty": "(leeg)",
        "by": "door",
        "message": "door bericht",
        "of": "van",
        "at": "bij",
        "made": "opgesteld",
        "received": "ontvangen",
        "undo": "bij ongedaan maken",
        "since": "bekend sinds",
        "from": "vanaf",
        "until": "t/m",
        "never": "het wijzigingslogboek heeft geen wijziging van dit veld",
        "earlier": "daarvoor:",
    },
    "en": {
        "empty": "(empty)",
        "by": "by",
        "message": "by message",
        "of": "of",
        "at": "at",
        "made": "made",
        "received": "received",
        "undo": "in undo",
        "since": "known since",
        "from": "from",
        "until": "until",
        "never": "the change log has no change of this field",
        "earlier": "before that:",
    },
}


def change_lines(entry: "LogEntry", lang: str) -> Iterator[str]:
    """A change: when and of what, from whom, and its fields."""
    from verzuimbrug.application.change_log.words import effect_words

    effects = effect_words(entry.effects, lang)
    told = f": {effects}" if effects else ""
    yield f"{moment_line(entry.at)}  {_object(entry.of, lang)}{told}"
    yield f"    {_origin(entry.origin, lang)}"
    for field in entry.fields:
        yield f"    {_field(field, lang)}"


def known_lines(known: "KnownObject", lang: str) -> Iterator[str]:
    """An object as it was known: what held when, and its fields; each with where it came from."""
    yield _object(known.of, lang)
    for span in known.held:
        yield f"    {_span(span, lang)}"
    for field in known.fields:
        yield f"    {_known_field(field, lang)}"


def why_lines(why: "Why", lang: str) -> Iterator[str]:
    """A field with its value, the change that gave it, and those before it."""
    from verzuimbrug.application.change_log.words import field_word

    value = _value(why.field, why.value, lang, is_shielded=why.is_shielded)
    yield f"{field_word(why.field, lang)}: {value}"
    if why.given_by is None:
        yield f"  {_WORDS[lang]['never']}"
        return
    yield from _reason(why.given_by, lang)
    if why.earlier:
        yield f"  {_WORDS[lang]['earlier']}"
    for entry in why.earlier:
        yield from _reason(entry, lang)


def _reason(entry: "LogEntry", lang: str) -> Iterator[str]:
    for field in entry.fields:
        yield f"  {moment_line(entry.at)}  {_field(field, lang)}"
    yield f"    {_origin(entry.origin, lang)}"


def _object(of: "LoggedObject", lang: str) -> str:
    """A case or employment by its key, of a person by link key, at an employer."""
    from verzuimbrug.application.change_log.words import kind_word

    words = _WORDS[lang]
    name = f"{kind_word(of.kind, lang)} {of.key}" if of.key else kind_word(of.kind, lang)
    person = of.link_key or f"nr. {of.employee}"
    whose = f"{words['of']} {person}" if of.key else person
    return f"{name} {whose} {words['at']} {of.employer}"


def _field(entry: "FieldEntry", lang: str) -> str:
    from verzuimbrug.application.change_log.words import field_word, shielded_word

    name = field_word(entry.field, lang)
    if entry.is_shielded:
        return f"{name}: {shielded_word(lang)}"
    before = _value(entry.field, entry.before, lang)
    return f"{name}: {before} -> {_value(entry.field, entry.after, lang)}"


def _known_field(field: "KnownField", lang: str) -> str:
    from verzuimbrug.application.change_log.words import field_word

    value = _value(field.field, field.value, lang, is_shielded=field.is_shielded)
    since = f"{_WORDS[lang]['since']} {moment_line(field.since)}"
    return f"{field_word(field.field, lang)}: {value}; {since} {_origin(field.origin, lang)}"


def _span(span: "Span", lang: str) -> str:
    from verzuimbrug.application.change_log.words import status_word

    words = _WORDS[lang]
    until = f" {words['until']} {span.end}" if span.end else ""
    what = f"{span.percentage}%, {status_word(span.status, lang)}"
    since = f"{words['since']} {moment_line(span.known_since)}"
    days = f"{words['from']} {span.start}{until}"
    return f"{days}: {what}; {since} {_origin(span.origin, lang)}"


def _value(field: str, value: object, lang: str, *, is_shielded: bool = False) -> str:
    from verzuimbrug.application.change_log.words import shielded_word, value_words

    if is_shielded:
        return shielded_word(lang)
    return value_words(field, value, lang) or _WORDS[lang]["empty"]


def _origin(origin: "Origin", lang: str) -> str:
    """The message with its stream, or the person; and the undo that it was part of."""
    words = _WORDS[lang]
    parts = [_message(origin, lang)] if origin.receipt else []
    if origin.undo:
        parts.append(f"{words['undo']} {origin.undo}")
    if origin.by:
        parts.append(f"{words['by']} {origin.by}")
    return ", ".join(parts)


def _message(origin: "Origin", lang: str) -> str:
    words = _WORDS[lang]
    moments = []
    if origin.made_at:
        moments.append(f", {words['made']} {origin.made_at[:16].replace('T', ' ')}")
    if origin.received_at:
        moments.append(f", {words['received']} {moment_line(origin.received_at)}")
    whose = f"{words['of']} {origin.account}, {origin.stream}"
    return f"{words['message']} {origin.receipt} {whose}{''.join(moments)}"
