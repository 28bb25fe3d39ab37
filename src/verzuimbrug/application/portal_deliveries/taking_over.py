"""What a person selected of the portal's state takes effect (GR-7)."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from verzuimbrug.application.accounts import AccountRef, log_event
from verzuimbrug.application.decider import Decider
from verzuimbrug.application.held.approve_reports import take_over
from verzuimbrug.application.portal_deliveries.deliveries import OpenDelivery, check_open
from verzuimbrug.application.portal_deliveries.differences import differences_of
from verzuimbrug.application.portal_deliveries.reconciliation import KIND, places_of
from verzuimbrug.application.portal_deliveries.turning import locked_of_kind
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.message_input import Approval
from verzuimbrug.domain.reconciliation import Difference, Proposal, by_message
from verzuimbrug.store.lanes import take_all_lanes
from verzuimbrug.store.models import Message
from verzuimbrug.store.models.messages import MessageState
from verzuimbrug.store.tenancy import tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class Selected:
    """A difference that a person selected: a case of the portal, and what it was shown as."""

    employer: str
    case: str
    shown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOver:
    """How many cases were taken over, and why others were not."""

    count: int
    findings: tuple[Finding, ...]


def apply(decider: Decider, account: int, selected: Collection[Selected], reason: str) -> TakenOver:
    """Lets the portal's reports of these cases take effect, as the differences were shown.

    The differences are worked out again: one that is another now is left as it is. Raises
    DeliveryError when no reconciliation is open.
    """
    check_open(decider.authority, account, KIND)
    if not reason.strip():
        return TakenOver(count=0, findings=(Finding("GR706"),))
    with tenant(decider.arbodienst):
        # A batch at work would decide without what is selected here.
        take_all_lanes(decider.arbodienst)
        delivery = locked_of_kind(account, KIND)
        now = _differences_now(delivery, selected)
        judged = [_judge(each, now.get((each.employer, each.case))) for each in selected]
        chosen = [each for each in judged if isinstance(each, Difference)]
        _take(decider, delivery.id, by_message(chosen), reason)
        if chosen:
            details = {"delivery": delivery.id, "count": len(chosen), "reason": reason}
            ref = AccountRef(arbodienst=decider.arbodienst, account=account)
            log_event(ref, decider.by, "reconciliation-applied", details)
    findings = tuple(each for each in judged if isinstance(each, Finding))
    return TakenOver(count=len(chosen), findings=findings)


def _differences_now(
    delivery: OpenDelivery, selected: Collection[Selected]
) -> Mapping[tuple[str, str], Difference]:
    cases: dict[str, list[str]] = defaultdict(list)
    for each in selected:
        cases[each.employer].append(each.case)
    return {
        (code, case): difference
        for code, of_employer in cases.items()
        for place in places_of(delivery, code)
        for case, difference in differences_of(place, of_employer).items()
    }


def _judge(selected: Selected, now: Difference | None) -> Difference | Finding:
    params = {"employer": selected.employer, "case": selected.case}
    if now is None or now.shown != selected.shown:
        return Finding("GR703", params)
    return now if now.proposal is Proposal.TAKE_OVER else Finding("GR704", params)


def _take(
    decider: Decider, delivery: int, reports: Mapping[int, frozenset[int]], reason: str
) -> None:
    """Of a file of which reports were taken over before, those stay among what is taken."""
    wanted = dict(reports)
    given = Message.objects.filter(id__in=reports, portal_delivery=delivery)
    for message in given.select_for_update(of=("self",)).order_by("id"):
        before = Approval.from_json(message.approval) if message.approval else Approval()
        wanted[message.id] = reports[message.id] | (before.only or frozenset())
        if message.state != MessageState.HELD:
            message.state = MessageState.HELD
            message.save(update_fields=["state"])
    take_over(decider, wanted, reason)
