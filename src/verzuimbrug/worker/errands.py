"""What the courier does beside the processing of messages: each errand in a thread of its own."""

from collections.abc import Callable
from dataclasses import dataclass

from verzuimbrug.application.access_chain import seal_access
from verzuimbrug.application.erasing.working import erase_approved
from verzuimbrug.application.events.publishing import publish_events
from verzuimbrug.application.exports import turns as export_turns
from verzuimbrug.application.exports.making import make_messages
from verzuimbrug.application.mail.sending import send_mails
from verzuimbrug.application.webhooks.turns import send_due

Run = Callable[[], bool]
"""Does some of what is due, and says whether there may be more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """Something that goes out; it is looked at again after `seconds` unless there may be more."""

    name: str
    run: Run
    seconds: float


ERRANDS: tuple[Errand, ...] = (
    Errand(name="access-log", run=seal_access, seconds=2.0),
    Errand(name="mail", run=send_mails, seconds=10.0),
    Errand(name="events", run=publish_events, seconds=1.0),
    Errand(name="webhooks", run=send_due, seconds=0.5),
    Errand(name="exports", run=make_messages, seconds=1.0),
    Errand(name="exports-out", run=export_turns.send_due, seconds=0.5),
    Errand(name="retention", run=erase_approved, seconds=10.0),
)
"""What goes out, what has to be ready for it, the chain of the access log, and what is erased."""
