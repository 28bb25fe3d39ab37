"""`verzuimbrug retention`."""

import json
from typing import TYPE_CHECKING

import pytest

from doors_world import Coupling
from retention_world import age, kept, set_terms
from sending_world import EMPLOYEES, employees, go_live, person, report, sick, take
from verzuimbrug.application.erasing.working import erase_approved

if TYPE_CHECKING:
    from collections.abc import Callable

    from typer.testing import Result

    Command = Callable[..., Result]

pytestmark = pytest.mark.usefixtures("database")


def _one_goes_and_one_stays() -> tuple[Coupling, str]:
    coupling = go_live()
    (told,) = take(coupling, employees(person("w-1")), stream=EMPLOYEES)
    take(coupling, sick(report()))
    age(coupling)
    set_terms(messages=365)
    return coupling, told.receipt


def test_what_is_over_its_term_is_shown_approved_and_erased(command: "Command") -> None:
    coupling, receipt = _one_goes_and_one_stays()
    said = command("retention", "preview", "--list").stdout.splitlines()
    digest = said[-1].rpartition(" ")[2]
    assert said[:-1] == [
        "messages: 1",
        "  (no employer): 1",
        f"  {receipt}",
        "kept as not finished: 1 (open-case 1)",
    ]
    refused = command("retention", "approve", "0" * 64)
    assert (refused.exit_code, "VE601" in refused.stderr) == (2, True)
    assert command("retention", "approve", digest).exit_code == 0
    assert "1 to do; erased: nothing yet" in command("retention", "status").stdout
    assert not erase_approved()
    assert receipt not in kept(coupling)
    terms, run = command("retention", "status").stdout.splitlines()
    assert terms == "messages: 365 days"
    assert run.endswith("done; erased: messages 1")
    assert command("retention", "preview").stdout.splitlines() == [
        "kept as not finished: 1 (open-case 1)"
    ]


def test_all_of_it_is_there_as_json_too(command: "Command") -> None:
    _, receipt = _one_goes_and_one_stays()
    shown = json.loads(command("retention", "preview", "--json").stdout)
    assert shown["references"] == {"messages": [receipt]}
    refused = command("retention", "approve", "0" * 64, "--json")
    assert json.loads(refused.stdout)["findings"][0]["code"] == "VE601"
    done = command("retention", "approve", shown["digest"], "--json")
    number = json.loads(done.stdout)["run"]
    told = json.loads(command("retention", "status", "--json").stdout)
    assert told["terms"] == {"messages": 365}
    assert [(each["number"], each["left"]) for each in told["runs"]] == [(number, 1)]
