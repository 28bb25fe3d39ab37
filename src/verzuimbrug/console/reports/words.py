"""The words and marks of what became of messages and reports of absence."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Mark = tuple[str, Promise | str]

MESSAGES: Mapping[str, Mark] = {
    "received": ("quiet", _("still to be done")),
    "processed": ("good", _("processed")),
    "held": ("attention", _("for approval")),
    "rejected": ("stop", _("rejected")),
    "failed": ("stop", _("not processed")),
}
REPORTS: Mapping[str, Mark] = {
    "applied": ("good", _("taken over")),
    "parked": ("attention", _("waiting")),
    "held": ("attention", _("for approval")),
    "conflict": ("stop", _("in conflict")),
    "duplicate": ("info", _("duplicate")),
    "refused": ("quiet", _("refused")),
    "undone": ("quiet", _("undone")),
}
STAGES: Mapping[str, Promise | str] = {
    "authenticate": _("signed in"),
    "keep": _("received"),
    "read": _("read"),
    "check": _("checked"),
    "map": _("mapped"),
    "resolve": _("resolved"),
    "decide": _("decided"),
    "guard": _("guarded"),
    "write": _("taken over"),
    "answer": _("answered"),
}
OUTCOMES: Mapping[str, str] = {"done": "good", "stopped": "stop", "skipped": "quiet"}
DRY_RUN: Mark = ("info", _("dry run"))


def counted(states: Mapping[str, int]) -> list[tuple[int, Promise | str]]:
    """How many reports of absence are in each state, in the order in which states matter."""
    return [(states[state], word) for state, (_kind, word) in REPORTS.items() if states.get(state)]
