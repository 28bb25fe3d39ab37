"""Giving one mail to a server: signing in, TLS, and what a server can answer."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from pytest_django import Settings

from mail_world import PASSWORD, RECIPIENT, USER, Post, mail_server, route
from tls_world import self_signed
from verzuimbrug.application.mail import giving
from verzuimbrug.application.mail.giving import Given
from verzuimbrug.application.mail.trying import send_test_mail
from verzuimbrug.domain.mail_server import Trouble


@pytest.fixture
def post(settings: Settings) -> Iterator[Post]:
    """A server that takes everything, as the one of the instance."""
    with mail_server(Post()) as listening:
        settings.MAIL_SERVER = route(listening.url())
        yield listening


def _given() -> Given:
    """What giving a mail to the server comes to."""
    given = send_test_mail(RECIPIENT, "nl")
    assert given is not None
    return given


def test_a_wrong_password_is_told(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = self_signed(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with mail_server(Post(), certificate, sign_in=True) as post:
        settings.MAIL_SERVER = route(post.url(user=USER).replace(PASSWORD[:4], "fout"))
        given = _given()
    assert (given.trouble, given.said[:3]) == (Trouble.LOGIN_FAILED, "535")


def test_who_cannot_sign_in_is_told(post: Post, settings: Settings) -> None:
    settings.MAIL_SERVER = route(post.url(user=USER, starttls="offered"))
    assert _given().trouble is Trouble.LOGIN_FAILED


def test_nothing_goes_without_the_tls_that_is_asked(post: Post, settings: Settings) -> None:
    settings.MAIL_SERVER = route(post.url(starttls="require"))
    assert _given().trouble is Trouble.NO_TLS
    assert post.got == []


def test_without_tls_when_that_is_asked(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(self_signed(tmp_path)))
    with mail_server(Post()) as post:
        settings.MAIL_SERVER = route(post.url(starttls="never"))
        assert _given() == Given()
    assert [got.is_secured for got in post.got] == [False]


@pytest.mark.parametrize(
    ("changed", "trouble"),
    [
        ({"data": "554 spam"}, Trouble.REFUSED),
        ({"data": "452 vol"}, Trouble.POSTPONED),
        ({"sender": "553 wie"}, Trouble.SENDER_REFUSED),
        ({"sender": "421 straks"}, Trouble.POSTPONED),
    ],
)
def test_a_mail_or_sender_that_is_not_taken(
    post: Post, changed: dict[str, str], trouble: Trouble
) -> None:
    for name, value in changed.items():
        setattr(post, name, value)
    given = _given()
    assert given.trouble is trouble
    assert given.said in changed.values()


def test_a_server_that_drags_on_is_left(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(giving, "SECONDS", 0.5)
    was_left = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as slow:

        def drip() -> None:
            caller, _ = slow.accept()
            with caller, suppress(OSError):
                while not was_left.wait(0.05):
                    caller.sendall(b"2")

        dripping = threading.Thread(target=drip)
        dripping.start()
        settings.MAIL_SERVER = route(f"smtp://127.0.0.1:{slow.getsockname()[1]}")
        given = _given()
        was_left.set()
        dripping.join()
    assert given.trouble is Trouble.TOO_SLOW


@pytest.mark.parametrize(
    ("greeting", "said"),
    [(b"554 hier niet\r\n", "554 hier niet"), (b"220 hoi\r\n", "")],
)
def test_a_server_that_hangs_up_is_not_reached(
    settings: Settings, greeting: bytes, said: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as odd:

        def greet() -> None:
            caller, _ = odd.accept()
            with caller:
                caller.sendall(greeting)
                caller.shutdown(socket.SHUT_WR)
                caller.recv(100)

        greeting_thread = threading.Thread(target=greet)
        greeting_thread.start()
        settings.MAIL_SERVER = route(f"smtp://127.0.0.1:{odd.getsockname()[1]}")
        given = _given()
        greeting_thread.join()
    assert (given.trouble, given.said) == (Trouble.UNREACHABLE, said)


@contextmanager
def _saying(settings: Settings, *lines: bytes) -> Iterator[None]:
    """A server that says this, one line for each that it hears, and hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as odd:

        def talk() -> None:
            caller, _ = odd.accept()
            with caller, caller.makefile("rb") as said:
                for line in lines:
                    caller.sendall(line)
                    said.readline()

        talking = threading.Thread(target=talk)
        talking.start()
        address = f"127.0.0.1:{odd.getsockname()[1]}"
        settings.MAIL_SERVER = route(f"smtp://{USER}:x@{address}?starttls=offered")
        yield
        talking.join()


def test_a_server_that_takes_starttls_back_gets_nothing(settings: Settings) -> None:
    with _saying(settings, b"220 hoi\r\n", b"250-hoi\r\n250 STARTTLS\r\n", b"454 nu niet\r\n"):
        given = _given()
    assert given.trouble is Trouble.NO_TLS


def test_a_server_that_hangs_up_while_one_signs_in_is_not_reached(settings: Settings) -> None:
    with _saying(settings, b"220 hoi\r\n", b"250-hoi\r\n250 AUTH PLAIN\r\n"):
        given = _given()
    assert given.trouble is Trouble.UNREACHABLE


def test_a_name_that_nobody_has_is_not_found(settings: Settings) -> None:
    settings.MAIL_SERVER = route("smtp://nergens.invalid")
    assert _given().trouble is Trouble.UNKNOWN_HOST


def test_a_test_mail_says_what_it_is(post: Post) -> None:
    assert send_test_mail(RECIPIENT, "en") == Given()
    (got,) = post.got
    assert got.mail["Subject"] == "Test mail of Verzuimbrug"
    assert got.mail["Content-Language"] == "en"
