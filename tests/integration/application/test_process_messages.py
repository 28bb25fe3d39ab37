"""Messages as a whole: editions, dry runs, doubles and what is rejected (MSG, VE-1)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from sending_world import (
    ABSENCE,
    EMPLOYEES,
    MADE_AT,
    cases,
    codes,
    day,
    deliver,
    employees,
    go_live,
    message_states,
    person,
    persons,
    report,
    settings,
    sick,
    states,
    take,
    work,
)
from verzuimbrug.application.activation import Waiver, activate, suspend
from verzuimbrug.application.answering.collecting import collect_answers
from verzuimbrug.application.status import status
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.sivi.answers import PROCESSING, RECEIPT
from verzuimbrug.store.models import Change, Employment, LinkKey, Stream
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

CHANGE = Operation.CHANGE


def test_report_is_applied_and_every_stage_is_done() -> None:
    coupling = go_live()
    (found,) = take(coupling, sick(report()))
    assert (found.state, found.message, found.edition) == ("processed", ABSENCE, "2026")
    assert {stage.outcome for stage in found.stages} == {"done"}
    assert cases(coupling)["VG1"].first_day == day(0)


def test_unlisted_edition_is_rejected_with_both_named() -> None:
    coupling = go_live(settings(editions=["2025", "2026"]))
    (found,) = take(coupling, sick(report(), edition="2022"))
    assert (found.state, codes(found.findings)) == ("rejected", ["IN101"])
    assert "2022" in found.findings[0].text
    assert "2025, 2026" in found.findings[0].text
    assert states(coupling) == []


def test_listed_editions_are_accepted_side_by_side() -> None:
    coupling = go_live()
    found = take(
        coupling, *(sick(report(f"VG{e}"), edition=e) for e in ("2022", "2024", "2025", "2026"))
    )
    assert {each.state for each in found} == {"processed"}
    assert len(cases(coupling)) == 4


def test_other_message_on_the_stream_is_rejected() -> None:
    coupling = go_live()
    (found,) = take(coupling, employees(person("w-1")))
    assert (found.state, codes(found.findings)) == ("rejected", ["IN102"])
    assert persons(coupling) == []


def test_stages_after_the_one_that_stopped_it_are_skipped() -> None:
    (found,) = take(go_live(), b"<geen bericht")
    assert [(stage.stage, stage.outcome) for stage in found.stages if stage.outcome != "done"] == [
        ("read", "stopped"),
        *((stage, "skipped") for stage in ("check", "map", "resolve", "decide", "guard", "write")),
        ("answer", "skipped"),
    ]


@pytest.mark.parametrize("by", ["message", "stream"])
def test_dry_run_tells_everything_and_writes_nothing(by: str) -> None:
    coupling = go_live(settings(mode="dry-run" if by == "stream" else "live"))
    content = sick(report(), report(sequence=3, operation=CHANGE), test=by == "message")
    (found,) = take(coupling, content)
    assert (found.state, found.dry_run, codes(found.findings)) == ("processed", True, ["IN401"])
    assert [(one.sequence, one.state) for one in found.reports] == [(1, "applied"), (3, "parked")]
    assert (states(coupling), persons(coupling), cases(coupling)) == ([], [], {})
    with tenant(coupling.arbodienst):
        assert not Change.objects.exists()
        assert not LinkKey.objects.exists()


def test_test_message_on_a_stream_for_approval_is_a_dry_run() -> None:
    coupling = go_live(settings(mode="approval"))
    (found,) = take(coupling, sick(report(), test=True, wants_receipt=True))
    assert (found.state, found.dry_run) == ("processed", True)
    answers = collect_answers(coupling.sender, 10)
    assert [each.kind for each in answers] == [RECEIPT, PROCESSING]


def test_dry_run_is_worked_out_on_what_its_batch_wrote() -> None:
    coupling = go_live()
    live, dry = take(coupling, sick(report()), sick(report("VG1", 2, CHANGE, at=5), test=True))
    assert [one.state for one in live.reports] == ["applied"]
    assert [one.state for one in dry.reports] == ["applied"]
    assert states(coupling) == [("VG1", 1, "applied")]


def test_same_bytes_are_processed_once() -> None:
    coupling = go_live()
    content = sick(report())
    first, again = take(coupling, content, content)
    assert first.receipt == again.receipt
    assert status().messages["duplicate"] == 1
    assert states(coupling) == [("VG1", 1, "applied")]


def test_same_reference_with_other_bytes_is_processed_with_a_warning() -> None:
    coupling = go_live()
    first, second = take(
        coupling,
        sick(report(), reference="R-1"),
        sick(report("VG1", 2, CHANGE, at=5), reference="R-1"),
    )
    assert codes(first.findings) == []
    assert codes(second.findings) == ["IN501"]
    assert first.receipt in second.findings[0].text
    (third,) = take(coupling, sick(report("VG1", 3, CHANGE, at=9), reference="R-1", test=True))
    assert codes(third.findings) == ["IN401", "IN501"]


def test_other_account_may_use_the_same_reference() -> None:
    one, other = go_live(), go_live(settings("FIT"))
    (first,) = take(one, sick(report(), reference="R-1"))
    (second,) = take(other, sick(report(), reference="R-1"))
    assert codes(first.findings) == codes(second.findings) == []


def test_rejected_bytes_are_taken_up_again_under_the_first_receipt() -> None:
    coupling = go_live(settings(editions=["2026"]))
    content = sick(report(), edition="2025")
    (rejected,) = take(coupling, content)
    with tenant(coupling.arbodienst):
        stream = Stream.objects.get(name=ABSENCE)
        stream.settings["editions"] = ["2025", "2026"]
        stream.save()
    (again,) = take(coupling, content)
    assert again.receipt == rejected.receipt
    assert (rejected.state, again.state) == ("rejected", "processed")
    assert states(coupling) == [("VG1", 1, "applied")]
    assert status().messages["duplicate"] == 0


def test_parked_report_does_not_stop_the_others() -> None:
    coupling = go_live()
    (found,) = take(
        coupling,
        sick(report("VG1"), report("VG2", 2, CHANGE, at=3), report("VG3", at=9)),
    )
    assert found.state == "processed"
    assert [one.state for one in found.reports] == ["applied", "parked", "applied"]
    assert sorted(cases(coupling)) == ["VG1", "VG3"]


def test_person_data_is_applied_when_every_report_is_parked() -> None:
    coupling = go_live()
    take(coupling, sick(report("VG1", 2, CHANGE, at=3)))
    (known,) = persons(coupling)
    assert known.fields["surname"] == "Smit w-1"
    assert cases(coupling) == {}


def test_held_message_gives_no_person_data() -> None:
    coupling = go_live()
    (found,) = take(coupling, sick(report(), made_at=MADE_AT + timedelta(days=30)))
    assert (found.state, codes(found.findings)) == ("held", ["WN501"])
    assert [(one.state, codes(one.findings)) for one in found.reports] == [("held", ["VE103"])]
    assert persons(coupling) == []
    stopped = [stage.stage for stage in found.stages if stage.outcome == "stopped"]
    assert stopped == ["guard"]


def test_stream_for_approval_holds_every_message() -> None:
    coupling = go_live(settings(mode="approval"))
    (found,) = take(coupling, sick(report()))
    assert (found.state, codes(found.findings)) == ("held", ["VE101"])
    assert persons(coupling) == []
    counts = status()
    assert (counts.messages["held"], counts.reports["held"]) == (1, 1)


def test_suspended_account_keeps_its_messages_until_it_is_active_again() -> None:
    coupling = go_live()
    deliver(coupling, sick(report()))
    suspend(coupling.ref, "test")
    work()
    assert (message_states(coupling), states(coupling)) == (["received"], [])

    assert activate(coupling.ref, "test", Waiver()) == ()
    work()
    assert (message_states(coupling), states(coupling)) == (["processed"], [("VG1", 1, "applied")])


def test_findings_stand_in_the_processing_report_with_text_and_action() -> None:
    coupling = go_live()
    (found,) = take(coupling, sick(report(percentage=Decimal("130.00"))))
    ((finding,),) = [one.findings for one in found.reports]
    assert (found.reports[0].state, finding.code, finding.severity) == ("held", "VZ122", "error")
    assert "130.00" in finding.text
    assert finding.action


def test_account_of_several_streams_makes_one_dossier() -> None:
    coupling = go_live()
    take(coupling, employees(person("w-1", fields={"call_name": "Jo"})), stream=EMPLOYEES)
    take(coupling, sick(report()))
    (known,) = persons(coupling)
    assert known.fields["call_name"] == "Jo"
    with tenant(coupling.arbodienst):
        assert Employment.objects.count() == 1
