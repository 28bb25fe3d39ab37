"""Where employers, memberships and reports stand: a shape and a word each."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from verzuimbrug.application.employers.group_members import MemberState
from verzuimbrug.application.employers.search import ClientState
from verzuimbrug.domain.reports import ReportState
from verzuimbrug.domain.scope import Reach

Words = Mapping[str, tuple[str, Promise]]

CLIENT_STATES: Words = {
    ClientState.CLIENT: ("good", _("client")),
    ClientState.TO_COME: ("info", _("to come")),
    ClientState.ENDED: ("quiet", _("no longer")),
}
MEMBER_STATES: Words = {
    MemberState.MEMBER: ("good", _("member")),
    MemberState.TO_COME: ("info", _("to come")),
    MemberState.RUN_OUT: ("attention", _("runs out")),
    MemberState.ENDED: ("quiet", _("ended")),
}
REACHES: Words = {
    Reach.IN: ("good", _("reaches this employer")),
    Reach.RUN_OUT: ("attention", _("open cases only, in the run-out")),
    Reach.OUT: ("quiet", _("does not reach it today")),
}
REPORT_STATES: Words = {
    ReportState.APPLIED: ("good", _("taken over")),
    ReportState.PARKED: ("attention", _("waiting")),
    ReportState.HELD: ("attention", _("for approval")),
    ReportState.CONFLICT: ("stop", _("in conflict")),
    ReportState.DUPLICATE: ("quiet", _("duplicate")),
    ReportState.REFUSED: ("stop", _("refused")),
    ReportState.UNDONE: ("quiet", _("undone")),
}
