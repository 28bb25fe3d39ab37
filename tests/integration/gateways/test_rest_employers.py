"""Employers over the management side of the REST API."""

import pytest

from configuring_world import coupling
from importing_world import workbook
from managing_world import Caller, caller, changed

pytestmark = pytest.mark.usefixtures("database")

EMPLOYER = {
    "code": "FLSN1001",
    "name": "Bakkerij De Korenbloem B.V.",
    "groups": ["FELISON-VI"],
    "classifications": "standaard",
}
DAY = "2199-12-31"
FILE = "werkgevercode;naam\nFLSN1001;Bakkerij Anders\nFLSN2;Van Dam\n"


@pytest.fixture
def gezond(database: None) -> Caller:
    """A beheerder of an arbodienst with employer FLSN1001."""
    del database
    return caller(coupling("GEZOND").arbodienst)


@pytest.fixture
def fit(gezond: Caller) -> Caller:
    """A beheerder of another arbodienst, with an employer W9."""
    del gezond
    made = caller(coupling("FIT").arbodienst)
    made.put("/employers/W9", {"name": "Negen"})
    return made


def test_an_employer_is_shown_as_a_configuration_file_says_it(gezond: Caller) -> None:
    assert gezond.get("/employers/FLSN1001") == EMPLOYER


def test_what_is_shown_can_be_saved_and_changes_nothing(gezond: Caller) -> None:
    gezond.put("/employers/W2", {"name": "Twee", "groups": [{"code": "FELISON-VI", "until": DAY}]})

    shown = gezond.get("/employers/W2")

    assert shown["groups"] == [{"code": "FELISON-VI", "until": DAY}]
    assert gezond.put("/employers/W2", shown)["differences"] == []


def test_saving_makes_an_employer(gezond: Caller) -> None:
    said = gezond.put("/employers/W2", {"name": "Twee", "kvk_number": 1234567})

    assert said["applied"]
    assert changed(said) == [("W2", None, {"code": "W2", "name": "Twee", "kvk_number": "01234567"})]
    assert gezond.get("/employers/W2")["kvk_number"] == "01234567"


def test_what_is_left_out_of_a_save_is_no_more(gezond: Caller) -> None:
    gezond.put("/employers/FLSN1001", {"name": "Bakkerij"})

    assert gezond.get("/employers/FLSN1001") == {"code": "FLSN1001", "name": "Bakkerij"}


def test_a_dry_run_says_what_would_change_and_changes_nothing(gezond: Caller) -> None:
    said = gezond.put("/employers/FLSN1001?dry_run=true", {**EMPLOYER, "name": "Bakkerij"})

    assert not said["applied"]
    assert changed(said) == [("FLSN1001", "name", "Bakkerij")]
    assert gezond.get("/employers/FLSN1001") == EMPLOYER


@pytest.mark.parametrize("slip", ["dry-run=true", "dryrun=true", "dry_run=", "dry_run=perhaps"])
def test_a_slip_in_asking_for_a_dry_run_changes_nothing(gezond: Caller, slip: str) -> None:
    answer = gezond.call("PUT", f"/employers/FLSN1001?{slip}", {"name": "Bakkerij"})

    assert (answer.status_code, answer.json()["code"]) == (400, "BERICHT-ONLEESBAAR")
    assert answer.json()["details"][0].startswith(slip.partition("=")[0])
    assert gezond.get("/employers/FLSN1001") == EMPLOYER


def test_what_is_wrong_is_told_with_its_place_in_the_body(gezond: Caller) -> None:
    body = {**EMPLOYER, "groups": ["NERGENS"], "kvk_number": "x"}

    answer = gezond.call("PUT", "/employers/FLSN1001", body)

    assert answer.status_code == 422
    assert answer.json()["code"] == "NIET-UITGEVOERD"
    told = [(each["code"], each["path"], each["line"]) for each in answer.json()["details"]]
    assert told == [("CF026", "kvk_number", None), ("CF013", "groups", None)]


def test_the_code_in_the_content_is_that_of_the_address(gezond: Caller) -> None:
    assert gezond.refused("PUT", "/employers/W2", {"code": "W3", "name": "Drie"}) == ["MA102"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"name": 1},
        {"name": "Twee", "colour": "red"},
        [],
        "x",
        {"name": "\ud800"},
        {"name": "\0"},
    ],
)
def test_a_body_that_is_no_employer_is_refused(gezond: Caller, body: object) -> None:
    assert gezond.call("PUT", "/employers/W2", body).status_code == 400


def test_a_body_that_is_too_large_is_not_read(gezond: Caller) -> None:
    answer = gezond.call("PUT", "/employers/W2", b" " * (50 * 2**20 + 1))

    assert (answer.status_code, answer.json()["code"]) == (413, "BESTAND-TE-GROOT")


def test_a_code_may_hold_slashes_and_spaces(gezond: Caller) -> None:
    gezond.put("/employers/A%2FB%20C", {"name": "Abc"})
    gezond.post("/employers/A%2FB%20C/rename", {"new_code": "A/B D"})

    assert gezond.get("/employers/A%2FB%20D") == {
        "code": "A/B D",
        "name": "Abc",
        "former_codes": ["A/B C"],
    }


def test_renaming_keeps_the_old_code_reserved(gezond: Caller) -> None:
    shown = gezond.post("/employers/FLSN1001/rename?dry_run=true", {"new_code": "N"})
    done = gezond.post("/employers/FLSN1001/rename", {"new_code": "N"})

    assert (
        changed(shown)
        == changed(done)
        == [
            ("N", "code", "N"),
            ("N", "former_codes", ["FLSN1001"]),
        ]
    )
    assert gezond.get("/employers/FLSN1001")["code"] == "N"
    assert gezond.refused("PUT", "/employers/FLSN1001", {"name": "Ander"}) == ["CF023"]


@pytest.mark.parametrize(("code", "fault"), [("FLSN1001", "CF032"), (" x", "EI115")])
def test_a_code_that_cannot_be_is_not_given(gezond: Caller, code: str, fault: str) -> None:
    gezond.put("/employers/W2", {"name": "Twee"})

    assert gezond.refused("POST", "/employers/W2/rename", {"new_code": code}) == [fault]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_employers_are_made_and_changed_from_a_file(gezond: Caller, kind: str) -> None:
    rows = [line.split(";") for line in FILE.splitlines()]
    content = FILE.encode() if kind == "csv" else workbook(*rows)

    shown = gezond.post("/employers/import?dry_run=true", content)
    done = gezond.post("/employers/import", content)

    assert (shown["applied"], done["applied"]) == (False, True)
    assert changed(shown) == changed(done)
    assert [done[count] for count in ("created", "updated", "unchanged")] == [1, 1, 0]
    assert gezond.get("/employers/FLSN2") == {"code": "FLSN2", "name": "Van Dam"}


def test_a_fault_in_a_file_is_told_with_its_row(gezond: Caller) -> None:
    answer = gezond.call("POST", "/employers/import", b"werkgevercode;kvk\nFLSN1001;x\n")

    (fault,) = answer.json()["details"]
    assert (answer.status_code, fault["code"], fault["path"], fault["line"]) == (
        422,
        "CF026",
        "kvk",
        2,
    )


def test_a_file_that_is_too_large_is_a_finding(gezond: Caller) -> None:
    assert gezond.refused("POST", "/employers/import", b" " * (5 * 2**20 + 1)) == ["EI103"]


def test_the_file_of_employers_changes_nothing_when_imported(gezond: Caller) -> None:
    answer = gezond.call("GET", "/employers/export?group=FELISON-VI&lang=en")

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.decode().splitlines()[0].startswith("code;name;")
    said = gezond.post("/employers/import", answer.content)
    assert (said["differences"], said["unchanged"]) == ([], 1)


def test_what_setup_may_do_the_case_system_may_not(gezond: Caller) -> None:
    del gezond
    arbodienst = coupling("ANDERS").arbodienst
    reader, setup = caller(arbodienst, "read"), caller(arbodienst, "setup")

    assert reader.get("/employers/FLSN1001") == EMPLOYER
    assert setup.put("/employers/W2", {"name": "Twee"})["applied"]
    answer = reader.call("PUT", "/employers/W3", {"name": "Drie"})
    assert (answer.status_code, answer.json()["code"]) == (403, "GEEN-RECHT")


@pytest.mark.usefixtures("fit")
@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/employers/{}", None),
        ("POST", "/employers/{}/rename", {"new_code": "N"}),
        ("GET", "/employers/{}/versions", None),
        ("POST", "/employers/{}/versions/1/restore", None),
    ],
)
def test_foreign_and_unknown_are_answered_alike(
    gezond: Caller, method: str, path: str, body: object
) -> None:
    answers = [gezond.call(method, path.format(code), body) for code in ("W9", "X", "%00", "%0A")]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def test_a_group_that_is_not_there_has_no_file(gezond: Caller) -> None:
    assert gezond.call("GET", "/employers/export?group=NERGENS").status_code == 404
    assert gezond.call("GET", "/employers/export?group=%00").status_code == 400
