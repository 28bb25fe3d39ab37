"""A message with other texts in some of its elements."""

import pytest

from verzuimbrug.domain.findings import Finding
from verzuimbrug.sivi.editing import with_texts
from verzuimbrug.sivi.printing import first_lines

_MESSAGE = (
    b'<?xml version="1.0" encoding="ISO-8859-1"?><Verzuimmeldingen '
    b'xmlns="http://www.sivi.org/Verzuimmanagement/Verzuimmeldingen/2026">'
    b"<Wrkgvr><Wrknmr><SignNm>Jans\xe9n</SignNm></Wrknmr><Wrknmr><SignNm/></Wrknmr></Wrkgvr>"
    b"</Verzuimmeldingen>"
)
_FIRST = "/Verzuimmeldingen/Wrkgvr[1]/Wrknmr[1]/SignNm"
_SECOND = "/Verzuimmeldingen/Wrkgvr[1]/Wrknmr[2]/SignNm"


def _texts(data: bytes) -> dict[str, str]:
    found, _ = first_lines(data, 0, 100)
    return {each.path: each.text for each in found if each.shape == "whole"}


def test_only_the_named_elements_get_another_text() -> None:
    made = with_texts(_MESSAGE, {_SECOND: "De Vries & Zn"})

    assert isinstance(made, bytes)
    assert _texts(made) == {_FIRST: "Jansén", _SECOND: "De Vries & Zn"}


@pytest.mark.parametrize(
    ("path", "text", "code"),
    [
        ("/Verzuimmeldingen/Wrkgvr[1]/Wrknmr[3]/SignNm", "x", "VE506"),
        ("/Verzuimmeldingen/Wrkgvr[1]", "x", "VE506"),
        (_FIRST, "a\x00b", "VE507"),
    ],
)
def test_what_cannot_be_changed_is_told(path: str, text: str, code: str) -> None:
    made = with_texts(_MESSAGE, {path: text})

    assert isinstance(made, Finding)
    assert (made.code, made.path) == (code, path)


def test_what_cannot_be_read_cannot_be_changed() -> None:
    made = with_texts(b"geen xml", {_FIRST: "x"})

    assert isinstance(made, Finding)
    assert made.code == "XML06"
