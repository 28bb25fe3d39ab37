"""Healing what waits beyond a gap in the numbers of a case: it may follow the gap (VZ-3)."""

from verzuimbrug.application.parking.treatment import Healed, Request
from verzuimbrug.store.parking_contents import read_gaps
from verzuimbrug.store.parking_writes import write_released
from verzuimbrug.store.queue import requeue


def release_gaps(request: Request) -> Healed:
    """Lets the first report beyond the gap of each case go on, and those after it.

    A gap exists only behind a start that was applied, so that there is a case to release it of. The
    whole case is decided on anew when one of its messages is.
    """
    gaps = read_gaps(request.rows)
    if not request.dry_run:
        write_released(gaps)
        requeue({gap.message for gap in gaps})
    return Healed(reports=sum(gap.going_on for gap in gaps), applied=not request.dry_run)
