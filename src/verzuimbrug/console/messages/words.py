"""How messages, reports and stages are called on pages, each with the shape beside the word."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from verzuimbrug.application.messages.overview import OpenMessage
from verzuimbrug.application.stages import DONE, SKIPPED, STOPPED
from verzuimbrug.console.reports.words import MESSAGES, OUTCOMES, REPORTS, STAGES


@dataclass(frozen=True, slots=True)
class Mark:
    """A shape and a word."""

    kind: str
    word: Promise | str


_REHEARSED = Mark("info", _("would be taken over"))
_OUTCOMES: Mapping[str, Promise] = {
    DONE: _("done"),
    STOPPED: _("it stopped here"),
    SKIPPED: _("skipped"),
}
_TO_COME = Mark("quiet", _("still to come"))
_BEFORE_READING = frozenset({"authenticate", "keep"})
DOORS: Mapping[str, Promise | str] = {
    "rest": _("web service (REST)"),
    "soap": _("web service (SOAP)"),
    "sftp": "SFTP",
    "correction": _("correction in the console"),
}
CAUSES: Mapping[str, Promise] = {
    "configuration": _("the settings make no code or key of it"),
    "employer": _("the employer is not known, or not in the scope"),
    "person": _("the person is not known yet"),
    "duplicate": _("the person may be known already"),
}


def message_mark(state: str) -> Mark:
    """The state of a message."""
    return Mark(*MESSAGES[state])


def report_mark(state: str, *, dry_run: bool = False) -> Mark:
    """The state of a report; in a dry run nothing is processed."""
    if dry_run and state == "applied":
        return _REHEARSED
    return Mark(*REPORTS.get(state, ("quiet", state)))


@dataclass(frozen=True, slots=True)
class ShownStage:
    """A stage, whether it was done, and the moment where it is known."""

    name: Promise | str
    outcome: Mark
    at: object = None


def shown_stages(message: OpenMessage) -> tuple[ShownStage, ...]:
    """The stages of a message in order; those it did not come to yet are still to come."""
    known = {each.stage: _outcome(each.outcome) for each in message.stages}
    moments = {"keep": message.received_at, "write": message.decided_at}
    return tuple(
        ShownStage(STAGES[name], known.get(name) or _unread(name), moments.get(name))
        for name in STAGES
    )


def _outcome(outcome: str) -> Mark:
    return Mark(OUTCOMES[outcome], _OUTCOMES[outcome])


def _unread(name: str) -> Mark:
    return _outcome(DONE) if name in _BEFORE_READING else _TO_COME


OPERATIONS: Mapping[str, Promise] = {
    "new": _("new report"),
    "change": _("change"),
    "end": _("end"),
    "correct": _("correction"),
    "withdraw": _("withdrawal"),
    "unchanged": _("unchanged"),
}
EVENTS: Mapping[str, Promise] = {
    "message-corrected": _("corrected"),
    "messages-replayed": _("put through again"),
    "held-approved": _("approved"),
    "held-refused": _("not approved"),
}
