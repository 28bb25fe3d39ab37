"""Taking over what a person selected of the portal's state (GR-7)."""

from collections.abc import Mapping

from django.utils import timezone

from verzuimbrug.application.decider import Decider
from verzuimbrug.domain.message_input import Approval
from verzuimbrug.store.models import Message
from verzuimbrug.store.models.messages import MessageState
from verzuimbrug.store.queue import requeue
from verzuimbrug.store.standings import let_stand


def take_over(
    decider: Decider, reports: Mapping[int, frozenset[int]], reason: str
) -> frozenset[int]:
    """Lets these reports, by message and position, take effect, whichever came first.

    Within the tenant. Of a held message of a portal's delivery all other reports are refused, and
    keep no place. Of a message that was processed before, the reports named stand from now on.
    Gives the messages that are in the queue because of it.
    """
    rows = Message.objects.select_for_update(of=("self",)).filter(id__in=reports).order_by("id")
    processed = []
    for message in rows:
        if message.state == MessageState.HELD:
            approval = Approval(only=reports[message.id]).to_json()
            at = timezone.now().isoformat()
            message.approval = {**approval, "by": decider.by, "at": at, "reason": reason}
            message.save(update_fields=["approval"])
        else:
            processed += [(message.id, position) for position in reports[message.id]]
    let_stand(processed)
    requeue(list(reports))
    return frozenset(reports)
