"""The words of dossiers, each with the shape that stands before it."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from verzuimbrug.console.words import Mark, Marks
from verzuimbrug.domain.decisions import WaitCause
from verzuimbrug.domain.poortwachter import Actor, MilestoneState

MILESTONES: Marks = MappingProxyType(
    {
        MilestoneState.PAST: Mark("quiet", _("past")),
        MilestoneState.DUE: Mark("attention", _("this week")),
        MilestoneState.COMING: Mark("info", _("to come")),
        MilestoneState.PAUSED: Mark("quiet", _("stands still")),
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
