"""Working out again what a held message would change (VE-2)."""

from django.utils import timezone

from verzuimbrug.application.configuration.import_configuration import read_configurations
from verzuimbrug.application.interpret import LOCAL
from verzuimbrug.application.processing.alone import list_alone
from verzuimbrug.application.processing.listing import shown_before
from verzuimbrug.application.processing.portioned import Portioned, open_portioned
from verzuimbrug.store.inbox import read_messages
from verzuimbrug.store.lanes import take_lanes
from verzuimbrug.store.models import Message, MessageBody

SMALL_BYTES = 1024 * 1024
"""A larger message is left to the worker: nobody waits for that at a screen."""


def is_as_shown(message: Message) -> bool:
    """Whether the message would still change what was shown of it; else it is shown anew.

    Within the tenant. One that cannot be worked out right now passes: the worker looks again.
    """
    if message.size > SMALL_BYTES or message.corrects_id:
        return True
    opened = open_stored(message.id)
    if not isinstance(opened, Portioned):
        return True
    if not take_lanes(message.arbodienst_id, {message.id: opened.codes()}):
        return True
    now = timezone.now()
    moment = (now, now.astimezone(LOCAL).date())
    listing = list_alone(opened, moment, shown_before(message.id))
    if listing.digest == message.shown:
        return True
    listing.keep(message.id)
    return False


def open_stored(message: int) -> Portioned | None:
    """A stored message in portions, by its settings of today; None when rejected or erased."""
    if not MessageBody.objects.filter(id=message).exclude(content=b"").exists():
        return None
    (stored,) = read_messages([message])
    opened = open_portioned(stored, read_configurations({stored.stream})[stored.stream])
    return opened if isinstance(opened, Portioned) else None
