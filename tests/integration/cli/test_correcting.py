"""`verzuimbrug messages correct` and `replay`."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from configuring_world import apply
from sending_world import go_live, report, settings, sick, states, take, work

if TYPE_CHECKING:
    from collections.abc import Callable

    from typer.testing import Result

    Command = Callable[..., Result]

pytestmark = pytest.mark.usefixtures("database")


def test_a_message_is_corrected_from_a_file(command: "Command", tmp_path: Path) -> None:
    coupling = go_live()
    (wrong,) = take(coupling, sick(report("VG1")))
    file = tmp_path / "beter.xml"
    file.write_bytes(sick(report("VG1"), key="w-2"))
    call = ["messages", "correct", wrong.receipt, str(file), "--reason", "andere persoon"]

    told = command(*call, "--json")
    assert told.exit_code == 0, told.output
    assert json.loads(told.stdout)["counts"]["report.applied"] == 1

    again = command(*call)
    assert again.exit_code == 2
    assert "VE501" in again.output
    nowhere = command("messages", "correct", "nergens", str(file), "--reason", "x")
    assert (nowhere.exit_code, "nergens" in nowhere.output) == (2, True)


def test_messages_are_replayed(command: "Command") -> None:
    coupling = go_live(settings(editions=["2022"]))
    take(coupling, sick(report("VG1")))
    apply(settings())
    call = ["messages", "replay", "--cause", "IN101"]

    shown = command(*call, "--dry-run")
    assert "messages: 1; dry run" in shown.output
    assert "report.applied 1" in shown.output
    done = command(*call, "--json")
    assert json.loads(done.stdout)["applied"] is True
    work()
    assert states(coupling) == [("VG1", 1, "applied")]
    assert command(*call).exit_code == 2
    assert command("messages", "replay").exit_code == 2
