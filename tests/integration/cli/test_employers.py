"""`verzuimbrug employers`, `groups` and `classifications`."""

import json
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from importing_world import arbodienst, workbook

if TYPE_CHECKING:
    from collections.abc import Callable

    from typer.testing import Result

    Command = Callable[..., Result]

TODAY = timezone.localdate
ROWS = (["code", "naam", "groups"], ["FLSN1001", "Bakker", ""], ["W1", "Één", "FELISON-VI"])


@pytest.fixture
def file(database: None, tmp_path: Path) -> Path:
    """A file that changes one employer and makes another."""
    del database
    arbodienst()
    path = tmp_path / "werkgevers.xlsx"
    path.write_bytes(workbook(*ROWS))
    return path


def test_an_import_prints_every_change_and_how_many(command: "Command", file: Path) -> None:
    shown = command("employers", "import", file, "--dry-run")
    done, again = command("employers", "import", file), command("employers", "import", file)
    membership = json.dumps([{"code": "FELISON-VI", "from": str(TODAY())}])
    lines = [
        '~ employer FLSN1001: name: "Bakkerij De Korenbloem B.V." -> "Bakker"',
        f'+ employer W1: code "W1", name "Één", groups {membership}',
    ]

    assert shown.stdout.splitlines() == [
        *lines,
        "new: 1, changed: 1, unchanged: 0; dry run, nothing was changed",
    ]
    assert done.stdout.splitlines() == [*lines, "new: 1, changed: 1, unchanged: 0; applied"]
    assert again.stdout == "new: 0, changed: 0, unchanged: 2; applied\n"


def test_an_import_as_json(command: "Command", file: Path) -> None:
    outcome = json.loads(command("employers", "import", file, "--json").stdout)

    assert (outcome["applied"], outcome["created"], outcome["updated"]) == (True, 1, 1)
    assert [row["key"] for row in outcome["differences"]] == [["FLSN1001"], ["W1"]]
    assert outcome["findings"] == []


def test_faults_are_told_with_row_and_column(command: "Command", file: Path) -> None:
    file.write_text("code;naam;kvk\nW1;;x\n")
    outcome = command("employers", "import", file)
    name, number = outcome.stderr.splitlines()

    assert (outcome.exit_code, outcome.stdout) == (2, "")
    assert number.startswith(f"{file}:2: code: Werkgever W1 heeft geen naam.")
    assert name.startswith(f"{file}:2: kvk: x is geen geldig nummer voor kvk.")


def test_faults_as_json(command: "Command", file: Path) -> None:
    file.write_text("naam\nBakker\n")
    outcome = command("employers", "import", file, "--json", "--lang", "en")
    (finding,) = json.loads(outcome.stdout)["findings"]

    assert outcome.exit_code == 2
    assert finding["text"] == "There is no column with the employer code."


def test_what_is_listed_as_csv_can_be_imported(command: "Command", file: Path) -> None:
    command("employers", "import", file)
    exported = command("employers", "list", "--csv", "--lang", "en")
    file.write_bytes(exported.stdout_bytes)

    assert exported.stdout.startswith("code;name;")
    assert "unchanged: 2" in command("employers", "import", file).stdout


def test_employers_are_listed_in_columns(command: "Command", file: Path) -> None:
    command("employers", "import", file)
    listed = command("employers", "list", "--group", "FELISON-VI").stdout.splitlines()

    assert listed == [
        "code      name    contract  groups      classifications",
        "FLSN1001  Bakker            FELISON-VI  standaard",
        "W1        Één               FELISON-VI",
    ]


def test_employers_as_json(command: "Command", file: Path) -> None:
    del file
    listed = json.loads(command("employers", "list", "--json").stdout)

    assert [each["code"] for each in listed["employers"]] == ["FLSN1001"]


def test_a_group_that_is_not_there_is_misuse(command: "Command", file: Path) -> None:
    del file
    outcome = command("employers", "list", "--group", "NERGENS")

    assert outcome.exit_code == 2
    assert outcome.stderr.startswith("NERGENS: NERGENS bestaat niet.")


def test_an_employer_is_shown_by_its_former_code_too(command: "Command", file: Path) -> None:
    del file
    renamed = command("employers", "rename", "FLSN1001", "FLSN2001")
    shown = command("employers", "show", "FLSN1001").stdout.splitlines()

    assert renamed.stdout.splitlines()[-1] == "differences: 2; applied"
    assert shown[0] == "code: FLSN2001"
    assert 'former_codes: ["FLSN1001"]' in shown
    assert json.loads(command("employers", "show", "FLSN2001", "--json").stdout)["name"]


def test_renaming_what_is_not_there_is_misuse(command: "Command", file: Path) -> None:
    del file
    assert command("employers", "rename", "W9", "W10", "--dry-run").exit_code == 2


def test_a_group_is_made_changed_and_listed(command: "Command", file: Path) -> None:
    del file
    made = command("groups", "save", "ZUID", "--name", "Zuid", "--closed")
    changed = command("groups", "save", "ZUID", "--notes", "vol", "--dry-run")

    assert made.stdout.splitlines()[-1] == "differences: 1; applied"
    assert '~ employer group ZUID: notes: null -> "vol"' in changed.stdout
    assert command("groups", "list").stdout.splitlines() == [
        "code        name                           members  open  notes",
        "FELISON-VI  Gezamenlijke relaties Felison  1        yes",
        "ZUID        Zuid                           0        no",
    ]
    assert json.loads(command("groups", "list", "--json").stdout)["groups"][1] == {
        "code": "ZUID",
        "name": "Zuid",
        "notes": "",
        "is_open": False,
        "members": 0,
    }


def test_an_employer_joins_and_leaves_on_dates(command: "Command", file: Path) -> None:
    file.write_text("code;naam\nW1;Een\n")
    command("employers", "import", file)
    start, end, run_out = (TODAY() + timedelta(days=days) for days in (1, 9, 40))
    command("groups", "add", "FELISON-VI", "W1", "--from", start)
    left = command("groups", "end", "FELISON-VI", "W1", "--on", end, "--run-out-until", run_out)
    listed = json.loads(command("groups", "members", "FELISON-VI", "--json").stdout)

    assert left.stdout.splitlines()[-1] == "differences: 1; applied"
    assert listed["members"][1] == {
        "code": "W1",
        "name": "Een",
        "from": str(start),
        "until": str(end),
        "run_out_until": str(run_out),
        "state": "to-come",
    }


def test_members_are_listed_in_columns(command: "Command", file: Path) -> None:
    del file
    assert command("groups", "members", "FELISON-VI").stdout.splitlines() == [
        "code      name                         from  until  run-out until  state",
        "FLSN1001  Bakkerij De Korenbloem B.V.                              member",
    ]


def test_who_joins_without_a_date_joins_today(command: "Command", file: Path) -> None:
    file.write_text("code;naam\nW1;Een\n")
    command("employers", "import", file)
    joined = command("groups", "add", "FELISON-VI", "W1", "--dry-run")
    left = command("groups", "end", "FELISON-VI", "FLSN1001", "--on", TODAY(), "--dry-run")

    assert f'"from": "{TODAY()}"' in joined.stdout
    assert f'"until": "{TODAY()}"' in left.stdout


def test_classifications_are_compared_in_a_table(command: "Command", file: Path) -> None:
    command("employers", "import", file)
    names = [f"A{number}" for number in range(6)]
    file.write_text("code;naam;groups\n" + "".join(f"{n};Naam;FELISON-VI\n" for n in names))
    command("employers", "import", file)

    assert command("classifications", "compare", "FELISON-VI").stdout.splitlines() == [
        "                (1)  (2)",
        "arbeidsongeval  -    yes",
        "ziekte          -    yes",
        "",
        "(1) employers: 7, no scheme: A0, A1, A2, A3, A4 and 2 more",
        "(2) employers: 1: FLSN1001",
    ]


def test_differing_classifications_as_json(command: "Command", file: Path) -> None:
    command("employers", "import", file)
    found = json.loads(command("classifications", "compare", "FELISON-VI", "--json").stdout)

    assert (found["equal"], found["without_scheme"]) == (False, ["W1"])
    assert found["differences"][1] == {
        "classification": "ziekte",
        "having": ["FLSN1001"],
        "lacking": ["W1"],
    }


def test_classifications_are_made_equal(command: "Command", file: Path) -> None:
    command("employers", "import", file)
    made = command("classifications", "make-equal", "FELISON-VI", "standaard")

    assert made.stdout.splitlines() == [
        '~ employer W1: classifications: null -> "standaard"',
        "differences: 1; applied",
    ]
    assert command("classifications", "compare", "FELISON-VI").stdout == (
        "all employers have the same classifications\n"
    )
