"""SOAP envelopes, and the numbers and files in their fields."""

from collections.abc import Iterator
from contextlib import contextmanager

from fuzzing.target import Target, kept
from verzuimbrug.gateways.soap.operations import OPERATIONS
from verzuimbrug.sivi.soap_envelope import (
    MAX_ENVELOPE_BYTES,
    BrokenEnvelope,
    SoapVersion,
    read_envelope,
)

_FIELDS = "<Klantcode>a</Klantcode><Token>b</Token><Maximum>1</Maximum><Inhoud>PGEvPg==</Inhoud>"


@contextmanager
def target() -> Iterator[Target]:
    """Needs nothing."""
    yield Target(
        take=_take,
        seeds=[*_seeds(), *kept("envelopes")],
        words=[b"mustUnderstand='1'", b"<!DOCTYPE", b"<![CDATA[", b"Klantcode", b"&#13;", b"<?"],
    )


def _take(data: bytes) -> None:
    asked = read_envelope(data)
    if isinstance(asked, BrokenEnvelope):
        return
    said = sum(len(text) for texts in asked.fields.values() for text in texts)
    assert said <= len(data) <= MAX_ENVELOPE_BYTES, "more came out than went in"


def _seeds() -> Iterator[bytes]:
    for version in SoapVersion:
        for name in OPERATIONS:
            yield (
                f'<s:Envelope xmlns:s="{version.value}"><s:Header/><s:Body><{name} '
                f'xmlns="urn:verzuimbrug:bestandsoverdracht:1">{_FIELDS}</{name}>'
                "</s:Body></s:Envelope>"
            ).encode()
