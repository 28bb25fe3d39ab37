"""A message as lines, of any size, with the paths by which findings name elements."""

import pytest
from hypothesis import given, strategies as st

from strategies.messages import as_bytes, broken_messages, tables
from verzuimbrug.sivi.checking import check
from verzuimbrug.sivi.printing import Line, Shape, first_lines, lines
from verzuimbrug.sivi.screening import Limits
from verzuimbrug.sivi.secrecy import Secrecy

_NAMESPACE = "http://www.sivi.org/Verzuimmanagement/Verzuimmeldingen/2026"
_SMALL = (
    f'<Verzuimmeldingen xmlns="{_NAMESPACE}"><BrAlg><BrCd>00100</BrCd></BrAlg>'
    "<Wrkgvr><HndlsnmOrg>De &amp; Zoon</HndlsnmOrg><Wrknmr><Gebdat>1980-02-05</Gebdat><Dnstvbnd>"
    "<Vrzm><VrzmgvlId>VG1</VrzmgvlId></Vrzm><Vrzm/></Dnstvbnd></Wrknmr></Wrkgvr>"
    "</Verzuimmeldingen>"
).encode()


def _all(data: bytes, after: int = 0) -> list[Line]:
    return list(lines(data, after))


def test_a_text_takes_one_line_and_a_group_two() -> None:
    shown = [(each.number, each.depth, each.shape, each.tag, each.text) for each in _all(_SMALL)]

    assert shown[:7] == [
        (1, 0, Shape.OPENS, "Verzuimmeldingen", ""),
        (2, 1, Shape.OPENS, "BrAlg", ""),
        (3, 2, Shape.WHOLE, "BrCd", "00100"),
        (4, 1, Shape.CLOSES, "BrAlg", ""),
        (5, 1, Shape.OPENS, "Wrkgvr", ""),
        (6, 2, Shape.WHOLE, "HndlsnmOrg", "De & Zoon"),
        (7, 2, Shape.OPENS, "Wrknmr", ""),
    ]
    assert shown[-1][:4] == (len(shown), 0, Shape.CLOSES, "Verzuimmeldingen")


def test_a_line_has_its_path_its_name_and_whether_its_text_is_shown() -> None:
    (born,) = [each for each in _all(_SMALL) if each.tag == "Gebdat"]

    assert born.path == "/Verzuimmeldingen/Wrkgvr[1]/Wrknmr[1]/Gebdat"
    assert born.name == "Geboortedatum"
    assert born.secrecy is Secrecy.PERSONAL


def test_a_line_tells_in_which_person_and_report_it_stands() -> None:
    stands = {each.path.rpartition("/")[2]: (each.person, each.report) for each in _all(_SMALL)}

    assert stands["HndlsnmOrg"] == (-1, -1)
    assert stands["Gebdat"] == (0, -1)
    assert stands["VrzmgvlId"] == (0, 0)
    assert stands["Vrzm[2]"] == (0, 1)


def test_a_part_has_the_lines_of_the_whole() -> None:
    whole = _all(_SMALL)

    assert _all(_SMALL, after=5) == whole[5:]
    assert first_lines(_SMALL, 5, 3) == (tuple(whole[5:8]), None)
    assert first_lines(_SMALL, len(whole), 3) == ((), None)


def test_a_message_that_the_catalogue_does_not_have_is_shown_without_its_texts() -> None:
    _, text, _ = _all(b"<Onbekend xmlns='x'><Naam>Jansen</Naam></Onbekend>")

    assert (text.path, text.name, text.secrecy) == ("/Onbekend/Naam", "", Secrecy.NEVER)


def test_a_text_between_elements_is_never_shown() -> None:
    """The tag of the group says nothing of it (VZ-14)."""
    root, *_ = _all(b"<Gebdat>ziek <Voorl>J</Voorl> geweest</Gebdat>")

    assert (root.text, root.secrecy) == ("ziek", Secrecy.NEVER)


def test_of_attributes_only_the_names_are_there() -> None:
    (line,) = _all(b"<BrAlg xmlns:a='b' a:naam='Jansen' bsn='123456782'/>")

    assert line.attributes == ("naam", "bsn")


def test_comments_and_instructions_are_left_out() -> None:
    (line,) = _all(b"<BrCd>001<!-- Jansen -->00<?doe iets?></BrCd>")

    assert (line.text, line.shape) == ("00100", Shape.WHOLE)


@pytest.mark.parametrize(
    ("data", "code", "shown"),
    [
        (b"", "XML01", 0),
        (b"<!DOCTYPE a><a/>", "XML05", 0),
        (b"geen xml", "XML06", 0),
        (b"<a><b>1</b><c>", "XML06", 2),
    ],
)
def test_bytes_that_cannot_be_read_are_shown_as_far_as_they_can(
    data: bytes, code: str, shown: int
) -> None:
    """MSG-3: they are screened as when they were received."""
    found, finding = first_lines(data, 0, 100)

    assert finding is not None
    assert (finding.code, len(found)) == (code, shown)


def test_limits_hold_here_too() -> None:
    _, finding = first_lines(_SMALL, 0, 100, Limits(max_bytes=10))

    assert finding is not None
    assert finding.code == "XML02"


@given(tables().flatmap(broken_messages).map(as_bytes), st.integers(0, 1000))
def test_every_finding_about_an_element_finds_its_line(data: bytes, place: int) -> None:
    """A missing element, or one too many, is found by the group that it belongs in."""
    found, finding = first_lines(data, 0, 10**6)
    if finding is not None:
        return
    paths = {each.path for each in found}
    for each in check(data).findings:
        of_group = each.code in {"CAT01", "CAT04"}
        path = each.path.rpartition("/")[0] if of_group else each.path
        assert not path or path in paths, each
    at = place % len(found)
    assert _all(data, at) == list(found[at:])
