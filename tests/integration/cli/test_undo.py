"""`verzuimbrug undo`: shown, made, listed, taken back."""

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils.timezone import localtime

from configuring_world import ACCOUNT
from sending_world import ABSENCE, go_live, report, sick, states, take, work

if TYPE_CHECKING:
    from collections.abc import Callable

    from typer.testing import Result

    Command = Callable[..., Result]

pytestmark = pytest.mark.usefixtures("database")


def test_a_message_is_shown_undone_listed_and_taken_back(command: "Command") -> None:
    coupling = go_live()
    (sent,) = take(coupling, sick(report("VG1")))
    call = ("undo", "message", sent.receipt, "--reason", "vergissing")

    shown = command(*call, "--dry-run")
    assert (shown.exit_code, "dry run, nothing was changed" in shown.stdout) == (0, True)
    assert "VG1" in shown.stdout
    assert "dry run" in command(*call).stdout, "nobody was asked"
    done = json.loads(command(*call, "--yes", "--json").stdout)
    assert done["applied"] is True
    assert states(coupling) == [("VG1", 1, "undone")]
    assert command(*call, "--yes").exit_code == 1

    number = str(done["undo"])
    assert sent.receipt in command("undo", "list").stdout
    assert json.loads(command("undo", "list", "--json").stdout)["receipt"] == sent.receipt
    back = command("undo", "back", number, "--yes", "--reason", "toch goed")
    assert back.stdout.endswith(f"applied (undo {number})\n")
    work()
    assert states(coupling) == [("VG1", 1, "applied")]
    assert "taken back" in command("undo", "list").stdout


def test_a_stream_is_undone_since_a_moment(command: "Command") -> None:
    coupling = go_live()
    take(coupling, sick(report("VG1")))
    call = ("undo", "stream", ACCOUNT, ABSENCE, "--since", "2020-01-01")

    told = command(*call, "--reason", "verkeerd bestand", "--yes", "--lang", "en")
    assert told.exit_code == 0, told.output
    assert states(coupling) == [("VG1", 1, "undone")]
    assert "since 2020-01-01 00:00" in command("undo", "list").stdout
    assert command("undo", "message", "nergens", "--dry-run").exit_code == 2
    assert command("undo", "back", "999", "--dry-run").exit_code == 2


@pytest.mark.parametrize("form", ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S%z"])
def test_a_moment_is_by_the_clock_of_the_instance(command: "Command", form: str) -> None:
    coupling = go_live()
    take(coupling, sick(report("VG1")))
    ago = localtime() - timedelta(minutes=30)

    since = ("--since", ago.strftime(form))
    told = command("undo", "stream", ACCOUNT, ABSENCE, *since, "--reason", "te vroeg", "--yes")

    assert told.exit_code == 0, told.output
    assert states(coupling) == [("VG1", 1, "undone")]
