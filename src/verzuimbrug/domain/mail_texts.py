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
_EMPTY_LINES = re.compile(r"\n{3,}")
_LINK = "{link}"


class MailKind(StrEnum):
    """What a mail is about."""

    REPORT = "report"
    """What became of a message."""
    REJECTED = "rejected"
    """A message was rejected."""
    DIGEST = "digest"
    """An hour or a day at once."""
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
        MailKind.REPORT: (*_SHARED, "receipt", "received", "outcome", "reports", "findings"),
        MailKind.REJECTED: (*_SHARED, "receipt", "received", "outcome", "reason"),
        MailKind.DIGEST: (*_SHARED, "period", "messages", "rejected", "reports", "waiting"),
        MailKind.REMINDER: (*_SHARED, "cause", "days", "waiting"),
    }
)
"""The places that each mail fills in."""

EXAMPLES: Mapping[str, str] = MappingProxyType(
    {
        "coupling": "Felison VerzekeringsInzicht",
        "link": "https://verzuimbrug.example.nl/verslagen/20261123-412/",
        "receipt": "20261123-412",
        "received": "23-11-2026 08:12",
        "outcome": "verwerkt",
        "reports": "38",
        "findings": "2",
        "reason": "XML01: Het bestand is leeg.",
        "period": "23-11-2026",
        "messages": "12",
        "rejected": "1",
        "waiting": "4",
        "cause": "Werkgever bestaat niet",
        "days": "7",
    }
)
"""Values to show a text with."""

_DUTCH = {
    MailKind.REPORT: MailText(
        "Verwerkingsverslag {receipt} van {coupling}",
        "Bericht {receipt} van {coupling}, ontvangen {received}, is {outcome}.\n"
        "Meldingen: {reports}. Bevindingen: {findings}.\n\nBekijk het verslag: {link}\n",
    ),
    MailKind.REJECTED: MailText(
        "Bericht {receipt} van {coupling} is {outcome}",
        "Bericht {receipt} van {coupling}, ontvangen {received}, is {outcome}.\n{reason}\n\n"
        "Er is niets overgenomen. Bekijk wat er aan de hand is: {link}\n",
    ),
    MailKind.DIGEST: MailText(
        "{coupling}: overzicht van {period}",
        "Ontvangen door {coupling}, {period}:\n\n"
        "Berichten: {messages}, waarvan afgewezen of mislukt: {rejected}.\n"
        "Meldingen: {reports}.\nMeldingen die nu wachten: {waiting}.\n\n"
        "Bekijk het overzicht: {link}\n",
    ),
    MailKind.REMINDER: MailText(
        "{coupling}: wacht al {days} dagen",
        "Bij {coupling} wacht al {days} dagen iets: {cause}.\n"
        "Aantal groepen hiervan onder Wachtend: {waiting}.\n\n"
        "Bekijk wat u kunt doen: {link}\n",
    ),
}
_ENGLISH = {
    MailKind.REPORT: MailText(
        "Processing report {receipt} of {coupling}",
        "Message {receipt} of {coupling}, received {received}, was {outcome}.\n"
        "Reports: {reports}. Findings: {findings}.\n\nLook at the report: {link}\n",
    ),
    MailKind.REJECTED: MailText(
        "Message {receipt} of {coupling} was {outcome}",
        "Message {receipt} of {coupling}, received {received}, was {outcome}.\n{reason}\n\n"
        "Nothing was taken over. See what is the matter: {link}\n",
    ),
    MailKind.DIGEST: MailText(
        "{coupling}: overview of {period}",
        "Received by {coupling}, {period}:\n\n"
        "Messages: {messages}, of which rejected or failed: {rejected}.\n"
        "Reports: {reports}.\nReports that wait now: {waiting}.\n\n"
        "Look at the overview: {link}\n",
    ),
    MailKind.REMINDER: MailText(
        "{coupling}: waits for {days} days already",
        "At {coupling} something has waited for {days} days: {cause}.\n"
        "Groups of it under Waiting: {waiting}.\n\n"
        "See what you can do: {link}\n",
    ),
}
DEFAULTS: Mapping[str, Mapping[MailKind, MailText]] = MappingProxyType(
    {"nl": MappingProxyType(_DUTCH), "en": MappingProxyType(_ENGLISH)}
)
"""The texts that hold until somebody writes others, by language."""

TEST: Mapping[str, MailText] = MappingProxyType(
    {
        "nl": MailText(
            "Proefmail van Verzuimbrug",
            "Dit is een proefmail. Het versturen van mail werkt.\n",
        ),
        "en": MailText("Test mail of Verzuimbrug", "This is a test mail. Sending mail works.\n"),
    }
)
"""What somebody sends to himself to see whether it arrives."""


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


def without_link(text: MailText) -> MailText:
    """The text for an instance that has no address of its own: lines with the link are left out.

    What then stands apart by nothing moves together.
    """
    kept = [line for line in text.body.split("\n") if _LINK not in line]
    body = _EMPTY_LINES.sub("\n\n", "\n".join(kept)).strip("\n")
    return MailText(text.subject.replace(_LINK, ""), body + "\n")
