"""How a list of changes is shown on the command line: by person, before and after (VE-2)."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from verzuimbrug.domain.change_list import ChangeEntry, ChangeList, ReportEntry

_WORDS = {
    "nl": {
        "employer": "werkgever",
        "person": "persoon",
        "place": "plaats",
        "report": "melding",
        "of": "van",
        "waits": "op melding",
        "empty": "(leeg)",
        "differs": "ANDERS",
        "gone": "VERVALLEN",
        "nothing": "er verandert niets",
    },
    "en": {
        "employer": "employer",
        "person": "person",
        "place": "place",
        "report": "report",
        "of": "of",
        "waits": "for report",
        "empty": "(empty)",
        "differs": "DIFFERS",
        "gone": "GONE",
        "nothing": "nothing changes",
    },
}


def list_lines(changes: "ChangeList", lang: str) -> Iterator[str]:
    """A list that is shielded already: what differs from an earlier one is marked."""
    if not (changes.changes or changes.gone):
        yield _WORDS[lang]["nothing"]
    yield from _by_person(changes.changes, lang)
    yield from _by_person(changes.gone, lang, mark="gone")
    yield from (_report(each, lang) for each in changes.reports if not _is_plain(each))


def _by_person(entries: "Iterable[ChangeEntry]", lang: str, mark: str = "") -> Iterator[str]:
    words = _WORDS[lang]
    for (employer, person, position), own in groupby(entries, _whose):
        place = "" if position is None else f" ({words['place']} {position})"
        yield f"{words['employer']} {employer}, {words['person']} {person or '?'}{place}"
        for entry in own:
            yield from _change(entry, lang, mark or ("differs" if entry.differs else ""))


def _whose(entry: "ChangeEntry") -> tuple[str, str, int | None]:
    return entry.employer, entry.person, entry.position


def _change(entry: "ChangeEntry", lang: str, mark: str) -> Iterator[str]:
    from verzuimbrug.application.change_log.words import effect_words, kind_word

    name = f"{kind_word(entry.kind, lang)} {entry.name}".strip()
    told = f"  {name}: {effect_words(entry.effects, lang)}{_marked(mark, lang)}"
    reports = ", ".join(map(str, entry.reports))
    yield f"{told} ({_WORDS[lang]['report']} {reports})" if reports else told
    for field, (before, after) in sorted(entry.pairs.items()):
        yield f"    {_field(field, before, after, lang)}"


def _field(field: str, before: object, after: object, lang: str) -> str:
    from verzuimbrug.application.change_log.words import field_word

    return (
        f"{field_word(field, lang)}: {_value(field, before, lang)} -> {_value(field, after, lang)}"
    )


def _value(field: str, value: object, lang: str) -> str:
    from verzuimbrug.application.change_log.words import shielded_word, value_words
    from verzuimbrug.domain.change_list import SHIELDED

    if value == SHIELDED:
        return shielded_word(lang)
    return value_words(field, value, lang) or _WORDS[lang]["empty"]


def _is_plain(report: "ReportEntry") -> bool:
    """Whether the changes already say what becomes of a report."""
    return report.state == "applied" and not report.codes and not report.differs


def _report(report: "ReportEntry", lang: str) -> str:
    """What becomes of a report, and for what it waits."""
    from verzuimbrug.application.state_words import rehearsed_word

    words = _WORDS[lang]
    case = f" {words['of']} {report.case}" if report.case else ""
    name = f"{words['report']} {report.sequence}{case} ({words['place']} {report.position})"
    awaits = "" if report.awaits is None else f" {words['waits']} {report.awaits}"
    codes = f" [{', '.join(report.codes)}]" if report.codes else ""
    mark = _marked("differs" if report.differs else "", lang)
    return f"{name}: {rehearsed_word(report.state, lang)}{awaits}{codes}{mark}"


def _marked(mark: str, lang: str) -> str:
    return f"  *{_WORDS[lang][mark]}*" if mark else ""
