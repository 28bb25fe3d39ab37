"""The list of employer codes that a portal gives: pasted or uploaded, compared (GR-1)."""

from io import BytesIO

import pytest
from openpyxl import Workbook

from readiness_world import check, in_order, judged, signed_in
from sending_world import add_employer
from verzuimbrug.application.accounts import AccountRef
from verzuimbrug.application.readiness.portal_employers import (
    PortalList,
    listed_codes,
    remove_portal_employers,
    set_portal_employers,
)
from verzuimbrug.store.models import AccountEvent, PortalEmployer, Stream
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")


def _set(ref: AccountRef, text: str | bytes) -> PortalList:
    content = text if isinstance(text, bytes) else text.encode()
    return set_portal_employers(ref, content, "klantbeheerder")


def _stored(ref: AccountRef) -> dict[str, str]:
    with tenant(ref.arbodienst):
        return dict(PortalEmployer.objects.order_by("code").values_list("code", "name"))


@pytest.mark.parametrize(
    "text",
    [
        "1001\n1002",
        "1001\r\n\r\n 1002 \r\n",
        "code;name\n1001;\n1002;",
        "Relatienummer\n1001\n1002\n1001",
        b"\xef\xbb\xbf1001,\n1002,",
    ],
)
def test_a_list_has_one_code_a_line(text: str | bytes) -> None:
    ref = signed_in().ref
    assert _set(ref, text) == PortalList(count=2, added=2)
    assert _stored(ref) == {"1001": "", "1002": ""}


@pytest.mark.parametrize(
    "text", ["1001;Café\n", "1001\tCafé", '1001,"Café"', "1001;Café".encode("cp1252")]
)
def test_a_name_may_stand_behind_the_code(text: str | bytes) -> None:
    ref = signed_in().ref
    _set(ref, text)
    assert _stored(ref) == {"1001": "Café"}


@pytest.mark.parametrize(
    ("text", "lines"), [("1001\n;naam\n", [2]), (f"{'9' * 201}\n1\n2\u200b", [1, 3])]
)
def test_a_line_that_cannot_be_used_leaves_the_list_as_it_was(text: str, lines: list[int]) -> None:
    ref = signed_in().ref
    _set(ref, "7")
    found = _set(ref, text)
    assert [(each.code, each.line) for each in found.findings] == [("GR110", n) for n in lines]
    assert _stored(ref) == {"7": ""}


@pytest.mark.parametrize("text", ["", "\n \n", "code"])
def test_an_empty_list_is_none(text: str) -> None:
    assert [each.code for each in _set(signed_in().ref, text).findings] == ["GR111"]


def test_a_list_takes_the_place_of_the_one_before_and_is_logged() -> None:
    ref = signed_in().ref
    _set(ref, "1001\n1002")
    assert _set(ref, "1002\n1003\n1004") == PortalList(count=3, added=2, removed=1)
    _set(ref, "1002\n1003\n1004")
    assert remove_portal_employers(ref, "klantbeheerder") == 3
    assert remove_portal_employers(ref, "klantbeheerder") == 0
    with tenant(ref.arbodienst):
        events = list(AccountEvent.objects.filter(by="klantbeheerder").values_list("event"))
    assert [event for (event,) in events] == [
        "portal-employers-set",
        "portal-employers-set",
        "portal-employers-removed",
    ]


def test_a_list_of_the_portal_is_made_ours_by_the_template() -> None:
    ref = signed_in().ref
    _set(ref, "1001;Bakkerij")
    assert judged(ref, "GR-1") == ("ok", 0, ["GR100"])
    with tenant(ref.arbodienst):
        assert listed_codes(ref.account) == {"FLSN1001": "Bakkerij"}


@pytest.mark.parametrize("template", ["X", "[IdWrkgvrArbdnst]-[Lhnr]"])
def test_with_a_template_of_not_one_tag_the_list_holds_our_codes(template: str) -> None:
    ref = signed_in().ref
    _set(ref, "FLSN1001")
    with tenant(ref.arbodienst):
        for stream in Stream.objects.all():
            stream.settings["employer_code"] = template
            stream.save()
        assert listed_codes(ref.account) == {"FLSN1001": ""}


def test_without_streams_the_list_holds_our_codes() -> None:
    ref = signed_in().ref
    _set(ref, "FLSN1001")
    with tenant(ref.arbodienst):
        Stream.objects.filter(account=ref.account).delete()
        assert listed_codes(ref.account) == {"FLSN1001": ""}


def test_both_sides_are_compared_with_a_list() -> None:
    ref = signed_in(add_employer(in_order(), "FLSN1002", "FELISON-VI")).ref
    _set(ref, "1001\n1003;Nieuw")
    assert judged(ref, "GR-1")[2] == ["GR100", "GR104", "GR105", "GR102"]
    listed = [(row.code, row.finding) for row in check(ref, "GR-1").rows]  # type: ignore[union-attr]
    assert listed == [("FLSN1002", "GR102"), ("FLSN1003", "GR104"), ("FLSN1002", "GR105")]


def test_a_file_that_is_no_list_is_told() -> None:
    assert [each.code for each in _set(signed_in().ref, b"a\0b").findings] == ["EI101"]


def test_a_spreadsheet_is_read_too() -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in (["Werkgevercode", "Naam"], [1001, "Bakkerij"], [1.5e300]):
        sheet.append(row)
    file = BytesIO()
    book.save(file)
    found = _set(signed_in().ref, file.getvalue())
    assert [(each.code, each.line) for each in found.findings] == [("GR110", 3)]
