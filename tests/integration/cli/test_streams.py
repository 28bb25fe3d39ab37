"""`verzuimbrug streams`."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from configuring_world import ACCOUNT, apply
from sending_world import (
    ABSENCE,
    absence,
    connect,
    deliver,
    employer,
    person,
    report,
    settings,
    sick,
)
from verzuimbrug.application.trying.values import MOST_PERSONS

if TYPE_CHECKING:
    from collections.abc import Callable

    from typer.testing import Result

    Command = Callable[..., Result]

TEMPLATE = "FLSN[IdWrkgvrArbdnst]"


@pytest.fixture
def file(command: "Command", tmp_path: Path) -> Path:
    """A coupling, and a message for it as a file."""
    del command
    connect(settings())
    path = tmp_path / "bericht.xml"
    path.write_bytes(absence(employer(" 1001 ", person("w-1", report()))))
    return path


def test_a_message_that_fits_is_shown_in_tables(command: "Command", file: Path) -> None:
    outcome = command("streams", "try", ACCOUNT, ABSENCE, file)

    assert outcome.exit_code == 0
    making = "IdWrkgvrArbdnst ' 1001 ' > trimmed '1001'"
    assert outcome.stdout.splitlines() == [
        "Verzuimmeldingen 2026: valid, accepted by stream Verzuimmeldingen",
        f"template {TEMPLATE} (stored)",
        "",
        "employer groups: 1; without a code: 0; codes: 1, in scope: 1",
        f"  FLSN1001  in scope  Bakkerij De Korenbloem B.V.  {making}",
        "",
        "persons: 1; known: 0, new: 1, possible doubles: 0",
        "reports: 1; without an operation: 0; code table confirmed",
        "  FLSN1001  w-1  J  1980  new",
        "            VG1  1  01    new, ziekte",
    ]


def test_what_does_not_fit_is_told_with_what_to_do(command: "Command", file: Path) -> None:
    file.write_bytes(
        absence(
            employer(" ", person(" ", report(case_key=" ", processing_code="01"))),
            employer("7", person("w-1", report())),
            employer("1001", person(" ", report())),
        )
    )
    outcome = command("streams", "try", ACCOUNT, ABSENCE, file)

    assert outcome.exit_code == 1
    lines = outcome.stdout.splitlines()
    assert lines[4].startswith("  FLSN      no code ")
    assert lines[5].startswith("  FLSN7     unknown ")
    assert lines[6].startswith("  FLSN1001  in scope  Bakkerij")
    for code in ("WG101", "WG201", "WN101"):
        assert any(line.endswith(f"[{code}]") for line in lines)
    assert "no key" in outcome.stdout
    assert "no case" in outcome.stdout


def test_another_template_is_tried_and_not_saved(command: "Command", file: Path) -> None:
    words = ("streams", "try", ACCOUNT, ABSENCE, file)
    proposed = command(*words, "--employer-code", "[IdWrkgvrArbndst]", "--lang", "en")

    assert proposed.exit_code == 1
    assert "template [IdWrkgvrArbdnst] (proposed)" in proposed.stdout
    assert "there is no employer with code 1001" in proposed.stdout
    assert command(*words).exit_code == 0


def test_a_received_message_is_tried_by_its_receipt(command: "Command") -> None:
    receipt = deliver(connect(settings()), sick(report()))
    outcome = command("streams", "try", ACCOUNT, ABSENCE, "--receipt", receipt)
    assert outcome.exit_code == 0
    assert "FLSN1001" in outcome.stdout


def test_a_message_is_read_from_standard_input_too(command: "Command", file: Path) -> None:
    del file
    assert "not valid" in command("streams", "try", ACCOUNT, ABSENCE, "-").stdout


def test_a_message_that_would_be_rejected_is_told_with_its_faults(
    command: "Command", file: Path
) -> None:
    file.write_bytes(b"geen xml")
    outcome = command("streams", "try", ACCOUNT, ABSENCE, file)

    assert outcome.exit_code == 1
    assert outcome.stdout.startswith("the message: not valid, not accepted by stream")
    assert "[XML06]" in outcome.stdout
    assert "employers" not in outcome.stdout


def test_a_try_as_json_holds_everything(command: "Command", file: Path) -> None:
    outcome = json.loads(command("streams", "try", ACCOUNT, ABSENCE, file, "--json").stdout)

    assert (outcome["fits"], outcome["refused"], outcome["findings"]) == (True, [], [])
    (group,) = outcome["employers"]
    assert group["tags"][0]["steps"] == [{"step": "trimmed", "value": "1001"}]
    assert outcome["persons"][0]["reports"][0]["operation"] == "new"
    assert outcome["counts"]["matched"] == 1


def test_findings_in_json_have_their_sentence(command: "Command", file: Path) -> None:
    words = ("streams", "try", ACCOUNT, ABSENCE, file, "--json", "--employer-code", "geen")
    outcome = command(*words, "--lang", "en")

    assert outcome.exit_code == 2
    (fault,) = json.loads(outcome.stdout)["refused"]
    assert (fault["code"], fault["path"]) == ("CF017", "employer_code")


@pytest.mark.parametrize("words", [[], ["a.xml", "--receipt", "1"]])
def test_a_message_is_named_once(command: "Command", words: list[str]) -> None:
    outcome = command("streams", "try", ACCOUNT, ABSENCE, *words)
    assert outcome.exit_code == 2
    assert "one of the two" in outcome.stderr


@pytest.mark.parametrize("options", [(), ("--employer-code", TEMPLATE)])
def test_a_stream_that_is_not_there_is_misuse(
    command: "Command", file: Path, options: tuple[str, ...]
) -> None:
    outcome = command("streams", "try", ACCOUNT, "Verzuim", file, *options)
    assert outcome.exit_code == 2
    assert outcome.stdout == ""
    assert "[TR101]" in outcome.stderr


def test_how_many_more_there_are_is_told(command: "Command", file: Path) -> None:
    everybody = [person(f"w-{number}", report()) for number in range(MOST_PERSONS + 2)]
    file.write_bytes(absence(employer("1001", *everybody)))
    assert "  and 2 more" in command("streams", "try", ACCOUNT, ABSENCE, file).stdout.splitlines()


def test_a_classification_and_an_operation_that_are_not_there_are_told(
    command: "Command", file: Path
) -> None:
    table = {"classification": {"default": "griep"}, "operations": {"02": "change"}}
    apply(settings("GEZOND", **table))
    outcome = command("streams", "try", ACCOUNT, ABSENCE, file)
    assert "not in the table, griep: not of the employer" in outcome.stdout


def test_versions_are_listed_and_an_earlier_one_restored(command: "Command") -> None:
    connect(settings())
    apply(settings("GEZOND", mode="approval"))
    of = (ACCOUNT, ABSENCE)

    listed = command("streams", "versions", *of).stdout.splitlines()
    dry = command("streams", "restore", *of, 1, "--dry-run")
    restored = command("streams", "restore", *of, 1)
    after = json.loads(command("streams", "versions", *of, "--json").stdout)["versions"]

    assert [line.split()[0] for line in listed] == ["2", "mode:", "1", "new"]
    assert listed[1].strip() == "mode: live -> approval"
    change = '~ stream Felison verzekeringsinzicht / Verzuimmeldingen: mode: "approval" -> "live"'
    assert dry.stdout.splitlines() == [change, "differences: 1; dry run, nothing was changed"]
    assert restored.stdout.splitlines() == [change, "differences: 1; applied"]
    assert [version["number"] for version in after] == [3, 2, 1]
    assert after[0]["content"]["name"] == ABSENCE


def test_a_version_that_is_not_there_is_misuse(command: "Command") -> None:
    connect(settings())
    outcome = command("streams", "restore", ACCOUNT, ABSENCE, 9, "--json")
    assert outcome.exit_code == 2
    assert json.loads(outcome.stdout)["findings"][0]["code"] == "CF030"
    assert "[CF030]" in outcome.stderr


def test_versions_of_a_stream_that_is_not_there_are_misuse(command: "Command") -> None:
    connect(settings())
    outcome = command("streams", "versions", ACCOUNT, "Verzuim")
    assert outcome.exit_code == 2
    assert "has no stream Verzuim" in outcome.stderr
