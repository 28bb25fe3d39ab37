"""Names and paths of the SFTP door: what a client may mean by them."""

import pytest
from hypothesis import given, strategies as st

from verzuimbrug.gateways.sftp.names import REPORT, is_temporary, number_in, numbered
from verzuimbrug.gateways.sftp.paths import Folder, Place, find_place, normal

RECEIPTS = st.from_regex(r"[0-9]{8}-[1-9][0-9]{0,17}", fullmatch=True)


@pytest.mark.parametrize(
    "name", ["vz.xml.part", "vz.XML.FILEPART", "vz.tmp", "vz.partial", ".vz.xml", "vz.xml~", ".x"]
)
def test_temporary_name_says_that_more_comes(name: str) -> None:
    assert is_temporary(name)


@pytest.mark.parametrize("name", ["vz.xml", "part", "tmp.xml", "vz.part.xml", "vz", "vz.xml.txt"])
def test_other_name_is_final(name: str) -> None:
    assert not is_temporary(name)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("vz.xml", "vz.20261124-7.xml"),
        ("vz", "vz.20261124-7"),
        ("", "bericht.20261124-7"),
        (".xml", ".xml.20261124-7"),
        ("vz.2026-03", "vz.2026-03.20261124-7"),
        (r"C:\uit\vz.xml", "vz.20261124-7.xml"),
        ("../../vz.xml", "vz.20261124-7.xml"),
    ],
)
def test_number_stands_before_the_extension(name: str, expected: str) -> None:
    assert numbered(name, "20261124-7") == expected


@given(st.text(max_size=60), RECEIPTS)
def test_number_is_found_again_in_any_name(name: str, receipt: str) -> None:
    made = numbered(name, receipt)
    assert number_in(made) == number_in(made + REPORT) == receipt
    assert "/" not in made


@given(st.text(max_size=60), st.integers(1, 10**17))
def test_number_of_an_answer_is_found_again(name: str, number: int) -> None:
    assert number_in(numbered(name, str(number))) == str(number)


def test_name_without_a_number_has_none() -> None:
    assert number_in("vz.xml") is None


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (b"", Place(Folder.ROOT)),
        (b".", Place(Folder.ROOT)),
        (b"//", Place(Folder.ROOT)),
        (b"/VZ", Place(Folder.STREAM, "VZ")),
        (b"VZ/vz.xml", Place(Folder.STREAM, "VZ", "vz.xml")),
        (b"/VZ/verwerkt", Place(Folder.TAKEN, "VZ")),
        (b"/VZ/afgekeurd/vz.xml", Place(Folder.REFUSED, "VZ", "vz.xml")),
        (b"/antwoorden/a.1.xml", Place(Folder.ANSWERS, "", "a.1.xml")),
        (b"/VZ/../../../etc/passwd", Place(Folder.STREAM, "etc", "passwd")),
        (b"/VZ/verwerkt/../vz.xml", Place(Folder.STREAM, "VZ", "vz.xml")),
        (b"/VZ/a/b", None),
        (b"/antwoorden/a/b", None),
        (b"/VZ/\xe9.xml", Place(Folder.STREAM, "VZ", "\ufffd.xml")),
    ],
)
def test_path_means_one_place(path: bytes, place: Place | None) -> None:
    assert find_place(path) == place


@given(st.binary(max_size=60))
def test_any_path_stays_below_the_root(path: bytes) -> None:
    assert normal(path).startswith("/")
    assert ".." not in normal(path).split("/")
    assert find_place(normal(path).encode()) == find_place(path)
