"""Webhooks on real connections: what the receiver gets, and how it can go wrong."""

import json
import socket
import threading
from contextlib import suppress
from pathlib import Path

import pytest
from pytest_django import Settings

from importing_world import arbodienst
from tls_world import self_signed
from verzuimbrug.application.access import Reader
from verzuimbrug.application.pages import Window
from verzuimbrug.application.webhooks import sending
from verzuimbrug.application.webhooks.deliveries import DeliveryShown, page_deliveries
from verzuimbrug.application.webhooks.endpoints import (
    WebhookMade,
    list_webhooks,
    make_webhook,
    show_webhook,
    switch_webhook,
)
from verzuimbrug.application.webhooks.sending import send_test
from verzuimbrug.domain.webhooks import Outcome, UrlProblem, signature
from verzuimbrug.store.models import Webhook
from verzuimbrug.store.tenancy import tenant
from webhook_world import receiving

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def reader(settings: Settings) -> Reader:
    """Somebody at an instance that may send to its own machine."""
    settings.WEBHOOKS_TO_PRIVATE = True
    return Reader(arbodienst=arbodienst(), principal="user:kim@example.nl")


def _made(reader: Reader, url: str) -> WebhookMade:
    made = make_webhook(reader, url)
    assert isinstance(made, WebhookMade)
    return made


def _sent(reader: Reader, url: str) -> DeliveryShown:
    sent = send_test(reader, _made(reader, url).id)
    assert sent is not None
    return sent


def test_an_event_is_taken_and_can_be_checked(reader: Reader) -> None:
    with receiving() as receiver:
        made = _made(reader, f"http://127.0.0.1:{receiver.port}/events?a=1")
        sent = send_test(reader, made.id)

    assert sent is not None
    assert (sent.outcome, sent.status, sent.by) == (Outcome.TAKEN, 204, reader.principal)
    ((path, headers, body),) = receiver.got
    assert path == "/events?a=1"
    moment = int(headers["webhook-timestamp"])
    expected = signature(made.secret, headers["webhook-id"], moment, body)
    assert headers["webhook-signature"] == expected
    assert json.loads(body)["type"] == "webhook.test"
    assert page_deliveries(reader, made.id, Window()).items == (sent,)


def test_a_redirect_is_not_followed(reader: Reader) -> None:
    with receiving(302) as receiver:
        sent = _sent(reader, f"http://localhost:{receiver.port}")

    assert (sent.outcome, sent.status) == (Outcome.REFUSED, 302)
    assert [path for path, *_ in receiver.got] == ["/"]


def test_a_certificate_that_nobody_knows_is_not_trusted(reader: Reader, tmp_path: Path) -> None:
    with receiving(certificate=self_signed(tmp_path)) as receiver:
        sent = _sent(reader, f"https://localhost:{receiver.port}/")

    assert (sent.outcome, sent.status, receiver.got) == (Outcome.NOT_TRUSTED, None, [])


def test_a_certificate_that_is_known_is_trusted(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = self_signed(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with receiving(certificate=certificate) as receiver:
        sent = _sent(reader, f"https://localhost:{receiver.port}/")

    assert sent.outcome == Outcome.TAKEN


def test_who_does_not_answer_in_time_is_left(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        sent = _sent(reader, f"http://127.0.0.1:{silent.getsockname()[1]}/")

    assert (sent.outcome, sent.status) == (Outcome.TOO_SLOW, None)


def test_who_drags_out_the_start_of_tls_is_left(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "SECONDS", 0.5)
    was_left = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as slow:

        def drip() -> None:
            caller, _ = slow.accept()
            with caller, suppress(OSError):
                caller.sendall(b"\x16\x03\x03\x40\x00")
                while not was_left.wait(0.05):
                    caller.sendall(b"\x02")

        thread = threading.Thread(target=drip)
        thread.start()
        sent = _sent(reader, f"https://127.0.0.1:{slow.getsockname()[1]}/")
        was_left.set()
        thread.join()

    assert (sent.outcome, sent.status) == (Outcome.TOO_SLOW, None)


def test_who_says_something_else_than_http_is_not_reached(reader: Reader) -> None:
    with socket.create_server(("127.0.0.1", 0)) as odd:
        port = odd.getsockname()[1]

        def talk() -> None:
            caller, _ = odd.accept()
            caller.sendall(b"SSH-2.0-iets\r\n")
            caller.close()

        thread = threading.Thread(target=talk)
        thread.start()
        sent = _sent(reader, f"http://127.0.0.1:{port}/")
        thread.join()

    assert sent.outcome == Outcome.UNREACHABLE


def test_where_nobody_listens_there_is_no_connection(reader: Reader) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]

    assert _sent(reader, f"http://127.0.0.1:{port}/").outcome == Outcome.UNREACHABLE


def test_a_name_that_nobody_has_is_not_found(reader: Reader) -> None:
    assert _sent(reader, "https://nergens.invalid/").outcome == Outcome.UNKNOWN_HOST


def test_a_name_of_the_own_network_is_closed_when_it_is_sent_to(
    reader: Reader, settings: Settings
) -> None:
    made = _made(reader, "https://localhost/")
    settings.WEBHOOKS_TO_PRIVATE = False

    sent = send_test(reader, made.id)
    assert sent is not None
    assert sent.outcome == Outcome.CLOSED
    assert make_webhook(reader, "https://localhost/") == UrlProblem.CLOSED


def test_webhooks_are_switched_and_of_one_arbodienst(reader: Reader) -> None:
    made = _made(reader, "https://zaaksysteem.example.nl/")
    switch_webhook(reader, made.id, is_enabled=False)
    other = Reader(arbodienst=arbodienst("ELDERS"), principal="ander")

    (shown,) = list_webhooks(reader)
    assert (shown.is_enabled, shown.made_by) == (False, reader.principal)
    assert show_webhook(reader, made.id) == shown
    assert show_webhook(other, made.id) is None
    assert (list_webhooks(other), send_test(other, made.id)) == ((), None)


def test_the_secret_is_encrypted(reader: Reader) -> None:
    made = _made(reader, "https://zaaksysteem.example.nl/")
    with tenant(reader.arbodienst):
        assert made.secret.encode() not in bytes(Webhook.objects.get().secret)


def test_the_log_goes_on_page_by_page(reader: Reader) -> None:
    made = _made(reader, "https://nergens.invalid/")
    sent = [send_test(reader, made.id) for _ in range(3)]
    first = page_deliveries(reader, made.id, Window(limit=2))
    assert first.next is not None

    second = page_deliveries(reader, made.id, Window(after=first.next, limit=2))
    assert [*first.items, *second.items] == sent[::-1]
