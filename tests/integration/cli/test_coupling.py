"""Setting up a coupling by command: credentials, activation, keys, status, work."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from configuring_world import ACCOUNT, apply, coupling, example
from verzuimbrug.application import apikeys
from verzuimbrug.application.credentials import open_link, verify
from verzuimbrug.store.models import ClientAccount
from verzuimbrug.store.tenancy import tenant

if TYPE_CHECKING:
    from collections.abc import Callable

    from typer.testing import Result

    Command = Callable[..., Result]

pytestmark = pytest.mark.usefixtures("database")


def _links(printed: str) -> list[str]:
    return [line.split(": ", 1)[1] for line in printed.splitlines()]


def test_revealed_credentials_are_json_and_sign_in(command: "Command") -> None:
    ref = coupling()
    outcome = command("credentials", "issue", ACCOUNT, "--reveal")

    shown = json.loads(outcome.stdout)
    assert list(shown) == ["customer_code", "token"]
    signed_in = verify(shown["customer_code"], shown["token"])
    assert signed_in is not None
    assert signed_in.account == ref.account


def test_two_links_hold_the_two_halves(command: "Command") -> None:
    coupling()
    outcome = command("credentials", "issue", ACCOUNT, "--base-url", "https://hub.example/")

    code, token = _links(outcome.stdout)
    assert code.startswith("https://hub.example/overdracht/")
    opened = [open_link(link.rsplit("/", 1)[1]) for link in (code, token)]
    assert [half.part for half in opened if half] == ["customer-code", "token"]


def test_links_lead_to_the_running_instance(command: "Command", tmp_path: Path) -> None:
    coupling()
    (link, _) = _links(command("credentials", "issue", ACCOUNT).stdout)
    assert link.startswith("http://127.0.0.1:8000/overdracht/")

    (tmp_path / "run.json").write_text('{"url": "http://127.0.0.1:8123"}')
    (link, _) = _links(command("credentials", "issue", ACCOUNT).stdout)
    assert link.startswith("http://127.0.0.1:8123/overdracht/")


def test_renewed_token_goes_with_the_same_code(command: "Command") -> None:
    coupling()
    first = json.loads(command("credentials", "issue", ACCOUNT, "--reveal").stdout)
    renewed = command("credentials", "rotate", ACCOUNT, "--overlap-days", 0, "--reveal")

    assert verify(first["customer_code"], first["token"]) is None
    assert verify(first["customer_code"], json.loads(renewed.stdout)["token"]) is not None


def test_a_renewed_token_is_one_link(command: "Command") -> None:
    coupling()
    command("credentials", "issue", ACCOUNT)
    assert len(_links(command("credentials", "rotate", ACCOUNT).stdout)) == 1


def test_there_is_nothing_to_renew_without_a_token(command: "Command") -> None:
    coupling()
    outcome = command("credentials", "rotate", ACCOUNT)
    assert outcome.exit_code == 2
    assert "issue credentials first" in outcome.stderr


def test_revoking_ends_all_tokens(command: "Command") -> None:
    coupling()
    shown = json.loads(command("credentials", "issue", ACCOUNT, "--reveal").stdout)
    assert command("credentials", "revoke", ACCOUNT).stdout == "revoked: 1\n"
    assert verify(shown["customer_code"], shown["token"]) is None


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


def test_activation_names_what_blocks(command: "Command") -> None:
    configuration = example()
    del configuration["accounts"][0]["streams"][0]["operations_confirmed"]
    apply(configuration)
    outcome = command("activate", ACCOUNT)

    assert outcome.exit_code == 1
    table, credentials, conclusion = outcome.stderr.splitlines()
    assert "De codetabel van importkoppeling Verzuimmeldingen is nog niet bevestigd." in table
    assert "credentials issue" in credentials
    assert "is not active: 2 in the way" in conclusion


def test_ready_account_is_activated_and_suspended(command: "Command") -> None:
    ref = coupling()
    command("credentials", "issue", ACCOUNT)
    assert command("activate", ACCOUNT).stdout == f"{ACCOUNT} is active\n"
    assert command("suspend", ACCOUNT).stdout == f"{ACCOUNT} is suspended\n"
    with tenant(ref.arbodienst):
        assert ClientAccount.objects.get().status == "suspended"


def test_waiving_needs_a_reason(command: "Command") -> None:
    coupling()
    refused = command("activate", ACCOUNT, "--waive", "GR-5")
    assert refused.exit_code == 2
    assert "with a reason only" in refused.stderr

    waived = command("activate", ACCOUNT, "--waive", "GR-5", "--waive", "GR-1", "--reason", "proef")
    assert waived.exit_code == 0


@pytest.mark.parametrize("word", ["activate", "suspend"])
def test_a_closed_account_stays_closed(command: "Command", word: str) -> None:
    ref = coupling()
    with tenant(ref.arbodienst):
        ClientAccount.objects.update(status="closed")
    outcome = command(word, ACCOUNT)
    assert outcome.exit_code == 1
    assert "is closed" in outcome.stderr


def test_a_key_is_printed_once_and_revoked(command: "Command") -> None:
    coupling()
    created = command("apikey", "create", "zaaksysteem", "--scope", "read")
    key = created.stdout.strip()
    assert apikeys.verify(key) is not None
    assert command("apikey", "create", "zaaksysteem", "--scope", "read").exit_code == 1

    assert command("apikey", "revoke", "zaaksysteem").exit_code == 0
    assert apikeys.verify(key) is None
    assert command("apikey", "revoke", "zaaksysteem").exit_code == 2


def test_a_key_has_a_scope_that_exists(command: "Command") -> None:
    coupling()
    assert command("apikey", "create", "zaaksysteem", "--scope", "write").exit_code == 2


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
