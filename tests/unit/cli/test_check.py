"""`verzuimbrug check`: messages, without a database."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import Result

from command_world import give
from verzuimbrug.cli import check as command

_CORPUS = Path(__file__).parents[2] / "corpus" / "scenarios" / "vi-2026-live" / "messages"


@pytest.fixture
def valid() -> Path:
    """A message that its table allows."""
    return min(_CORPUS.glob("*-Verzuimmeldingen.xml"))


@pytest.fixture
def faulty(valid: Path, tmp_path: Path) -> Path:
    """The same, with two faults."""
    text = valid.read_text().replace("<SignNm>", "<SignNam>").replace("</SignNm>", "</SignNam>")
    (tmp_path / "faulty.xml").write_text(text.replace("<VrzmgvlId>", "<VrzmgvlId>" + "x" * 99))
    return tmp_path / "faulty.xml"


def _check(*words: object) -> Result:
    return give("check", *words)


def test_a_valid_message(valid: Path) -> None:
    outcome = _check(valid)
    assert outcome.exit_code == 0
    assert outcome.stdout == f"{valid}: Verzuimmeldingen 2026 in orde\n"


def test_a_valid_message_as_json(valid: Path) -> None:
    assert json.loads(_check(valid, "--json").stdout) == {
        "file": str(valid),
        "message": "Verzuimmeldingen",
        "interface": "werkgevers-arbodiensten",
        "edition": "2026",
        "valid": True,
        "findings": [],
    }


def test_every_fault_has_a_place_and_a_sentence(faulty: Path) -> None:
    outcome = _check(faulty, "--json")
    shown = json.loads(outcome.stdout)

    assert outcome.exit_code == 1
    assert shown["valid"] is False
    assert len(shown["findings"]) > 1
    for finding in shown["findings"]:
        assert list(finding) == ["code", "severity", "path", "line", "text"]
        assert finding["path"].startswith("/Verzuimmeldingen")


def test_faults_as_lines_in_either_language(faulty: Path) -> None:
    dutch, english = _check(faulty).stdout, _check(faulty, "--lang", "en").stdout
    assert dutch.startswith(f"{faulty}: Verzuimmeldingen 2026 niet in orde\n{faulty}:")
    assert english.startswith(f"{faulty}: Verzuimmeldingen 2026 not in order\n{faulty}:")


def test_json_is_one_object_a_line(valid: Path, faulty: Path) -> None:
    outcome = _check(valid, faulty, "--json")
    assert outcome.exit_code == 1
    assert [json.loads(line)["valid"] for line in outcome.stdout.splitlines()] == [True, False]


def test_no_message_at_all_is_not_valid(tmp_path: Path) -> None:
    (tmp_path / "empty.xml").write_bytes(b"")
    outcome = _check(tmp_path / "empty.xml")
    assert outcome.exit_code == 1
    assert "empty.xml: niet in orde" in outcome.stdout


def test_an_unreadable_file_is_misuse_and_the_rest_is_checked(valid: Path, tmp_path: Path) -> None:
    outcome = _check(tmp_path / "nergens.xml", tmp_path, valid)
    assert outcome.exit_code == 2
    assert outcome.stderr.count("het bestand kan niet worden gelezen") == 2
    assert "in orde" in outcome.stdout


def test_no_files_is_misuse() -> None:
    assert _check().exit_code == 2


def test_many_files_have_a_progress_bar_for_whoever_watches(
    valid: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert len(list(command.results([valid, valid]))) == 2


def test_checking_needs_no_django(valid: Path) -> None:
    program = (
        "import sys; from verzuimbrug.cli import make_app\n"
        f"try: make_app()(['check', {str(valid)!r}])\n"
        "except SystemExit: pass\n"
        "sys.exit('django' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
