"""The words of states, each with the shape beside it: the same on every page."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from verzuimbrug.application.employers.group_members import MemberState
from verzuimbrug.application.employers.search import ClientState
from verzuimbrug.application.stages import DONE, SKIPPED, STOPPED
from verzuimbrug.application.state_words import rehearsed_word, state_word
from verzuimbrug.console.language import language
from verzuimbrug.domain.account_status import AccountStatus
from verzuimbrug.domain.cases import CaseStatus
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.domain.passed_on import ItemState
from verzuimbrug.domain.reports import ReportState
from verzuimbrug.domain.scope import Reach


class Mark(NamedTuple):
    """A shape and a word."""

    kind: str
    word: Promise | str


Marks = Mapping[str, Mark]
Words = Mapping[str, Promise | str]


def _said(state: str) -> str:
    return state_word(state, language())


def _rehearsed(state: str) -> str:
    return rehearsed_word(state, language())


_word = lazy(_said, str)
_rehearsed_word = lazy(_rehearsed, str)


def _marks(kinds: Mapping[str, str]) -> Marks:
    return MappingProxyType({state: Mark(kind, _word(state)) for state, kind in kinds.items()})


MESSAGES = _marks(
    {
        "received": "quiet",
        "processed": "good",
        "held": "attention",
        "rejected": "stop",
        "failed": "stop",
    }
)
REPORTS = _marks(
    {
        ReportState.APPLIED: "good",
        ReportState.PARKED: "attention",
        ReportState.HELD: "attention",
        ReportState.CONFLICT: "attention",
        ReportState.DUPLICATE: "quiet",
        ReportState.REFUSED: "stop",
        ReportState.UNDONE: "quiet",
    }
)
"""In the order in which states matter."""

ITEMS: Mapping[str, Mark] = MappingProxyType(
    {
        ItemState.PASSED_ON: Mark("good", _("passed on")),
        ItemState.WAITING: Mark("attention", _("waiting")),
        ItemState.EXPIRED: Mark("stop", _("erased after its term")),
    }
)
"""What became of what a message passes on."""

DRY_RUN = Mark("info", _("dry run"))
UNDONE = REPORTS[ReportState.UNDONE]


def report_mark(state: str, *, dry_run: bool = False) -> Mark:
    """The state of a report; in a dry run what it would be."""
    mark = REPORTS[state]
    return Mark(mark.kind, _rehearsed_word(state)) if dry_run else mark


STAGES: Words = MappingProxyType(
    {
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
)
STAGE_OUTCOMES: Marks = MappingProxyType(
    {
        DONE: Mark("good", _("done")),
        STOPPED: Mark("stop", _("it stopped here")),
        SKIPPED: Mark("quiet", _("skipped")),
    }
)
OPERATIONS: Words = MappingProxyType(
    {
        Operation.NEW: _("first report"),
        Operation.CHANGE: _("change"),
        Operation.END: _("end"),
        Operation.CORRECT: _("correction"),
        Operation.WITHDRAW: _("withdrawal"),
        Operation.UNCHANGED: _("unchanged"),
    }
)
CASES: Marks = MappingProxyType(
    {
        CaseStatus.OPEN: Mark("info", _("open")),
        CaseStatus.RECOVERED: Mark("good", _("recovered")),
        CaseStatus.ENDED: Mark("quiet", _("ended")),
        CaseStatus.WITHDRAWN: Mark("quiet", _("withdrawn")),
    }
)
ACCOUNTS: Marks = MappingProxyType(
    {
        AccountStatus.CONCEPT: Mark("quiet", _("being set up")),
        AccountStatus.READY: Mark("info", _("ready to go live")),
        AccountStatus.ACTIVE: Mark("good", _("live")),
        AccountStatus.SUSPENDED: Mark("attention", _("paused")),
        AccountStatus.CLOSED: Mark("quiet", _("ended")),
    }
)
REACHES: Marks = MappingProxyType(
    {
        Reach.IN: Mark("good", _("authorised")),
        Reach.RUN_OUT: Mark("attention", _("run-out: open cases only")),
        Reach.OUT: Mark("quiet", _("not authorised")),
    }
)
CLIENTS: Marks = MappingProxyType(
    {
        ClientState.CLIENT: Mark("good", _("client")),
        ClientState.TO_COME: Mark("info", _("to come")),
        ClientState.ENDED: Mark("quiet", _("no longer")),
    }
)
MEMBERS: Marks = MappingProxyType(
    {
        MemberState.MEMBER: Mark("good", _("member")),
        MemberState.TO_COME: Mark("info", _("to come")),
        MemberState.RUN_OUT: Mark("attention", _("runs out")),
        MemberState.ENDED: Mark("quiet", _("ended")),
    }
)
