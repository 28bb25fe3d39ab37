"""Stopping an account by command, and what happened to it."""

import json
from typing import TYPE_CHECKING

import pytest

from configuring_world import ACCOUNT, coupling
from verzuimbrug.application.account_status import change_status, lock_account
from verzuimbrug.application.receiving.refusals import Attempt, RefusalCode, record_refusal
from verzuimbrug.application.sign_in.issuing import issue
from verzuimbrug.domain.account_status import AccountStatus
from verzuimbrug.store.models import ClientAccount
from verzuimbrug.store.tenancy import tenant

if TYPE_CHECKING:
    from collections.abc import Callable

    from typer.testing import Result

    from verzuimbrug.application.accounts import AccountRef

    Command = Callable[..., Result]

pytestmark = pytest.mark.usefixtures("database")


def live() -> "AccountRef":
    """An account that is active."""
    ref = coupling()
    with tenant(ref.arbodienst):
        change_status(lock_account(ref), AccountStatus.ACTIVE, "test")
    return ref


def status(ref: "AccountRef") -> str:
    with tenant(ref.arbodienst):
        return ClientAccount.objects.get(id=ref.account).status


def test_an_active_account_is_suspended_and_closed(command: "Command") -> None:
    ref = live()
    assert command("suspend", ACCOUNT, "--reason", "storing").exit_code == 0
    assert status(ref) == "suspended"
    closed = command("close", ACCOUNT, "--reason", "contract voorbij")
    assert closed.stdout == f"{ACCOUNT} is closed; messages not processed, and kept: 0\n"
    assert status(ref) == "closed"


def test_closing_asks_for_a_reason(command: "Command") -> None:
    ref = live()
    assert command("close", ACCOUNT).exit_code == 2
    assert command("close", ACCOUNT, "--reason", " ").exit_code == 1
    assert status(ref) == "active"


@pytest.mark.parametrize("words", [("suspend", ACCOUNT), ("close", ACCOUNT, "--reason", "x")])
def test_a_closed_account_stays_as_it_is(command: "Command", words: tuple[str, ...]) -> None:
    ref = live()
    with tenant(ref.arbodienst):
        ClientAccount.objects.update(status="closed")
    outcome = command(*words)
    assert outcome.exit_code == 1
    assert "is closed" in outcome.stderr


def test_a_concept_is_not_suspended(command: "Command") -> None:
    coupling()
    outcome = command("suspend", ACCOUNT)
    assert outcome.exit_code == 1
    assert "is concept; it cannot become suspended" in outcome.stderr


def test_the_log_says_what_was_done_by_whom(command: "Command") -> None:
    live()
    command("suspend", ACCOUNT, "--reason", "storing")
    *_, last = command("accounts", "log", ACCOUNT).stdout.splitlines()
    assert last.startswith("20")
    assert "suspended  command line (uid " in last
    assert {"from: active", "to: suspended", "reason: storing"} <= set(
        last.rpartition("  ")[2].split(", ")
    )

    *_, event = json.loads(command("accounts", "log", ACCOUNT, "--json").stdout)["events"]
    assert (event["event"], event["details"]["reason"]) == ("suspended", "storing")


def test_refused_attempts_are_shown_with_their_reason(command: "Command") -> None:
    code = issue(live(), "test").customer_code or ""
    attempt = Attempt(door="rest", address="192.0.2.7", customer_code=code)
    record_refusal(attempt, RefusalCode.SIGN_IN_FAILED)

    (line,) = command("accounts", "refused", ACCOUNT).stdout.splitlines()
    assert line.endswith("rest  192.0.2.7  AANMELDEN-MISLUKT")
    (entry,) = json.loads(command("accounts", "refused", ACCOUNT, "--json").stdout)["refused"]
    assert (entry["address"], entry["reason"]) == ("192.0.2.7", "AANMELDEN-MISLUKT")


@pytest.mark.parametrize("words", [("accounts", "log"), ("accounts", "refused"), ("close",)])
def test_an_unknown_account_is_misuse(command: "Command", words: tuple[str, ...]) -> None:
    coupling()
    reason = ("--reason", "x") if words == ("close",) else ()
    outcome = command(*words, "Anders", *reason)
    assert outcome.exit_code == 2
    assert "no account with the name Anders" in outcome.stderr
