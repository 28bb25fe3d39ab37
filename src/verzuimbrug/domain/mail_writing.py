"""A mail as it goes to one recipient, in the form of the standard library.

Headers are made by it from values, so that nothing in a value can become another header.
"""

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from uuid import UUID

from verzuimbrug.domain.mail_texts import MailText


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One mail to one recipient; `key` is the same however often it is tried."""

    sender: Address
    recipient: Address
    text: MailText
    language: str
    key: UUID
    at: datetime


def write_mail(letter: Letter) -> EmailMessage:
    """Plain text, and said to be made by a machine, so that nobody's out-of-office answers it."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = letter.sender
    mail["To"] = letter.recipient
    mail["Subject"] = _one_line(letter.text.subject)
    mail["Date"] = format_datetime(letter.at)
    mail["Message-ID"] = f"<{letter.key}@{letter.sender.domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    # Lines of any length and any letter come through every server like this.
    mail.set_content(letter.text.body, charset="utf-8", cte="quoted-printable")
    mail["Content-Language"] = letter.language
    return mail


def _one_line(subject: str) -> str:
    shown = "".join(each if each.isprintable() else " " for each in subject)
    return " ".join(shown.split())
