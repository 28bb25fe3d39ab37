"""The sender begins again: all that its sandbox took in is undone, and counts no more (VE-4)."""

from datetime import UTC, datetime

from verzuimbrug.application.accounts import log_event
from verzuimbrug.application.decider import Decider
from verzuimbrug.application.sandboxes.finding import Sandbox
from verzuimbrug.application.sandboxes.traffic import BEGUN_AGAIN
from verzuimbrug.application.streams import list_streams
from verzuimbrug.application.undoing.undo import preview_undo, undo
from verzuimbrug.application.undoing.values import OfStream, UndoPreview
from verzuimbrug.store.tenancy import tenant

_EVER = datetime(2000, 1, 1, tzinfo=UTC)
_WHY = "opnieuw beginnen in de proefomgeving"


def begin_again(sandbox: Sandbox, by: str) -> None:
    """Undoes every stream of a sandbox, so that the same numbers can be sent again.

    What is rejected or a test stays as it is, and is judged no more. Outside any tenant.
    """
    decider = Decider(arbodienst=sandbox.ref.arbodienst, by=by)
    for stream in list_streams(sandbox.ref):
        what = OfStream(account=sandbox.ref.account, stream=stream.name, since=_EVER)
        _undo(decider, what)
    with tenant(sandbox.ref.arbodienst):
        log_event(sandbox.ref, by, BEGUN_AGAIN)


def _undo(decider: Decider, what: OfStream) -> None:
    preview = preview_undo(decider.reader, what)
    # What comes in meanwhile makes it another undo: that is looked at again.
    while preview is not None and preview.is_possible:
        done = undo(decider, what, _WHY, preview.shown)
        preview = done if isinstance(done, UndoPreview) else None
