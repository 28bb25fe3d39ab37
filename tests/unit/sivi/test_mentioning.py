"""WN-9: whether bytes name a person, also when they are no valid message."""

from datetime import date

import pytest

from verzuimbrug.sivi.mentioning import Marks, mentions

MARKS = Marks(keys=("A&1", "12"), bsn="123456782", surname="Wézel", birth_date=date(1980, 2, 5))


@pytest.mark.parametrize(
    "content",
    [
        b"<IdWrknmr> 12 </IdWrknmr>",
        b"<IdWrknmrOud>12</IdWrknmrOud>",
        b"<PersNr>A&amp;1</PersNr",
        b"<SofiNr>123456782</SofiNr>",
        "<IdWrknmr>12</IdWrknmr>".encode("utf-16"),
        "<SignNm>Wézel</SignNm><Gebdat>1980-02-05</Gebdat>".encode(),
        "<SignNm>Wézel</SignNm><Gebdat>1980-02-05</Gebdat>".encode("latin-1"),
    ],
)
def test_a_key_the_bsn_or_name_with_birth_date_names_the_person(content: bytes) -> None:
    assert mentions(content, MARKS)


@pytest.mark.parametrize(
    "content",
    [
        b"<VolgNr>12</VolgNr>",
        b"<IdWrknmr>123</IdWrknmr>",
        "<SignNm>Wézel</SignNm><Gebdat>1981-02-05</Gebdat>".encode(),
        b"<Gebdat>1980-02-05</Gebdat>",
        b"",
    ],
)
def test_anything_else_does_not(content: bytes) -> None:
    assert not mentions(content, MARKS)


def test_without_marks_nobody_is_named() -> None:
    assert not mentions(b"<IdWrknmr></IdWrknmr><SignNm></SignNm>", Marks())
