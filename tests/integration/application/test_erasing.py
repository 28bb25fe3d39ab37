"""Erasing by term: exactly what was approved, never what is unfinished, resumed where it broke."""

import psycopg
import pytest
from django.utils import timezone

from blocking_world import held
from doors_world import Coupling
from employers_in_world import CONTRACTS, client, configuration, contracts, live, proposals
from retention_world import age, answers_kept, approve, end_cases, kept, run, set_terms
from sending_world import absence, employer, go_live, outcome, person, report, sick, take, work
from undo_world import codes_of, decider, of, picture, reader, shown, taken_back, undone
from verzuimbrug.application.answering.reports import answer_reports
from verzuimbrug.application.correcting.replay import Chosen, replay
from verzuimbrug.application.decider import Decider
from verzuimbrug.application.employer_proposals.deciding import refuse
from verzuimbrug.application.erasing import working
from verzuimbrug.application.erasing.runs import (
    approve_retention,
    list_runs,
    list_terms,
    preview_retention,
)
from verzuimbrug.application.erasing.working import erase_approved
from verzuimbrug.application.held.restanding import restand
from verzuimbrug.application.messages.answers import list_answers
from verzuimbrug.application.status import status
from verzuimbrug.domain.authority import Authority
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.domain.employer_proposals import ProposalState
from verzuimbrug.domain.reports import Standing
from verzuimbrug.domain.retention import RetentionKind, Unfinished
from verzuimbrug.store.answers import note_decided
from verzuimbrug.store.models import Answer, Message
from verzuimbrug.store.queue import requeue
from verzuimbrug.store.sql import execute, select
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

MESSAGES, PROPOSALS = RetentionKind.MESSAGES, RetentionKind.PROPOSALS
ANSWERS = RetentionKind.ANSWERS


def _two_persons(coupling: Coupling) -> list[str]:
    """A case of each of two persons, of a message each; both cases are over since long."""
    told = take(coupling, sick(report("VG1")), sick(report("VG2"), key="w-2"))
    age(coupling)
    end_cases(coupling)
    return [each.receipt for each in told]


def test_without_terms_nothing_is_shown_or_erased() -> None:
    coupling = go_live()
    receipts = _two_persons(coupling)

    assert preview_retention(reader(coupling)).counts == {}
    refused = approve_retention(decider(coupling), "")
    assert [each.code for each in refused.findings] == ["VE603"]
    assert not erase_approved()
    assert kept(coupling) == set(receipts)


def test_a_run_erases_what_was_shown_and_nothing_else() -> None:
    coupling = go_live()
    old, other = _two_persons(coupling)
    (young,) = take(coupling, sick(report("VG3"), key="w-3"))
    before, counts = picture(coupling), status()
    set_terms(messages=365)

    told = preview_retention(reader(coupling))
    assert told.counts == {MESSAGES: 2}
    assert told.employers == {MESSAGES: {"FLSN1001": 2}}
    assert told.references == {MESSAGES: (old, other)}
    done = run(coupling)
    assert (done.shown, done.erased, done.left) == ({"messages": 2}, {"messages": 2}, 0)
    assert done.finished_at is not None
    assert kept(coupling) == {young.receipt}
    assert (picture(coupling), status()) == (before, counts)
    assert preview_retention(reader(coupling)).counts == {}
    assert list_terms(reader(coupling)) == {MESSAGES: 365}


def _unfinished(coupling: Coupling) -> dict[Unfinished, int]:
    told = preview_retention(reader(coupling))
    assert told.counts == {}
    return dict(told.reasons)


def test_what_is_open_stays_and_is_counted() -> None:
    coupling = go_live()
    set_terms(messages=30)
    take(coupling, sick(report("VG1")))
    take(coupling, absence(employer("7777", person("1", report()))))
    take(coupling, b"<geen-bericht/>")
    age(coupling)
    assert _unfinished(coupling) == {
        Unfinished.OPEN_CASE: 1,
        Unfinished.WAITING: 1,
        Unfinished.UNDECIDED: 1,
        Unfinished.UNSEEN: 1,
    }
    assert preview_retention(reader(coupling)).kept == 3


_OPENED = {
    "an answer is not collected": (
        "UPDATE store_answer SET acknowledged_at = NULL",
        Unfinished.ANSWERS,
    ),
    "an answer is due": (
        """INSERT INTO store_answerdue (arbodienst_id, message_id)
           SELECT arbodienst_id, id FROM store_message""",
        Unfinished.ANSWERS,
    ),
    "held": ("UPDATE store_message SET state = 'held'", Unfinished.AT_WORK),
    "the case is open": ("UPDATE store_absencecase SET status = 'open'", Unfinished.OPEN_CASE),
    "a conflict": ("UPDATE store_absencereport SET state = 'conflict'", Unfinished.UNDECIDED),
    "a correction": (
        "UPDATE store_message SET corrects_id = id, state = 'received'",
        Unfinished.CORRECTION,
    ),
    "a newer one took its place": (
        """INSERT INTO store_awaited (arbodienst_id, message_id, account_id, employer_id, key,
           stamp, since) SELECT m.arbodienst_id, m.id, m.account_id, e.id, 'w-1', '[]', now()
           FROM store_message m, store_employer e""",
        Unfinished.WAITING,
    ),
    "a delivery of the portal": (
        """WITH d AS (INSERT INTO store_portaldelivery (arbodienst_id, account_id, kind, step,
           started_at, started_by, finished_by) SELECT arbodienst_id, account_id, 'x', 'x',
           now(), 'x', '' FROM store_message RETURNING id)
           UPDATE store_message SET portal_delivery_id = d.id FROM d""",
        Unfinished.DELIVERY,
    ),
    "a mail": (
        """INSERT INTO store_mail (arbodienst_id, account_id, message_id, kind, made_at, details)
           SELECT arbodienst_id, account_id, id, 'report', now(), '{}' FROM store_message""",
        Unfinished.MAIL,
    ),
    "undone": (
        """WITH u AS (INSERT INTO store_undo (arbodienst_id, at, by, reason, message_id, horizon,
           taken_back_by) SELECT arbodienst_id, now(), 'x', 'x', id, id, '' FROM store_message
           RETURNING id) UPDATE store_message SET undone_id = u.id FROM u""",
        Unfinished.UNDONE,
    ),
}
"""What opens an old message again, and what it stays for."""


@pytest.mark.parametrize(("statement", "reason"), _OPENED.values(), ids=list(_OPENED))
def test_each_thing_that_is_open_keeps_bytes_and_answers(
    statement: str, reason: Unfinished
) -> None:
    coupling = go_live()
    set_terms(messages=30, answers=30)
    (told,) = take(coupling, sick(report("VG1"), wants_receipt=True))
    age(coupling)
    end_cases(coupling)
    approve(coupling)
    with tenant(coupling.arbodienst):
        execute(statement)

    assert reason in _unfinished(coupling)
    while erase_approved():
        pass
    (done,) = list_runs(reader(coupling))
    assert (done.erased, done.left) == ({}, 0)
    assert done.reasons[reason] == 3
    assert kept(coupling) == {told.receipt}
    assert answers_kept(coupling) == 2


def test_an_approval_is_of_what_was_shown() -> None:
    coupling = go_live()
    set_terms(messages=30)
    _two_persons(coupling)
    told = preview_retention(reader(coupling))
    (more,) = take(coupling, sick(report("VG3"), key="w-3"))
    age(coupling, more.receipt)
    end_cases(coupling)

    late = approve_retention(decider(coupling), told.digest)
    assert [each.code for each in late.findings] == ["VE601"]
    approve(coupling)
    again = approve_retention(decider(coupling), preview_retention(reader(coupling)).digest)
    assert [each.code for each in again.findings] == ["VE602"]


def test_who_is_limited_sees_and_approves_nothing() -> None:
    coupling = go_live()
    set_terms(messages=30)
    _two_persons(coupling)
    limited = Authority(employers=frozenset(), accounts=frozenset())
    somebody = Decider(arbodienst=coupling.arbodienst, by="bea", authority=limited)

    assert preview_retention(somebody.reader).counts == {}
    digest = preview_retention(reader(coupling)).digest
    refused = approve_retention(somebody, digest)
    assert [each.code for each in refused.findings] == ["VE604"]


def test_killed_in_the_middle_it_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    coupling = go_live()
    set_terms(messages=30)
    _, other = _two_persons(coupling)
    approve(coupling)
    monkeypatch.setattr(working, "_PORTION", 1)
    assert erase_approved()
    assert kept(coupling) == {other}
    (half,) = list_runs(reader(coupling))
    assert (half.erased, half.left, half.finished_at) == ({"messages": 1}, 1, None)

    with monkeypatch.context() as patch:
        patch.setattr(working, "_note", _dies)
        with pytest.raises(KeyboardInterrupt):
            erase_approved()
    assert kept(coupling) == {other}
    assert not erase_approved()
    assert kept(coupling) == set()
    (done,) = list_runs(reader(coupling))
    assert (done.erased, done.left) == ({"messages": 2}, 0)


def _dies(*_: object) -> None:
    raise KeyboardInterrupt


def test_one_worker_at_a_time_erases(owner_connection: psycopg.Connection) -> None:
    coupling = go_live()
    set_terms(messages=30)
    receipts = _two_persons(coupling)
    approve(coupling)
    with held(owner_connection, 0x56425402):
        assert not erase_approved()
    assert kept(coupling) == set(receipts)


def test_undo_and_replay_of_what_remains_work() -> None:
    coupling = go_live()
    set_terms(messages=30)
    old, _ = _two_persons(coupling)
    run(coupling)
    before = picture(coupling)

    gone = replay(decider(coupling), Chosen(receipt=old), dry_run=False)
    assert [each.code for each in gone.findings] == ["VE505"]
    assert codes_of(shown(coupling, of(old))) == []
    number = undone(coupling, of(old)).undo
    work()
    taken_back(coupling, number)
    work()
    assert set(picture(coupling)["report"]) == set(before["report"])
    (more,) = take(coupling, sick(report("VG1", 2, Operation.CHANGE, at=1)))
    assert [each.state for each in more.reports] == ["applied"]


def test_what_is_erased_is_never_put_back_in_the_queue() -> None:
    coupling = go_live()
    set_terms(messages=30)
    _two_persons(coupling)
    run(coupling)
    with tenant(coupling.arbodienst):
        requeue([number for (number,) in select("SELECT id FROM store_message")])
        assert select("SELECT count(*) FROM store_work") == [(0,)]


def test_nobody_chooses_a_report_of_which_the_message_is_erased() -> None:
    coupling = go_live()
    set_terms(messages=30)
    old, _ = _two_persons(coupling)
    with tenant(coupling.arbodienst):
        execute("UPDATE store_absencereport SET state = 'refused', standing = 'refused'")
    run(coupling)
    (position,) = (each.position for each in outcome(coupling, old).reports)

    told = restand(decider(coupling), (old, position), Standing.CHOSEN, "toch", dry_run=False)
    assert told is not None
    assert [each.code for each in told.findings] == ["VE109"]


def test_decided_proposals_lose_what_they_say_and_stay_decided() -> None:
    coupling = live()
    set_terms(configuration(), proposals=60)
    message = contracts(client(), client("2002"))
    take(coupling, message, stream=CONTRACTS)
    one, two = (each.number for each in proposals(coupling))
    refuse(decider(coupling), [one], "geen klant")
    with tenant(coupling.arbodienst):
        execute("UPDATE store_employerproposal SET decided_at = decided_at - interval '1 year'")
    age(coupling)

    told = preview_retention(reader(coupling))
    assert (told.references, told.reasons) == ({PROPOSALS: (str(one),)}, {Unfinished.UNDECIDED: 1})
    assert told.employers == {PROPOSALS: {"FLSN2001": 1}}
    assert run(coupling).erased == {"proposals": 1}
    (gone,) = proposals(coupling, ProposalState.REFUSED)
    assert (gone.number, gone.name, gone.says, gone.reason) == (one, "", {}, "geen klant")
    assert [each.number for each in proposals(coupling)] == [two]
    take(coupling, contracts(client(), client("2002"), reference="NOG-EENS"), stream=CONTRACTS)
    assert [each.code for each in proposals(coupling)] == ["FLSN2002"]


def test_an_answer_that_was_collected_loses_its_content_and_nothing_else() -> None:
    coupling = go_live()
    set_terms(answers=30)
    (old,) = take(coupling, sick(report("VG1"), wants_receipt=True))
    age(coupling)
    end_cases(coupling)
    (young,) = take(coupling, sick(report("VG2"), key="w-2", wants_receipt=True))
    before = picture(coupling)

    told = preview_retention(reader(coupling))
    assert (told.counts, told.employers) == ({ANSWERS: 2}, {ANSWERS: {"FLSN1001": 2}})
    assert run(coupling).erased == {"answers": 2}
    assert _erased_answers(coupling, old.receipt) == [True, True]
    assert _erased_answers(coupling, young.receipt) == [False, False]
    assert picture(coupling) == before
    assert preview_retention(reader(coupling)).counts == {}


def _erased_answers(coupling: Coupling, receipt: str) -> list[bool]:
    found = list_answers(reader(coupling), receipt)
    assert found is not None
    assert all(each.file_name for each in found)
    return [each.is_erased for each in found]


def test_an_answer_is_as_old_as_its_acknowledgement() -> None:
    coupling = go_live()
    set_terms(answers=30)
    take(coupling, sick(report("VG1"), wants_receipt=True))
    age(coupling)
    end_cases(coupling)
    with tenant(coupling.arbodienst):
        execute("UPDATE store_answer SET acknowledged_at = now() WHERE said IS NULL")

    assert preview_retention(reader(coupling)).counts == {ANSWERS: 1}


def test_what_was_said_is_not_said_again_after_its_answer_is_erased() -> None:
    coupling = go_live()
    set_terms(answers=30)
    take(coupling, sick(report("VG1")))
    age(coupling)
    end_cases(coupling)
    assert run(coupling).erased == {"answers": 1}

    with tenant(coupling.arbodienst):
        note_decided(Message.objects.values_list("id", flat=True))
        assert answer_reports(timezone.now())
        assert Answer.objects.count() == 1
