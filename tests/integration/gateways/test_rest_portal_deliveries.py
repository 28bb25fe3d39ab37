"""The portal's state over the REST API: initial load and reconciliation."""

from base64 import b64encode
from decimal import Decimal

import pytest

from keeping_world import PLACE
from managing_world import caller, told
from readiness_world import in_order, signed_in
from sending_world import absence, cases, deliver, employer, person, report, sick, work
from verzuimbrug.domain.deliveries import Operation

pytestmark = pytest.mark.usefixtures("database")

WAIVED = {"waive": [f"GR-{number}" for number in range(1, 6)], "reason": "proef"}


def test_a_load_from_start_to_summary() -> None:
    coupling = signed_in(in_order("GEZOND"))
    bea = caller(coupling.arbodienst)
    assert bea.call("GET", f"{PLACE}/initial-load").status_code == 409
    bea.post(f"{PLACE}/initial-load/start")
    deliver(coupling, sick(report("VG1")))
    work()

    progress = bea.get(f"{PLACE}/initial-load")
    assert (progress["step"], progress["read"]["reports"]) == ("receiving", 1)
    compared = bea.get(f"{PLACE}/initial-load/comparison")
    assert compared["total"]["received"] == compared["total"]["created"] == 1
    bea.post(f"{PLACE}/initial-load/run", WAIVED)
    work()
    summary = bea.get(f"{PLACE}/initial-load/summary")
    assert (summary["step"], summary["adds_up"]) == ("done", True)
    assert summary["employers"][0]["created"] == 1


def test_a_load_is_called_off() -> None:
    bea = caller(signed_in(in_order("GEZOND")).arbodienst)
    bea.post(f"{PLACE}/initial-load/start")

    assert bea.post(f"{PLACE}/initial-load/cancel")["step"] == "cancelled"


def test_reconciliation_from_files_to_dossiers() -> None:
    coupling = signed_in(in_order("GEZOND"))
    bea = caller(coupling.arbodienst)
    bea.post(f"{PLACE}/activate", WAIVED)
    deliver(coupling, sick(report("VG1")))
    work()
    change = report("VG1", 2, Operation.CHANGE, 5, percentage=Decimal("50.00"))
    content = absence(employer("1001", person("w-1", report("VG1"), change)))
    files = [{"name": "stand.xml", "content": b64encode(content).decode()}]

    started = bea.post(f"{PLACE}/reconciliation/start", {"files": files})
    assert [file["is_known"] for file in started["files"]] == [False]
    work()
    shown = bea.get(f"{PLACE}/reconciliation?employer=FLSN1001")
    (difference,) = shown["differences"]
    assert difference["row"]["outcome"] == "different"
    chosen = {"employer": "FLSN1001", "case": "VG1", "shown": difference["shown"]}
    taken = bea.post(f"{PLACE}/reconciliation/apply", {"selected": [chosen], "reason": "klopt"})
    assert (taken["count"], taken["findings"]) == (1, [])
    work()
    assert cases(coupling)["VG1"].last_sequence == 2
    assert bea.post(f"{PLACE}/reconciliation/finish") == {"closed": 0}


def test_a_large_state_comes_file_by_file_and_is_shown_page_by_page() -> None:
    coupling = signed_in(in_order("GEZOND"))
    bea = caller(coupling.arbodienst)
    bea.post(f"{PLACE}/activate", WAIVED)
    bea.post(f"{PLACE}/reconciliation/start", {"files": [_file(sick(report("VG1")))]})
    more = sick(report("VG2"), report("VG3"), key="b")
    taken = told(bea.call("POST", f"{PLACE}/reconciliation/files", more, "application/xml"))
    refused = told(bea.call("POST", f"{PLACE}/reconciliation/files", b"<a/>", "application/xml"))
    assert (len(taken["files"]), taken["findings"]) == (1, [])
    assert [finding["code"] for finding in refused["findings"]] == ["GR701"]
    work()

    first = bea.get(f"{PLACE}/reconciliation?limit=2")
    rest = bea.get(f"{PLACE}/reconciliation?limit=2&after={first['next']}")
    shown = {each["row"]["theirs"] for page in (first, rest) for each in page["differences"]}
    assert (shown, rest["next"]) == ({"VG1", "VG2", "VG3"}, None)
    assert first["employers"] == rest["employers"]


def _file(content: bytes) -> dict[str, str]:
    return {"name": "stand.xml", "content": b64encode(content).decode()}
