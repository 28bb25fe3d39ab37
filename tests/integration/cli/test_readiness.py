"""`verzuimbrug readiness`, `waive`, `portal-employers` and `activate`: the way to going live."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from configuring_world import ACCOUNT, apply
from readiness_world import OTHER, in_order, known_employee, load, other_account, signed_in
from sending_world import add_employer, deliver, report, sick, take
from verzuimbrug.domain import readiness as values
from verzuimbrug.store.models import ClientAccount
from verzuimbrug.store.tenancy import tenant

if TYPE_CHECKING:
    from collections.abc import Callable

    from typer.testing import Result

    Command = Callable[..., Result]

pytestmark = pytest.mark.usefixtures("database")


def _states(printed: str) -> list[str]:
    return [check["state"] for check in json.loads(printed)["checks"]]


def test_an_account_that_is_ready_goes_live(command: "Command") -> None:
    coupling = signed_in()
    deliver(coupling, load())

    outcome = command("readiness", ACCOUNT, "--json")

    found = json.loads(outcome.stdout)
    assert (outcome.exit_code, list(found)) == (0, ["account", "ready", "checks"])
    assert (found["account"], found["ready"]) == (ACCOUNT, True)
    assert [list(check) for check in found["checks"]] == [["id", "state", "count", "text"]] * 5
    assert command("ready", ACCOUNT).stdout == f"{ACCOUNT} is ready\n"
    assert command("activate", ACCOUNT).stdout == f"{ACCOUNT} is active\n"
    assert command("ready", ACCOUNT).exit_code == 1


def test_what_is_in_the_way_is_told_with_what_to_do(command: "Command") -> None:
    configuration = add_employer(in_order(), "FLSN1002", "FELISON-VI")
    del configuration["employers"][1]["classifications"]
    signed_in(configuration)

    outcome = command("readiness", ACCOUNT)

    assert outcome.exit_code == 1
    assert "GR-1  niet in orde      1" in outcome.stdout
    assert "> Vul bij deze werkgevers de werkgevercode en de contractreferentie in." in (
        outcome.stdout
    )
    assert "FLSN1002  N.V. FLSN1002  [GR102]" in outcome.stdout
    assert "FLSN1002  N.V. FLSN1002  [GR401]" in outcome.stdout


def test_english_is_spoken(command: "Command") -> None:
    signed_in()
    assert "It is not known which employer codes" in (
        command("readiness", ACCOUNT, "--lang", "en").stdout
    )


def test_persons_and_cases_are_listed(command: "Command") -> None:
    other = other_account()
    employee = known_employee(other)
    take(other, load("a"), sick(report("VG8"), key="z"))
    coupling = signed_in()
    deliver(coupling, load("b", at=3))

    shown = command("readiness", ACCOUNT).stdout

    assert f"FLSN1001  {employee}  b\n" in shown
    assert "FLSN1001  VG1 | VG1  verschillend  periods: " in shown
    assert "FLSN1001  VG8 | -  alleen bij u" in shown


def test_a_long_list_says_how_much_more_there_is(
    command: "Command", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(values, "MOST_ROWS", 1)
    configuration = in_order()
    for number in range(3):
        configuration = add_employer(configuration, f"X{number}", "FELISON-VI")
    signed_in(configuration)
    assert "… 2 meer" in command("readiness", ACCOUNT).stdout


def test_activation_names_what_blocks(command: "Command") -> None:
    signed_in()
    outcome = command("activate", ACCOUNT)
    assert outcome.exit_code == 1
    codes, *_, conclusion = outcome.stderr.splitlines()
    assert "[GR103]" in codes
    assert "is not active: 4 in the way" in conclusion


def test_checks_are_passed_over_and_count_again(command: "Command") -> None:
    signed_in()
    told = command("waive", ACCOUNT, "GR-1", "GR-5", "--reason", "proef")
    assert told.stdout == "passed over: GR-1, GR-5\n"
    shown = command("readiness", ACCOUNT)
    assert (shown.exit_code, "command line (uid" in shown.stdout) == (0, True)
    assert _states(command("readiness", ACCOUNT, "--json").stdout)[0] == "waived"

    assert command("unwaive", ACCOUNT, "GR-1", "GR-2").stdout == "withdrawn: 1\n"
    assert _states(command("readiness", ACCOUNT, "--json").stdout)[0] == "unknown"


def test_a_check_that_does_not_exist_is_misuse(command: "Command") -> None:
    signed_in()
    assert command("waive", ACCOUNT, "GR-7", "--reason", "proef").exit_code == 2


def test_a_list_of_the_portal_is_compared(command: "Command", tmp_path: Path) -> None:
    signed_in()
    (tmp_path / "lijst.csv").write_text("1001;Bakkerij\n1002;Slager\n")

    told = command("portal-employers", "set", ACCOUNT, tmp_path / "lijst.csv")

    assert told.stdout == "codes: 2 (new: 2, gone: 0)\n"
    assert "FLSN1002  Slager  [GR104]" in command("readiness", ACCOUNT).stdout
    assert command("portal-employers", "remove", ACCOUNT).stdout == "removed: 2\n"


def test_a_list_that_cannot_be_used_is_told_with_its_line(
    command: "Command", tmp_path: Path
) -> None:
    signed_in()
    (tmp_path / "lijst.csv").write_text("1001\n;Slager\n")
    told = command("portal-employers", "set", ACCOUNT, tmp_path / "lijst.csv")
    assert told.exit_code == 2
    assert "lijst.csv:2: Regel 2 heeft geen bruikbare werkgevercode." in told.stderr


def test_a_file_that_is_not_there_is_misuse(command: "Command", tmp_path: Path) -> None:
    told = command("portal-employers", "set", ACCOUNT, tmp_path / "nergens.csv")
    assert (told.exit_code, "cannot be read" in told.stderr) == (2, True)


@pytest.mark.parametrize(
    "words",
    [
        ["readiness"],
        ["waive", "GR-1", "--reason", "proef"],
        ["unwaive", "GR-1"],
        ["portal-employers", "remove"],
    ],
)
def test_an_unknown_account_is_misuse(command: "Command", words: list[str]) -> None:
    apply(in_order())
    at = 2 if words[0] == "portal-employers" else 1
    outcome = command(*words[:at], "Anders", *words[at:])
    assert (outcome.exit_code, "no account with the name Anders" in outcome.stderr) == (2, True)


def test_status_of_another_account_stays_as_it_is(command: "Command") -> None:
    coupling = signed_in()
    deliver(coupling, load())
    command("activate", ACCOUNT)
    with tenant(coupling.arbodienst):
        assert ClientAccount.objects.get(name=OTHER).status == "concept"
