"""`verzuimbrug held` and `verzuimbrug dry-run`."""

import json
import os
import sys
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from configuring_world import ACCOUNT, apply
from held_world import at_most, guarded, hold, hold_employees, shown, watched
from sending_world import (
    ABSENCE,
    EMPLOYEES,
    absence,
    employees,
    employer,
    go_live,
    message_states,
    outcome,
    person,
    report,
    settings,
    sick,
    states,
    take,
    work,
)
from verzuimbrug.cli import make_app
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.domain.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Callable

    from typer.testing import Result

    Command = Callable[..., Result]

CHANGE = Operation.CHANGE
BOS = {"surname": "Bos"}
TOO_MUCH = Decimal("100.01")


def _lines(outcome: "Result") -> list[str]:
    """What is printed, without the moment of receipt."""
    assert outcome.exit_code == 0, outcome.output
    return [line.split(", ontvangen")[0] for line in outcome.stdout.splitlines()]


def test_held_messages_are_listed_with_why_and_how_much(command: "Command") -> None:
    coupling = watched()
    receipt = hold(coupling, sick(report()))

    assert _lines(command("held", "list")) == [
        f"{receipt}  {ACCOUNT}, {ABSENCE}",
        "  De wijzigingen van dit bericht wachten op uw goedkeuring. [VE101]",
        "  verzuimgeval: 1 aangemaakt",
        "  persoon: 1 aangemaakt",
        "  dienstverband: 1 aangemaakt",
        "  meldingen: 1 over te nemen",
    ]
    (told,) = json.loads(command("held", "list", "--json").stdout)["items"]
    assert (told["receipt"], told["reasons"][0]["code"]) == (receipt, "VE101")


def test_rest_of_a_long_list_is_asked_for(command: "Command") -> None:
    coupling = watched()
    first, second = (hold(coupling, sick(report(case), key=case)) for case in ("VG1", "VG2"))

    page = json.loads(command("held", "list", "--limit", "1", "--json").stdout)
    rest = command("held", "list", "--after", page["next"])

    assert page["items"][0]["receipt"] == first
    assert rest.stdout.startswith(second)


def test_reports_that_wait_for_a_decision_are_listed(command: "Command") -> None:
    coupling = go_live()
    *_, told = take(coupling, *(sick(report("VG1", 1, at=at)) for at in (0, 2)))

    lines = _lines(command("held", "reports"))

    assert lines[0] == f"{told.receipt} 0  FLSN1001, melding 1 van VG1: tegenstrijdig"
    assert lines[1].endswith("[VZ202]")
    (as_json,) = json.loads(command("held", "reports", "--json").stdout)["items"]
    assert (as_json["position"], as_json["state"], as_json["is_known"]) == (0, "conflict", True)


def test_changes_are_shown_by_person_with_before_and_after(command: "Command") -> None:
    coupling = guarded(persons_changed=at_most(0))
    take(coupling, sick(report()))
    receipt = hold_employees(coupling, employees(person("w-1", fields={"surname": "Bos"})))

    assert _lines(command("held", "show", receipt))[-5:] == [
        "",
        "werkgever FLSN1001, persoon w-1 (plaats 0)",
        "  persoon: overschreven",
        "    achternaam: Smit w-1 -> Bos",
        f"digest {shown(coupling, receipt).digest}",
    ]


def test_changes_are_shown_in_english_too(command: "Command") -> None:
    coupling = guarded(persons_changed=at_most(0))
    take(coupling, employees(person("w-1")), stream=EMPLOYEES)
    receipt = hold_employees(coupling, employees(person("w-1", fields=BOS)))

    told = command("held", "show", receipt, "--lang", "en").stdout

    assert "employer FLSN1001, person w-1 (place 0)" in told
    assert "    surname: shielded -> shielded" in told
    assert "This message would change data of 1 known employees" in told


def test_what_waits_for_what_is_shown(command: "Command") -> None:
    coupling = go_live()
    take(coupling, sick(report()))
    apply(settings(mode="approval"))
    gap = hold(coupling, sick(report("VG1", 3, CHANGE, at=3)))
    receipt = hold(coupling, sick(report("VG1", 2, CHANGE, at=2)))
    apply(settings(mode="live"))
    (later,) = take(coupling, sick(report("VG1", 4, CHANGE, at=4)))

    told = command("held", "show", receipt).stdout
    assert f"bericht {later.receipt}: melding 4 van VG1 wacht op melding 2" in told
    gapped = command("held", "show", gap).stdout
    assert "melding 3 van VG1 (plaats 0): wachtend op melding 2 [VZ301]" in gapped
    assert "er verandert niets" in gapped


def test_list_as_json_has_every_field(command: "Command") -> None:
    coupling = guarded(persons_changed=at_most(0))
    take(coupling, employees(person("w-1")), stream=EMPLOYEES)
    fields = {"surname": "Bos", "gender": "M"}
    receipt = hold_employees(coupling, employees(person("w-1", fields=fields)))

    told = json.loads(command("held", "show", receipt, "--json").stdout)

    assert told["changes"] == [
        {
            "kind": "employee",
            "employer": "FLSN1001",
            "link_key": "w-1",
            "key": None,
            "effects": ["overwritten"],
            "fields": [
                {"field": "gender", "before": "V", "after": "M", "shielded": False},
                {"field": "surname", "before": None, "after": None, "shielded": True},
            ],
            "person": 0,
            "reports": [],
            "differs": False,
        }
    ]
    assert told["digest"] == shown(coupling, receipt).digest
    assert (told["part"], told["next_part"], told["gone"], told["waits"]) == (1, None, [], [])


def test_approval_with_the_digest_applies_the_message(command: "Command") -> None:
    coupling = watched()
    receipt = hold(coupling, sick(report()))
    digest = shown(coupling, receipt).digest

    done = command("held", "approve", receipt, "--digest", digest, "--reason", "gezien")
    work()

    assert done.exit_code == 0
    assert states(coupling) == [("VG1", 1, "applied")]


def test_part_is_left_out(command: "Command") -> None:
    coupling = watched()
    content = absence(
        employer("1001", person("w-1", report("VG1")), person("w-2", report("VG2"), report("VG3")))
    )
    receipt = hold(coupling, content)
    digest = shown(coupling, receipt).digest

    refusals = ("--refuse-person", "0", "--refuse-report", "2")
    done = command("held", "approve", receipt, "--digest", digest, *refusals)
    work()

    assert done.exit_code == 0
    assert [state for *_, state in states(coupling)] == ["refused", "applied", "refused"]


def test_approval_without_a_digest_shows_the_list_and_asks_nobody_but_a_person(
    command: "Command",
) -> None:
    coupling = watched()
    receipt = hold(coupling, sick(report()))

    done = command("held", "approve", receipt)

    assert done.exit_code == 2
    assert "verzuimgeval VG1: aangemaakt" in done.stdout
    assert f"--digest {shown(coupling, receipt).digest}" in done.stderr
    assert message_states(coupling) == ["held"]


@pytest.mark.parametrize(("answer", "state"), [("y", "received"), ("n", "held")])
def test_person_on_a_terminal_is_asked(
    command: "Command", monkeypatch: pytest.MonkeyPatch, answer: str, state: str
) -> None:
    del command
    coupling = watched()
    receipt = hold(coupling, sick(report()))
    master, slave = os.openpty()
    os.write(master, f"{answer}\n".encode())

    with os.fdopen(slave) as terminal:
        monkeypatch.setattr(sys, "stdin", terminal)
        with pytest.raises(SystemExit):
            make_app()(["held", "approve", receipt])
    os.close(master)

    assert message_states(coupling) == [state]


def test_approval_of_what_is_different_now_says_so_and_fails(command: "Command") -> None:
    coupling = watched()
    receipt = hold(coupling, sick(report()))

    done = command("held", "approve", receipt, "--digest", "een andere")

    assert done.exit_code == 1
    assert "[VE106]" in done.stderr
    again = command("held", "approve", receipt, "--digest", "een andere", "--json")
    assert json.loads(again.stdout)["findings"][0]["code"] == "VE106"


def test_what_differs_and_what_is_gone_is_marked(command: "Command") -> None:
    coupling = guarded(persons_changed=at_most(0))
    take(coupling, sick(report()), sick(report("VG2"), key="w-2"))
    both = employees(person("w-1", fields=BOS), person("w-2", fields=BOS))
    receipt = hold_employees(coupling, both)
    digest = shown(coupling, receipt).digest
    moved = employees(
        person("w-1", fields={"surname": "Vos", "call_name": "Jo"}), person("w-2", fields=BOS)
    )
    other = hold_employees(coupling, moved)
    command("held", "approve", other, "--digest", shown(coupling, other).digest)
    work()

    command("held", "approve", receipt, "--digest", digest)
    told = command("held", "show", receipt, "--part", "2").stdout

    assert "  persoon: overschreven  *VERVALLEN*" in told


def test_message_is_refused_with_a_reason(command: "Command") -> None:
    coupling = watched()
    receipt = hold(coupling, sick(report()))

    done = command("held", "reject", receipt, "--reason", "verkeerd bestand")
    work()

    assert done.exit_code == 0
    assert outcome(coupling, receipt).state == "rejected"
    again = command("held", "reject", receipt, "--reason", "nogmaals")
    assert again.exit_code == 1
    assert "[VE107]" in again.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("show", "20260302-99"),
        ("approve", "20260302-99", "--digest", "x"),
        ("reject", "20260302-99", "--reason", "x"),
        ("choose", "20260302-99", "0"),
    ],
)
def test_message_that_is_not_there_is_misuse(command: "Command", words: tuple[str, ...]) -> None:
    watched()

    assert command("held", *words).exit_code == 2


def test_choice_is_shown_first_and_done_with_yes(command: "Command") -> None:
    coupling = go_live()
    first, second = (sick(report("VG1", 2, CHANGE, at=at)) for at in (2, 4))
    *_, told = take(coupling, sick(report()), first, second)

    looked = command("held", "choose", told.receipt, "0")
    assert looked.exit_code == 0
    assert "verzuimgeval VG1: gewijzigd (melding 0)" in looked.stdout
    assert looked.stdout.endswith("dry run, nothing was changed\n")
    assert [state for *_, state in states(coupling)][2] == "conflict"

    done = command("held", "choose", told.receipt, "0", "--yes", "--reason", "nagevraagd")
    work()
    assert done.stdout.endswith("applied\n")
    assert [state for *_, state in states(coupling)] == ["applied", "conflict", "applied"]


def test_held_report_is_refused(command: "Command") -> None:
    coupling = go_live()
    early = sick(report("VG1", 2, CHANGE, at=3, percentage=TOO_MUCH))
    _, told = take(coupling, sick(report()), early)

    done = command("held", "refuse", told.receipt, "0", "--yes", "--json")
    assert done.exit_code == 1
    assert json.loads(done.stdout)["findings"][0]["code"] == "VE110"

    done = command("held", "refuse", told.receipt, "0", "--yes", "--reason", "onzin", "--json")
    work()
    assert json.loads(done.stdout)["applied"]
    assert [state for *_, state in states(coupling)] == ["applied", "refused"]


def test_dry_run_of_a_file_shows_what_it_would_change(command: "Command", tmp_path: Path) -> None:
    coupling = go_live()
    take(coupling, sick(report()))
    file = tmp_path / "bericht.xml"
    file.write_bytes(sick(report("VG1", 2, CHANGE, at=3), report("VG1", 4, CHANGE, at=5)))

    done = command("dry-run", ACCOUNT, ABSENCE, file)

    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        "verzuimgeval: 1 gewijzigd",
        "meldingen: 1 over te nemen, 1 wachtend",
        "",
        "werkgever FLSN1001, persoon w-1 (plaats 0)",
        "  verzuimgeval VG1: gewijzigd (melding 0, 1)",
        "    laatste volgnummer: 1 -> 2",
        "    perioden: 2026-03-02 100.00 -> 2026-03-02 100.00, 2026-03-05 100.00",
        "melding 4 van VG1 (plaats 1): wachtend op melding 3 [VZ301]",
        f"{file}: {_skipped(4, 3)}",
    ]
    told = json.loads(command("dry-run", ACCOUNT, ABSENCE, file, "--json").stdout)
    assert (told["accepted"], told["counts"]["case.changed"]) == (True, 1)
    assert [each["state"] for each in told["reports"]] == ["applied", "parked"]
    assert told["reports"][1]["findings"][0]["code"] == "VZ301"
    assert states(coupling) == [("VG1", 1, "applied")]


def _skipped(sequence: int, awaited: int) -> str:
    """The finding on a report beyond a gap, as commands print it."""
    finding = Finding("VZ301", {"sequence": str(sequence), "awaited": str(awaited)})
    return f"{finding.text()} [VZ301]"


def test_dry_run_of_a_file_that_would_be_rejected_fails_and_says_why(
    command: "Command", tmp_path: Path
) -> None:
    go_live()
    file = tmp_path / "bericht.xml"
    file.write_bytes(b"<geen xml")

    done = command("dry-run", ACCOUNT, ABSENCE, file)
    assert done.exit_code == 1
    assert "[XML06]" in done.stdout
    assert command("dry-run", ACCOUNT, "VZ", file).exit_code == 2
