"""A receiver that is slow, down or answers 500 loses nothing and delays nobody else (EX-8)."""

from base64 import b64decode
from datetime import timedelta
from threading import BoundedSemaphore

import psycopg
import pytest
from django.utils import timezone
from pytest_django import Settings

from exports_world import PARCEL, Sender, exporting, fall_ill, log_of, send_all, sending, states
from sending_world import day, go_live, report, sick, take
from verzuimbrug.application.access import Reader
from verzuimbrug.application.exports.access import Access, give_credentials, make_collecting_key
from verzuimbrug.application.exports.collecting import acknowledge, collect, verify_collector
from verzuimbrug.application.exports.leaving import forget_sent
from verzuimbrug.application.exports.log import page_messages
from verzuimbrug.application.exports.making import make, make_messages
from verzuimbrug.application.exports.managing import send_again, show_export, switch_export
from verzuimbrug.application.exports.sending import send
from verzuimbrug.application.exports.setup import Delivery
from verzuimbrug.application.exports.turns import (
    TURNS,
    claim_turn,
    send_due,
    start_turns,
    take_turn,
)
from verzuimbrug.application.pages import Window
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.domain.exports import (
    WAITS,
    DeliveryKind,
    ExportMessageState,
    SendOutcome,
    wait_after,
)
from verzuimbrug.store.models import AccessLog, Export, ExportMessage
from verzuimbrug.store.tenancy import tenant
from webhook_world import WAIT, receiving

pytestmark = pytest.mark.usefixtures("database")

_OVERDUE = "UPDATE store_export SET next_at = now() - interval '1 second' WHERE next_at > now()"


def over_https(port: int, code: str = "GEZOND") -> Sender:
    """An arbodienst whose export goes to a port of this machine."""
    url = f"http://127.0.0.1:{port}/{{stream}}"
    delivery = {"type": "https", "url": url, "streams": {"Verzuimmeldingen": "VZ"}}
    sender = sending(exporting(code, delivery=delivery), on=False)
    give_credentials(sender.reader, sender.export, " code ", "token")
    assert switch_export(sender.reader, sender.export, is_enabled=True) is None
    return sender


@pytest.mark.usefixtures("open_network")
def test_a_message_goes_as_a_portal_delivers_and_is_erased_once_taken() -> None:
    with receiving(status=202) as receiver:
        sender = over_https(receiver.port)
        fall_ill(sender, 1)
        send_all()
        assert not send_due()

    (first, headers, body), (second, *_) = receiver.got
    assert (first, second) == ("/WerknemersGegevens", "/VZ")
    assert b64decode(headers["Authorization"].removeprefix("Basic ")) == b"code:token"
    assert headers["X-Bestandsnaam"] == "WerknemersGegevens-000000001.xml"
    assert b"<WerknemerGegevens " in body
    assert states(sender) == [(ExportMessageState.TAKEN, SendOutcome.TAKEN, 202, 1)] * 2
    with tenant(sender.arbodienst):
        assert set(ExportMessage.objects.values_list("content", flat=True)) == {None}


@pytest.mark.usefixtures("open_network")
def test_a_receiver_that_answers_500_gets_everything_in_order_once_it_is_back(
    owner_connection: psycopg.Connection,
) -> None:
    with receiving(status=500) as receiver:
        sender = over_https(receiver.port)
        fall_ill(sender, 1)
        send_all()
        fall_ill(sender, 2)
        send_all()
        assert [path for path, *_ in receiver.got] == ["/WerknemersGegevens"]
        assert states(sender)[0] == (ExportMessageState.WAITING, SendOutcome.REFUSED, 500, 1)
        shown = show_export(sender.reader, sender.export)
        assert shown is not None
        assert (shown.waiting, shown.failures) == (4, 1)

        receiver.status = 202
        owner_connection.execute(_OVERDUE)
        send_all()
    numbers = [headers["X-Bestandsnaam"][-7:-4] for _, headers, _ in receiver.got]
    assert numbers == ["001", "001", "002", "003", "004"]
    assert {each.state for each in log_of(sender)} == {ExportMessageState.TAKEN}


@pytest.mark.usefixtures("open_network")
def test_a_slow_receiver_delays_nobody_else() -> None:
    with receiving() as slow, receiving() as quick:
        slow.gate.clear()
        waiting, other = over_https(slow.port), over_https(quick.port, "FIT")
        for sender in (waiting, other):
            fall_ill(sender, 1)
        threads = start_turns()
        assert slow.asked.wait(WAIT)
        while show_of(other) != 0:
            assert quick.asked.wait(WAIT)
        assert show_of(waiting) == 2
        slow.gate.set()
        for each in threads:
            each.join(WAIT)
    assert show_of(waiting) == 0


def show_of(sender: Sender) -> int:
    shown = show_export(sender.reader, sender.export)
    assert shown is not None
    return shown.waiting


@pytest.mark.usefixtures("open_network")
def test_one_that_is_switched_off_or_sent_anew_meanwhile_gets_no_more() -> None:
    with receiving() as receiver:
        sender = over_https(receiver.port)
        fall_ill(sender, 1)
        turn = claim_turn(sender.arbodienst, sender.export)
        assert turn is not None
        assert claim_turn(sender.arbodienst, sender.export) is None
        switch_export(sender.reader, sender.export, is_enabled=False)
        take_turn(turn)
        assert receiver.got == []
        assert send_again(sender.reader, sender.export) is not None
        with tenant(sender.reader.arbodienst):
            done = AccessLog.objects.exclude(action="export.sent").order_by("id")
            assert list(done.values_list("action", "principal")) == [
                (action, sender.reader.principal)
                for action in ("export.switched-on", "export.switched-off", "export.begun-anew")
            ]
        assert {each.state for each in log_of(sender)} == {ExportMessageState.DROPPED}
        assert not make(sender.arbodienst, sender.export)


@pytest.mark.usefixtures("open_network")
def test_who_lost_the_turn_goes_on_no_further(owner_connection: psycopg.Connection) -> None:
    with receiving() as receiver:
        receiver.gate.clear()
        sender = over_https(receiver.port)
        fall_ill(sender, 1)
        (thread,) = start_turns()
        assert receiver.asked.wait(WAIT)
        owner_connection.execute("UPDATE store_export SET lease = 'een ander'")
        receiver.gate.set()
        thread.join(WAIT)
    assert [each.state for each in log_of(sender)] == [
        ExportMessageState.TAKEN,
        ExportMessageState.WAITING,
    ]


@pytest.mark.usefixtures("open_network")
def test_a_turn_that_breaks_leaves_its_place_to_others(
    owner_connection: psycopg.Connection,
) -> None:
    with receiving() as receiver:
        sender = over_https(receiver.port)
        fall_ill(sender, 1)
        owner_connection.execute("UPDATE store_export SET access = 'kapot'")
        (thread,) = start_turns()
        thread.join(WAIT)
    assert [each.state for each in log_of(sender)] == [ExportMessageState.WAITING] * 2


@pytest.mark.usefixtures("open_network")
def test_more_receivers_than_places_wait_for_their_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TURNS, "seconds", 0)
    with receiving() as receiver:
        senders = [over_https(receiver.port, code) for code in ("GEZOND", "FIT")]
        for sender in senders:
            fall_ill(sender, 1)
        monkeypatch.setattr(TURNS, "places", BoundedSemaphore(1))
        (started,) = start_turns()
        started.join(WAIT)
        assert sum(map(show_of, senders)) == 3


def test_of_two_who_are_to_begin_with_one_receiver_one_leaves_it_to_the_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sender = over_https(9)
    fall_ill(sender, 1)
    monkeypatch.setattr(TURNS, "claim", lambda *_: None)
    assert start_turns() == ()


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(401, SendOutcome.NOT_LET_IN), (403, SendOutcome.NOT_LET_IN), (404, SendOutcome.REFUSED)],
)
@pytest.mark.usefixtures("open_network")
def test_a_refusal_says_whether_it_is_about_signing_in(status: int, outcome: SendOutcome) -> None:
    with receiving(status=status) as receiver:
        url = f"http://127.0.0.1:{receiver.port}/"
        there = Delivery(kind=DeliveryKind.HTTPS, streams={}, url=url)
        ended = send(there, Access(customer_code="a", token="b"), PARCEL)

    assert (ended.outcome, ended.status) == (outcome, status)


def test_the_log_is_read_page_by_page() -> None:
    sender = sending()
    fall_ill(sender, 1)
    first = page_messages(sender.reader, sender.export, Window(limit=1))
    assert first.next == 2
    second = page_messages(sender.reader, sender.export, Window(after=first.next, limit=1))

    assert [each.number for each in (*first.items, *second.items)] == [2, 1]
    assert second.next is None


def test_the_waits_grow_and_never_end() -> None:
    assert [wait_after(number) for number in (1, len(WAITS), 1000)] == [
        WAITS[0],
        WAITS[-1],
        WAITS[-1],
    ]


def test_nothing_goes_into_the_own_network(settings: Settings) -> None:
    settings.WEBHOOKS_TO_PRIVATE = False
    there = Delivery(kind=DeliveryKind.SFTP, streams={}, host="127.0.0.1", port=1, folder="a")
    access = Access()

    assert send(there, access, PARCEL).outcome is SendOutcome.CLOSED


def test_what_is_collected_is_given_until_it_is_acknowledged() -> None:
    sender = sending()
    fall_ill(sender, 1)
    collector = verify_collector(sender.key, "192.0.2.1")
    assert collector == sender.collector
    assert acknowledge(sender.collector, [1, 2]) == 0
    (first,) = collect(sender.collector, 1)
    assert [each.number for each in collect(sender.collector, 10)] == [1, 2]
    assert acknowledge(sender.collector, [first.number]) == 1
    assert [each.number for each in collect(sender.collector, 10)] == [2]
    with tenant(sender.arbodienst):
        assert AccessLog.objects.filter(action="export.sent").count() == 2
    assert start_turns() == ()


def test_a_key_ends_with_the_next_and_opens_nothing_while_the_export_is_off() -> None:
    sender = sending()
    newer = make_collecting_key(sender.reader, sender.export)
    assert newer is not None
    assert verify_collector(sender.key, "192.0.2.1") is None
    assert verify_collector(newer, "192.0.2.1") is not None
    switch_export(sender.reader, sender.export, is_enabled=False)
    assert verify_collector(newer, "192.0.2.1") is None


def test_making_goes_on_at_each_receiver_by_itself() -> None:
    senders = [sending(exporting(code)) for code in ("GEZOND", "FIT")]
    for sender in senders:
        take(sender.coupling, sick(report("VG1"), report("VG1", 2, Operation.CHANGE, 3)))
    assert make_messages()
    while make_messages():
        pass
    assert [show_of(sender) for sender in senders] == [2, 2]


def test_of_two_who_make_messages_one_leaves_it_to_the_other(
    owner_connection: psycopg.Connection,
) -> None:
    sender = sending()
    take(sender.coupling, sick(report(at=0, first_day=day(0))))
    with owner_connection.transaction():
        owner_connection.execute("SELECT 1 FROM store_export FOR UPDATE")
        assert not make(sender.arbodienst, sender.export)
    assert make(sender.arbodienst, sender.export)


def test_the_log_is_dropped_after_its_term_but_not_what_waits() -> None:
    sender = sending()
    fall_ill(sender, 1)
    collect(sender.collector, 10)
    acknowledge(sender.collector, [1])
    with tenant(sender.arbodienst):
        forget_sent(timezone.now())
        assert ExportMessage.objects.count() == 2
        forget_sent(timezone.now() + timedelta(days=4000))
        assert list(ExportMessage.objects.values_list("number", flat=True)) == [2]


def test_an_export_is_not_on_before_it_is_known_how_the_receiver_is_reached() -> None:
    deliveries = [
        {"type": "collect"},
        {"type": "https", "url": "https://elders.example/{stream}"},
        {"type": "sftp", "host": "sftp.example", "user": "wij"},
    ]
    for number, delivery in enumerate(deliveries):
        coupling = go_live(exporting(f"ARBO-{number}", delivery=delivery))
        with tenant(coupling.arbodienst):
            export = Export.objects.get().id
        reader = Reader(arbodienst=coupling.arbodienst, principal="beheerder")
        obstacle = switch_export(reader, export, is_enabled=True)
        assert obstacle is not None
        assert obstacle.code == "EX101"
