"""What waits behind a report that a person refused goes on once the gap is released (VE-2)."""

import pytest

from parking_world import house, park_behind_held, parked, treat
from sending_world import go_live, states, work
from verzuimbrug.application.decider import Decider
from verzuimbrug.application.held.restanding import restand
from verzuimbrug.domain.parking import Healing
from verzuimbrug.domain.reports import Standing
from verzuimbrug.store.models import AbsenceReport
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")


def test_the_gap_behind_a_refused_report_can_be_released() -> None:
    coupling = go_live(house())
    park_behind_held(coupling)
    decider = Decider(arbodienst=coupling.arbodienst, by="beheerder")
    with tenant(coupling.arbodienst):
        held = AbsenceReport.objects.select_related("message").get(state="held")
    place = (held.message.receipt, held.position)
    restand(decider, place, Standing.REFUSED, "kan niet", dry_run=False)
    work()
    (group,) = parked(coupling)
    assert Healing.RELEASE_GAP in group.healings

    healed = treat(coupling, group, Healing.RELEASE_GAP)
    work()

    assert (healed.reports, healed.findings) == (group.reports, ())
    assert {state for _, _, state in states(coupling)} == {"applied", "refused"}
