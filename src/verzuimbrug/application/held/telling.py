"""A list of changes as commands and doors tell it: as JSON can hold it, and its words (VE-2)."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from verzuimbrug.application.change_log.words import effect_words, kind_word
from verzuimbrug.application.state_words import rehearsed_word
from verzuimbrug.domain.change_list import SHIELDED, ChangeEntry, ChangeList, ReportEntry

_REPORTS = {"nl": "meldingen", "en": "reports"}


def list_json(changes: ChangeList) -> dict[str, Any]:
    """A list that is shielded already."""
    return {
        "changes": [change_json(entry) for entry in changes.changes],
        "reports": [report_json(entry) for entry in changes.reports],
        "gone": [change_json(entry) for entry in changes.gone],
    }


def change_json(entry: ChangeEntry) -> dict[str, Any]:
    """One change, field by field; of one that is shielded both values are null."""
    return {
        "kind": entry.kind.value,
        "employer": entry.employer,
        "link_key": entry.person,
        "key": entry.name or None,
        "effects": list(entry.effects),
        "fields": [_field(name, pair) for name, pair in sorted(entry.pairs.items())],
        "person": entry.position,
        "reports": list(entry.reports),
        "differs": entry.differs,
    }


def _field(name: str, pair: list[object]) -> dict[str, Any]:
    shielded = SHIELDED in pair
    before, after = (None, None) if shielded else pair
    return {"field": name, "before": before, "after": after, "shielded": shielded}


def report_json(entry: ReportEntry) -> dict[str, Any]:
    """What would become of one report."""
    return {
        "position": entry.position,
        "person": entry.person,
        "employer": entry.employer,
        "case": entry.case,
        "sequence": entry.sequence,
        "state": entry.state,
        "codes": list(entry.codes),
        "awaits": entry.awaits,
        "differs": entry.differs,
    }


def count_words(counts: Mapping[str, int], language: str) -> tuple[str, ...]:
    """The counts of a list: a line per kind of object, and one for the reports."""
    told: dict[str, list[str]] = defaultdict(list)
    for name, count in counts.items():
        kind, _, what = name.partition(".")
        is_report = kind == "report"
        word = rehearsed_word(what, language) if is_report else effect_words((what,), language)
        told[_REPORTS[language] if is_report else kind_word(kind, language)].append(
            f"{count} {word}"
        )
    return tuple(f"{kind}: {', '.join(words)}" for kind, words in told.items())
