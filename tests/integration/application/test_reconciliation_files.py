"""The files that a reconciliation is given (GR-7)."""

from decimal import Decimal

import pytest

from configuring_world import apply as apply_configuration
from reconciliation_world import (
    decider,
    differences_shown,
    differing,
    start,
    take_all,
)
from sending_world import (
    EMPLOYEES,
    add_employer,
    employees,
    go_live,
    message_states,
    person,
    report,
    settings,
    sick,
    states,
    take,
)
from verzuimbrug.application.portal_deliveries.deliveries import DeliveryError
from verzuimbrug.application.portal_deliveries.giving import GivenFile, give_file
from verzuimbrug.application.receiving.receive import MAX_BYTES
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.domain.findings import Finding
from verzuimbrug.store.models import Message
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

CHANGE, UNCHANGED, END = Operation.CHANGE, Operation.UNCHANGED, Operation.END
HALF, FULL = Decimal("50.00"), Decimal("100.00")


def test_a_message_that_was_received_before_is_used_as_it_is() -> None:
    coupling = go_live()
    standing, conflicting = sick(report()), sick(report(percentage=HALF))
    take(coupling, standing, conflicting)
    started = start(coupling, conflicting)
    assert [each.is_known for each in started.files] == [True]
    assert message_states(coupling) == ["processed", "processed"]
    assert differing(coupling) == [("VG1", "VG1", "different", "take-over")]
    take_all(coupling)
    assert states(coupling) == [("VG1", 1, "conflict"), ("VG1", 1, "applied")]
    assert differing(coupling) == []


def test_a_file_that_was_rejected_before_is_taken_up_again() -> None:
    coupling = go_live(settings(editions=["2025"]))
    content = sick(report())
    take(coupling, content)
    assert message_states(coupling) == ["rejected"]
    apply_configuration(settings())
    start(coupling, content)
    take_all(coupling)
    assert (message_states(coupling), states(coupling)) == (["processed"], [("VG1", 1, "applied")])


def test_a_file_belongs_on_the_stream_of_its_first_tag() -> None:
    coupling = go_live()
    start(coupling, employees(person("c")), sick(report()))
    with tenant(coupling.arbodienst):
        rows = Message.objects.order_by("id").values_list("stream__name", "door", "state")
        assert list(rows) == [
            (EMPLOYEES, "reconciliation", "held"),
            ("Verzuimmeldingen", "reconciliation", "held"),
        ]


def test_a_file_that_no_stream_takes_is_refused() -> None:
    coupling = go_live()
    started = start(coupling, b"<geen bericht>", b"x" * (MAX_BYTES + 1), sick(report()))
    assert [each.code for each in started.findings] == ["GR701", "GR702"]
    assert len(started.files) == 1
    configuration = settings("KLEIN")
    configuration["accounts"][0]["streams"] = configuration["accounts"][0]["streams"][:1]
    small = go_live(configuration)
    (refused,) = start(small, employees(person("a"))).findings
    assert refused.code == "GR701"


def test_the_same_file_twice_is_one_message() -> None:
    coupling = go_live()
    content = sick(report())
    started = start(coupling, content, content)
    assert len({each.receipt for each in started.files}) == 1
    assert message_states(coupling) == ["held"]


def test_a_file_that_cannot_be_read_is_counted() -> None:
    coupling = go_live(settings(editions=["2025"]))
    start(coupling, sick(report("VG2")))
    give_file(
        decider(coupling), coupling.account, GivenFile(name="later.xml", content=sick(report()))
    )
    found, _ = differences_shown(coupling)
    assert (found.rejected, found.unread) == (1, 1)


def test_employers_of_the_portal_that_are_not_ours_are_counted() -> None:
    coupling = go_live(add_employer(settings(), "FLSN1002"))
    start(coupling, sick(report(), number="1002"), sick(report(), number="7"))
    found, differences = differences_shown(coupling)
    assert (found.unknown, differences) == ({"FLSN1002": 1, "FLSN7": 1}, [])


def test_files_are_given_to_an_open_reconciliation_only() -> None:
    coupling = go_live()
    with pytest.raises(DeliveryError, match="no reconciliation"):
        give_file(
            decider(coupling), coupling.account, GivenFile(name="a.xml", content=sick(report()))
        )
    start(coupling)
    assert not isinstance(
        give_file(
            decider(coupling), coupling.account, GivenFile(name="a.xml", content=sick(report()))
        ),
        Finding,
    )
