"""What was passed on is erased in time, and what waits too long never is passed on (DG-2, DG-8)."""

from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from doors_world import Coupling
from passed_on_world import DOCUMENTS, document, documents, go_live_with_all
from sending_world import outcome, sick, take, waiting
from verzuimbrug.application.access import Reader
from verzuimbrug.application.expire import expire_waiting
from verzuimbrug.application.passed_on.erasing import erase_passed_on
from verzuimbrug.application.passed_on.fetching import ErasedError, Fetching, fetch
from verzuimbrug.store.models import MessageBody, PassedOnItem
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

TERM = timedelta(days=settings.PASSED_ON_DAYS)
SECOND = timedelta(seconds=1)


def kept(coupling: Coupling) -> tuple[list[bool], list[bool]]:
    """Which items have their content, and which messages their bytes."""
    with tenant(coupling.arbodienst):
        items = PassedOnItem.objects.order_by("message_id", "position")
        bodies = MessageBody.objects.order_by("id")
        return [row.content is not None for row in items], [bool(row.content) for row in bodies]


def erase(coupling: Coupling, at: datetime) -> None:
    with tenant(coupling.arbodienst):
        erase_passed_on(at)


def items(coupling: Coupling) -> list[PassedOnItem]:
    with tenant(coupling.arbodienst):
        return list(PassedOnItem.objects.order_by("id"))


def test_content_and_bytes_go_when_the_term_is_over() -> None:
    coupling = go_live_with_all()
    take(coupling, documents(), stream=DOCUMENTS)

    erase(coupling, timezone.now() + TERM - SECOND)
    before = kept(coupling)
    erase(coupling, timezone.now() + TERM + SECOND)

    assert (before, kept(coupling)) == (([True], [True]), ([False], [False]))
    reader = Reader(arbodienst=coupling.arbodienst, principal="api-key:dossiers")
    with pytest.raises(ErasedError):
        fetch(Fetching(reader=reader, medical=True), items(coupling)[0].id)


def test_the_term_begins_when_it_is_first_fetched() -> None:
    coupling = go_live_with_all()
    take(coupling, documents(document("D1"), document("D2")), stream=DOCUMENTS)
    with tenant(coupling.arbodienst):
        later = timezone.now() + timedelta(days=20)
        PassedOnItem.objects.filter(item="D1").update(fetched_at=later)

    erase(coupling, timezone.now() + TERM + SECOND)
    half = kept(coupling)
    erase(coupling, later + TERM + SECOND)

    assert (half, kept(coupling)) == (([True, False], [True]), ([False, False], [False]))


def test_a_rejected_message_is_erased_too_and_one_that_waits_is_not() -> None:
    coupling = go_live_with_all()
    take(coupling, documents().replace(b"<TestJN>N", b"<TestJN>x"), stream=DOCUMENTS)
    take(coupling, documents().replace(b">1001<", b">1002<"), stream=DOCUMENTS)

    erase(coupling, timezone.now() + TERM + SECOND)

    assert kept(coupling) == ([False], [False, True])


def test_messages_of_dossiers_are_left_alone() -> None:
    coupling = go_live_with_all()
    take(coupling, sick().replace(b"<TestJN>N", b"<TestJN>x"))
    erase(coupling, timezone.now() + TERM * 10)
    assert kept(coupling) == ([], [True])


def test_what_waits_longer_than_the_term_of_its_employer_expires() -> None:
    coupling = go_live_with_all()
    (told,) = take(coupling, documents().replace(b">1001<", b">1002<"), stream=DOCUMENTS)
    with tenant(coupling.arbodienst):
        expire_waiting(timezone.now() + timedelta(days=settings.EMPLOYER_TERM_DAYS + 1))

    assert [row.state for row in items(coupling)] == ["expired"]
    assert (waiting(coupling), kept(coupling)) == ([], ([False], [False]))
    counts = outcome(coupling, told.receipt).items
    assert counts == {"passed-on": 0, "waiting": 0, "expired": 1}
