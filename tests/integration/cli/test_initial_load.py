"""`verzuimbrug initial-load` and `reconcile`: the portal's state, from beginning to end."""

import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from configuring_world import ACCOUNT
from readiness_world import in_order, signed_in
from sending_world import absence, cases, deliver, employer, person, report, sick, work
from verzuimbrug.domain.deliveries import Operation

if TYPE_CHECKING:
    from collections.abc import Callable

    from typer.testing import Result

    Command = Callable[..., Result]

pytestmark = pytest.mark.usefixtures("database")

HALF = Decimal("50.00")
WAIVED = [option for number in range(1, 6) for option in ("--waive", f"GR-{number}")]


def test_a_load_from_start_to_summary(command: "Command") -> None:
    coupling = signed_in(in_order("GEZOND"))
    assert command("initial-load", "status", ACCOUNT).exit_code == 1
    assert command("initial-load", "start", ACCOUNT).exit_code == 0
    assert command("initial-load", "start", ACCOUNT).exit_code == 1
    deliver(coupling, sick(report("VG1"), report("VG1", 3, Operation.CHANGE, 5, percentage=HALF)))
    work()

    read = json.loads(command("initial-load", "status", ACCOUNT, "--json").stdout)
    assert (read["step"], read["read"]["reports"]) == ("receiving", 2)
    followed = command("initial-load", "status", ACCOUNT, "--follow")
    assert "receiving: 1 of 1 messages, 2 reports" in followed.stdout
    compared = command("initial-load", "compare", ACCOUNT, "--json")
    estimate = json.loads(compared.stdout)["estimate"]
    assert [(row["received"], row["created"]) for row in estimate] == [(2, 2)]
    assert "GR-1" in command("initial-load", "compare", ACCOUNT).stdout

    ran = command("initial-load", "run", ACCOUNT, *WAIVED, "--reason", "proef")
    assert ran.exit_code == 0, ran.output
    work()
    told = command("initial-load", "summary", ACCOUNT)
    assert "reports read 2, decided 2" in told.stdout
    summary = json.loads(command("initial-load", "summary", ACCOUNT, "--json").stdout)
    assert (summary["step"], summary["total"]["created"]) == ("done", 2)
    assert cases(coupling)["VG1"].last_sequence == 3


def test_a_load_is_called_off(command: "Command") -> None:
    signed_in(in_order("GEZOND"))
    command("initial-load", "start", ACCOUNT)

    assert command("initial-load", "cancel", ACCOUNT).exit_code == 0
    assert command("initial-load", "cancel", ACCOUNT).exit_code == 1


def test_what_differs_from_the_portal_is_taken_over_once_it_is_selected(
    command: "Command", tmp_path: Path
) -> None:
    coupling = signed_in(in_order("GEZOND"))
    command("activate", ACCOUNT, *WAIVED, "--reason", "proef")
    deliver(coupling, sick(report("VG1")))
    work()
    change = report("VG1", 2, Operation.CHANGE, 5, percentage=HALF)
    file = tmp_path / "stand.xml"
    file.write_bytes(absence(employer("1001", person("w-1", report("VG1"), change))))

    started = command("reconcile", "start", ACCOUNT, file)
    assert started.exit_code == 0, started.output
    work()
    shown = json.loads(command("reconcile", "show", ACCOUNT, "--json").stdout)
    (difference,) = shown["differences"]
    assert (difference["outcome"], difference["proposal"]) == ("different", "take-over")
    assert "verschillend" in command("reconcile", "show", ACCOUNT).stdout

    selector = f"FLSN1001/VG1/{difference['shown']}"
    assert command("reconcile", "apply", ACCOUNT, "zomaar", "--reason", "x").exit_code == 2
    done = command("reconcile", "apply", ACCOUNT, selector, "--reason", "klopt")
    assert done.stdout == "taken over: 1\n"
    work()
    assert sorted(cases(coupling)["VG1"].periods.values()) == ["100.00", "50.00"]
    again = command("reconcile", "apply", ACCOUNT, selector, "--reason", "klopt", "--json")
    assert (again.exit_code, json.loads(again.stdout)["count"]) == (1, 0)
    assert command("reconcile", "finish", ACCOUNT).exit_code == 0
    assert command("reconcile", "show", ACCOUNT).exit_code == 1


def test_files_that_are_not_there_start_nothing_and_others_can_follow(
    command: "Command", tmp_path: Path
) -> None:
    signed_in(in_order("GEZOND"))
    command("activate", ACCOUNT, *WAIVED, "--reason", "proef")
    first, second, other = (tmp_path / name for name in ("een.xml", "twee.xml", "geen.xml"))
    first.write_bytes(sick(report("VG1")))
    second.write_bytes(sick(report("VG2"), key="b"))
    other.write_bytes(b"<geen bericht>")

    assert command("reconcile", "start", ACCOUNT, first, tmp_path / "weg.xml").exit_code == 2
    assert command("reconcile", "add", ACCOUNT, first).exit_code == 1
    assert command("reconcile", "start", ACCOUNT, first).exit_code == 0
    added = command("reconcile", "add", ACCOUNT, second, other)
    work()

    assert (added.exit_code, "twee.xml" in added.stdout, "GR701" in added.stderr) == (1, True, True)
    shown = json.loads(command("reconcile", "show", ACCOUNT, "--json").stdout)
    assert {each["theirs"] for each in shown["differences"]} == {"VG1", "VG2"}
