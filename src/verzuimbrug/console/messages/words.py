"""How doors, causes, stages and what was done with a message are called on pages."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from verzuimbrug.application.messages.overview import OpenMessage
from verzuimbrug.application.stages import DONE
from verzuimbrug.console.words import STAGE_OUTCOMES, STAGES, Mark

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


@dataclass(frozen=True, slots=True)
class ShownStage:
    """A stage, whether it was done, and the moment where it is known."""

    name: Promise | str
    outcome: Mark
    at: object = None


def shown_stages(message: OpenMessage) -> tuple[ShownStage, ...]:
    """The stages of a message in order; those it did not come to yet are still to come."""
    known = {each.stage: STAGE_OUTCOMES[each.outcome] for each in message.stages}
    moments = {"keep": message.received_at, "write": message.decided_at}
    return tuple(
        ShownStage(STAGES[name], known.get(name) or _unread(name), moments.get(name))
        for name in STAGES
    )


def _unread(name: str) -> Mark:
    return STAGE_OUTCOMES[DONE] if name in _BEFORE_READING else _TO_COME


EVENTS: Mapping[str, Promise] = {
    "message-corrected": _("corrected"),
    "messages-replayed": _("put through again"),
    "held-approved": _("approved"),
    "held-refused": _("not approved"),
}
