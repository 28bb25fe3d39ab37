"""Setting up a coupling by command: activation, status, work."""

import json
from typing import TYPE_CHECKING

import pytest

from configuring_world import ACCOUNT, coupling
from verzuimbrug.domain.readiness import CHECKS
from verzuimbrug.store.models import ClientAccount
from verzuimbrug.store.tenancy import tenant

if TYPE_CHECKING:
    from collections.abc import Callable

    from typer.testing import Result

    Command = Callable[..., Result]

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.parametrize(
    "words", [["credentials", "issue"], ["credentials", "revoke"], ["activate"], ["suspend"]]
)
def test_an_unknown_account_is_misuse(command: "Command", words: list[str]) -> None:
    coupling()
    outcome = command(*words, "Anders")
    assert outcome.exit_code == 2
    assert "no account with the name Anders" in outcome.stderr


def test_an_account_name_that_two_arbodiensten_have_needs_a_code(command: "Command") -> None:
    coupling("GEZOND")
    coupling("FIT")
    assert command("credentials", "issue", ACCOUNT).exit_code == 2
    assert command("credentials", "issue", ACCOUNT, "--arbodienst", "FIT").exit_code == 0


def test_waiving_needs_a_reason(command: "Command") -> None:
    ref = coupling()
    refused = command("activate", ACCOUNT, "--waive", "GR-5")
    assert refused.exit_code == 2
    assert "with a reason only" in refused.stderr

    passed_over = [word for check in CHECKS for word in ("--waive", check)]
    waived = command("activate", ACCOUNT, *passed_over, "--reason", "proef")
    assert (waived.exit_code, waived.stdout) == (0, f"{ACCOUNT} is active\n")
    with tenant(ref.arbodienst):
        assert ClientAccount.objects.get().status == "active"


@pytest.mark.parametrize("word", ["activate", "suspend"])
def test_a_closed_account_stays_closed(command: "Command", word: str) -> None:
    ref = coupling()
    with tenant(ref.arbodienst):
        ClientAccount.objects.update(status="closed")
    outcome = command(word, ACCOUNT)
    assert outcome.exit_code == 1
    assert "is closed" in outcome.stderr


def test_status_counts_everything(command: "Command") -> None:
    coupling()
    shown = json.loads(command("status", "--json").stdout)
    assert {name: set(states.values()) for name, states in shown.items()} == {
        "messages": {0},
        "reports": {0},
    }
    assert "processed" in command("status").stdout


def test_a_worker_ends_when_nothing_is_left(command: "Command") -> None:
    coupling()
    assert command("work", "--until-idle").exit_code == 0
