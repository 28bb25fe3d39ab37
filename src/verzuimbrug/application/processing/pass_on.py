"""Messages that are passed on to the case system as they are (DG-1)."""

from collections.abc import Sequence

from verzuimbrug.application.processing.beside import Beside
from verzuimbrug.application.processing.outcomes import dry_run, processed
from verzuimbrug.application.processing.together import Moment
from verzuimbrug.store.inbox import MessageOutcome


def pass_on(messages: Sequence[Beside], moment: Moment) -> list[MessageOutcome]:  # noqa: ARG001
    """Passes the items of the messages on; gives what became of each message."""
    return [dry_run(each, (), ()) if each.is_dry_run else processed(each, ()) for each in messages]
