"""A preview of an undo, or of taking one back, as a page shows it: bound to the confirmation."""

from typing import Any

from verzuimbrug.application.reports.findings import Audience
from verzuimbrug.application.undoing.sealing import seal_shown, unseal_shown
from verzuimbrug.application.undoing.values import Shown, UndoPreview
from verzuimbrug.console.change_list import counts_of, of_changes
from verzuimbrug.console.language import language
from verzuimbrug.console.pages import ConsoleRequest
from verzuimbrug.domain.findings import Severity

MOST_PERSONS = 200


def preview_context(
    request: ConsoleRequest, preview: UndoPreview, *, in_the_way: UndoPreview | None = None
) -> dict[str, Any]:
    """The list, its counts, the conflicts, and what the confirmation names it by."""
    refusals = in_the_way.findings if in_the_way else ()
    explain = Audience(language()).explain
    conflicts = explain(each.to_json() for each in preview.findings)
    return {
        "list": of_changes(preview.changes, {}).part(0, MOST_PERSONS),
        "counts": counts_of(preview.counts),
        "conflicts": conflicts,
        "refusals": explain(each.to_json() for each in refusals if each.severity is Severity.ERROR),
        "is_possible": preview.is_possible,
        "shown": seal_shown(preview.shown) if preview.digest else "",
        "reason": request.POST.get("reden", ""),
    }


def shown_of(request: ConsoleRequest) -> Shown:
    """What the confirmation says was shown."""
    return unseal_shown(request.POST.get("getoond", ""))
