"""What arrives in which edition, and taking one more or one no longer (MSG-1, VZ-7)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from configuring_world import ACCOUNT, as_file
from doors_world import Coupling
from sending_world import ABSENCE, EMPLOYEES, go_live, report, settings, sick, take
from shadow_world import stored
from verzuimbrug.application.access import Reader
from verzuimbrug.application.configuration.configure import Configured
from verzuimbrug.application.editions.accepting import (
    EditionChange,
    change_editions,
)
from verzuimbrug.application.editions.arriving import (
    arriving_for,
    arriving_on,
    came_lately,
    rejected_lately,
)
from verzuimbrug.application.editions.proposing import other_editions, settings_in_file
from verzuimbrug.domain.authority import Authority
from verzuimbrug.store.models import Message
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")


def test_what_came_is_told_by_stream_and_edition() -> None:
    coupling = go_live(settings(editions=["2024", "2026"]))
    take(coupling, sick(report(), edition="2022"), sick(report("VG2")), b"<geen xml")
    with tenant(coupling.arbodienst):
        first = Message.objects.order_by("id").first()
        assert first is not None
        Message.objects.filter(id=first.id).update(received_at=timezone.now() - timedelta(days=8))

    found = arriving_on(coupling.ref, 4)

    absence = found.streams[1]
    assert (absence.stream, absence.accepted, absence.rejected) == (ABSENCE, ("2024", "2026"), 1)
    assert [(each.edition, each.messages, each.rejected) for each in absence.editions] == [
        ("", 1, 0),
        ("2022", 1, 1),
        ("2024", 0, 0),
        ("2026", 1, 0),
    ]
    assert [sum(each.weeks[:3]) for each in absence.editions] == [0, 1, 0, 0]
    (sender,) = absence.editions[3].senders
    assert (sender.name, sender.software) == ("PORTAAL", "Verzuimbrug portaalsimulator")
    assert len(found.weeks) == 4
    assert all(day.weekday() == 0 for day in found.weeks)


def test_only_what_came_in_the_period_counts() -> None:
    coupling = go_live()
    take(coupling, sick(report(), edition="2022"))
    with tenant(coupling.arbodienst):
        Message.objects.update(received_at=timezone.now() - timedelta(days=40))

    assert [each.messages for each in arriving_on(coupling.ref, 4).streams[1].editions] == [0] * 4
    assert sum(each.messages for each in arriving_on(coupling.ref, 13).streams[1].editions) == 1
    assert came_lately(coupling.ref, ABSENCE, "2022") == 0


def test_an_edition_that_nobody_knows_is_rejected_for_its_edition_too() -> None:
    coupling = go_live()
    take(coupling, sick(report()).replace(b"Verzuimmeldingen/2026", b"Verzuimmeldingen/1999"))

    found = arriving_on(coupling.ref).streams[1]

    assert [each.rejected for each in found.editions if each.edition == "1999"] == [1]
    with tenant(coupling.arbodienst):
        assert rejected_lately(coupling.account) == 1


def test_somebody_who_is_limited_sees_the_couplings_that_are_open() -> None:
    coupling = go_live()
    reader = Reader(arbodienst=coupling.arbodienst, principal="x")
    nothing = Authority(employers=frozenset(), accounts=frozenset())
    limited = Reader(arbodienst=coupling.arbodienst, principal="x", authority=nothing)

    assert {each.account_name for each in arriving_for(reader).streams} == {ACCOUNT}
    assert arriving_for(limited).streams == ()


def test_what_came_lately_is_counted_of_a_stream_that_is_there() -> None:
    coupling = go_live()
    take(coupling, sick(report(), edition="2022"))

    assert came_lately(coupling.ref, ABSENCE, "2022") == 1
    assert came_lately(coupling.ref, "Elders", "2022") == 0
    assert came_lately(coupling.ref, "Elders\0", "2022") == 0


def _change(of: Coupling, *, accept: str = "", stop: str = "", stream: str = ABSENCE) -> Configured:
    change = EditionChange(accept=frozenset(accept.split()), stop=frozenset(stop.split()))
    return change_editions(of.arbodienst, (ACCOUNT, stream), change, by="beheerder")


def test_an_edition_more_is_taken_and_not_confirmed_by_itself() -> None:
    coupling = go_live(settings(editions=["2024"], operations_confirmed=True))

    done = _change(coupling, accept="2026")

    assert done.applied
    found = stored(coupling)
    assert (found["editions"], found["operations_confirmed"]) == (["2024", "2026"], ["2024"])
    assert [each.state for each in take(coupling, sick(report()))] == ["processed"]


def test_an_edition_that_is_taken_no_longer_takes_its_own_settings_along() -> None:
    coupling = go_live(
        settings(
            editions=["2022", "2026"],
            operations_confirmed=["2022"],
            operations_per_edition={"2022": "verbs"},
        )
    )

    _change(coupling, stop="2022")

    found = stored(coupling)
    assert (found["editions"], found["operations_confirmed"]) == (["2026"], False)
    assert found["operations_per_edition"] == {}
    assert [each.state for each in take(coupling, sick(report(), edition="2022"))] == ["rejected"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"stop": "2024"}, "ED101"),
        ({"accept": "1999"}, "CF022"),
        ({"accept": "2026", "stream": "Elders"}, "TR101"),
    ],
)
def test_a_change_that_cannot_be_is_told(change: dict[str, str], code: str) -> None:
    coupling = go_live(settings(editions=["2024"]))

    done = _change(coupling, **change)

    assert [each.code for each in done.findings] == [code]
    assert not done.applied


def test_other_editions_of_a_stream_that_is_not_there_are_refused() -> None:
    coupling = go_live()

    proposed = other_editions(coupling.ref, "Elders", EditionChange(stop=frozenset({"2022"})))

    assert [each.code for each in proposed.faults] == ["TR101"]


def test_the_other_settings_are_those_of_the_stream_in_the_file() -> None:
    coupling = go_live()
    file = settings(mode="approval")
    file["conversion_tables"] = [{"code": "relaties", "values": {"1": "2"}}]
    file["employers"][0]["name"] = "Bakkerij Anders"
    file["accounts"][0]["streams"][1]["gaps"] = "accept"

    found = settings_in_file(coupling.ref, ABSENCE, as_file(file), "test")

    assert found.settings["mode"] == "approval"
    assert found.tables["relaties"].convert("1") == "2"
    assert [(each.kind, each.key[-1]) for each in found.beside] == [
        ("employer", "FLSN1001"),
        ("stream", EMPLOYEES),
    ]


@pytest.mark.parametrize(
    ("file", "code"),
    [(b"x: [", "CF001"), (b"arbodienst: {code: ANDERS, name: x}", "MA101")],
)
def test_a_file_that_is_not_right_is_refused(file: bytes, code: str) -> None:
    coupling = go_live()

    assert [f.code for f in settings_in_file(coupling.ref, ABSENCE, file, "test").faults] == [code]


def test_a_file_without_the_stream_is_refused() -> None:
    coupling = go_live()
    file = b"arbodienst: {code: GEZOND, name: Arbodienst Gezond}"

    found = settings_in_file(coupling.ref, ABSENCE, file, "test")

    assert [each.code for each in found.faults] == ["TR101"]
