"""The pages of employers: searched, shown, made, changed, given another code, imported."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from configuring_world import apply, example
from console_world import person, visit
from importing_world import employer, take_in
from managed_world import Desk, at, desk, many_employers
from sending_world import go_live, report, sick, take
from verzuimbrug.application.configuration.saves import last_save
from verzuimbrug.store.models import StagedFile
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

NEW = {"code": "W1", "name": "Een B.V.", "kvk_number": "12345678", "start": "2026-01-01"}


def _file(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("werkgevers.csv", text.encode())


def _import(at_desk: Desk, text: str) -> tuple[str, str]:
    """The address of the preview, and the preview."""
    sent = at_desk.post("/werkgevers/importeren/", {"bestand": _file(text)}, 302)
    path = sent.headers["Location"]
    return path, at_desk.client.get(path).content.decode()


def test_employers_are_listed_and_searched() -> None:
    work = desk()
    many_employers(3)

    page = work.get("/werkgevers/")
    assert "FLSN1001" in page
    assert "W002" in page
    found = work.get("/werkgevers/?zoek=w00&volgorde=-code&kolommen=start")
    assert "FLSN1001" not in found
    assert found.index("W002") < found.index("W001")
    assert "Geen werkgever gevonden" in work.get("/werkgevers/?zoek=bestaatniet")
    group = work.id("employer group", "FELISON-VI")
    chosen = f"?groep={group}&classificaties=geen&klant_op={timezone.localdate()}"
    assert "FLSN1001" not in work.get("/werkgevers/" + chosen)


def test_an_arbodienst_without_employers_says_how_they_come() -> None:
    empty = Desk(visit(person("manage")), 0)
    assert "Er zijn nog geen werkgevers" in empty.get("/werkgevers/")
    assert "Er zijn nog geen werkgevergroepen" in empty.get("/werkgevers/groepen/")
    assert "Er zijn nog geen schema" in empty.get("/werkgevers/classificaties/")


def test_a_list_goes_on_page_by_page() -> None:
    work = desk()
    many_employers(60)
    first = work.get("/werkgevers/")
    following = re.search(r'href="([^"]+)" rel="next"', first)
    assert following is not None

    second = work.get(following.group(1).replace("&amp;", "&"))
    assert "W059" in second
    assert "W059" not in first


def test_a_long_list_takes_as_many_queries_as_a_short_one() -> None:
    work = desk()
    with CaptureQueriesContext(connection) as few:
        work.get("/werkgevers/")
    many_employers(40)
    with CaptureQueriesContext(connection) as many:
        work.get("/werkgevers/")

    assert len(few) == len(many)


def test_what_is_found_comes_as_a_file_that_changes_nothing() -> None:
    work = desk()
    many_employers(2)

    written = work.client.get("/werkgevers/?zoek=W00&bestand=csv")
    assert written.headers["Content-Disposition"].endswith('.csv"')
    content = b"".join(written.streaming_content)  # type: ignore[attr-defined]
    assert "FLSN1001" not in content.decode()
    again = take_in(work.arbodienst, content)
    assert (again.findings, again.differences, again.unchanged) == ((), (), 2)
    sheet = work.client.get("/werkgevers/?bestand=xlsx").streaming_content  # type: ignore[attr-defined]
    book = load_workbook(io.BytesIO(b"".join(sheet)))
    assert [row[0] for row in book.worksheets[0].iter_rows(values_only=True)] == [
        "werkgevercode",
        "FLSN1001",
        "W000",
        "W001",
    ]
    assert work.client.get("/werkgevers/?bestand=csv&zoek=%00").getvalue()


def test_the_page_of_an_employer_says_what_its_coupling_did() -> None:
    coupling = go_live()
    work = at(coupling.arbodienst, "audit")
    take(coupling, sick(report()))

    page = work.get(f"/werkgevers/{work.id('employer', 'FLSN1001')}/")
    assert "Felison verzekeringsinzicht" in page
    assert "verwerkt" in page
    assert "FELISON-VI" in page
    assert "Wijzigen" not in page


def test_a_code_with_signs_is_found_again_after_it_was_made() -> None:
    work = desk()

    made = work.agree("/werkgevers/nieuw/", {**NEW, "code": "A&B+1"})
    assert "Werkgever A&amp;B+1 is aangemaakt" in made
    assert re.search(r'<a href="/werkgevers/\d+/">A&amp;B\+1</a>', made)


def test_an_employer_without_anything_has_a_page() -> None:
    work = desk()
    take_in(work.arbodienst, "code;naam;extern:AFAS\nW1;Los;44\n")

    page = work.get(f"/werkgevers/{work.id('employer', 'W1')}/")
    assert "Geen koppeling heeft deze werkgever" in page
    assert "AFAS" in page


def test_what_is_closed_or_not_there_is_not_there() -> None:
    work = desk()
    take_in(work.arbodienst, "code;naam\nW1;Los\n")
    limited = at(work.arbodienst, "setup", employers=("W1",))
    number = work.id("employer", "FLSN1001")

    assert "FLSN1001" not in limited.get("/werkgevers/")
    for path in ("", "wijzigen/", "code/"):
        limited.get(f"/werkgevers/{number}/{path}", 404)
        work.get(f"/werkgevers/{number + 1000}/{path}", 404)
    limited.get(f"/werkgevers/{work.id('employer', 'W1')}/")


@pytest.mark.parametrize(
    "path", ["nieuw/", "importeren/", "groepen/nieuw/", "classificaties/nieuw/"]
)
def test_who_is_limited_or_may_only_read_changes_nothing_of_all(path: str) -> None:
    work = desk()

    at(work.arbodienst, "setup", employers=("FLSN1001",)).get(f"/werkgevers/{path}", 403)
    at(work.arbodienst, "audit").get(f"/werkgevers/{path}", 403)
    work.get(f"/werkgevers/{path}")


def test_an_employer_is_made_after_a_look() -> None:
    work = desk()
    preview = work.post("/werkgevers/nieuw/", NEW).content.decode()
    assert "Een B.V." in preview
    assert ">W1<" not in work.get("/werkgevers/")

    page = work.confirm("/werkgevers/nieuw/", preview)
    assert "Werkgever W1 is aangemaakt" in page
    made = employer(work.arbodienst, "W1")
    assert (made.name, made.kvk_number, str(made.start)) == ("Een B.V.", "12345678", "2026-01-01")


def test_what_is_not_right_is_told() -> None:
    work = desk()
    lacking = work.post("/werkgevers/nieuw/", {**NEW, "name": ""}, 422).content.decode()
    assert "aria-invalid" in lacking
    wrong = work.post("/werkgevers/nieuw/", {**NEW, "kvk_number": "geen"}, 422).content.decode()
    assert "CF026" in wrong
    for ids in ("AFAS", "AFAS: 1\nAFAS: 2"):
        told = work.post("/werkgevers/nieuw/", {**NEW, "external_ids": ids}, 422)
        assert "Regel" in told.content.decode()


def test_a_change_is_shown_made_and_undone() -> None:
    work = desk()
    path = f"/werkgevers/{work.id('employer', 'FLSN1001')}/wijzigen/"
    assert "Bakkerij De Korenbloem B.V." in work.get(path)
    values = {"name": "Nieuwe naam", "classifications": "standaard", "external_ids": "AFAS: 44"}

    page = work.agree(path, values)
    changed = employer(work.arbodienst, "FLSN1001")
    assert (changed.name, changed.external_ids) == ("Nieuwe naam", {"AFAS": "44"})
    assert [group.group for group in changed.groups] == ["FELISON-VI"]
    undo = re.search(r'href="(/beheer/opgeslagen/\d+/ongedaan/)"', page)
    assert undo is not None
    assert "Nieuwe naam" in work.get(undo.group(1))
    work.confirm(undo.group(1), work.get(undo.group(1)))
    assert employer(work.arbodienst, "FLSN1001").name == "Bakkerij De Korenbloem B.V."
    assert "CF040" not in page
    assert "CF040" in work.get(undo.group(1), 422)


def test_a_change_that_would_come_to_something_else_by_now_is_shown_again() -> None:
    work = desk()
    path = f"/werkgevers/{work.id('employer', 'FLSN1001')}/wijzigen/"
    values = {"name": "Nieuwe naam", "classifications": "standaard"}
    preview = work.post(path, values).content.decode()
    other = example()
    other["employers"][0]["name"] = "Van een ander"
    apply(other)

    shown = re.search(r'name="getoond" value="([0-9a-f]{64})"', preview)
    assert shown is not None
    again = work.post(path, {**values, "getoond": shown.group(1)}).content.decode()
    assert "Van een ander" in again
    assert employer(work.arbodienst, "FLSN1001").name == "Van een ander"


def test_a_change_that_changes_nothing_says_so() -> None:
    work = desk()
    path = f"/werkgevers/{work.id('employer', 'FLSN1001')}/wijzigen/"
    values = {"name": "Bakkerij De Korenbloem B.V.", "classifications": "standaard"}

    assert "Er verandert niets" in work.post(path, values).content.decode()


def test_an_employer_gets_another_code() -> None:
    work = desk()
    path = f"/werkgevers/{work.id('employer', 'FLSN1001')}/code/"
    work.get(path)

    page = work.agree(path, {"code": "W9"})
    assert "blijft voor hem gereserveerd" in page
    assert employer(work.arbodienst, "FLSN1001").code == "W9"


def test_somebody_who_is_limited_changes_his_employers() -> None:
    work = desk()
    limited = at(work.arbodienst, "setup", employers=("FLSN1001",))
    path = f"/werkgevers/{work.id('employer', 'FLSN1001')}/wijzigen/"

    page = limited.agree(path, {"name": "Anders", "classifications": "standaard"})
    assert "is gewijzigd" in page
    assert "/beheer/opgeslagen/" not in page, "it may have been in another group before"
    save = last_save(work.arbodienst)
    undo = f"/beheer/opgeslagen/{save}/ongedaan/"
    limited.get(undo, 403)
    work.get(undo)
    take_in(work.arbodienst, "code;naam\nW1;Los\n")
    at(work.arbodienst, "setup", employers=("W1",)).get(undo, 404)
    at(work.arbodienst, "audit").get(undo, 403)
    work.get("/beheer/opgeslagen/99999999/ongedaan/", 404)


def test_a_file_is_looked_at_and_then_taken_in() -> None:
    work = desk()
    text = "code;naam\nW1;Een\nFLSN1001;Anders\n"
    path, preview = _import(work, text)
    assert "Anders" in preview
    assert ">W1<" not in work.get("/werkgevers/")

    page = work.confirm(path, preview)
    assert "1 nieuwe werkgevers, 1 gewijzigd" in page
    assert employer(work.arbodienst, "W1").name == "Een"
    with tenant(work.arbodienst):
        assert not StagedFile.objects.exists()
    assert "niet meer bewaard" in work.get(work.client.get(path).headers["Location"])


def test_every_fault_of_a_file_is_told_with_its_place() -> None:
    work = desk()
    path, preview = _import(work, "code;naam;kvk\nW1;Een;geen\nW2;;\n")

    assert "regel 2" in preview
    assert "regel 3" in preview
    assert "getoond" not in preview
    assert work.client.post(path, {"getoond": "0" * 64}).status_code == 422
    assert ">W1<" not in work.get("/werkgevers/")


def test_a_file_is_of_who_handed_it_in() -> None:
    work = desk()
    path, _ = _import(work, "code;naam\nW1;Een\n")
    other = at(work.arbodienst, "manage")

    assert other.client.get(path).headers["Location"] == "/werkgevers/importeren/"


def test_a_file_that_comes_to_something_else_by_now_is_shown_again() -> None:
    work = desk()
    path, _ = _import(work, "code;naam\nFLSN1001;Anders\n")

    again = work.post(path, {"getoond": "0" * 64}).content.decode()
    assert "Sinds u keek is er iets gewijzigd" in again


def test_a_file_that_is_missing_or_too_large_is_told() -> None:
    work = desk()
    work.post("/werkgevers/importeren/", {}, 422)
    large = {"bestand": SimpleUploadedFile("groot.csv", b"x" * (5 * 2**20 + 1))}

    assert "groter dan 5 MiB" in work.post("/werkgevers/importeren/", large, 422).content.decode()
