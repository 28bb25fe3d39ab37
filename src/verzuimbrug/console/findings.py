"""Findings as sentences, in the language of the page."""

from collections.abc import Iterable

from verzuimbrug.application.reports.findings import Audience
from verzuimbrug.application.reports.values import ExplainedFinding
from verzuimbrug.console.language import language
from verzuimbrug.domain.findings import Finding


def explained(findings: Iterable[Finding]) -> tuple[ExplainedFinding, ...]:
    """What is the matter, how it comes and what to do, finding by finding."""
    return Audience(language()).explain(finding.to_json() for finding in findings)
