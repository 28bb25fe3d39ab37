"""Findings about a message that is never shown: what is said of it quotes nothing of it (DG-6).

Somebody may write a diagnosis where a code belongs, in the name of an element, or in the place of
the whole message: what is not known to be ours, is left out.
"""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from verzuimbrug.domain.findings import Finding
from verzuimbrug.sivi.catalogue import catalogue

_OURS = frozenset(
    {"element", "parent", "count", "limit", "allowed", "pattern", "expected", "accepted"}
    | {"editions", "messages"}
)
"""Parameters that tables, limits and settings fill, never a message."""
_COUNTED = frozenset({"CAT20", "CAT21", "CAT22", "CAT23", "CAT24", "XML02"})
"""Findings of which what was found is a number of characters, digits or bytes."""


def discreet(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings, each with its place as far as our tables know it, and without quotations."""
    return tuple(map(_discreet, findings))


def _discreet(finding: Finding) -> Finding:
    ours = {
        name: value
        for name, value in finding.params.items()
        if name in _OURS or (name == "found" and finding.code in _COUNTED)
    }
    return replace(finding, params=ours, path=_known(finding.path))


def _known(path: str) -> str:
    """The part of a path that leads along elements of the catalogue."""
    known: list[str] = []
    for step in path.split("/")[1:]:
        if step.partition("[")[0] not in _tags():
            break
        known.append(step)
    return "".join(f"/{step}" for step in known)


@cache
def _tags() -> frozenset[str]:
    return frozenset(line.tag for table in catalogue().tables for line in table.element.walk())
