"""Employers searched: by what, in which order, page by page, and what is closed."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from importing_world import arbodienst, take_in
from verzuimbrug.application.access import Reader
from verzuimbrug.application.employers.employers import rename_employer
from verzuimbrug.application.employers.exporting import export_found
from verzuimbrug.application.employers.search import (
    ClientState,
    EmployerFilter,
    EmployerHit,
    EmployerOrder,
    search_employers,
)
from verzuimbrug.application.pages import Window
from verzuimbrug.application.spreadsheets_writing import SheetForm
from verzuimbrug.domain.authority import Authority
from verzuimbrug.store.models import ClassificationScheme, EmployerGroup
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

FILE = """werkgevercode;naam;kvk;begindatum;einddatum;werkgevergroepen
A1;Zeilmakerij 100% Wind;12345678;;;
A2;Bakkerij Zon;87654321;;{yesterday};
B_1;Molen;;{tomorrow};;FELISON-VI
"""


def _world() -> int:
    own = arbodienst()
    today = timezone.localdate()
    days = {"yesterday": today - timedelta(days=1), "tomorrow": today + timedelta(days=1)}
    assert take_in(own, FILE.format(**days)).applied
    return own


def _hits(own: int, authority: Authority | None = None, **chosen: object) -> list[EmployerHit]:
    reader = Reader(arbodienst=own, principal="test", authority=authority or Authority())
    return list(search_employers(reader, EmployerFilter(**chosen), Window()).items)  # type: ignore[arg-type]


def _codes(own: int, **chosen: object) -> list[str]:
    return [hit.code for hit in _hits(own, None, **chosen)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ["A1", "A2", "B_1", "FLSN1001"]),
        ("a", ["A1", "A2", "FLSN1001"]),
        (" a2 ", ["A2"]),
        ("bakkerij", ["A2", "FLSN1001"]),
        ("1234", ["A1"]),
        ("5678", []),
        ("100%", ["A1"]),
        ("b_", ["B_1"]),
        ("\\", []),
        ("\0", []),
    ],
)
def test_a_text_is_the_start_of_a_code_or_number_or_a_part_of_a_name(
    text: str, found: list[str]
) -> None:
    assert _codes(_world(), text=text) == found


def test_a_former_code_finds_its_employer() -> None:
    own = _world()
    rename_employer(own, "A1", "C9", by="test")

    assert _codes(own, text="A1") == ["C9"]


def test_by_group_scheme_and_day() -> None:
    own = _world()
    today = timezone.localdate()
    with tenant(own):
        group = EmployerGroup.objects.get().id
        scheme = ClassificationScheme.objects.get().id

    assert _codes(own, group=group) == ["B_1", "FLSN1001"]
    assert _codes(own, group=group, client_on=today) == ["FLSN1001"]
    assert _codes(own, scheme=scheme) == ["FLSN1001"]
    assert _codes(own, without_scheme=True) == ["A1", "A2", "B_1"]
    assert _codes(own, client_on=today - timedelta(days=1)) == ["A1", "A2", "FLSN1001"]
    assert _codes(own, client_on=today + timedelta(days=1)) == ["A1", "B_1", "FLSN1001"]


def test_a_hit_says_where_the_employer_stands() -> None:
    hits = {hit.code: hit for hit in _hits(_world())}

    assert [hits[code].state for code in ("A1", "A2", "B_1")] == [
        ClientState.CLIENT,
        ClientState.ENDED,
        ClientState.TO_COME,
    ]
    assert (hits["FLSN1001"].groups, hits["FLSN1001"].scheme) == (("FELISON-VI",), "standaard")
    assert (hits["A1"].groups, hits["A1"].kvk_number) == ((), "12345678")


@pytest.mark.parametrize(
    ("order", "found"),
    [
        (EmployerOrder.CODE, ["A1", "A2", "B_1", "FLSN1001"]),
        (EmployerOrder.CODE_BACK, ["FLSN1001", "B_1", "A2", "A1"]),
        (EmployerOrder.NAME, ["FLSN1001", "A2", "B_1", "A1"]),
        (EmployerOrder.NAME_BACK, ["A1", "B_1", "A2", "FLSN1001"]),
    ],
)
def test_pages_go_on_after_the_last_employer(order: EmployerOrder, found: list[str]) -> None:
    reader = Reader(arbodienst=_world(), principal="test")
    chosen, after, pages = EmployerFilter(order=order), 0, []
    while True:
        page = search_employers(reader, chosen, Window(after=after, limit=3))
        pages.append([hit.code for hit in page.items])
        if page.next is None:
            break
        after = page.next

    assert pages == [found[:3], found[3:]]


def test_what_is_closed_is_not_found() -> None:
    own = _world()
    (bakery,) = (hit.id for hit in _hits(own, text="A2"))

    assert [hit.code for hit in _hits(own, Authority(employers=frozenset({bakery})))] == ["A2"]
    assert _hits(own, Authority(employers=frozenset())) == []


def test_many_employers_take_one_query() -> None:
    own = _world()
    with CaptureQueriesContext(connection) as few:
        _hits(own, text="A1")
    with CaptureQueriesContext(connection) as many:
        _hits(own)

    assert len(few) == len(many)


def test_a_file_of_what_nothing_can_be_called_holds_nobody() -> None:
    reader = Reader(arbodienst=_world(), principal="test")
    pieces = export_found(reader, EmployerFilter(text="\0"), SheetForm.CSV, "nl")

    (headings,) = b"".join(pieces).decode("utf-8-sig").splitlines()
    assert headings.startswith("werkgevercode;naam;kvk;")
