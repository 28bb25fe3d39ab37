"""`verzuimbrug parking`: what waits is listed, shown and healed."""

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from configuring_world import ACCOUNT
from doors_world import Coupling
from parking_world import (
    GROUP,
    house,
    park_behind_held,
    park_double,
    park_gap,
    park_unknown_employer,
    parked,
)
from sending_world import go_live, states, work
from verzuimbrug.application.accounts import account_log
from verzuimbrug.application.parking.reminding import remind
from verzuimbrug.store.tenancy import tenant

if TYPE_CHECKING:
    from collections.abc import Callable

    from typer.testing import Result

    Command = Callable[..., Result]

pytestmark = pytest.mark.usefixtures("database")

_UNKNOWN = (ACCOUNT, "WG201", "FLSN1002")


def _waiting() -> Coupling:
    coupling = go_live(house())
    park_unknown_employer(coupling)
    park_gap(coupling)
    return coupling


def _said(result: "Result") -> dict[str, Any]:
    assert result.exit_code == 0, result.output
    said: dict[str, Any] = json.loads(result.stdout)
    return said


def test_groups_are_listed_with_a_sentence_and_what_heals_them(command: "Command") -> None:
    _waiting()

    lines = command("parking", "list").stdout.splitlines()

    assert lines[0] == f"WG201 FLSN1002 ({ACCOUNT}, 0 days)"
    assert lines[1].startswith("  Werkgever FLSN1002 bestaat niet. Daarom wachten 3 meldingen van")
    assert lines[2] == "  - create-employer: Werkgever aanmaken"
    assert lines[4] == f"VZ301 FLSN1001 / VG30 ({ACCOUNT}, 0 days)"


def test_groups_are_listed_page_by_page(command: "Command") -> None:
    _waiting()

    first = _said(command("parking", "list", "--limit", 1, "--json"))
    told = command("parking", "list", "--limit", 1).stdout.splitlines()[-1]
    rest = _said(command("parking", "list", "--after", first["next"], "--json", "--lang", "en"))

    assert told == f"there is more: --after {first['next']}"
    assert [group["cause"] for group in first["groups"]] == ["WG201"]
    assert [group["cause"] for group in rest["groups"]] == ["VZ301"]
    assert rest["next"] is None
    assert rest["groups"][0]["text"].startswith("Report 3 of absence case VG30 waits")


def test_groups_of_an_account_or_a_cause_are_listed(command: "Command") -> None:
    _waiting()
    for chosen, causes in (
        (("--cause", "VZ301"), ["VZ301"]),
        (("--account", ACCOUNT), ["WG201", "VZ301"]),
        (("--account", "Anders"), []),
    ):
        said = _said(command("parking", "list", "--json", *chosen))
        assert [group["cause"] for group in said["groups"]] == causes


def test_place_that_no_list_gave_is_misuse(command: "Command") -> None:
    _waiting()
    outcome = command("parking", "list", "--after", "x")
    assert (outcome.exit_code, "is not where a list ended" in outcome.stderr) == (2, True)


def test_group_is_shown_with_its_reports(command: "Command") -> None:
    coupling = _waiting()

    lines = command("parking", "show", *_UNKNOWN, "--limit", 2).stdout.splitlines()
    said = _said(command("parking", "show", *_UNKNOWN, "--json"))

    assert lines[4].split() == [
        "receipt",
        "place",
        "stream",
        "employer",
        "case",
        "number",
        "received",
        "cause",
    ]
    assert lines[5].split()[2:6] == ["Verzuimmeldingen", "FLSN1002", "VG20", "1"]
    assert lines[-1].startswith("there is more: --after ")
    assert [each["case"] for each in said["waiting"]] == ["VG20", "VG20", "VG21"]
    assert said["waiting"][0]["findings"][0]["code"] == "WG201"
    assert said["actions"][0] == {
        "action": "create-employer",
        "label": "Werkgever aanmaken",
        "here": True,
    }
    assert said["candidates"] == []
    assert (said["reports"], said["in_the_way"]) == (3, None)
    assert len(states(coupling)) == 6


def test_group_is_shown_with_what_it_waits_for(command: "Command") -> None:
    receipt = park_behind_held(go_live(house()))
    key = (ACCOUNT, "VZ302", "FLSN1001", "VG31")

    lines = command("parking", "show", *key).stdout.splitlines()
    said = _said(command("parking", "show", *key, "--json"))

    assert lines[2].startswith(f"  2 = {receipt}, report 0: held. Het verzuimpercentage 150.00")
    assert said["in_the_way"]["state"] == "held"
    assert said["in_the_way"]["finding"]["code"] == "VZ122"
    assert said["numbers"] == {"sequence": 3, "awaited": 2, "missing": []}


def test_link_key_is_shown_with_whom_it_may_be(command: "Command") -> None:
    known = park_double(go_live(house()))
    key = (ACCOUNT, "WN401", "FLSN1001", "b")

    lines = command("parking", "show", *key).stdout.splitlines()
    said = _said(command("parking", "show", *key, "--json"))

    assert f"  employee {known}: 1980-02-05 same-initials" in lines
    assert [each["employee"] for each in said["candidates"]] == [known]


def test_group_that_is_not_there_is_misuse(command: "Command") -> None:
    _waiting()
    outcome = command("parking", "show", ACCOUNT, "WG201", "FLSN1009")
    told = "nothing with cause WG201 waits for FLSN1009" in outcome.stderr
    assert (outcome.exit_code, told) == (2, True)


def test_healing_shows_what_it_would_change_and_then_does(command: "Command") -> None:
    coupling = _waiting()
    given = ("--name", "N.V. 1002", "--group", GROUP)

    shown = command("parking", "heal", "create-employer", *_UNKNOWN, *given, "--dry-run")
    done = command("parking", "heal", "create-employer", *_UNKNOWN, *given)
    work()

    assert shown.stdout.startswith("+ employer FLSN1002: code ")
    assert shown.stdout.endswith("reports that go on: 3; dry run, nothing was changed\n")
    assert done.stdout.endswith("reports that go on: 3; applied\n")
    assert [group.cause for group in parked(coupling)] == ["VZ301"]
    (event,) = [each for each in account_log(coupling.ref) if each.event == "parking-healed"]
    assert event.by.startswith("command line")


def test_all_gaps_are_released_at_once(command: "Command") -> None:
    coupling = go_live(house())
    park_gap(coupling)
    park_gap(coupling, "VG31", "w-31")
    said = _said(command("parking", "heal", "release-gap", ACCOUNT, "VZ301", "--json"))
    assert said == {"reports": 4, "applied": True, "differences": [], "findings": []}


def test_why_nothing_is_healed_is_told(command: "Command") -> None:
    _waiting()

    outcome = command("parking", "heal", "release-gap", *_UNKNOWN)
    as_json = command("parking", "heal", "release-gap", *_UNKNOWN, "--json")

    assert (outcome.exit_code, "[PK101]" in outcome.stderr) == (2, True)
    assert as_json.exit_code == 2
    assert [each["code"] for each in json.loads(as_json.stdout)["findings"]] == ["PK101"]


def test_what_goes_on_waiting_is_told(command: "Command") -> None:
    _waiting()
    outcome = command("parking", "heal", "create-employer", *_UNKNOWN, "--name", "N.V. 1002")
    assert (outcome.exit_code, "[PK106]" in outcome.stderr) == (0, True)
    assert outcome.stdout.endswith("reports that go on: 0; applied\n")


@pytest.mark.parametrize("words", [["show"], ["heal", "release-gap"], ["heal", "create-person"]])
def test_an_unknown_account_is_misuse(command: "Command", words: list[str]) -> None:
    _waiting()
    outcome = command("parking", *words, "Anders", "VZ301", "x")
    assert (outcome.exit_code, "no account with the name Anders" in outcome.stderr) == (2, True)


def test_an_unknown_arbodienst_is_misuse(command: "Command") -> None:
    _waiting()
    outcome = command("parking", "list", "--arbodienst", "ANDERS")
    assert (outcome.exit_code, "ANDERS" in outcome.stderr) == (2, True)


def test_what_was_reminded_of_is_told(command: "Command") -> None:
    coupling = go_live(house())
    park_gap(coupling)
    with tenant(coupling.arbodienst):
        remind(coupling.arbodienst, timezone.now() + timedelta(days=8))

    first = command("parking", "list").stdout.splitlines()[0]

    assert first == f"VZ301 FLSN1001 / VG30 ({ACCOUNT}, 0 days, reminded after 3, 7)"
