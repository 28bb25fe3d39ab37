"""Failed attempts to sign in are counted per name and place, and too many are refused unseen."""

import psycopg
import pytest

from blocking_world import thread
from configuring_world import coupling
from verzuimbrug.application.housekeep import housekeep
from verzuimbrug.application.receiving.refusals import RefusalCode, RefusedError
from verzuimbrug.application.sign_in import apikeys
from verzuimbrug.application.sign_in.credentials import verify
from verzuimbrug.application.sign_in.issuing import Issued, issue
from verzuimbrug.domain.throttling import MOST_PER_NAME, MOST_PER_PLACE
from verzuimbrug.store.models import SignInFailures

HOME, AWAY = "192.0.2.7", "198.51.100.1"
FAILED, TOO_MANY = RefusalCode.SIGN_IN_FAILED, RefusalCode.TOO_MANY_REQUESTS
LATER = "UPDATE store_signinfailures SET since = since - interval '15 minutes'"


@pytest.fixture
def issued(database: None) -> Issued:
    """A customer code with a token."""
    del database
    return issue(coupling(), "test")


def refused(code: str, token: str, address: str = HOME) -> RefusedError | None:
    """How signing in is refused, if it is."""
    try:
        verify(code, token, address)
    except RefusedError as error:
        return error
    return None


def code_of(code: str, token: str, address: str = HOME) -> RefusalCode | None:
    error = refused(code, token, address)
    return error.code if error else None


def fail(code: str, times: int, address: str = HOME) -> set[RefusalCode | None]:
    return {code_of(code, "verkeerd", address) for _ in range(times)}


def fill_place(times: int = MOST_PER_PLACE) -> None:
    """Failures from one place with ever other codes."""
    for number in range(times):
        code_of(f"RAAK-{number}", "verkeerd")


def test_after_ten_wrong_tokens_the_right_one_is_refused_too(issued: Issued) -> None:
    code = issued.customer_code or ""
    assert fail(code, MOST_PER_NAME) == {FAILED}
    assert fail(code, 1) == {TOO_MANY}
    assert code_of(code, issued.token) is TOO_MANY


def test_who_waits_is_told_how_long(issued: Issued) -> None:
    code = issued.customer_code or ""
    fail(code, MOST_PER_NAME)
    error = refused(code, issued.token)
    assert error is not None
    assert 0 < error.retry_after <= 900


def test_an_unknown_code_is_throttled_alike(issued: Issued) -> None:
    del issued
    assert fail("BESTAAT-NIET", MOST_PER_NAME) == {FAILED}
    assert fail("BESTAAT-NIET", 1) == {TOO_MANY}


def test_the_portal_at_another_address_is_not_shut_out(issued: Issued) -> None:
    code = issued.customer_code or ""
    fail(code, MOST_PER_NAME + 1, AWAY)
    fill_place()
    assert code_of(code, issued.token, "203.0.113.9") is None


def test_ten_is_for_one_code(issued: Issued) -> None:
    fail("BESTAAT-NIET", MOST_PER_NAME + 1)
    assert code_of(issued.customer_code or "", issued.token) is None


def test_after_a_hundred_failures_an_address_waits_whatever_it_tries(issued: Issued) -> None:
    fill_place(MOST_PER_PLACE - 1)
    assert fail("NIEUW", 1) == {FAILED}
    assert fail("NOG-NIEUWER", 1) == {TOO_MANY}
    assert code_of(issued.customer_code or "", issued.token) is TOO_MANY


def test_signing_in_clears_what_failed_before(issued: Issued) -> None:
    code = issued.customer_code or ""
    for _ in range(2):
        assert fail(code, MOST_PER_NAME - 1) == {FAILED}
        assert code_of(code, issued.token) is None


def test_the_window_ends(issued: Issued, owner_connection: psycopg.Connection) -> None:
    code = issued.customer_code or ""
    fail(code, MOST_PER_NAME + 1)
    owner_connection.execute(LATER)
    assert fail(code, 1) == {FAILED}
    assert set(SignInFailures.objects.values_list("count", flat=True)) == {1}


def test_addresses_of_one_subscriber_are_one_place(issued: Issued) -> None:
    code = issued.customer_code or ""
    for number in range(MOST_PER_NAME):
        code_of(code, "verkeerd", f"2001:db8::{number}")
    assert code_of(code, issued.token, "2001:db8::ffff") is TOO_MANY


def test_a_right_token_from_a_foreign_address_counts_as_a_failure(
    issued: Issued, owner_connection: psycopg.Connection
) -> None:
    owner_connection.execute(
        "UPDATE store_clientaccount SET allowed_addresses = '[\"192.0.2.0/24\"]'"
    )
    code = issued.customer_code or ""
    for _ in range(MOST_PER_NAME):
        assert code_of(code, issued.token, AWAY) is FAILED
    assert code_of(code, issued.token, AWAY) is TOO_MANY


def test_wrong_keys_are_counted_by_address_only(issued: Issued) -> None:
    del issued
    key = apikeys.create(1, "sleutel", "read")
    for _ in range(MOST_PER_PLACE):
        assert apikeys.verify("vb_verkeerd", HOME) is None
    with pytest.raises(RefusedError, match="TE-VEEL-VERZOEKEN"):
        apikeys.verify(key, HOME)
    assert apikeys.verify(key, AWAY) is not None


def test_nothing_readable_is_kept(issued: Issued, owner_connection: psycopg.Connection) -> None:
    fail(issued.customer_code or "", 1)
    rows = owner_connection.execute("SELECT hash FROM store_signinfailures").fetchall()
    assert [len(row[0]) for row in rows] == [32, 32]


def test_failures_at_the_same_moment_all_count(issued: Issued) -> None:
    with thread() as one, thread() as other:
        jobs = [each.start(lambda: fail(issued.customer_code or "", 4)) for each in (one, other)]
    assert [job.result() for job in jobs] == [{FAILED}] * 2
    assert set(SignInFailures.objects.values_list("count", flat=True)) == {8}


def test_old_counts_are_swept(issued: Issued, owner_connection: psycopg.Connection) -> None:
    fail(issued.customer_code or "", 1)
    housekeep()
    assert SignInFailures.objects.count() == 2
    owner_connection.execute(LATER)
    housekeep()
    assert SignInFailures.objects.count() == 0
