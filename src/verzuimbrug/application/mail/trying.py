"""A test mail to oneself: whether the settings work is known at once."""

import uuid

from django.conf import settings
from django.utils import timezone

from verzuimbrug.application.mail.giving import Given, give
from verzuimbrug.domain.mail_server import MailServer, Trouble, read_address
from verzuimbrug.domain.mail_texts import TEST
from verzuimbrug.domain.mail_writing import Letter


def send_test_mail(address: str, language: str) -> Given | None:
    """Sends it, within no transaction, and says what it came to; None without a server."""
    server: MailServer | None = settings.MAIL_SERVER
    if server is None:
        return None
    recipient = read_address(address)
    if recipient is None:
        return Given(trouble=Trouble.BAD_ADDRESS)
    letter = Letter(
        sender=server.sender,
        recipient=recipient,
        text=TEST[language],
        language=language,
        key=uuid.uuid4(),
        at=timezone.localtime(),
    )
    return give(server, letter)
