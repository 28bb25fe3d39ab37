"""The words of dossiers, each with the shape that stands before it."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from verzuimbrug.domain.cases import CaseStatus
from verzuimbrug.domain.decisions import WaitCause
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.domain.poortwachter import Actor, MilestoneState
from verzuimbrug.domain.reports import ReportState

Marks = Mapping[str, tuple[str, Promise]]

STATUSES: Marks = MappingProxyType(
    {
        CaseStatus.OPEN: ("info", _("open")),
        CaseStatus.RECOVERED: ("good", _("recovered")),
        CaseStatus.ENDED: ("quiet", _("ended")),
        CaseStatus.WITHDRAWN: ("quiet", _("withdrawn")),
    }
)
REPORTS: Marks = MappingProxyType(
    {
        ReportState.APPLIED: ("good", _("taken over")),
        ReportState.PARKED: ("attention", _("waiting")),
        ReportState.HELD: ("attention", _("for approval")),
        ReportState.CONFLICT: ("attention", _("contradicts another")),
        ReportState.DUPLICATE: ("quiet", _("received before")),
        ReportState.REFUSED: ("stop", _("refused")),
        ReportState.UNDONE: ("quiet", _("undone")),
    }
)
MILESTONES: Marks = MappingProxyType(
    {
        MilestoneState.PAST: ("quiet", _("past")),
        MilestoneState.DUE: ("attention", _("this week")),
        MilestoneState.COMING: ("info", _("to come")),
        MilestoneState.PAUSED: ("quiet", _("stands still")),
    }
)
OPERATIONS: Mapping[str, Promise] = MappingProxyType(
    {
        Operation.NEW: _("first report"),
        Operation.CHANGE: _("change"),
        Operation.END: _("end"),
        Operation.CORRECT: _("correction"),
        Operation.WITHDRAW: _("withdrawal"),
        Operation.UNCHANGED: _("unchanged"),
    }
)
ACTORS: Mapping[str, Promise] = MappingProxyType(
    {
        Actor.ARBODIENST: _("arbodienst"),
        Actor.EMPLOYER: _("employer"),
        Actor.TOGETHER: _("employer and employee"),
        Actor.UWV: _("UWV"),
    }
)
WAITS: Mapping[str, Promise] = MappingProxyType(
    {
        WaitCause.CONFIGURATION: _("for other settings of the stream"),
        WaitCause.EMPLOYER: _("for the employer"),
        WaitCause.PERSON: _("for the person"),
        WaitCause.DUPLICATE: _("for a decision on a possible duplicate"),
    }
)
