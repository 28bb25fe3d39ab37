"""Mail to a real server: what it gets, and what happens when it does not take it."""

import socket
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.core.cache import cache
from django.utils import timezone
from pytest_django import Settings

from blocking_world import thread
from doors_world import Coupling
from importing_world import arbodienst
from mail_world import (
    RECIPIENT,
    SENDER,
    UNREADABLE,
    USER,
    Post,
    again_at_once,
    mail_server,
    route,
    told_coupling,
)
from sending_world import report, sick, take
from tls_world import self_signed
from verzuimbrug.application.access import Reader
from verzuimbrug.application.mail import giving
from verzuimbrug.application.mail.giving import Given
from verzuimbrug.application.mail.listing import MailShown, page_mails, show_mail_state
from verzuimbrug.application.mail.sending import send_mails
from verzuimbrug.application.mail.trying import send_test_mail
from verzuimbrug.application.pages import Window
from verzuimbrug.domain.authority import Authority
from verzuimbrug.domain.mail_server import Trouble
from verzuimbrug.domain.mail_texts import MailKind
from verzuimbrug.domain.mail_times import RETRIES
from verzuimbrug.store.mail_copies import settle_failed
from verzuimbrug.store.models import Mail, MailCopy
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

OTHER = "team@example.nl"


@pytest.fixture(autouse=True)
def _instance(settings: Settings) -> None:
    cache.clear()
    settings.PUBLIC_URL = "https://brug.example.nl"


@pytest.fixture
def post(settings: Settings) -> Iterator[Post]:
    """A server that takes everything, as the one of the instance."""
    with mail_server(Post()) as listening:
        settings.MAIL_SERVER = route(listening.url())
        yield listening


def _copies(coupling: Coupling) -> tuple[MailShown, ...]:
    """The log, the first copy first."""
    reader = Reader(arbodienst=coupling.arbodienst, principal="test")
    return page_mails(reader, Window()).items[::-1]


def _troubles(coupling: Coupling) -> list[tuple[Trouble | None, bool]]:
    return [(copy.trouble, copy.given_up_at is not None) for copy in _copies(coupling)]


def _send() -> None:
    """Send all there is to send now."""
    while send_mails():
        pass


def test_each_recipient_gets_a_mail_of_his_own_once(post: Post) -> None:
    coupling = told_coupling(recipients=[RECIPIENT, OTHER])
    (done,) = take(coupling, sick(report()))
    _send()
    _send()

    assert [got.recipients for got in post.got] == [(RECIPIENT,), (OTHER,)]
    first, second = (got.mail for got in post.got)
    assert (first["To"], second["To"]) == (RECIPIENT, OTHER)
    assert not any(OTHER.encode() in got.content for got in post.got[:1])
    assert first["Message-ID"] != second["Message-ID"]
    assert post.got[0].sender == SENDER.addr_spec
    assert first["Subject"] == f"Verwerkingsverslag {done.receipt} van Felison verzekeringsinzicht"
    assert f"https://brug.example.nl/verslagen/{done.receipt}/" in first.get_content()
    assert {header.lower() for header in first} & {"bcc", "cc", "list-unsubscribe"} == set()
    assert _troubles(coupling) == [(None, False)] * 2
    assert all(copy.sent_at for copy in _copies(coupling))


def test_what_every_arbodienst_has_to_say_goes_out(post: Post) -> None:
    ours, theirs = told_coupling(), told_coupling(code="FIT", recipients=[OTHER])
    take(ours, UNREADABLE)
    take(theirs, UNREADABLE)
    _send()
    assert sorted(got.recipients for got in post.got) == [(RECIPIENT,), (OTHER,)]
    assert [copy.address for copy in _copies(ours)] == [RECIPIENT]


def test_a_password_goes_over_tls_with_a_certificate_that_is_checked(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = self_signed(tmp_path)
    coupling = told_coupling()
    take(coupling, UNREADABLE)
    with mail_server(Post(), certificate, sign_in=True) as post:
        settings.MAIL_SERVER = route(post.url(user=USER))
        _send()
        assert _troubles(coupling) == [(Trouble.NOT_TRUSTED, False)]
        assert post.got == []

        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        again_at_once(coupling)
        _send()
    (got,) = post.got
    assert (got.is_secured, got.user) == (True, USER)
    assert _troubles(coupling) == [(None, False)]


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
def test_tls_from_the_first_byte(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = self_signed(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    coupling = told_coupling()
    take(coupling, UNREADABLE)
    with mail_server(Post(), certificate, at_once=True, sign_in=True) as post:
        settings.MAIL_SERVER = route(post.url(scheme="smtps", user=USER))
        _send()
    assert [got.user for got in post.got] == [USER]


@pytest.mark.parametrize(
    ("answer", "trouble", "gives_up"),
    [
        ("451 later", Trouble.POSTPONED, False),
        ("550 5.1.1 niemand", Trouble.REFUSED, True),
    ],
)
def test_a_recipient_that_is_not_taken_keeps_no_other_waiting(
    post: Post, answer: str, trouble: Trouble, *, gives_up: bool
) -> None:
    coupling = told_coupling(recipients=[RECIPIENT, OTHER])
    post.answers = {RECIPIENT: answer}
    take(coupling, UNREADABLE)
    _send()

    assert _troubles(coupling) == [(trouble, gives_up), (None, False)]
    assert [got.recipients for got in post.got] == [(OTHER,)]
    assert _copies(coupling)[0].said == answer

    post.answers = {}
    again_at_once(coupling)
    _send()
    assert [got.recipients for got in post.got] == [(OTHER,), *([] if gives_up else [(RECIPIENT,)])]


def test_it_is_tried_again_further_and_further_apart_and_then_given_up(post: Post) -> None:
    coupling = told_coupling()
    post.answers = {RECIPIENT: "451 later"}
    take(coupling, UNREADABLE)
    waits = []
    for _ in range(len(RETRIES) + 2):
        before = timezone.now()
        _send()
        (copy,) = _copies(coupling)
        waits.append(round((copy.next_at - before) / timedelta(minutes=1)))
        again_at_once(coupling)

    assert waits[: len(RETRIES)] == [1, 5, 30, 120, 480]
    assert post.heard == len(RETRIES) + 1
    assert _troubles(coupling) == [(Trouble.POSTPONED, True)]


def test_nothing_is_lost_while_the_server_is_down(settings: Settings) -> None:
    coupling = told_coupling(recipients=[RECIPIENT, OTHER])
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    settings.MAIL_SERVER = route(f"smtp://127.0.0.1:{port}")
    take(coupling, UNREADABLE)
    assert not send_mails()
    # The rest is not tried at a server that is not there.
    assert [copy.attempts for copy in _copies(coupling)] == [1, 0]
    assert _troubles(coupling) == [(Trouble.UNREACHABLE, False), (None, False)]

    again_at_once(coupling)
    with mail_server(Post(port=port)) as post:
        settings.MAIL_SERVER = route(post.url())
        _send()
    assert sorted(got.recipients for got in post.got) == [(RECIPIENT,), (OTHER,)]


def test_a_server_that_says_nothing_is_left(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(giving, "STEP_SECONDS", 0.2)
    coupling = told_coupling()
    take(coupling, UNREADABLE)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.MAIL_SERVER = route(f"smtp://127.0.0.1:{silent.getsockname()[1]}")
        _send()
    assert _troubles(coupling) == [(Trouble.TOO_SLOW, False)]


def test_an_address_that_is_none_is_given_up(post: Post) -> None:
    coupling = told_coupling(recipients=["kím@example.nl", OTHER])
    take(coupling, UNREADABLE)
    _send()
    assert _troubles(coupling) == [(Trouble.BAD_ADDRESS, True), (None, False)]
    assert send_test_mail("kím@example.nl", "nl") == Given(trouble=Trouble.BAD_ADDRESS)
    assert [got.recipients for got in post.got] == [(OTHER,)]


def test_two_couriers_send_nothing_twice(post: Post) -> None:
    coupling = told_coupling(recipients=[f"nummer{n}@example.nl" for n in range(12)])
    take(coupling, UNREADABLE, sick(report()))
    with thread() as one, thread() as other:
        for run in [courier.start(_send) for courier in (one, other)]:
            run.result()

    assert len(post.got) == 24
    assert len({got.mail["Message-ID"] for got in post.got}) == 24


def test_what_a_courier_took_nobody_takes_before_its_lease_is_over(
    post: Post, owner_connection: psycopg.Connection
) -> None:
    coupling = told_coupling()
    take(coupling, UNREADABLE)
    # The courier dies between sending and keeping that it did.
    _send()
    owner_connection.execute("UPDATE store_mailcopy SET sent_at = NULL")
    _send()
    assert len(post.got) == 1

    again_at_once(coupling)
    _send()
    first, second = post.got
    assert first.mail["Message-ID"] == second.mail["Message-ID"]
    assert first.mail.get_content() == second.mail.get_content()


def test_what_another_settled_meanwhile_stays_so(post: Post) -> None:
    coupling = told_coupling()
    post.answers = {RECIPIENT: "451 later"}
    take(coupling, UNREADABLE)
    _send()
    with tenant(coupling.arbodienst):
        MailCopy.objects.update(attempts=7)
        copy = MailCopy.objects.get()
        settle_failed(copy.id, 1, ("refused", "oud"), timezone.now(), None)
        assert MailCopy.objects.get().given_up_at is None


def test_no_transaction_is_open_while_something_is_sent(
    post: Post, owner_connection: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    coupling = told_coupling()
    take(coupling, UNREADABLE)
    locks: list[int] = []
    data = Post.handle_DATA

    async def looking(self: Post, *given: object) -> str:
        # A transaction keeps a lock on what it read until it ends.
        rows = owner_connection.execute(
            "SELECT count(*) FROM pg_locks WHERE relation = 'store_mailcopy'::regclass"
        )
        locks.extend(count for (count,) in rows)
        return await data(self, *given)  # type: ignore[arg-type]  # as it was given

    monkeypatch.setattr(Post, "handle_DATA", looking)
    _send()
    assert post.got
    assert locks == [0]


def test_without_a_server_nothing_is_written_and_it_goes_away_after_a_week(
    settings: Settings, owner_connection: psycopg.Connection
) -> None:
    settings.MAIL_SERVER = None
    coupling = told_coupling()
    take(coupling, UNREADABLE)
    assert not send_mails()
    assert send_test_mail(RECIPIENT, "nl") is None
    state = show_mail_state(Reader(arbodienst=coupling.arbodienst, principal="test"))
    assert (state.server, state.kept, state.waiting, state.given_up) == (None, 1, 0, 0)

    owner_connection.execute("UPDATE store_mail SET made_at = now() - interval '8 days'")
    send_mails()
    assert show_mail_state(Reader(arbodienst=coupling.arbodienst, principal="t")).kept == 1
    cache.clear()
    send_mails()
    assert show_mail_state(Reader(arbodienst=coupling.arbodienst, principal="t")).kept == 0


def test_the_log_goes_away_after_a_month_but_not_where_periods_go_on(
    post: Post, owner_connection: psycopg.Connection
) -> None:
    coupling = told_coupling()
    take(coupling, UNREADABLE)
    _send()
    assert post.got
    with tenant(coupling.arbodienst):
        for days in (1, 2):
            Mail.objects.create(
                arbodienst_id=coupling.arbodienst,
                account_id=coupling.account,
                kind=MailKind.DIGEST,
                period_end=timezone.now() - timedelta(days=days),
                made_at=timezone.now(),
                written_at=timezone.now(),
            )
    owner_connection.execute("UPDATE store_mail SET made_at = now() - interval '31 days'")
    cache.clear()
    _send()
    with tenant(coupling.arbodienst):
        (left,) = Mail.objects.all()
        assert left.period_end is not None
        assert timezone.now() - left.period_end < timedelta(days=1.5)
        assert not MailCopy.objects.exists()


def test_the_log_goes_on_page_by_page_and_shows_open_couplings_only(post: Post) -> None:
    coupling = told_coupling(recipients=[f"nummer{n}@example.nl" for n in range(3)])
    take(coupling, UNREADABLE)
    _send()
    assert len(post.got) == 3
    reader = Reader(arbodienst=coupling.arbodienst, principal="test")
    first = page_mails(reader, Window(limit=2))
    assert first.next is not None
    second = page_mails(reader, Window(after=first.next, limit=2))
    shown = [*first.items, *second.items]
    assert [copy.address for copy in shown] == [f"nummer{n}@example.nl" for n in (2, 1, 0)]
    assert {(copy.kind, copy.account) for copy in shown} == {(MailKind.REJECTED, coupling.account)}

    for accounts, number in ((frozenset[int](), 0), (frozenset({coupling.account}), 3)):
        limited = Reader(
            arbodienst=coupling.arbodienst,
            principal="test",
            authority=Authority(employers=frozenset(), accounts=accounts),
        )
        assert len(page_mails(limited, Window()).items) == number
        assert show_mail_state(limited).given_up == 0
    elsewhere = Reader(arbodienst=arbodienst("ELDERS"), principal="test")
    assert page_mails(elsewhere, Window()).items == ()


def test_there_is_more_than_goes_out_in_one_turn(
    post: Post, owner_connection: psycopg.Connection
) -> None:
    coupling = told_coupling(recipients=[f"nummer{n}@example.nl" for n in range(22)])
    take(coupling, UNREADABLE)
    assert send_mails()
    assert len(post.got) == 20
    _send()
    assert len(post.got) == 22
    rows = owner_connection.execute("SELECT count(*) FROM store_mailcopy WHERE sent_at IS NULL")
    assert rows.fetchone() == (0,)
