"""The operations of the web service: unwrap the fields, call the use case, wrap what it says."""

import binascii
import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.timezone import localtime

from verzuimbrug.application.answering.collecting import (
    CollectedAnswer,
    acknowledge_answers,
    collect_answers,
)
from verzuimbrug.application.receiving.receive import Receipt, receive
from verzuimbrug.application.receiving.refusals import RefusalCode, RefusedError
from verzuimbrug.application.sign_in.credentials import SignedIn, verify
from verzuimbrug.gateways.soap.writing import Field
from verzuimbrug.sivi.soap_envelope import SoapRequest

DOOR = "soap"
DELIVER = "LeverAan"
_SPACE = b" \t\r\n"
_INTEGER = re.compile(r"\s*[+-]?[0-9]{1,100}\s*")

Operation = Callable[[SoapRequest, str], Iterable[Field]]


def perform(asked: SoapRequest, address: str) -> Iterable[Field]:
    """The fields of the answer to a request from an address. Raises RefusedError."""
    operation = OPERATIONS.get(asked.operation)
    if operation is None:
        raise RefusedError(RefusalCode.UNREADABLE)
    return operation(asked, address)


def given_texts(asked: SoapRequest, name: str) -> str:
    """A field as far as it was given, for the trail of a refusal."""
    return "".join(asked.fields.get(name, ())).strip()


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a delivery brings."""

    stream: str
    file_name: str
    text: str
    """The bytes in base64."""

    def content(self) -> bytes:
        """The bytes. Raises RefusedError when there are none in it."""
        return _bytes(self.text)


def read_delivery(asked: SoapRequest) -> Delivered:
    """What a request to deliver brings. Raises RefusedError."""
    stream, file_name, content = _fields(asked, "Gegevensstroom", "Bestandsnaam", "Inhoud")
    return Delivered(stream[0].strip(), file_name[0].strip(), content[0])


def said(receipt: Receipt) -> Iterable[Field]:
    """What is answered to a delivery."""
    return [
        ("Ontvangstnummer", receipt.receipt),
        ("Sha256", receipt.sha256),
        ("Ontvangen", localtime(receipt.received_at).isoformat()),
        ("AlBekend", "true" if receipt.duplicate else "false"),
    ]


def _deliver(asked: SoapRequest, address: str) -> Iterable[Field]:
    brought = read_delivery(asked)
    sender = _sign_in(asked, address)
    return said(receive(sender, brought.stream, brought.file_name, brought.content(), DOOR))


def _collect(asked: SoapRequest, address: str) -> Iterable[Field]:
    (most,) = _fields(asked, "Maximum")
    number = _number(most[0])
    if number < 1:
        raise RefusedError(RefusalCode.UNREADABLE)
    sender = _sign_in(asked, address)
    return [("Antwoord", _answer(answer)) for answer in collect_answers(sender, number)]


def _acknowledge(asked: SoapRequest, address: str) -> Iterable[Field]:
    (texts,) = _fields(asked, "Antwoordnummer", most=None)
    numbers = [_number(text) for text in texts]
    return [("Aantal", str(acknowledge_answers(_sign_in(asked, address), numbers)))]


OPERATIONS: Mapping[str, Operation] = MappingProxyType(
    {DELIVER: _deliver, "HaalAntwoordenOp": _collect, "BevestigAntwoorden": _acknowledge}
)


def _fields(asked: SoapRequest, *names: str, most: int | None = 1) -> list[tuple[str, ...]]:
    """The texts of the named fields: each is there, no other is, none more often than `most`."""
    if set(asked.fields) != {"Klantcode", "Token", *names}:
        raise RefusedError(RefusalCode.UNREADABLE)
    limits = {"Klantcode": 1, "Token": 1}
    for name, texts in asked.fields.items():
        limit = limits.get(name, most)
        if limit is not None and len(texts) > limit:
            raise RefusedError(RefusalCode.UNREADABLE)
    return [asked.fields[name] for name in names]


def _sign_in(asked: SoapRequest, address: str) -> SignedIn:
    return verify(given_texts(asked, "Klantcode"), given_texts(asked, "Token"), address)


def _bytes(text: str) -> bytes:
    """The bytes in base64; white space may stand anywhere in it (XML Schema 2, 3.2.16)."""
    try:
        return binascii.a2b_base64(text.encode("ascii").translate(None, _SPACE), strict_mode=True)
    except ValueError as broken:
        raise RefusedError(RefusalCode.UNREADABLE) from broken


def _number(text: str) -> int:
    """An integer as XML Schema writes it; Python would take `1_000` too."""
    if not _INTEGER.fullmatch(text):
        raise RefusedError(RefusalCode.UNREADABLE)
    return int(text)


def _answer(answer: CollectedAnswer) -> Iterable[Field]:
    return [
        ("Antwoordnummer", str(answer.number)),
        ("Soort", answer.kind),
        ("Bestandsnaam", answer.file_name),
        ("Inhoud", b64encode(answer.content).decode()),
    ]
