"""The mails that are sent: their texts, and the named places in them that are filled in.

A place is a name in braces, such as {coupling}. No text has a place for personal data.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

LONGEST_SUBJECT, LONGEST_BODY = 200, 5000

_PLACE = re.compile(r"\{([a-z_]+)\}")
_BRACE = re.compile(r"[{}]")


class MailKind(StrEnum):
    """What a mail is about."""

    REPORT = "report"
    """What became of a message."""
    REJECTED = "rejected"
    """A message was rejected."""
    DIGEST = "digest"
    """A day or a week at once."""
    REMINDER = "reminder"
    """Something waits already so many days."""


@dataclass(frozen=True, slots=True)
class MailText:
    """Subject and body, with places."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceProblem:
    """What is not right in a text: a place that the mail does not have, or a brace by itself."""

    in_subject: bool
    place: str


_SHARED = ("coupling", "link")
PLACES: Mapping[MailKind, tuple[str, ...]] = MappingProxyType(
    {
        MailKind.REPORT: (*_SHARED, "receipt", "received", "reports", "findings"),
        MailKind.REJECTED: (*_SHARED, "receipt", "received", "reason"),
        MailKind.DIGEST: (*_SHARED, "period", "messages", "reports", "waiting"),
        MailKind.REMINDER: (*_SHARED, "cause", "days", "waiting"),
    }
)
"""The places that each mail fills in."""

EXAMPLES: Mapping[str, str] = MappingProxyType(
    {
        "coupling": "Felison VerzekeringsInzicht",
        "link": "https://verzuimbrug.example.nl/berichten/20261123-412/",
        "receipt": "20261123-412",
        "received": "23-11-2026 08:12",
        "reports": "38",
        "findings": "2",
        "reason": "MSG302",
        "period": "23-11-2026",
        "messages": "12",
        "waiting": "4",
        "cause": "FLSN4711",
        "days": "7",
    }
)
"""Values to show a text with."""

_DUTCH = {
    MailKind.REPORT: MailText(
        "Verwerkingsverslag {receipt} van {coupling}",
        "Bericht {receipt} van {coupling}, ontvangen {received}, is verwerkt: {reports} meldingen, "
        "{findings} bevindingen.\n\nBekijk het verslag: {link}\n",
    ),
    MailKind.REJECTED: MailText(
        "Bericht {receipt} van {coupling} is afgewezen",
        "Bericht {receipt} van {coupling}, ontvangen {received}, is afgewezen: {reason}\n\n"
        "Er is niets overgenomen. Bekijk wat er aan de hand is: {link}\n",
    ),
    MailKind.DIGEST: MailText(
        "{coupling}: overzicht van {period}",
        "In {period} ontving {coupling} {messages} berichten met {reports} meldingen. "
        "Er wachten {waiting} meldingen.\n\nBekijk het overzicht: {link}\n",
    ),
    MailKind.REMINDER: MailText(
        "{coupling}: {waiting} meldingen wachten al {days} dagen",
        "{cause}\n\nHierop wachten {waiting} meldingen van {coupling} al {days} dagen.\n\n"
        "Bekijk wat u kunt doen: {link}\n",
    ),
}
_ENGLISH = {
    MailKind.REPORT: MailText(
        "Processing report {receipt} of {coupling}",
        "Message {receipt} of {coupling}, received {received}, was processed: {reports} reports, "
        "{findings} findings.\n\nLook at the report: {link}\n",
    ),
    MailKind.REJECTED: MailText(
        "Message {receipt} of {coupling} was rejected",
        "Message {receipt} of {coupling}, received {received}, was rejected: {reason}\n\n"
        "Nothing was taken over. See what is the matter: {link}\n",
    ),
    MailKind.DIGEST: MailText(
        "{coupling}: overview of {period}",
        "In {period} {coupling} received {messages} messages with {reports} reports. "
        "{waiting} reports wait.\n\nLook at the overview: {link}\n",
    ),
    MailKind.REMINDER: MailText(
        "{coupling}: {waiting} reports have waited for {days} days",
        "{cause}\n\n{waiting} reports of {coupling} have waited for this for {days} days.\n\n"
        "See what you can do: {link}\n",
    ),
}
DEFAULTS: Mapping[str, Mapping[MailKind, MailText]] = MappingProxyType(
    {"nl": MappingProxyType(_DUTCH), "en": MappingProxyType(_ENGLISH)}
)
"""The texts that hold until somebody writes others, by language."""


def check_text(kind: MailKind, text: MailText) -> tuple[PlaceProblem, ...]:
    """Every place in a text that its mail does not fill in."""
    return (
        *(PlaceProblem(in_subject=True, place=each) for each in _wrong(kind, text.subject)),
        *(PlaceProblem(in_subject=False, place=each) for each in _wrong(kind, text.body)),
    )


def _wrong(kind: MailKind, text: str) -> Iterator[str]:
    for name in dict.fromkeys(_PLACE.findall(text)):
        if name not in PLACES[kind]:
            yield f"{{{name}}}"
    left = _BRACE.search(_PLACE.sub("", text))
    if left:
        yield left[0]


def filled(text: MailText, values: Mapping[str, str]) -> MailText:
    """The text with values in its places; a subject stays on one line."""
    subject = " ".join(_fill(text.subject, values).split())
    return MailText(subject, _fill(text.body, values))


def _fill(text: str, values: Mapping[str, str]) -> str:
    return _PLACE.sub(lambda found: values[found[1]], text)
