"""`verzuimbrug portal`: files out of the simulator, and files to a hub."""

import json
from pathlib import Path

import pytest
import yaml
from typer.testing import Result

from canned_server import Canned, canned_server
from command_world import give
from verzuimbrug.sivi.checking import check

TAKEN = Canned(202, '{"receipt": "20261001-7", "sha256": "ab", "duplicate": false}')
KNOWN = Canned(202, '{"receipt": "20261001-7", "sha256": "ab", "duplicate": true}')
REFUSED = Canned(401, '{"code": "AANMELDEN-MISLUKT", "text": "Aanmelden is mislukt."}')


def portal(*arguments: str) -> Result:
    return give("portal", *arguments)


def send(url: str, *files: Path) -> Result:
    sign_in = ("--url", url, "--customer-code", "K", "--token", "T", "--stream", "VZ")
    return portal("send", *sign_in, *map(str, files))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.xml"
    path.write_bytes(b"<a/>")
    return path


@pytest.mark.parametrize("name", ["verzekeringsinzicht", "vdd"])
@pytest.mark.parametrize("how", ["--live", "--initial-load"])
def test_simulate_writes_valid_messages_and_their_configuration(
    name: str, how: str, tmp_path: Path
) -> None:
    told = portal("simulate", "--portal", name, how, "--edition", "2025", "--out", str(tmp_path))
    assert told.exit_code == 0, told.output
    messages = sorted(tmp_path.glob("*.xml"))
    assert messages[0].name.startswith("0001-")
    assert all(check(message.read_bytes()).valid for message in messages)
    (account,) = yaml.safe_load((tmp_path / "config.yaml").read_text())["accounts"]
    assert account["portal"] == name


def test_simulate_can_deliver_at_once() -> None:
    few = ("--people", "2", "--employers", "1", "--initial-load", "--reports", "1")
    with canned_server(TAKEN, TAKEN) as server:
        told = portal("simulate", "--portal", "vdd", *few, "--url", server.url)
    assert told.exit_code == 0, told.output
    assert [asked.path.split("/")[4] for asked in server.asked] == ["VZ", "DV"]


def test_simulate_wants_to_know_where_to() -> None:
    told = portal("simulate", "--portal", "vdd")
    assert told.exit_code == 2
    assert "--out" in told.output


def test_send_prints_the_receipt_of_each_file(file: Path) -> None:
    with canned_server(TAKEN, KNOWN) as server:
        told = send(server.url, file, file)
    assert told.exit_code == 0
    assert told.output.splitlines() == ["a.xml: 20261001-7", "a.xml: 20261001-7 (al bekend)"]
    assert [asked.body for asked in server.asked] == [b"<a/>"] * 2


def test_send_stops_at_a_fault_with_its_code_and_what_to_do(file: Path) -> None:
    with canned_server(REFUSED) as server:
        told = send(server.url, file, file)
    assert told.exit_code == 1
    assert "a.xml: AANMELDEN-MISLUKT: Klantcode en token" in told.output
    assert len(server.asked) == 1


def test_send_of_a_file_that_is_not_there_is_misuse(tmp_path: Path) -> None:
    assert send("http://127.0.0.1:1", tmp_path / "weg.xml").exit_code == 2


SANDBOX = ("conformance", "--customer-code", "K", "--token", "T", "--wait", "1", "--url")
EXAMPLE = {"stream": "VZ", "file_name": "a.xml", "content": "PGEvPg=="}
NOTHING = Canned(200, '{"items": []}')


def stands(verdict: str, *, proven: bool, examples: bool = False) -> Canned:
    """How the one case of a sandbox stands."""
    differs = [{"aspect": "report", "expected": "verwerkt", "seen": ""}]
    case = {
        "id": "new",
        "title": "Eerste ziekmelding",
        "verdict": verdict,
        "differences": differs if verdict == "otherwise" else [],
        "examples": [EXAMPLE] if examples else [],
    }
    edition = {"stream": "VZ", "edition": "2026", "proven": int(proven), "total": 1}
    return Canned(200, json.dumps({"proven": proven, "editions": [{**edition, "cases": [case]}]}))


def test_conformance_sends_every_example_and_waits_for_the_outcome() -> None:
    answers = [
        stands("open", proven=False, examples=True),
        TAKEN,
        NOTHING,
        stands("open", proven=False),
        NOTHING,
        stands("proven", proven=True),
    ]
    with canned_server(*answers) as server:
        told = portal(*SANDBOX, server.url)
    assert told.exit_code == 0, told.output
    assert server.asked[1].body == b"<a/>"
    assert "VZ 2026: 1 / 1" in told.output


def test_conformance_ends_with_1_when_a_case_is_not_proven_in_time() -> None:
    answers = [stands("open", proven=False)]
    answers += [NOTHING, stands("otherwise", proven=False)] * 20
    with canned_server(*answers) as server:
        told = portal(*SANDBOX, server.url)
    assert told.exit_code == 1
    assert "report: verwerkt <> -" in told.output


def test_conformance_of_a_real_account_says_what_to_do() -> None:
    with canned_server(Canned(409, '{"code": "GEEN-PROEFOMGEVING", "text": "Echt."}')) as server:
        told = portal(*SANDBOX, server.url)
    assert (told.exit_code, "GEEN-PROEFOMGEVING" in told.output) == (1, True)


def test_conformance_without_cases_proves_nothing() -> None:
    empty = Canned(200, '{"proven": true, "editions": []}')
    with canned_server(empty, NOTHING, empty) as server:
        assert portal(*SANDBOX, server.url).exit_code == 1
