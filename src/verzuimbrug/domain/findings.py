"""A finding is one coded thing to say about a message (docs/interfaces/finding-codes.md).

A finding carries a code and parameters; its sentence is made at the edge, in the reader's language.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("nl", "en")


class Severity(StrEnum):
    """How much a finding weighs: an error stops what it is about, a warning and an info do not."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingCode:
    """One row of the catalogue of finding codes: stable, five characters, never reused."""

    code: str
    severity: Severity
    rule: str
    text: Mapping[str, str]
    cause: Mapping[str, str]
    action: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to say: the code, what it is about, and where in the message it stands."""

    code: str
    params: Mapping[str, str] = field(default_factory=dict)
    path: str = ""
    line: int | None = None

    @property
    def severity(self) -> Severity:
        """The severity that the catalogue gives the code."""
        return finding_codes()[self.code].severity

    def text(self, language: str = "nl") -> str:
        """The sentence in a language of `LANGUAGES`."""
        return _filled(finding_codes()[self.code].text[language], self.params)

    def cause(self, language: str = "nl") -> str:
        """Why this can be so."""
        return _filled(finding_codes()[self.code].cause[language], self.params)

    def action(self, language: str = "nl") -> str:
        """What the reader can do."""
        return _filled(finding_codes()[self.code].action[language], self.params)

    def to_json(self) -> dict[str, Any]:
        """The stored form: code, params, path, line."""
        return {
            "code": self.code,
            "params": dict(self.params),
            "path": self.path,
            "line": self.line,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Finding":
        """The finding that `to_json` stored."""
        return cls(stored["code"], stored["params"], stored["path"], stored["line"])


class _Blank(dict[str, str]):
    """Parameters of a sentence; one that was not given reads as three dots."""

    def __missing__(self, key: str) -> str:
        return "..."


def _filled(template: str, params: Mapping[str, str]) -> str:
    return template.format_map(_Blank(params))


@cache
def finding_codes() -> Mapping[str, FindingCode]:
    """All finding codes by code, from the tables in `domain/finding_codes/*.toml`."""
    catalogue: dict[str, FindingCode] = {}
    for table in sorted(
        files(__package__).joinpath("finding_codes").iterdir(), key=lambda t: t.name
    ):
        catalogue.update(_read_table(table.read_text(encoding="utf-8")))
    return catalogue


def _read_table(text: str) -> dict[str, FindingCode]:
    return {code: _finding_code(code, row) for code, row in tomllib.loads(text).items()}


def _finding_code(code: str, row: Mapping[str, Any]) -> FindingCode:
    return FindingCode(
        code=code,
        severity=Severity(row["severity"]),
        rule=row["rule"],
        text=_languages(row, "text"),
        cause=_languages(row, "cause"),
        action=_languages(row, "action"),
    )


def _languages(row: Mapping[str, Any], part: str) -> dict[str, str]:
    return {language: row[f"{part}_{language}"] for language in LANGUAGES}
