"""Messages that stand beside the dossiers: taken in as any other, and no dossier changes (DG-1)."""

from collections.abc import Mapping

import pytest

from configuring_world import as_file
from passed_on_world import (
    DOCUMENTS,
    PASSED_ON,
    SAMPLES,
    documents,
    go_live_with_all,
    settings,
    stream_of,
)
from sending_world import codes, connect, deliver, message_states, persons, report, sick, take
from verzuimbrug.application.access import Reader
from verzuimbrug.application.answering.collecting import collect_answers
from verzuimbrug.application.configuration.configure import configure
from verzuimbrug.application.correcting.correct import correct
from verzuimbrug.application.correcting.editing import edited
from verzuimbrug.application.correcting.replay import Chosen, replay
from verzuimbrug.application.decider import Decider
from verzuimbrug.application.portal_deliveries.giving import GivenFile, give_file
from verzuimbrug.application.portal_deliveries.initial_load import start_initial_load
from verzuimbrug.application.portal_deliveries.reconciliation import start_reconciliation
from verzuimbrug.application.trying.dry_run import dry_run
from verzuimbrug.application.trying.try_out import try_out
from verzuimbrug.application.undoing.undo import preview_undo
from verzuimbrug.application.undoing.values import OfMessage
from verzuimbrug.domain.findings import Finding
from verzuimbrug.store.models import PortalMessage
from verzuimbrug.store.tenancy import tenant
from verzuimbrug.worker.loop import Worker

pytestmark = pytest.mark.usefixtures("database")


def _faults(settings_of_stream: Mapping[str, object]) -> list[tuple[str, str]]:
    configuration = settings()
    (account,) = configuration["accounts"]
    account["streams"] = [{**stream_of(DOCUMENTS), **settings_of_stream}]
    found = configure(as_file(configuration), "test", dry_run=True).findings
    return [(each.code, each.params["setting"]) for each in found]


@pytest.mark.parametrize("name", PASSED_ON)
def test_a_message_is_taken_in_and_changes_no_dossier(name: str) -> None:
    coupling = go_live_with_all()

    (told,) = take(coupling, SAMPLES[name](), stream=name)

    assert (told.state, told.message, told.reports) == ("processed", name, ())
    assert persons(coupling) == []


@pytest.mark.parametrize("name", PASSED_ON)
def test_faults_reject_it_whole_and_are_answered(name: str) -> None:
    coupling = go_live_with_all()
    content = SAMPLES[name]().replace(b"<TestJN>N", b"<TestJN>x")

    (told,) = take(coupling, content, stream=name)

    answers = collect_answers(coupling.sender, 10)
    assert (told.state, codes(told.findings)) == ("rejected", ["CAT30"])
    assert [answer.kind for answer in answers] == ["Retourmelding"]


def test_another_message_on_the_stream_is_refused() -> None:
    coupling = go_live_with_all()

    (told,) = take(coupling, sick(report()), stream=DOCUMENTS)

    assert codes(told.findings) == ["IN102"]


def test_a_receipt_is_given_when_it_is_asked_for() -> None:
    coupling = go_live_with_all()
    take(coupling, documents(OntvngstbevJN="J"), stream=DOCUMENTS)
    assert len(collect_answers(coupling.sender, 10)) == 1


def test_it_is_done_in_one_batch_with_others() -> None:
    coupling = go_live_with_all()
    deliver(coupling, documents(), DOCUMENTS)
    take(coupling, sick(report()))
    assert message_states(coupling) == ["processed", "processed"]


@pytest.mark.parametrize("name", PASSED_ON)
def test_a_test_message_is_a_dry_run(name: str) -> None:
    coupling = go_live_with_all()
    (told,) = take(coupling, SAMPLES[name](TestJN="J"), stream=name)
    assert codes(told.findings)[:2] == ["IN401", "DG104"]


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("operations", "verbs"),
        ("operations_confirmed", True),
        ("classification", {"default": "ziekte"}),
        ("gaps", "accept"),
        ("guards", "off"),
        ("mode", "approval"),
    ],
)
def test_a_setting_that_does_nothing_is_told(setting: str, value: object) -> None:
    assert _faults({setting: value}) == [("CF043", setting)]


def test_settings_that_mean_something_may_be_given() -> None:
    said = {"mode": "dry-run", "answers": {"received": "02"}, "operations": "generic"}
    assert _faults(said) == []


def test_a_dry_run_says_that_there_is_nothing_to_show() -> None:
    coupling = go_live_with_all()

    found = dry_run(coupling.ref, DOCUMENTS, documents(), "beheerder")
    refused = dry_run(coupling.ref, DOCUMENTS, sick(report()), "beheerder")

    assert found is not None
    assert refused is not None
    assert ([each.code for each in found.findings], list(found.changes())) == (["TR105"], [])
    assert (refused.accepted, [each.code for each in refused.findings]) == (False, ["IN102"])


def test_the_template_is_tried_on_the_employers_only() -> None:
    coupling = go_live_with_all()

    tried = try_out(coupling.ref, DOCUMENTS, documents(), by="beheerder")

    assert [each.code for each in tried.employers] == ["FLSN1001"]
    assert (tried.counts.matched, tried.persons) == (1, ())


def test_it_is_not_corrected() -> None:
    coupling = go_live_with_all()
    (told,) = take(coupling, documents(), stream=DOCUMENTS)
    decider = Decider(arbodienst=coupling.arbodienst, by="beheerder")

    corrected = correct(decider, told.receipt, documents(), "een vergissing")

    assert corrected is not None
    assert corrected.findings == (Finding("VE509", {"receipt": told.receipt}),)


def test_it_is_not_undone() -> None:
    coupling = go_live_with_all()
    (told,) = take(coupling, documents(), stream=DOCUMENTS)

    preview = preview_undo(
        Reader(arbodienst=coupling.arbodienst, principal="x"), OfMessage(receipt=told.receipt)
    )

    assert preview is not None
    assert preview.findings == (Finding("VE412", {"receipt": told.receipt}),)


def test_a_rejected_one_goes_through_again() -> None:
    coupling = go_live_with_all()
    (told,) = take(coupling, documents().replace(b"<TestJN>N", b"<TestJN>x"), stream=DOCUMENTS)
    decider = Decider(arbodienst=coupling.arbodienst, by="beheerder")

    shown = replay(decider, Chosen(receipt=told.receipt), dry_run=True)

    assert (shown.messages, shown.counts) == (1, {})


def test_an_initial_load_reads_it_as_a_message_without_persons() -> None:
    coupling = connect(settings())
    start_initial_load(coupling.ref, "beheerder")
    deliver(coupling, documents(), DOCUMENTS)

    Worker().run(until_idle=True)

    with tenant(coupling.arbodienst):
        (row,) = PortalMessage.objects.all()
        assert (row.is_valid, row.makes_codes, row.persons, row.reports) == (True, True, 0, 0)
        assert row.kind == "passed-on"


def test_a_reconciliation_does_not_take_it() -> None:
    coupling = go_live_with_all()
    decider = Decider(arbodienst=coupling.arbodienst, by="beheerder")
    start_reconciliation(decider, coupling.account, [])

    found = give_file(decider, coupling.account, GivenFile(name="d.xml", content=documents()))

    assert found == Finding("GR707", {"file": "d.xml", "message": DOCUMENTS})


def test_no_value_of_it_is_edited() -> None:
    coupling = go_live_with_all()
    (told,) = take(coupling, documents(), stream=DOCUMENTS)
    reader = Reader(arbodienst=coupling.arbodienst, principal="beheerder")

    found = edited(reader, told.receipt, {"/Documenten/BrAlg/Berrefnr": "anders"})

    assert found == Finding("VE509", {"receipt": told.receipt})


def test_an_initial_load_counts_one_that_is_rejected() -> None:
    coupling = connect(settings())
    start_initial_load(coupling.ref, "beheerder")
    deliver(coupling, documents().replace(b"<TestJN>N", b"<TestJN>x"), DOCUMENTS)

    Worker().run(until_idle=True)

    with tenant(coupling.arbodienst):
        assert not PortalMessage.objects.get().is_valid
