"""`verzuimbrug person`: given out and erased on request."""

import json
from typing import TYPE_CHECKING

import pytest

from person_erasing_world import recovered
from sending_world import go_live, persons, report, sick, take

if TYPE_CHECKING:
    from collections.abc import Callable

    from typer.testing import Result

    Command = Callable[..., Result]

pytestmark = pytest.mark.usefixtures("database")


def test_all_of_a_person_is_printed(command: "Command") -> None:
    _, number = recovered()

    page = command("person", "export", str(number))
    data = command("person", "export", str(number), "--form", "json")

    assert "Verzuimmeldingen (2)" in page.stdout
    assert json.loads(data.stdout)["person"] == number
    assert command("person", "export", str(number + 1)).exit_code == 2


def test_a_person_is_erased_after_a_look_and_with_a_reason(command: "Command") -> None:
    coupling, number = recovered()

    shown = command("person", "erase", str(number))
    assert (shown.exit_code, "nothing was erased" in shown.stdout) == (0, True)
    assert "WN905" in shown.stderr
    assert command("person", "erase", str(number), "--yes").exit_code == 1
    assert len(persons(coupling)) == 1

    done = command("person", "erase", str(number), "--yes", "--reason", "verzoek", "--json")
    assert (done.exit_code, json.loads(done.stdout)["erased"]) == (0, True)
    assert persons(coupling) == []
    assert command("person", "erase", str(number)).exit_code == 2


def test_what_is_in_the_way_is_said(command: "Command") -> None:
    coupling = go_live()
    take(coupling, sick(report()))

    refused = command("person", "erase", str(persons(coupling)[0].id), "--yes", "--reason", "x")

    assert (refused.exit_code, "WN901" in refused.stderr) == (1, True)
