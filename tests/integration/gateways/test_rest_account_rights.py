"""All operations on an account over REST: who may not, and accounts of somebody else."""

from typing import Any

import pytest

from configuring_world import apply, coupling, example
from keeping_world import NOWHERE, PLACE, denied
from managing_world import Caller, caller
from verzuimbrug.application.accounts import find_arbodienst

pytestmark = pytest.mark.usefixtures("database")

STREAM = "/streams/Verzuimmeldingen"
REASON = {"reason": "proef"}
READS = [
    "",
    "/log",
    "/refused",
    "/streams",
    STREAM,
    "/credentials",
    "/readiness",
    "/link-proposals",
    "/sftp-keys",
]
WRITES: list[tuple[str, str, Any]] = [
    ("POST", "/ready", {}),
    ("POST", "/activate", {}),
    ("POST", "/suspend", {}),
    ("POST", "/close", REASON),
    ("PUT", STREAM, {"message": "Verzuimmeldingen"}),
    ("POST", f"{STREAM}/try-out", {"content": ""}),
    ("POST", "/credentials", {}),
    ("POST", "/credentials/rotate", {}),
    ("POST", "/credentials/revoke", None),
    ("POST", "/credentials/1/revoke", None),
    ("POST", "/handovers/1/renew", {}),
    ("POST", "/handovers/1/withdraw", None),
    ("POST", "/waivers", {"checks": ["GR-1"], **REASON}),
    ("DELETE", "/waivers/GR-1", None),
    ("PUT", "/portal-employers", b"1001"),
    ("DELETE", "/portal-employers", None),
    ("POST", "/link-proposals/import", b"FLSN1001;1980-02-05;Smit;J;k-1"),
    ("POST", "/links", {"links": []}),
    ("POST", "/new-persons", {"keys": []}),
    ("PUT", "/sftp-login", None),
    ("POST", "/sftp-keys", {"public_key": "onzin"}),
    ("POST", "/sftp-keys/generate", {}),
    ("POST", "/sftp-keys/revoke", {"fingerprint": "SHA256:geen"}),
]
JSON = [(method, path) for method, path, body in WRITES if isinstance(body, dict)]
OPERATIONS = [("GET", path, None) for path in READS] + WRITES


def _arbodienst(scope: str = "manage") -> Caller:
    return caller(coupling("GEZOND").arbodienst, scope)


@pytest.mark.parametrize(("method", "path", "body"), OPERATIONS)
def test_an_account_of_another_arbodienst_is_as_none(method: str, path: str, body: object) -> None:
    coupling("GEZOND")
    other = {**example("FIT"), "accounts": []}
    stranger = caller(_applied(other))

    answers = [stranger.call(method, place + path, body) for place in (PLACE, NOWHERE)]

    assert [denied(answer) for answer in answers] == [(404, "NIET-GEVONDEN")] * 2
    assert answers[0].content == answers[1].content
    assert dict(answers[0].headers) == dict(answers[1].headers)


@pytest.mark.parametrize(("method", "path", "body"), OPERATIONS)
def test_a_case_system_sets_nothing_up(method: str, path: str, body: object) -> None:
    answer = _arbodienst("read").call(method, PLACE + path, body)

    assert denied(answer) == (403, "GEEN-RECHT")


def test_an_auditor_sees_everything() -> None:
    auditor = _arbodienst("audit")

    assert all(auditor.get(PLACE + path) for path in READS)


@pytest.mark.parametrize(("method", "path", "body"), WRITES)
def test_an_auditor_changes_nothing(method: str, path: str, body: object) -> None:
    answer = _arbodienst("audit").call(method, PLACE + path, body)

    assert denied(answer) == (403, "GEEN-RECHT")


@pytest.mark.parametrize(("method", "path", "body"), OPERATIONS)
def test_without_a_key_nothing_is_said(method: str, path: str, body: object) -> None:
    _arbodienst()

    answer = Caller("vb_onbekend").call(method, PLACE + path, body)

    assert denied(answer) == (401, "AANMELDEN-MISLUKT")


@pytest.mark.parametrize(("method", "path"), JSON)
@pytest.mark.parametrize("body", [{"onbekend": 1}, [], 0, "x", True, b"{", b"\xff", {"\ud800": 1}])
def test_a_body_that_is_not_understood_is_refused(method: str, path: str, body: object) -> None:
    answer = _arbodienst().call(method, PLACE + path, body)

    assert denied(answer) == (400, "BERICHT-ONLEESBAAR")


def _applied(configuration: dict[str, Any]) -> int:
    apply(configuration)
    return find_arbodienst(configuration["arbodienst"]["code"]).id
