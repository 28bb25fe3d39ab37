"""What a save would change, as rows to look at before it is done."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext as _

from verzuimbrug.application.configuration.configure import Configured
from verzuimbrug.application.configuration.differences import Difference
from verzuimbrug.application.reports.findings import Audience
from verzuimbrug.application.reports.values import ExplainedFinding
from verzuimbrug.console.confirming import digest_of
from verzuimbrug.console.couplings.words import SETTINGS, VALUES, called
from verzuimbrug.domain.findings import Finding, Severity

_NAMES = ("name",)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedValue:
    """One setting: before and after. Before is empty for what is made."""

    name: str
    before: str
    after: str
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSave:
    """What a save comes to: its rows, why it cannot be, and a digest of all of it."""

    rows: tuple[ChangedValue, ...]
    findings: tuple[ExplainedFinding, ...]
    shown: str

    @property
    def is_possible(self) -> bool:
        """Whether nothing keeps it from being done."""
        return not any(finding.severity == Severity.ERROR for finding in self.findings)


def shown_save(configured: Configured) -> ShownSave:
    """A save, or its dry run, as it is shown."""
    written = [difference.to_json() for difference in configured.differences]
    return ShownSave(
        rows=tuple(row for each in configured.differences for row in rows_of(each)),
        findings=explained(configured.findings),
        shown=digest_of(written),
    )


def explained(findings: Sequence[Finding]) -> tuple[ExplainedFinding, ...]:
    """Findings in the language of the page."""
    audience = Audience(get_language() or "nl")
    return audience.explain(finding.to_json() for finding in findings)


def rows_of(difference: Difference | Mapping[str, Any]) -> Iterator[ChangedValue]:
    """The settings that a difference is about, each by itself."""
    known = difference if isinstance(difference, Mapping) else difference.to_json()
    where = " / ".join(known["key"][1:]) if known["kind"] == "stream" else ""
    if known["field"]:
        yield from _changed(known["field"], known["before"], known["after"], where)
        return
    for field, value in known["after"].items():
        if field not in _NAMES or where:
            yield from _changed(field, None, value, where, is_new=True)


def _changed(
    field: str, before: object, after: object, where: str, *, is_new: bool = False
) -> Iterator[ChangedValue]:
    name = f"{where}: {called(SETTINGS, field)}" if where else called(SETTINGS, field)
    for path, old, new in _leaves(before, after):
        inner = ": ".join(called(SETTINGS, part) for part in path)
        yield ChangedValue(
            name=f"{name}: {inner}" if inner else name,
            before=_called(field, old),
            after=_called(field, new),
            is_new=is_new,
        )


def _leaves(
    before: object, after: object, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], object, object]]:
    """The values that differ in what may hold mappings."""
    if not isinstance(before, Mapping) and not isinstance(after, Mapping):
        if before != after:
            yield path, before, after
        return
    old = before if isinstance(before, Mapping) else {}
    new = after if isinstance(after, Mapping) else {}
    if before not in (None, {}) and not isinstance(before, Mapping):
        yield path, before, None
    for key in dict.fromkeys((*old, *new)):
        yield from _leaves(old.get(key), new.get(key), (*path, str(key)))
    if after not in (None, {}) and not isinstance(after, Mapping):
        yield path, None, after


def _called(field: str, value: object) -> str:
    """A value by its name, where the values of the setting have names."""
    words = VALUES.get(field, {})
    return called(words, value) if isinstance(value, str) and value in words else said(value)


def said(value: object) -> str:
    """A value of a setting in words."""
    if value in (None, "", [], ()):
        return _("(none)")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(said(each) for each in value)
    return str(value)
