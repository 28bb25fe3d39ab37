"""What an undo is shown as to somebody who decides on it (VE-4)."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from verzuimbrug.application.access import ReadAction, Reader, record_access
from verzuimbrug.application.undoing.turning import Turned
from verzuimbrug.application.undoing.values import Shown, UndoPreview, digest_of
from verzuimbrug.domain.change_list import ChangeEntry, ChangeList, entry_of
from verzuimbrug.domain.findings import Finding, Severity
from verzuimbrug.domain.undoing import Turn
from verzuimbrug.store.undo_messages import count_reports


def previewed(turn: Turn, turned: Turned, findings: Iterable[Finding] = ()) -> UndoPreview:
    """What a turn comes to, before the messages are marked with it."""
    found = (*findings, *turned.findings)
    word = "restored" if turn.takes_back else "undone"
    counts = {f"message.{word}": len(turn.messages), f"report.{word}": count_reports(turn)}
    return UndoPreview(
        changes=turned.changes,
        counts={**turned.changes.counts, **counts},
        findings=found,
        digest=digest_of(turned.changes, found, turn.messages),
    )


def shown_to(
    reader: Reader, turned: Turned, preview: UndoPreview, before: Shown | None = None
) -> UndoPreview:
    """The preview with what may be shown of it (datakluis), and the row that says who saw it.

    What somebody was not shown before is marked, and what was shown and is gone is told.
    """
    record_access(reader, ReadAction.CHANGES_SHOWN, employees=turned.employees)
    changes = preview.changes.shielded()
    if before is not None and before.lines:
        gone = tuple(_gone(changes, before.lines))
        changes = replace(changes.marked(before.lines), gone=gone)
    return replace(preview, changes=changes)


def _gone(changes: ChangeList, lines: Iterable[str]) -> Iterator[ChangeEntry]:
    """What was shown of things that nothing happens to any more."""
    seen = {entry.identity for entry in changes.changes}
    entries = filter(None, map(entry_of, sorted(lines)))
    return (entry for entry in entries if entry.identity not in seen)


def with_reason(findings: tuple[Finding, ...], reason: str) -> tuple[Finding, ...]:
    """What stands in the way, when no reason is given that too."""
    return findings if reason.strip() else (*findings, Finding("VE110"))


def is_impossible(findings: Iterable[Finding]) -> bool:
    """Whether a finding says that it cannot be done."""
    return any(finding.severity is Severity.ERROR for finding in findings)
