"""A correction takes the place of the message that it corrects (VE-4)."""

from verzuimbrug.application.decider import Decider
from verzuimbrug.application.processing.portioned import Portioned
from verzuimbrug.application.undoing.turning import Turned
from verzuimbrug.application.undoing.undo import take_out
from verzuimbrug.domain.message_input import Approval
from verzuimbrug.store.models import Message
from verzuimbrug.store.models.messages import MessageState


def take_place(message: Portioned, approval: Approval | None) -> Turned:
    """Undoes what the corrected message did, once somebody approved the correction.

    Nothing happens for a message that corrects none, and when the other had no effect or was undone
    already. Within the transaction in progress, which holds every lane.
    """
    corrects = message.message.corrects
    if corrects is None or approval is None or approval.refusal is not None:
        return Turned()
    original = Message.objects.get(id=corrects)
    if original.undone_id is not None or original.state == MessageState.REJECTED:
        return Turned()
    by = message.approved_by or "verzuimbrug"
    decider = Decider(arbodienst=original.arbodienst_id, by=by)
    return take_out(decider, corrects, message.message.id, f"correctie {message.message.receipt}")
