"""Customer codes, tokens and keys by command."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from configuring_world import ACCOUNT, coupling
from verzuimbrug.application.receiving.refusals import RefusedError
from verzuimbrug.application.sign_in import apikeys
from verzuimbrug.application.sign_in.credentials import open_link, verify

if TYPE_CHECKING:
    from collections.abc import Callable

    from typer.testing import Result

    Command = Callable[..., Result]

pytestmark = pytest.mark.usefixtures("database")

ADA, BEA = "ada@portaal.example", "Bea de Boer"
TO_TWO = ("--code-to", ADA, "--token-to", BEA)


def _links(printed: str) -> list[str]:
    return [line.split(": ", 1)[1] for line in printed.splitlines()]


def test_revealed_credentials_are_json_and_sign_in(command: "Command") -> None:
    ref = coupling()
    outcome = command("credentials", "issue", ACCOUNT, "--reveal")

    shown = json.loads(outcome.stdout)
    assert list(shown) == ["customer_code", "token"]
    signed_in = verify(shown["customer_code"], shown["token"], "")
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

    with pytest.raises(RefusedError):
        verify(first["customer_code"], first["token"], "")
    verify(first["customer_code"], json.loads(renewed.stdout)["token"], "")


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
    with pytest.raises(RefusedError):
        verify(shown["customer_code"], shown["token"], "")


def _listed(command: "Command") -> list[dict[str, Any]]:
    shown = json.loads(command("credentials", "list", ACCOUNT, "--json").stdout)
    entries: list[dict[str, Any]] = shown["credentials"]
    return entries


def test_one_credential_is_revoked_by_its_number(command: "Command") -> None:
    coupling()
    for _ in range(2):
        command("credentials", "issue", ACCOUNT)
    first, _ = _listed(command)
    command("credentials", "revoke", ACCOUNT, "--credential", first["id"])
    assert [entry["state"] for entry in _listed(command)] == ["revoked", "usable"]
    assert command("credentials", "revoke", ACCOUNT, "--credential", first["id"]).exit_code == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--code-to", ADA, "--token-to", ADA), "two different people"),
        (("--code-to", ADA), "or neither"),
        ((*TO_TWO, "--reveal"), "makes no links"),
    ],
)
def test_recipients_that_will_not_do_are_misuse(
    command: "Command", words: tuple[str, ...], said: str
) -> None:
    coupling()
    outcome = command("credentials", "issue", ACCOUNT, *words)
    assert outcome.exit_code == 2
    assert said in outcome.stderr
    assert _listed(command) == []


def test_the_list_shows_for_whom_a_link_is_and_whether_it_was_opened(command: "Command") -> None:
    coupling()
    code, _ = _links(command("credentials", "issue", ACCOUNT, *TO_TWO).stdout)
    open_link(code.rsplit("/", 1)[1])

    credential, first, second = command("credentials", "list", ACCOUNT).stdout.splitlines()
    assert "usable" in credential
    assert "never used" in credential
    assert f"customer-code for {ADA}: opened 20" in first
    assert f"token for {BEA}: open until 20" in second
    assert code not in first


def test_the_list_shows_when_a_credential_ended_and_was_used(command: "Command") -> None:
    coupling()
    shown = json.loads(command("credentials", "issue", ACCOUNT, "--reveal").stdout)
    verify(shown["customer_code"], shown["token"], "")
    command("credentials", "rotate", ACCOUNT, "--overlap-days", 1, "--reveal")
    first, second = command("credentials", "list", ACCOUNT).stdout.splitlines()
    assert "valid until 20" in first
    assert "last used 20" in first
    assert "valid until" not in second

    command("credentials", "revoke", ACCOUNT)
    assert "revoked 20" in command("credentials", "list", ACCOUNT).stdout


def test_the_list_is_json_with_moments_for_machines(command: "Command") -> None:
    coupling()
    command("credentials", "issue", ACCOUNT, *TO_TWO)
    (entry,) = _listed(command)
    assert entry["valid_until"] is None
    assert entry["issued_at"].endswith("+00:00")
    assert [(link["part"], link["recipient"], link["state"]) for link in entry["links"]] == [
        ("customer-code", ADA, "open"),
        ("token", BEA, "open"),
    ]


def test_a_link_is_made_anew_and_withdrawn(command: "Command") -> None:
    coupling()
    code, _ = _links(command("credentials", "issue", ACCOUNT, *TO_TWO).stdout)
    number = _listed(command)[0]["links"][0]["id"]

    (renewed,) = _links(command("credentials", "renew", ACCOUNT, number).stdout)
    assert open_link(code.rsplit("/", 1)[1]) is None

    command("credentials", "withdraw", ACCOUNT, _listed(command)[0]["links"][2]["id"])
    assert open_link(renewed.rsplit("/", 1)[1]) is None
    assert command("credentials", "withdraw", ACCOUNT, 404).exit_code == 2


def test_a_renewed_token_is_not_for_who_got_the_code(command: "Command") -> None:
    coupling()
    command("credentials", "issue", ACCOUNT, *TO_TWO)
    outcome = command("credentials", "rotate", ACCOUNT, "--token-to", ADA)
    assert outcome.exit_code == 2
    assert "would have both" in outcome.stderr
    assert command("credentials", "rotate", ACCOUNT, "--token-to", BEA).exit_code == 0


def test_a_key_is_printed_once_and_revoked(command: "Command") -> None:
    coupling()
    created = command("apikey", "create", "zaaksysteem", "--scope", "read")
    key = created.stdout.strip()
    assert apikeys.verify(key, "") is not None
    assert command("apikey", "create", "zaaksysteem", "--scope", "read").exit_code == 1

    assert command("apikey", "revoke", "zaaksysteem").exit_code == 0
    assert apikeys.verify(key, "") is None
    assert command("apikey", "revoke", "zaaksysteem").exit_code == 2


@pytest.mark.parametrize("scope", ["read", "audit", "setup", "manage"])
def test_a_key_has_a_scope_that_exists(command: "Command", scope: str) -> None:
    coupling()
    assert command("apikey", "create", "zaaksysteem", "--scope", scope).exit_code == 0
    assert command("apikey", "create", "anders", "--scope", f"{scope}-all").exit_code == 2


def test_keys_are_listed_without_what_they_are(command: "Command") -> None:
    coupling()
    key = command("apikey", "create", "zaaksysteem", "--scope", "setup").stdout.strip()
    command("apikey", "create", "oud", "--scope", "read")
    command("apikey", "revoke", "oud")

    old, ours = command("apikey", "list").stdout.splitlines()
    assert ", revoked 20" in old
    assert ours.startswith("zaaksysteem: setup, issued 20")
    shown = command("apikey", "list", "--json").stdout
    assert [entry["scope"] for entry in json.loads(shown)["keys"]] == ["read", "setup"]
    assert key not in shown
