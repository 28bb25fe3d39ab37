"""Texts of mails as an arbodienst has them: written, and back."""

import pytest

from importing_world import arbodienst
from verzuimbrug.application.access import Reader
from verzuimbrug.application.mail_texts import (
    list_mail_text_versions,
    list_mail_texts,
    save_mail_text,
    show_mail_text,
)
from verzuimbrug.domain.mail_texts import DEFAULTS, MailKind, MailText

pytestmark = pytest.mark.usefixtures("database")

OWN = MailText("Bericht {receipt}", "Zie {link}\n")
DEFAULT = DEFAULTS["nl"][MailKind.REPORT]


def _reader(code: str = "GEZOND") -> Reader:
    return Reader(arbodienst=arbodienst(code), principal="user:kim@example.nl")


def _save(reader: Reader, text: MailText) -> None:
    assert save_mail_text(reader, MailKind.REPORT, "nl", text) == ()


def test_the_texts_of_the_product_hold_at_first() -> None:
    texts = list_mail_texts(_reader())

    assert len(texts) == 8
    assert all(each.is_default and each.number == 0 for each in texts)
    assert texts[0].text == DEFAULT


def test_a_text_of_ones_own_holds_in_its_language_and_arbodienst() -> None:
    reader = _reader()
    _save(reader, OWN)

    shown = show_mail_text(reader, MailKind.REPORT, "nl")
    assert (shown.text, shown.is_default, shown.number) == (OWN, False, 1)
    assert show_mail_text(reader, MailKind.REPORT, "en").is_default
    assert show_mail_text(_reader("ELDERS"), MailKind.REPORT, "nl").is_default


def test_every_save_is_a_version_and_the_default_one_too() -> None:
    reader = _reader()
    for text in (DEFAULT, OWN, OWN, DEFAULT, OWN):
        _save(reader, text)

    versions = list_mail_text_versions(reader, MailKind.REPORT, "nl")
    assert [(each.number, each.text, each.is_default) for each in versions] == [
        (3, OWN, False),
        (2, DEFAULT, True),
        (1, OWN, False),
    ]
    assert versions[0].by == reader.principal


def test_a_text_that_is_not_right_is_not_saved() -> None:
    reader = _reader()
    (problem,) = save_mail_text(reader, MailKind.REPORT, "nl", MailText("{naam}", "x\n"))

    assert (problem.in_subject, problem.place) == (True, "{naam}")
    assert list_mail_text_versions(reader, MailKind.REPORT, "nl") == ()
