"""`verzuimbrug exports`."""

import json
from typing import TYPE_CHECKING

import pytest

from command_world import give
from exports_world import EXPORT, Sender, exporting, sending
from sending_world import report, sick, take

if TYPE_CHECKING:
    from collections.abc import Callable

    from typer.testing import Result

    Command = Callable[..., Result]


@pytest.fixture
def sender(command: "Command") -> Sender:
    """An arbodienst with an export that is on, and a case to send."""
    del command
    sender = sending()
    take(sender.coupling, sick(report()))
    sender.make()
    return sender


@pytest.mark.usefixtures("sender")
def test_exports_are_listed_with_how_far_they_are(command: "Command") -> None:
    assert command("exports", "list").stdout == (
        f"{EXPORT}: on, 2 waiting, 0 lacking, 0 failures\n"
    )
    (told,) = json.loads(command("exports", "list", "--json").stdout)["exports"]
    assert (told["name"], told["receiver"], told["waiting"]) == (EXPORT, "ZUID", 2)


@pytest.mark.usefixtures("sender")
def test_how_much_goes_is_counted_and_it_goes_again(command: "Command") -> None:
    assert command("exports", "extent", EXPORT).stdout == "1 employers, 1 persons, 1 cases\n"
    counted = command("exports", "again", EXPORT, "--dry-run", "--json")
    assert json.loads(counted.stdout) == {"employers": 1, "persons": 1, "cases": 1}
    assert "2 waiting" in command("exports", "list").stdout
    assert command("exports", "again", EXPORT).exit_code == 0
    assert "0 waiting" in command("exports", "list").stdout


@pytest.mark.usefixtures("sender")
def test_an_export_is_switched_off_and_on(command: "Command") -> None:
    assert command("exports", "off", EXPORT).stdout == f"off: {EXPORT}\n"
    assert f"{EXPORT}: off" in command("exports", "list").stdout
    assert command("exports", "on", EXPORT).stdout == f"on: {EXPORT}\n"


@pytest.mark.usefixtures("sender")
def test_what_was_made_is_listed(command: "Command") -> None:
    lines = command("exports", "log", EXPORT).stdout.splitlines()
    assert [line.rpartition("Z ")[2].rpartition(" ")[2] for line in lines] == ["waiting"] * 2
    assert "Verzuimmeldingen: 1 persons, 1 reports" in lines[0]
    rows = json.loads(command("exports", "log", EXPORT, "--json").stdout)["messages"]
    assert [row["number"] for row in rows] == [2, 1]


@pytest.mark.usefixtures("sender")
def test_a_name_that_is_not_there_is_misuse(command: "Command") -> None:
    answered = command("exports", "on", "geen")
    assert answered.exit_code == 2
    assert "there is no export with the name geen" in answered.stderr


def _said(text: str, *words: str) -> "Result":
    return give("exports", *words, text=text)


def test_how_a_receiver_is_reached_is_set_from_the_input(command: "Command") -> None:
    url = "https://elders.example/{stream}"
    sending(exporting(delivery={"type": "https", "url": url}), on=False)
    refused = command("exports", "on", EXPORT)
    assert refused.exit_code == 1
    assert "EX101" in refused.stderr
    assert _said("code\n", "credentials", EXPORT).exit_code == 1
    assert _said("code\ntoken\n", "credentials", EXPORT).stdout == f"set: {EXPORT}\n"
    assert command("exports", "on", EXPORT).exit_code == 0


def test_keys_are_made_and_a_host_key_is_set(command: "Command") -> None:
    sending(on=False)
    public = command("exports", "key", EXPORT).stdout
    assert public.startswith("ssh-ed25519 ")
    assert _said(public, "host-key", EXPORT).stdout == f"set: {EXPORT}\n"
    assert _said("geen sleutel", "host-key", EXPORT).exit_code == 1
    assert command("exports", "collecting-key", EXPORT).stdout.startswith("vbx_")
