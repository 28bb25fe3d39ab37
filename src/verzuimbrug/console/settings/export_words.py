"""Exports in words: how far one is, how messages go, and what became of each."""

from django.utils.translation import gettext as _, gettext_lazy, ngettext

from verzuimbrug.application.exports.log import MessageShown
from verzuimbrug.application.exports.managing import ExportShown
from verzuimbrug.console.days import written_moment
from verzuimbrug.console.settings.webhook_words import State
from verzuimbrug.domain.exports import DeliveryKind, ExportMessageState, SendOutcome

DELIVERIES = {
    DeliveryKind.COLLECT: gettext_lazy("collected by the receiver"),
    DeliveryKind.HTTPS: gettext_lazy("sent over HTTPS"),
    DeliveryKind.SFTP: gettext_lazy("sent over SFTP"),
}
STATES = {
    ExportMessageState.WAITING: ("info", gettext_lazy("waiting")),
    ExportMessageState.TAKEN: ("good", gettext_lazy("taken by the receiver")),
    ExportMessageState.DROPPED: ("quiet", gettext_lazy("dropped: made anew")),
}
OUTCOMES = {
    SendOutcome.REFUSED: gettext_lazy("the receiver did not take it"),
    SendOutcome.NOT_LET_IN: gettext_lazy("the receiver did not let us in"),
    SendOutcome.UNKNOWN_HOST: gettext_lazy("name not found"),
    SendOutcome.CLOSED: gettext_lazy("address of the own network"),
    SendOutcome.UNREACHABLE: gettext_lazy("no connection"),
    SendOutcome.NOT_TRUSTED: gettext_lazy("certificate or host key not trusted"),
    SendOutcome.TOO_SLOW: gettext_lazy("no answer within a minute"),
}


def state_of(export: ExportShown) -> State:
    """How an export is."""
    if not export.is_enabled:
        return State("quiet", _("off"))
    if export.failures and export.next_at is not None:
        told = ngettext(
            "until %(moment)s, after %(count)s failure",
            "until %(moment)s, after %(count)s failures",
            export.failures,
        )
        shown = {"moment": written_moment(export.next_at), "count": export.failures}
        return State("attention", _("waits"), told % shown)
    if export.waiting:
        return State("info", _("under way"))
    return State("good", _("up to date"))


def told_of(message: MessageShown) -> str:
    """Why a message that waits was not taken, with the status of an answer; else nothing."""
    word = OUTCOMES.get(message.outcome) if message.outcome else None
    if word is None or message.state is not ExportMessageState.WAITING:
        return ""
    return f"{word} ({message.status})" if message.status else str(word)
