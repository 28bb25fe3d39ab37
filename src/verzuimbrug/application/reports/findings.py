"""Stored findings as sentences, for the beheerder or for the sender (WG-2)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from verzuimbrug.application.reports.values import ExplainedFinding
from verzuimbrug.domain.findings import LANGUAGES, Finding

_EMPLOYER_CAUSES = frozenset({"WG201", "WG202", "WG401"})
_EMPLOYER_UNUSABLE = "WG200"
_ABOUT_EMPLOYERS, _EMPLOYER_RECEIVED = "WG5", "WG500"
_OTHER_CASES = frozenset({"VZ111", "VZ129"})
"""Findings that name another case, which may be that of another sender."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom findings are explained to: in which language, and whether it is the sender."""

    language: str
    is_sender: bool = False

    def explain(self, stored: Iterable[Mapping[str, Any]]) -> tuple[ExplainedFinding, ...]:
        """The findings, in the order in which they are stored."""
        return tuple(self._explained(Finding.from_json(finding)) for finding in stored)

    def _explained(self, finding: Finding) -> ExplainedFinding:
        told = as_sender_reads(finding) if self.is_sender else finding
        return ExplainedFinding(
            code=told.code,
            severity=told.severity,
            path=told.path,
            line=told.line,
            text=told.text(self.language),
            cause=told.cause(self.language),
            action=told.action(self.language),
        )


def as_sender_reads(finding: Finding) -> Finding:
    """The finding without what only the beheerder may know.

    That is which of two causes it is (WG-2), the keys of cases that another sender may have, and
    what is known of an employer or becomes of it (WG-5).
    """
    if finding.code.startswith(_ABOUT_EMPLOYERS):
        return Finding(_EMPLOYER_RECEIVED, {}, finding.path, finding.line)
    if finding.code in _OTHER_CASES:
        return Finding(finding.code, {}, finding.path, finding.line)
    if finding.code not in _EMPLOYER_CAUSES:
        return finding
    params = {"code": finding.params["code"]}
    return Finding(_EMPLOYER_UNUSABLE, params, finding.path, finding.line)


def language_of(culture: str) -> str:
    """The language of an account's culture (`nl`, `en-GB`); Dutch for one we do not speak."""
    language = culture[:2].lower()
    return language if language in LANGUAGES else LANGUAGES[0]
