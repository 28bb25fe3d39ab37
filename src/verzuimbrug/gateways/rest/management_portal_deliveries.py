"""The portal's state over REST: the guided initial load, and reconciliation (GR-3, GR-7)."""

from typing import Any

from django.http import HttpRequest
from ninja import Query

from verzuimbrug.application.decider import Decider
from verzuimbrug.application.pages import Window
from verzuimbrug.application.portal_deliveries.compare import compare_initial_load
from verzuimbrug.application.portal_deliveries.giving import GivenFile, give_files
from verzuimbrug.application.portal_deliveries.initial_load import (
    cancel_initial_load,
    run_initial_load,
    start_initial_load,
)
from verzuimbrug.application.portal_deliveries.progress import progress_of, summary_of_load
from verzuimbrug.application.portal_deliveries.reconciliation import (
    finish_reconciliation,
    show,
    start_reconciliation,
)
from verzuimbrug.application.portal_deliveries.taking_over import Selected, apply
from verzuimbrug.application.receiving.receive import MAX_BYTES
from verzuimbrug.domain.account_status import AccountStatus
from verzuimbrug.domain.permissions import Permission
from verzuimbrug.domain.portal_delivery import EmployerSummary
from verzuimbrug.domain.reconciliation import Difference
from verzuimbrug.gateways.requests import file_name_of, read_body
from verzuimbrug.gateways.rest.api_key import reader_of
from verzuimbrug.gateways.rest.management import (
    NOT_POSSIBLE,
    UNKNOWN,
    account_of,
    asking,
    found as existing,
    management_router,
    raw_body,
)
from verzuimbrug.gateways.rest.management_accounts import turn_status
from verzuimbrug.gateways.rest.management_accounts_schemas import StatusOut, TurnIn
from verzuimbrug.gateways.rest.management_explained import explained
from verzuimbrug.gateways.rest.management_portal_deliveries_schemas import (
    ComparedLoadOut,
    DeliveryOut,
    EmployerQuery,
    FinishedOut,
    GivenOut,
    LoadSummaryOut,
    ProgressOut,
    ReconciledOut,
    ReconcileIn,
    StartedOut,
    TakenOverOut,
    TakeOverIn,
)
from verzuimbrug.gateways.rest.management_schemas import FindingsOut

_READ, _WRITE = Permission.PORTAL_DELIVERIES_READ, Permission.PORTAL_DELIVERIES_WRITE
_LOAD = "/accounts/{path:name}/initial-load"
_RECONCILIATION = "/accounts/{path:name}/reconciliation"

_STATE = raw_body("A message with what the portal has.", "application/xml")

router = management_router()


def _declared(
    permission: Permission, schema: type, body: dict[str, Any] | None = None
) -> dict[str, Any]:
    return asking(permission, {200: schema, **UNKNOWN, **NOT_POSSIBLE}, body)


@router.post(f"{_LOAD}/start", operation_id="start_initial_load", **_declared(_WRITE, DeliveryOut))
def start_load(request: HttpRequest, name: str) -> dict[str, int]:
    """Start the load of an account: all that comes in is read and compared, none processed."""
    ref = account_of(request, name)
    return {"delivery": start_initial_load(ref, reader_of(request).principal)}


@router.get(_LOAD, operation_id="get_initial_load", **_declared(_READ, ProgressOut))
def load_progress(request: HttpRequest, name: str) -> dict[str, Any]:
    """Say how far the load is: messages, reports, pace and time left."""
    found = progress_of(account_of(request, name))
    properties = {
        "share_done": found.share_done,
        "reports_per_second": found.reports_per_second,
        "seconds_left": found.seconds_left,
    }
    return {**explained(request, found), **properties}


@router.get(
    f"{_LOAD}/comparison", operation_id="compare_initial_load", **_declared(_READ, ComparedLoadOut)
)
def compare_load(request: HttpRequest, name: str) -> dict[str, Any]:
    """Compare what was read with what there is."""
    found = compare_initial_load(account_of(request, name), reader_of(request).principal)
    return {
        "ready": not found.readiness.blocks,
        "checks": explained(request, found.readiness.checks),
        "estimate": [_summary(each) for each in found.estimate],
        "total": _summary(found.total),
    }


@router.post(
    f"{_LOAD}/run",
    operation_id="run_initial_load",
    **asking(_WRITE, {200: StatusOut, 422: FindingsOut, **UNKNOWN, **NOT_POSSIBLE}),
)
def run_load(request: HttpRequest, name: str, body: TurnIn | None = None) -> dict[str, Any]:
    """Let the account go live, and the load run, when nothing is in the way (GR-6)."""
    turn_status(request, name, body or TurnIn(), run_initial_load)
    return {"name": name, "status": AccountStatus.ACTIVE}


@router.post(
    f"{_LOAD}/cancel", operation_id="cancel_initial_load", **_declared(_WRITE, ProgressOut)
)
def cancel_load(request: HttpRequest, name: str) -> dict[str, Any]:
    """Call the load off; its messages go on waiting."""
    cancel_initial_load(account_of(request, name), reader_of(request).principal)
    return load_progress(request, name)


@router.get(
    f"{_LOAD}/summary", operation_id="summarise_initial_load", **_declared(_READ, LoadSummaryOut)
)
def load_summary(request: HttpRequest, name: str) -> dict[str, Any]:
    """Say what became of the load, employer by employer."""
    found = summary_of_load(account_of(request, name))
    return {
        **explained(request, found),
        "employers": [_summary(each) for each in found.employers],
        "total": _summary(found.total),
        "adds_up": found.adds_up,
    }


@router.post(
    f"{_RECONCILIATION}/start",
    operation_id="start_reconciliation",
    **_declared(_WRITE, StartedOut),
)
def start_comparing(request: HttpRequest, name: str, body: ReconcileIn) -> dict[str, Any]:
    """Take in files with all that the portal has; they are read, and nothing is processed."""
    files = [each.given() for each in body.files]
    ref = account_of(request, name)
    started = start_reconciliation(_decider(request), ref.account, files)
    said: dict[str, Any] = explained(request, existing(started))
    return said


@router.post(
    f"{_RECONCILIATION}/files",
    operation_id="give_reconciliation_file",
    **_declared(_WRITE, GivenOut, _STATE),
)
def give(request: HttpRequest, name: str) -> dict[str, Any]:
    """Take in one more file, as it is: however large the state is, it need not come at once."""
    ref = account_of(request, name)
    file = GivenFile(name=file_name_of(request), content=read_body(request, MAX_BYTES))
    taken, findings = give_files(_decider(request), ref.account, [file])
    return {"files": explained(request, taken), "findings": explained(request, findings)}


@router.get(_RECONCILIATION, operation_id="show_reconciliation", **_declared(_READ, ReconciledOut))
def compared(request: HttpRequest, name: str, query: Query[EmployerQuery]) -> dict[str, Any]:
    """Compare per employer and case; each difference with what can be done about it."""
    page = _Page(query.window())
    ref = account_of(request, name)
    everything = show(reader_of(request), ref.account, page.take, query.employer)
    return {
        **explained(request, everything),
        "differences": [_difference(request, each) for each in page.differences],
        "next": page.next,
    }


class _Page:
    """A page of the differences as they go by; however many there are, no more are kept."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._seen = 0
        self.differences: list[Difference] = []

    def take(self, difference: Difference) -> None:
        """Keeps it when it is on the page."""
        self._seen += 1
        if self._window.after < self._seen <= self._window.after + self._window.limit:
            self.differences.append(difference)

    @property
    def next(self) -> int | None:
        """After how many the next page begins, when there is one."""
        end = self._window.after + self._window.limit
        return end if self._seen > end else None


@router.post(
    f"{_RECONCILIATION}/apply",
    operation_id="apply_reconciliation",
    **_declared(_WRITE, TakenOverOut),
)
def take_over(request: HttpRequest, name: str, body: TakeOverIn) -> dict[str, Any]:
    """Take over the portal's reports of the selected cases, as they were shown."""
    ref = account_of(request, name)
    selected = [
        Selected(employer=each.employer, case=each.case, shown=each.shown) for each in body.selected
    ]
    said: dict[str, Any] = explained(
        request, apply(_decider(request), ref.account, selected, body.reason)
    )
    return said


@router.post(
    f"{_RECONCILIATION}/finish",
    operation_id="finish_reconciliation",
    **_declared(_WRITE, FinishedOut),
)
def finish(request: HttpRequest, name: str) -> dict[str, int]:
    """End it; what was not selected is closed."""
    ref = account_of(request, name)
    return {"closed": finish_reconciliation(_decider(request), ref.account)}


def _decider(request: HttpRequest) -> Decider:
    reader = reader_of(request)
    return Decider(arbodienst=reader.arbodienst, by=reader.principal, authority=reader.authority)


def _summary(row: EmployerSummary) -> dict[str, Any]:
    return {
        "employer": row.employer,
        "received": row.received,
        "equal": row.equal,
        "created": row.created,
        "parked": row.parked,
        "rejected": row.rejected,
    }


def _difference(request: HttpRequest, difference: Difference) -> dict[str, Any]:
    return {
        "row": explained(request, difference.row),
        "proposal": difference.proposal,
        "reports": len(difference.reports),
        "settles": difference.settles,
        "shown": difference.shown,
    }
