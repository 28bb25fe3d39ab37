"""A mail as it goes out: whatever is filled in, it stays one mail with these headers."""

import uuid
from datetime import UTC, datetime
from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, default

from hypothesis import example, given, strategies as st

from mail_world import SENDER
from verzuimbrug.domain.mail_texts import MailText
from verzuimbrug.domain.mail_writing import Letter, write_mail

HEADERS = [
    *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted"),
    *("Content-Type", "Content-Transfer-Encoding", "MIME-Version", "Content-Language"),
]
_letters = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=300)


def _letter(text: MailText) -> Letter:
    return Letter(
        sender=SENDER,
        recipient=Address("", "kim", "example.nl"),
        text=text,
        language="nl",
        key=uuid.UUID(int=7),
        at=datetime(2026, 11, 23, 7, 0, tzinfo=UTC),
    )


def _read(letter: Letter) -> EmailMessage:
    content = write_mail(letter).as_bytes(policy=SMTP)
    return message_from_bytes(content, policy=default)


def test_a_mail_says_from_whom_to_whom_and_that_a_machine_made_it() -> None:
    mail = _read(_letter(MailText("Verslag van Café Zürich", "Twee\nregels é €.\n")))

    assert list(mail.keys()) == HEADERS
    assert mail["From"] == "Verzuimbrug <bericht@verzuimbrug.example.nl>"
    assert mail["To"] == "kim@example.nl"
    assert mail["Subject"] == "Verslag van Café Zürich"
    assert mail["Date"] == "Mon, 23 Nov 2026 07:00:00 +0000"
    key = "00000000-0000-0000-0000-000000000007"
    assert mail["Message-ID"] == f"<{key}@verzuimbrug.example.nl>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Content-Language"] == "nl"
    assert mail.get_content_type() == "text/plain"
    assert mail.get_content_charset() == "utf-8"
    assert mail.get_content() == "Twee\r\nregels é €.\r\n"


@given(_letters, _letters)
@example("A\r\nBcc: x@example.nl", "\r\n.\r\nMAIL FROM:<x>")
@example("=?utf-8?q?A?=", "x" * 5000)
@example("\u2028Bcc: x\x85\x0b\x1c", "\u2028")
def test_nothing_in_a_text_becomes_another_header(subject: str, body: str) -> None:
    content = write_mail(_letter(MailText(subject, body))).as_bytes(policy=SMTP)
    head, _, rest = content.partition(b"\r\n\r\n")

    mail = message_from_bytes(content, policy=default)
    assert list(mail.keys()) == HEADERS
    assert head.isascii()
    assert rest.isascii()
    assert all(len(line) <= 998 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
    shown = "".join(each if each.isprintable() else " " for each in subject)
    assert "".join(str(mail["Subject"]).split()) == "".join(shown.split()) or "=?" in subject
