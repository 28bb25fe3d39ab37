"""The SOAP door (docs/interfaces): SOAP 1.1, document/literal. Envelopes are written as text."""

from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from itertools import pairwise
from xml.sax.saxutils import escape

from verzuimbrug.portal.connection import Connection, Reply
from verzuimbrug.portal.exchange import (
    NOT_UNDERSTOOD,
    CollectedAnswer,
    PortalFault,
    Receipt,
)
from verzuimbrug.sivi.parsing import parse
from verzuimbrug.sivi.reading import local_name
from verzuimbrug.sivi.soap_envelope import SERVICE

_PATH = "/services/bestandsoverdracht"
_ENVELOPE = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
    '<{operation} xmlns="{namespace}">{content}</{operation}></s:Body></s:Envelope>'
)
_HEADERS = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": '""'}

_Said = list[tuple[str, str]]
"""The elements of an answer in order of the document: name without namespace, and text."""


class SoapDoor:
    """Delivers and collects over SOAP."""

    def __init__(self, connection: Connection, customer_code: str, token: str) -> None:
        self._connection = connection
        self._sign_in = [("Klantcode", customer_code), ("Token", token)]

    def send(self, stream: str, file_name: str, content: bytes) -> Receipt:
        """Deliver one file."""
        inhoud = b64encode(content).decode()
        said = self._call(
            "LeverAan",
            [("Gegevensstroom", stream), ("Bestandsnaam", file_name), ("Inhoud", inhoud)],
        )
        return Receipt(
            number=_value(said, "Ontvangstnummer"),
            sha256=_value(said, "Sha256"),
            duplicate=_value(said, "AlBekend") in {"true", "1"},
        )

    def collect_answers(self, maximum: int) -> tuple[CollectedAnswer, ...]:
        """Return the oldest answers that are not acknowledged."""
        said = self._call("HaalAntwoordenOp", [("Maximum", str(maximum))])
        return tuple(_answer(group) for group in _groups(said, "Antwoord"))

    def acknowledge(self, numbers: Iterable[int]) -> int:
        """Say that answers are stored; return how many were."""
        given = [("Antwoordnummer", str(number)) for number in numbers]
        return int(_value(self._call("BevestigAntwoorden", given), "Aantal"))

    def _call(self, operation: str, values: Iterable[tuple[str, str]]) -> _Said:
        content = "".join(
            f"<{name}>{escape(text)}</{name}>" for name, text in (*self._sign_in, *values)
        )
        envelope = _ENVELOPE.format(operation=operation, namespace=SERVICE, content=content)
        return _read(self._connection.call("POST", _PATH, _HEADERS, envelope.encode()))


def _read(reply: Reply) -> _Said:
    """Return what an envelope says; a fault in it is raised."""
    root = parse(reply.body).root
    if root is None or local_name(root) != "Envelope":
        raise PortalFault(NOT_UNDERSTOOD, f"HTTP {reply.status}")
    said = [(local_name(element), element.text or "") for element in root.iter("*")]
    if any(name == "Fault" for name, _ in said):
        raise PortalFault(_value(said, "Code"), _value(said, "Tekst"))
    return said


def _value(said: _Said, name: str) -> str:
    """Return the text of the first element with this name."""
    for known, text in said:
        if known == name:
            return text
    raise PortalFault(NOT_UNDERSTOOD, name)


def _groups(said: _Said, name: str) -> Iterator[_Said]:
    """Yield what stands in each element with this name, up to the next one."""
    starts = [place for place, (known, _) in enumerate(said) if known == name]
    for start, end in pairwise([*starts, len(said)]):
        yield said[start:end]


def _answer(said: _Said) -> CollectedAnswer:
    return CollectedAnswer(
        number=int(_value(said, "Antwoordnummer")),
        kind=_value(said, "Soort"),
        file_name=_value(said, "Bestandsnaam"),
        content=b64decode(_value(said, "Inhoud")),
    )
