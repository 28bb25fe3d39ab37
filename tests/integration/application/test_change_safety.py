"""Whatever people and portals do, in whatever order: dossiers, counts and log are as the model's.

A state machine on the real database: arrivals, doubles, gaps, holds, approvals whole and in part,
refusals, replays, healing, choices, released gaps, undo and taking it back.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, settings as hypothesis_settings, strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from configuring_world import apply
from rigour import tries
from safety_model import Model, Sent
from safety_world import cases_in, dossiers_of, picture_of, report_states_in, surnames_in
from sending_world import add_employer, deliver, go_live, settings, work
from strategies.sendings import as_message, as_told, sendings
from verzuimbrug.application.access import Reader
from verzuimbrug.application.correcting.replay import Chosen, replay
from verzuimbrug.application.decider import Decider
from verzuimbrug.application.held.judge import approve, reject
from verzuimbrug.application.held.restanding import restand
from verzuimbrug.application.held.show import show_changes
from verzuimbrug.application.held.values import Judgement
from verzuimbrug.application.status import status
from verzuimbrug.application.undoing.taking_back import preview_take_back, take_back
from verzuimbrug.application.undoing.undo import preview_undo, undo
from verzuimbrug.application.undoing.values import OfMessage, Undone
from verzuimbrug.domain.reports import Standing
from verzuimbrug.store.models import Change, Message
from verzuimbrug.store.tenancy import tenant

if TYPE_CHECKING:
    from doors_world import Coupling

pytestmark = pytest.mark.usefixtures("database")

LIVE, WATCHED = "Verzuimmeldingen", "VZ"
_arbodiensten = count(1)


@dataclass
class _Kept:
    """A message as it was sent, with its receipt."""

    sent: Sent
    receipt: str
    stream: str
    content: bytes


class ChangeSafety(RuleBasedStateMachine):
    """What can happen to a coupling with a live stream and one that waits for approval."""

    def __init__(self) -> None:
        super().__init__()
        code = f"ARBO{next(_arbodiensten)}"
        self.configuration = settings(code, operations_confirmed=True)
        (account,) = self.configuration["accounts"]
        absences = account["streams"][0]
        watched = {"name": WATCHED, "message": LIVE, "mode": "approval"}
        account["streams"].append({**absences, **watched})
        self.coupling: Coupling = go_live(self.configuration)
        self.model = Model(known={"1001"})
        self.kept: list[_Kept] = []
        self.undos = count(1)
        self.today = date.today()  # noqa: DTZ011 -- the day of receipt, as the model needs it

    @initialize(drawn=sendings)
    def begin(self, drawn: list[dict[str, Any]]) -> None:
        self._send(drawn, LIVE)

    @property
    def decider(self) -> Decider:
        return Decider(arbodienst=self.coupling.arbodienst, by="bea")

    @property
    def reader(self) -> Reader:
        return Reader(arbodienst=self.coupling.arbodienst, principal="bea")

    def _send(self, drawn: list[dict[str, Any]], stream: str) -> None:
        # As the message has them: employer by employer.
        reports = tuple(sorted(map(as_told, drawn), key=lambda one: one.employer))
        surname = f"Smit{len(self.kept)}"
        content = as_message(reports, surname)
        receipt = deliver(self.coupling, content, stream)
        work()
        with tenant(self.coupling.arbodienst):
            number = Message.objects.get(receipt=receipt).id
        sent = Sent(
            number=number,
            reports=reports,
            surname=surname,
            received_on=self.today,
            held=stream == WATCHED,
        )
        self.model.messages.append(sent)
        self.model.take(sent)
        self.kept.append(_Kept(sent, receipt, stream, content))

    @rule(drawn=sendings)
    def a_portal_sends(self, drawn: list[dict[str, Any]]) -> None:
        self._send(drawn, LIVE)

    @rule(drawn=sendings)
    def a_portal_sends_what_is_watched(self, drawn: list[dict[str, Any]]) -> None:
        self._send(drawn, WATCHED)

    @rule(data=st.data())
    def a_portal_sends_the_same_again(self, data: st.DataObject) -> None:
        kept = data.draw(st.sampled_from(self.kept))
        assert deliver(self.coupling, kept.content, kept.stream) == kept.receipt
        work()
        sent = kept.sent
        if sent.rejected or sent.undone is not None:
            self.model.keep_places_taken(sent)
            sent.rejected, sent.undone, sent.undo = False, None, None
            sent.undone_while_held = False
            sent.refused, sent.chosen, sent.placed = set(), set(), set()
            sent.held = kept.stream == WATCHED
            self.model.take(sent)

    def _held(self) -> list[_Kept]:
        return [kept for kept in self.kept if kept.sent.held and kept.sent.undone is None]

    @precondition(lambda self: self._held())
    @rule(data=st.data(), refuse=st.booleans())
    def somebody_approves(self, data: st.DataObject, *, refuse: bool) -> None:
        kept = data.draw(st.sampled_from(self._held()))
        sent = kept.sent
        refused = frozenset({0}) if refuse else frozenset()
        before = picture_of(self.coupling.arbodienst)
        shown = show_changes(self.reader, kept.receipt)
        assert shown is not None
        judgement = Judgement(digest=shown.digest, refused_persons=refused)
        done = approve(self.decider, kept.receipt, judgement)
        assert done is not None
        if not done.goes_on:
            # The state moved since it was shown: nothing was written, and it is shown anew.
            assert [finding.code for finding in done.findings] == ["VE106"]
            assert picture_of(self.coupling.arbodienst) == before
            shown = show_changes(self.reader, kept.receipt)
            assert shown is not None
            again = Judgement(digest=shown.digest, refused_persons=refused)
            done = approve(self.decider, kept.receipt, again)
            assert done is not None
        assert done.goes_on
        work()
        sent.held, sent.refused, sent.placed = False, set(refused), set()
        self.model.take(sent)

    @precondition(lambda self: self._held())
    @rule(data=st.data())
    def somebody_refuses(self, data: st.DataObject) -> None:
        kept = data.draw(st.sampled_from(self._held()))
        done = reject(self.decider, kept.receipt, "klopt niet")
        assert done is not None
        assert done.goes_on
        work()
        sent = kept.sent
        sent.held, sent.rejected, sent.placed = False, True, set()
        self.model.take(sent)

    @precondition(lambda self: "1002" not in self.model.known)
    @rule()
    def somebody_adds_the_employer(self) -> None:
        apply(add_employer(self.configuration, "FLSN1002", "FELISON-VI"))
        work()
        self.model.known.add("1002")
        for sent in self.model.messages:
            if not (sent.held or sent.rejected or sent.undone is not None):
                self.model.take(sent)

    @rule()
    def somebody_replays_everything(self) -> None:
        before = picture_of(self.coupling.arbodienst)
        replay(self.decider, Chosen(), dry_run=True)
        assert picture_of(self.coupling.arbodienst) == before
        replay(self.decider, Chosen(cause="VZ902"), dry_run=False)
        work()

    def _undoable(self) -> list[_Kept]:
        return [kept for kept in self.kept if kept.sent.undone is None and not kept.sent.rejected]

    @precondition(lambda self: self._undoable())
    @rule(data=st.data())
    def somebody_undoes_a_message(self, data: st.DataObject) -> None:
        kept = data.draw(st.sampled_from(self._undoable()))
        what = OfMessage(receipt=kept.receipt)
        before = picture_of(self.coupling.arbodienst)
        shown = preview_undo(self.reader, what)
        assert shown is not None
        assert shown.is_possible
        assert picture_of(self.coupling.arbodienst) == before
        done = undo(self.decider, what, "vergissing", shown.shown)
        assert isinstance(done, Undone)
        work()
        kept.sent.undone = max(sent.number for sent in self.model.messages)
        kept.sent.undo = done.undo
        kept.sent.undone_while_held, kept.sent.held = kept.sent.held, False

    def _undone(self) -> list[_Kept]:
        return [kept for kept in self.kept if kept.sent.undo is not None]

    @rule(data=st.data())
    def undoing_what_came_last_restores_all_there_was(self, data: st.DataObject) -> None:
        drawn = data.draw(sendings)
        before, stood = dossiers_of(self.coupling.arbodienst), self.model.report_states()
        self._send(drawn, LIVE)
        made_others_go_on = self.model.report_states().items() - stood.items()
        alone = {place[0] for place, _ in made_others_go_on} <= {self.kept[-1].sent.number}
        what = OfMessage(receipt=self.kept[-1].receipt)
        shown = preview_undo(self.reader, what)
        assert shown is not None
        done = undo(self.decider, what, "vergissing", shown.shown)
        assert isinstance(done, Undone)
        work()
        sent = self.kept[-1].sent
        sent.undone, sent.undo = sent.number, done.undo
        # An undone report keeps its number, so what waited for that number goes on (VE-4).
        assert not alone or dossiers_of(self.coupling.arbodienst) == before

    @precondition(lambda self: self._undone())
    @rule(data=st.data())
    def somebody_takes_an_undo_back(self, data: st.DataObject) -> None:
        kept = data.draw(st.sampled_from(self._undone()))
        assert kept.sent.undo is not None
        shown = preview_take_back(self.reader, kept.sent.undo)
        assert shown is not None
        done = take_back(self.decider, kept.sent.undo, "toch goed", shown.shown)
        assert isinstance(done, Undone)
        work()
        sent = kept.sent
        sent.undone, sent.undo, sent.undone_while_held = None, None, False
        with tenant(self.coupling.arbodienst):
            sent.held = Message.objects.get(receipt=kept.receipt).state == "held"
        self.model.take(sent, again=True)

    def _conflicts(self) -> list[tuple[_Kept, int]]:
        states = self.model.report_states()
        return [
            (kept, position)
            for kept in self.kept
            for position in range(len(kept.sent.reports))
            if states[kept.sent.number, position] == "conflict"
        ]

    @precondition(lambda self: self._conflicts())
    @rule(data=st.data())
    def somebody_chooses_a_report(self, data: st.DataObject) -> None:
        kept, position = data.draw(st.sampled_from(self._conflicts()))
        before = picture_of(self.coupling.arbodienst)
        place = (kept.receipt, position)
        shown = restand(self.decider, place, Standing.CHOSEN, "", dry_run=True)
        assert shown is not None
        assert not shown.findings
        assert picture_of(self.coupling.arbodienst) == before
        restand(self.decider, place, Standing.CHOSEN, "deze klopt", dry_run=False)
        work()
        told = kept.sent.reports[position]
        for sent in self.model.messages:
            for other, each in enumerate(sent.reports):
                same = (each.employer, each.case, each.sequence)
                if same == (told.employer, told.case, told.sequence):
                    sent.chosen.discard(other)
        kept.sent.chosen.add(position)

    @invariant()
    def dossiers_are_those_of_the_model(self) -> None:
        found = cases_in(self.coupling.arbodienst)
        expected = self.model.cases()
        odd = {key: (found.get(key), expected.get(key)) for key in {*found, *expected}}
        assert found == expected, {key: pair for key, pair in odd.items() if pair[0] != pair[1]}

    @invariant()
    def persons_are_those_of_the_model(self) -> None:
        found = surnames_in(self.coupling.arbodienst)
        names = self.model.surnames()
        assert found == Counter((employer, name) for (employer, _), name in names.items())

    @invariant()
    def reports_stand_as_in_the_model_and_the_counts_add_up(self) -> None:
        found = report_states_in(self.coupling.arbodienst)
        assert found == self.model.report_states()
        counted = status(self.configuration["arbodienst"]["code"])
        assert {k: v for k, v in counted.reports.items() if v} == Counter(found.values())
        messages = {k: v for k, v in counted.messages.items() if v and k != "duplicate"}
        assert messages == self.model.message_states()

    @invariant()
    def nothing_is_changed_that_nobody_approved(self) -> None:
        """What changed a dossier from the watched stream names who approved it."""
        with tenant(self.coupling.arbodienst):
            unapproved = Change.objects.filter(message__stream__name=WATCHED, by="")
            assert not list(unapproved.values("message", "object_kind", "effects", "fields"))


def test_whatever_happens_nothing_changes_by_accident() -> None:
    run_state_machine_as_test(
        ChangeSafety,
        settings=hypothesis_settings(
            max_examples=tries(8),
            stateful_step_count=14,
            deadline=None,
            # On a real database every step back takes as long as the story itself.
            phases=(Phase.explicit, Phase.reuse, Phase.generate),
            suppress_health_check=list(HealthCheck),
        ),
    )
