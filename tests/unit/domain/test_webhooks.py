"""Where webhooks may go, and how they are signed."""

import base64
import hashlib
import hmac
from datetime import timedelta

import pytest

from verzuimbrug.domain.webhooks import (
    OffBecause,
    UrlProblem,
    after_failure,
    check_url,
    is_open_address,
    new_secret,
    signature,
)


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("https://zaaksysteem.example.nl/events?a=1", None),
        ("https://zaaksysteem.example.nl:8443", None),
        ("https://8.8.8.8/", None),
        ("https://" + "a" * 500, UrlProblem.TOO_LONG),
        ("", UrlProblem.UNREADABLE),
        ("zaaksysteem.example.nl", UrlProblem.UNREADABLE),
        ("ftp://example.nl/", UrlProblem.UNREADABLE),
        ("https://", UrlProblem.UNREADABLE),
        ("https://example.nl:99999/", UrlProblem.UNREADABLE),
        ("https://example.nl:0/", UrlProblem.UNREADABLE),
        ("https://[::1/", UrlProblem.UNREADABLE),
        ("https://example.nl/#deel", UrlProblem.UNREADABLE),
        ("https://example.nl/a b", UrlProblem.UNREADABLE),
        ("https://exämple.nl/", UrlProblem.UNREADABLE),
        ("https://kim:geheim@example.nl/", UrlProblem.WITH_PASSWORD),
        ("http://example.nl/", UrlProblem.NOT_SECURE),
        ("http://10.0.0.1/", UrlProblem.NOT_SECURE),
        ("http://127.0.0.1:8000/", UrlProblem.CLOSED),
        ("http://localhost/", UrlProblem.CLOSED),
        ("https://192.168.1.1/", UrlProblem.CLOSED),
        ("https://[fe80::1]/", UrlProblem.CLOSED),
        ("https://169.254.169.254/", UrlProblem.CLOSED),
    ],
)
def test_only_the_open_web_is_sent_to(url: str, problem: UrlProblem | None) -> None:
    assert check_url(url, private=False) == problem


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000/", "http://[::1]/", "https://10.0.0.1/"])
def test_the_own_network_is_open_where_the_instance_says_so(url: str) -> None:
    assert check_url(url, private=True) is None
    assert check_url("http://10.0.0.1/", private=True) == UrlProblem.NOT_SECURE


@pytest.mark.parametrize(
    ("address", "is_open"),
    [
        ("8.8.8.8", True),
        ("2001:4860:4860::8888", True),
        ("10.1.2.3", False),
        ("::ffff:10.1.2.3", False),
        ("fe80::1%eth0", False),
        ("224.0.0.1", False),
        ("::1", False),
    ],
)
def test_addresses_of_a_network_of_our_own_are_known(address: str, is_open: bool) -> None:  # noqa: FBT001
    assert is_open_address(address) == is_open


def test_an_event_is_signed_as_standard_webhooks_has_it() -> None:
    random = bytes(range(32))
    secret = new_secret(random)
    expected = hmac.digest(random, b"evt_1.1700000000.{}", hashlib.sha256)

    assert secret.startswith("whsec_")
    signed = signature(secret, "evt_1", 1700000000, b"{}")
    assert signed == "v1," + base64.b64encode(expected).decode()


def test_after_each_failure_the_wait_is_as_standard_webhooks_has_it() -> None:
    waits = [after_failure(failures, 500) for failures in range(1, 10)]
    assert waits == [
        timedelta(seconds=5),
        timedelta(minutes=5),
        timedelta(minutes=30),
        *(timedelta(hours=hours) for hours in (2, 5, 10, 14, 20, 24)),
    ]


@pytest.mark.parametrize(
    ("failures", "status", "expected"),
    [
        (10, 500, OffBecause.FAILING),
        (10, None, OffBecause.FAILING),
        (1, 410, OffBecause.GONE),
        (10, 410, OffBecause.GONE),
    ],
)
def test_it_is_switched_off_after_the_last_try_or_when_nobody_wants_it(
    failures: int, status: int | None, expected: OffBecause
) -> None:
    assert after_failure(failures, status) is expected
