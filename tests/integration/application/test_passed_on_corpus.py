"""The messages of the corpus that are passed on come out as they should (DG-1 to DG-5)."""

import json
from pathlib import Path
from typing import Any

import pytest

from passed_on_world import PASSED_ON, go_live_with_all
from sending_world import employees, person, take
from verzuimbrug.application.access import Reader
from verzuimbrug.application.events.publishing import publish
from verzuimbrug.application.passed_on.fetching import Fetching, fetch, fetch_file
from verzuimbrug.store.models import Event
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

CORPUS = Path(__file__).parents[2] / "corpus" / "passed-on"


def _told(number: dict[int, int], kind: str, data: dict[str, Any]) -> dict[str, Any]:
    """An event as the corpus has it: items counted from 1, no receipt, known or not."""
    item = {key: value for key, value in data["item"].items() if key != "message"}
    for name in ("number", "replaces", "replaced_by"):
        item[name] = number.get(item[name])
    return {
        "type": kind,
        "employer": data["employer"],
        "keys": [each["key"] for each in data["keys"]],
        "is_known": data["person"] is not None,
        "item": item,
    }


def test_what_is_told_of_the_corpus_is_as_expected() -> None:
    coupling = go_live_with_all()
    take(coupling, employees(person("w-101")), stream="WerknemersGegevens")
    for name in PASSED_ON:
        (report,) = take(coupling, (CORPUS / f"{name}.xml").read_bytes(), stream=name)
        assert report.state == "processed"
    while publish(coupling.arbodienst):
        pass

    with tenant(coupling.arbodienst):
        rows = list(Event.objects.order_by("id").values_list("kind", "data"))
    events = [(kind, data) for kind, data in rows if "item" in data]
    numbers = {data["item"]["number"]: place for place, (_, data) in enumerate(events, start=1)}
    told = [_told(numbers, kind, data) for kind, data in events]

    assert told == json.loads((CORPUS / "expected.json").read_text(encoding="utf-8"))
    reader = Reader(arbodienst=coupling.arbodienst, principal="api-key:dossiers")
    fetching = Fetching(reader=reader, medical=True)
    second = list(numbers)[1]
    item, file = fetch(fetching, second), fetch_file(fetching, second)
    assert item is not None
    assert file is not None
    assert ("DOC-2" in item.xml, "123456782" in item.xml) == (True, False)
    assert file.file.content == b"Plan van aanpak: drie keer vier uur per week."
