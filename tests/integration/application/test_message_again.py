"""A message that is kept, rehearsed or changed; and the streams that somebody can filter by."""

import pytest

from reading_world import house
from sending_world import go_live, report, sick, take
from undo_world import reader
from verzuimbrug.application.access import Reader
from verzuimbrug.application.correcting.editing import edited
from verzuimbrug.application.messages.rehearsing import rehearse_stored
from verzuimbrug.application.messages.streams import list_open_streams
from verzuimbrug.domain.authority import Authority
from verzuimbrug.domain.findings import Finding
from verzuimbrug.store.models import MessageBody
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

_BORN = "/Verzuimmeldingen/Wrkgvr[1]/Wrknmr[1]/Gebdat"


def test_a_dry_run_of_a_kept_message_is_that_of_its_bytes() -> None:
    coupling = go_live()
    (done,) = take(coupling, sick(report()))

    run = rehearse_stored(reader(coupling), done.receipt)
    assert run is not None
    assert (run.accepted, [each["state"] for each in run.reports]) == (True, ["duplicate"])


def test_a_message_is_changed_in_the_elements_that_are_named() -> None:
    coupling = go_live()
    (done,) = take(coupling, sick(report()))

    made = edited(reader(coupling), done.receipt, {_BORN: "1981-02-05"})
    assert isinstance(made, bytes)
    assert b"1981-02-05" in made


def test_a_large_message_is_corrected_as_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("verzuimbrug.application.correcting.editing.MOST_BYTES", 10)
    coupling = go_live()
    (done,) = take(coupling, sick(report()))

    made = edited(reader(coupling), done.receipt, {_BORN: "1981-02-05"})
    assert isinstance(made, Finding)
    assert made.code == "VE508"


def test_what_is_not_there_can_be_neither_rehearsed_nor_changed() -> None:
    coupling = go_live()
    (done,) = take(coupling, sick(report()))
    ours = reader(coupling)
    assert rehearse_stored(ours, "r9") is None
    assert edited(ours, "r9", {}) is None
    with tenant(coupling.arbodienst):
        MessageBody.objects.update(content=b"")

    assert rehearse_stored(ours, done.receipt) is None
    assert edited(ours, done.receipt, {}) is None


def test_only_streams_of_open_accounts_can_be_filtered_by() -> None:
    ours = house("GEZOND")
    everything = Reader(arbodienst=ours.arbodienst, principal="wie")
    nothing = Reader(
        arbodienst=ours.arbodienst, principal="wie", authority=Authority(accounts=frozenset())
    )

    (stream,) = list_open_streams(everything)
    assert (stream.account, stream.stream) == ("Portaal", "Verzuimmeldingen")
    assert list_open_streams(nothing) == ()
