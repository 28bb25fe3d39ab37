"""`verzuimbrug sandbox`: opened, followed and closed by command."""

import json
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from configuring_world import ACCOUNT
from sandbox_world import real_account, send
from sending_world import ABSENCE, settings, work
from verzuimbrug.application.sandboxes.finding import sandbox_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from typer.testing import Result

    Command = Callable[..., Result]

pytestmark = pytest.mark.usefixtures("database")


def test_a_sandbox_is_opened_followed_and_closed(command: "Command") -> None:
    ref = real_account()
    opened = command("sandbox", "open", ACCOUNT, "--page", "--base-url", "http://hub/")
    assert opened.exit_code == 0, opened.output
    there = sandbox_of(ref)
    assert there is not None
    assert f"arbodienst: {there.code}" in opened.stdout
    path = opened.stdout.partition("page: http://hub")[2].partition("\n")[0]
    assert Client().get(path).status_code == 200
    issued = command("credentials", "issue", there.account, "--arbodienst", there.code)
    assert issued.exit_code == 0, issued.output
    send(there, ABSENCE, "2026", "new")
    work()
    assert f"{ABSENCE} 2026: 1 / " in command("sandbox", "show", ACCOUNT).stdout
    shown = json.loads(command("sandbox", "show", ACCOUNT, "--json").stdout)
    assert (shown["code"], shown["status"]) == (there.code, "active")
    assert command("sandbox", "open", ACCOUNT).exit_code == 0
    closed = command("sandbox", "close", ACCOUNT)
    assert (closed.exit_code, closed.stdout) == (0, f"closed: {there.code}\n")
    assert command("sandbox", "close", ACCOUNT).exit_code == 1
    assert Client().get(path).status_code == 404


def test_what_is_in_the_way_is_said(command: "Command") -> None:
    real_account(settings(employer_code="[IndERDWGA]"))
    opened = command("sandbox", "open", ACCOUNT)
    assert (opened.exit_code, "PB001" in opened.output) == (1, True)
    assert command("sandbox", "show", ACCOUNT).exit_code == 1


def test_a_sandbox_that_cannot_be_brought_up_to_date_says_so(command: "Command") -> None:
    real_account()
    command("sandbox", "open", ACCOUNT)
    real_account(settings(employer_code="[IndERDWGA]"))
    assert "PB001" in command("sandbox", "open", ACCOUNT).output
