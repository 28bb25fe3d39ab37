"""What stands around each page about one message: its name, its tabs, what can be done with it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from verzuimbrug.application.messages.overview import OpenMessage
from verzuimbrug.console.links import url_of
from verzuimbrug.console.pages import ConsoleRequest
from verzuimbrug.console.words import MESSAGES
from verzuimbrug.domain.permissions import Permission


def around(request: ConsoleRequest, message: OpenMessage, here: str) -> Mapping[str, Any]:
    """The context of the head and the tabs; `here` is the name of the address."""
    return {
        "message": message,
        "mark": MESSAGES[message.state],
        "crumbs": [(_("Messages"), url_of("messages"))],
        "tabs": _tabs(request, message.receipt, here),
        "head_actions": _actions(request, message),
    }


def _tabs(request: ConsoleRequest, receipt: str, here: str) -> list[tuple[str, str, bool]]:
    named = (
        ("message", _("Overview"), Permission.MESSAGES_READ),
        ("message-reports", _("Reports of absence"), Permission.REPORTS_READ),
        ("message-changes", _("Changes"), Permission.CHANGES_READ),
        ("message-contents", _("Message (XML)"), Permission.MESSAGES_READ),
        ("message-answers", _("Answers"), Permission.MESSAGES_READ),
        ("message-repeats", _("Repeats"), Permission.MESSAGES_READ),
    )
    return [
        (label, url_of(name, receipt), name == here)
        for name, label, permission in named
        if request.visitor.may(permission)
    ]


def _actions(request: ConsoleRequest, message: OpenMessage) -> list[tuple[str, str]]:
    """At most two: what is most likely wanted of a message that stands like this."""
    if message.is_beside:
        # It changes no dossier: there is nothing to rehearse, to correct or to take back.
        return []
    wanted = [("message-rehearse", _("Dry run"), Permission.STREAMS_WRITE)]
    if message.state == "held":
        wanted.insert(0, ("held-message", _("Judge"), Permission.HELD_READ))
    elif message.state in ("rejected", "failed"):
        wanted.insert(0, ("message-correct", _("Correct"), Permission.MESSAGES_CORRECT))
    elif not message.dry_run:
        wanted.append(("undo-message", _("Undo"), Permission.UNDO_WRITE))
    return [
        (label, url_of(name, message.receipt))
        for name, label, permission in wanted
        if request.visitor.may(permission)
    ]
