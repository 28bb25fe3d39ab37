"""Schemes, conversion tables, versions and the whole configuration, over the REST API."""

import json
from typing import Any

import pytest
import yaml

from configuring_world import ACCOUNT, as_file, coupling, example
from managing_world import Caller, caller, changed, told

pytestmark = pytest.mark.usefixtures("database")

SCHEME: dict[str, Any] = {
    "name": "Kort",
    "classifications": [{"code": "ziekte", "name": "Ziekte"}, {"code": "z", "name": "Zwanger"}],
}
TABLE = {"name": "Relaties", "unknown": "default", "default": "X", "values": {"0012": "12"}}
STREAM = "/accounts/Felison%20verzekeringsinzicht/streams/Verzuimmeldingen"
CONFIGURED = [
    "/arbodienst",
    "/employer-groups/FELISON-VI",
    "/classification-schemes/standaard",
    "/conversion-tables/relaties",
    "/employers/FLSN1001",
    "/accounts/Felison%20verzekeringsinzicht",
    STREAM,
]
"""An object of every kind."""


@pytest.fixture
def gezond(database: None) -> Caller:
    """A beheerder of an arbodienst with the example of docs/interfaces."""
    del database
    return caller(coupling("GEZOND").arbodienst)


@pytest.mark.parametrize(
    ("path", "body"), [("/classification-schemes", SCHEME), ("/conversion-tables", TABLE)]
)
def test_schemes_and_tables_are_saved_listed_and_shown(
    gezond: Caller, path: str, body: dict[str, Any]
) -> None:
    whole = {"code": "A/B C", **body}
    shown = gezond.put(f"{path}/A%2FB%20C?dry_run=true", body)
    done = gezond.put(f"{path}/A%2FB%20C", body)

    assert (shown["applied"], done["applied"]) == (False, True)
    assert changed(shown) == changed(done)
    assert {"code": "A/B C", "name": body["name"]} in gezond.get(path)["items"]
    assert gezond.get(f"{path}/A%2FB%20C")["code"] == "A/B C"
    assert gezond.put(f"{path}/A%2FB%20C", whole)["differences"] == []


def test_a_scheme_without_a_name_is_listed_too(gezond: Caller) -> None:
    assert gezond.get("/classification-schemes")["items"] == [{"code": "standaard", "name": None}]


@pytest.mark.parametrize("path", ["/classification-schemes", "/conversion-tables"])
def test_what_is_wrong_in_a_scheme_or_table_is_a_finding(gezond: Caller, path: str) -> None:
    assert gezond.refused("PUT", f"{path}/x", {"name": "y" * 201}) == ["CF024"]


@pytest.mark.parametrize("path", ["/classification-schemes/{}", "/conversion-tables/{}"])
def test_foreign_and_unknown_are_answered_alike(gezond: Caller, path: str) -> None:
    caller(coupling("FIT").arbodienst).put(path.format("Z9"), {"name": "Negen"})

    answers = [gezond.call("GET", path.format(code)) for code in ("Z9", "X", "%00")]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def test_the_configuration_that_is_given_can_be_applied_and_changes_nothing(
    gezond: Caller,
) -> None:
    answer = gezond.call("GET", "/configuration")

    assert answer.headers["Content-Type"] == "application/yaml; charset=utf-8"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert yaml.safe_load(answer.content)["arbodienst"]["code"] == "GEZOND"
    assert gezond.put("/configuration", answer.content)["differences"] == []


@pytest.mark.parametrize("kind", ["application/yaml", "application/json"])
def test_a_configuration_is_applied_as_yaml_or_json(gezond: Caller, kind: str) -> None:
    wanted = example()
    wanted["employers"] = [{"code": "W2", "name": "Bloem \N{TULIP}"}]
    wanted["accounts"] = []
    content = as_file(wanted) if kind == "application/yaml" else json.dumps(wanted).encode()

    shown = told(gezond.call("PUT", "/configuration?dry_run=true", content, kind))
    done = told(gezond.call("PUT", "/configuration", content, kind))

    assert (shown["applied"], done["applied"]) == (False, True)
    assert changed(shown) == changed(done)
    assert f"{ACCOUNT} / Verzuimmeldingen" in done["kept"]
    assert gezond.get("/employers/W2")["name"] == "Bloem \N{TULIP}"


def test_a_fault_in_a_configuration_is_told_with_its_line(gezond: Caller) -> None:
    content = b"arbodienst: {code: GEZOND, name: Gezond}\nemployers:\n- {code: W2}\n"

    answer = gezond.call("PUT", "/configuration", content, "application/yaml")

    (fault,) = answer.json()["details"]
    assert answer.status_code == 422
    assert (fault["code"], fault["path"], fault["line"]) == ("CF009", "employers[1]", 3)


@pytest.mark.parametrize("content", [b"", b"x: [", b"\0", b"[" * 100_000, b"\xff"])
def test_what_is_no_configuration_is_a_finding(gezond: Caller, content: bytes) -> None:
    assert gezond.refused("PUT", "/configuration", content) != []


def test_the_configuration_of_another_is_refused_alike_whether_it_exists(gezond: Caller) -> None:
    coupling("FIT")

    answers = [
        gezond.call("PUT", "/configuration", as_file(example(code))) for code in ("FIT", "NIEMAND")
    ]

    assert [answer.json()["details"][0]["code"] for answer in answers] == ["MA101", "MA101"]
    assert answers[0].content == answers[1].content


def test_a_configuration_has_a_largest_size(gezond: Caller) -> None:
    content = b" " * (6 * 2**20)

    answer = gezond.call("PUT", "/configuration", content)

    (fault,) = answer.json()["details"]
    assert fault["code"] == "MA103"
    assert fault["text"] == "De configuratie is 6.0 MiB groot; meer dan 5 MiB kan niet."


def test_only_a_beheerder_changes_what_all_couplings_share(gezond: Caller) -> None:
    del gezond
    setup = caller(coupling("ANDERS").arbodienst, "setup")

    assert setup.call("GET", "/configuration").status_code == 200
    for path in ("/configuration", "/conversion-tables/x"):
        answer = setup.call("PUT", path, {"name": "Iks"})
        assert (answer.status_code, answer.json()["code"]) == (403, "GEEN-RECHT")
    assert setup.put("/classification-schemes/x", {"name": "Iks"})["applied"]


@pytest.mark.parametrize("path", CONFIGURED)
def test_every_kind_of_object_goes_back_to_a_version(gezond: Caller, path: str) -> None:
    _change_everything(gezond)
    newest, first = gezond.get(f"{path}/versions")["items"]

    shown = gezond.post(f"{path}/versions/1/restore?dry_run=true")
    done = gezond.post(f"{path}/versions/1/restore")

    assert (newest["number"], first["number"]) == (2, 1)
    assert newest["by"] == "api-key:sleutel manage"
    assert [one["field"] for one in shown["differences"]] == [
        one["field"] for one in newest["differences"]
    ]
    assert (shown["applied"], done["applied"]) == (False, True)
    assert gezond.get(f"{path}/versions")["items"][0]["content"] == first["content"]


def _change_everything(by: Caller) -> None:
    """Two saves of each object of the example, and of a conversion table."""
    wanted = example()
    wanted["conversion_tables"] = [{"code": "relaties", "values": {"1": "2"}}]
    by.put("/configuration", as_file(wanted))
    wanted["arbodienst"]["name"] = "Anders"
    for section in ("employer_groups", "classification_schemes", "conversion_tables", "employers"):
        wanted[section][0]["name"] = "Anders"
    wanted["accounts"][0]["culture"] = "en"
    wanted["accounts"][0]["streams"][0]["mode"] = "approval"
    by.put("/configuration", as_file(wanted))


def test_a_version_that_is_not_there_is_a_finding(gezond: Caller) -> None:
    assert gezond.refused("POST", "/employers/FLSN1001/versions/7/restore") == ["CF030"]
    assert gezond.refused("POST", f"{STREAM}/versions/{2**70}/restore") == ["CF030"]
    assert gezond.call("POST", "/employers/FLSN1001/versions/x/restore").status_code == 400


@pytest.mark.parametrize(
    "path", ["/employer-groups/X", "/accounts/X", f"{STREAM}x", "/accounts/X/streams/Y"]
)
def test_what_is_not_there_has_no_versions(gezond: Caller, path: str) -> None:
    assert gezond.call("GET", f"{path}/versions").status_code == 404
    assert gezond.call("POST", f"{path}/versions/1/restore").status_code == 404


def test_a_version_may_be_found_wrong_later(gezond: Caller) -> None:
    gezond.put("/employer-groups/FELISON-VI", {"name": "Dicht", "open": False})
    gezond.put("/employers/W2", {"name": "Twee"})
    gezond.put("/employers/FLSN1001", {"name": "Bakkerij", "classifications": "standaard"})

    answer = gezond.call("POST", "/employers/FLSN1001/versions/1/restore")

    (fault,) = answer.json()["details"]
    assert (fault["code"], fault["path"], fault["line"]) == ("CF033", "", None)
