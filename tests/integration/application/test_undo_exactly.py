"""Undo restores the dossiers exactly, and undo of undo restores what it took (VE-4)."""

from itertools import count

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings as hypothesis_settings, strategies as st

from doors_world import Coupling
from rigour import tries
from sending_world import ABSENCE, EMPLOYEES, EMPLOYMENTS, deliver, go_live, settings, work
from strategies.undo_messages import Sent, sent
from undo_world import Picture, differences, of, picture, taken_back, undone
from verzuimbrug.application.undoing.values import OfStream
from verzuimbrug.store.models import AbsenceReport, Message, Waiting
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

_houses = count(1)
# On a real database every step back takes as long as the story itself.
_rigour = hypothesis_settings(
    max_examples=tries(10),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


def _house() -> Coupling:
    return go_live(settings(f"EXACT-{next(_houses)}"))


def _take(coupling: Coupling, messages: list[Sent]) -> list[str]:
    receipts = []
    for each in messages:
        receipts.append(deliver(coupling, each.content, each.stream))
        work()
    return receipts


def _waited_for_a_number(coupling: Coupling) -> bool:
    """Whether a report is beyond a gap.

    An undone report keeps its number, so that what waited for that number goes on all the same.
    """
    with tenant(coupling.arbodienst):
        return AbsenceReport.objects.filter(codes__overlap=["VZ301", "VZ302"]).exists()


def _gave_way(coupling: Coupling) -> bool:
    """Whether something waited for a person until a newer message came (WN-2).

    When that one is undone it is taken after all, and stays so.
    """
    with tenant(coupling.arbodienst):
        waiting = Waiting.objects.values("message")
        told = Message.objects.filter(codes__contains=["WN201"])
        return told.exclude(id__in=waiting).exists()


def _seen(coupling: Coupling) -> Picture:
    """The dossiers; that the first report of a case is undone reads as that it never came."""
    found = dict(picture(coupling))
    found["report"] = [row.replace("VE402", "VZ902") for row in found["report"]]
    return found


@given(st.lists(sent(), max_size=6), sent())
@_rigour
def test_undo_of_the_last_message_restores_the_dossiers_and_undo_of_undo_what_it_took(
    earlier: list[Sent], last: Sent
) -> None:
    coupling = _house()
    _take(coupling, earlier)
    before, waited = _seen(coupling), _waited_for_a_number(coupling)
    (receipt,) = _take(coupling, [last])
    after, gave_way = _seen(coupling), _gave_way(coupling)

    done = undone(coupling, of(receipt))
    work()
    found = differences(_seen(coupling), before)
    assert waited or not found, "\n" + "\n".join(map(str, found))

    taken_back(coupling, done.undo)
    work()
    found = differences(_seen(coupling), after)
    assert gave_way or not found, "\n" + "\n".join(map(str, found))


@given(st.lists(sent(), max_size=5), st.lists(sent(), min_size=1, max_size=4))
@_rigour
def test_undo_of_all_streams_since_a_moment_equals_never_having_received_anything_since(
    earlier: list[Sent], since: list[Sent]
) -> None:
    coupling = _house()
    _take(coupling, earlier)
    before, waited = _seen(coupling), _waited_for_a_number(coupling)
    moment = timezone.now()
    _take(coupling, since)
    after, gave_way = _seen(coupling), _gave_way(coupling)

    made = [
        undone(coupling, OfStream(account=coupling.account, stream=stream, since=moment)).undo
        for stream in (ABSENCE, EMPLOYEES, EMPLOYMENTS)
        if any(each.stream == stream for each in since)
    ]
    work()
    found = differences(_seen(coupling), before)
    assert waited or not found, "\n" + "\n".join(map(str, found))

    for number in reversed(made):
        taken_back(coupling, number)
    work()
    found = differences(_seen(coupling), after)
    assert gave_way or not found, "\n" + "\n".join(map(str, found))
