"""Texts of mails: their places, and what is not right in them."""

import pytest

from verzuimbrug.domain.mail_texts import (
    DEFAULTS,
    EXAMPLES,
    PLACES,
    TEST,
    MailKind,
    MailText,
    check_text,
    filled,
    without_link,
)


@pytest.mark.parametrize("kind", MailKind)
@pytest.mark.parametrize("language", DEFAULTS)
def test_the_texts_of_the_product_are_right(kind: MailKind, language: str) -> None:
    text = DEFAULTS[language][kind]
    assert check_text(kind, text) == ()

    shown = filled(text, EXAMPLES)
    assert "{" not in shown.subject + shown.body
    assert EXAMPLES["link"] in shown.body


def test_every_place_has_an_example() -> None:
    assert {place for places in PLACES.values() for place in places} == set(EXAMPLES)


@pytest.mark.parametrize(
    ("written", "places"),
    [
        ("{coupling}", []),
        ("{surname} {surname}", ["{surname}"]),
        ("{reason}", ["{reason}"]),
        ("{Coupling}", ["{"]),
        ("{coupling", ["{"]),
        ("coupling}", ["}"]),
        ("{{coupling}}", ["{"]),
    ],
)
def test_a_place_that_is_not_filled_in_is_told(written: str, places: list[str]) -> None:
    text = MailText(written, written)
    problems = check_text(MailKind.REPORT, text)

    assert [each.place for each in problems if each.in_subject] == places
    assert [each.place for each in problems if not each.in_subject] == places


def test_a_subject_stays_on_one_line() -> None:
    text = filled(MailText("{coupling}", "{coupling}"), {"coupling": "A\r\nBcc: x"})

    assert text == MailText("A Bcc: x", "A\r\nBcc: x")


@pytest.mark.parametrize("kind", MailKind)
@pytest.mark.parametrize("language", DEFAULTS)
def test_without_an_address_the_line_with_the_link_is_left_out(
    kind: MailKind, language: str
) -> None:
    text = without_link(DEFAULTS[language][kind])

    assert "{link}" not in text.subject + text.body
    assert text.body == text.body.strip("\n") + "\n"
    assert len(text.body.splitlines()) < len(DEFAULTS[language][kind].body.splitlines())
    assert check_text(kind, text) == ()


def test_what_stood_around_the_link_moves_together() -> None:
    text = without_link(MailText("Zie {link}", "Een\n\nKijk: {link}\n\nTwee {link}\nDrie\n"))

    assert text == MailText("Zie ", "Een\n\nDrie\n")


def test_there_is_a_test_mail_in_every_language() -> None:
    assert set(TEST) == set(DEFAULTS)
