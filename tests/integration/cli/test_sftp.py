"""`verzuimbrug sftp`: login and keys of an account, from the command line."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import asyncssh
import pytest
from django.conf import settings
from typer.testing import Result

from sftp_world import SftpCoupling, new_key, public_text, sftp_coupling
from verzuimbrug.application.sftp.keys import list_keys
from verzuimbrug.application.sign_in.handover import open_link

Command = Callable[..., Result]
ACCOUNT = "Felison VDD"


@pytest.fixture
def portal(command: Command) -> SftpCoupling:
    """An SFTP account with a key."""
    del command
    return sftp_coupling("GEZOND")


def test_pasted_key_is_added_listed_and_revoked(
    command: Command, portal: SftpCoupling, tmp_path: Path
) -> None:
    key, file = new_key(), tmp_path / "id.pub"
    file.write_text(public_text(key), encoding="utf-8")
    added = command("sftp", "key", "add", ACCOUNT, file)
    assert added.output == f"added: {key.get_fingerprint()}\n"
    assert command("sftp", "key", "revoke", ACCOUNT, key.get_fingerprint()).exit_code == 0

    listed = json.loads(command("sftp", "key", "list", ACCOUNT, "--json").output)["keys"]
    assert [entry["fingerprint"] for entry in listed] == [
        portal.key.get_fingerprint(),
        key.get_fingerprint(),
    ]
    assert [entry["revoked_at"] is None for entry in listed] == [True, False]
    assert "valid; last used: never" in command("sftp", "key", "list", ACCOUNT).output


def test_private_half_is_behind_a_link(command: Command, portal: SftpCoupling) -> None:
    told = command("sftp", "key", "generate", ACCOUNT, "--to", "Jan", "--base-url", "https://x/")
    found = re.search(r"private key: https://x/overdracht/(\S+)", told.output)
    assert found is not None
    opened = open_link(found[1])
    assert opened is not None
    fingerprint = asyncssh.import_private_key(opened.value).get_fingerprint()
    assert f"fingerprint: {fingerprint}\n" in told.output
    assert list_keys(portal.ref)[-1].fingerprint == fingerprint


def test_private_half_is_shown_once(command: Command, portal: SftpCoupling) -> None:
    told = command("sftp", "key", "generate", ACCOUNT, "--reveal")
    key = asyncssh.import_private_key(told.output)
    assert list_keys(portal.ref)[-1].fingerprint == key.get_fingerprint()


@pytest.mark.usefixtures("portal")
def test_finding_ends_the_command(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "id"
    file.write_bytes(new_key().export_private_key("openssh"))
    told = command("sftp", "key", "add", ACCOUNT, file)
    assert told.exit_code == 1
    assert "Dit is een privésleutel. Er is niets bewaard." in told.output
    assert "[SF002]" in told.output


@pytest.mark.usefixtures("portal")
@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("key", "add", ACCOUNT, "/is/er/niet"), 1, "No such file"),
        (("key", "revoke", ACCOUNT, "SHA256:x"), 2, "no valid key"),
        (("key", "list", "Onbekend"), 2, "no account"),
    ],
)
def test_wrong_name_is_told_plainly(
    command: Command, words: tuple[str, ...], code: int, said: str
) -> None:
    told = command("sftp", *words)
    assert told.exit_code == code
    assert said in told.output


def test_login_and_host_key_are_told(
    command: Command, portal: SftpCoupling, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = new_key()
    monkeypatch.setattr(settings, "SFTP_HOST_KEY", key.export_private_key("openssh").decode())
    (tmp_path / "run.json").write_text('{"sftp_port": 8022}', encoding="utf-8")
    told = json.loads(command("sftp", "login", ACCOUNT, "--json").output)
    assert told == {
        "login": portal.login,
        "port": 8022,
        "host_key": public_text(key).strip(),
        "host_key_fingerprint": key.get_fingerprint(),
    }
    assert f"login: {portal.login}\nport: 8022\n" in command("sftp", "login", ACCOUNT).output
