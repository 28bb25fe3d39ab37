"""Reading SOAP envelopes."""

import pytest
from hypothesis import given, strategies as st

from verzuimbrug.sivi.soap_envelope import (
    SERVICE,
    BrokenEnvelope,
    EnvelopeFault,
    SoapRequest,
    SoapVersion,
    read_envelope,
)

versions = st.sampled_from(SoapVersion)


def envelope(version: SoapVersion, body: str, head: str = "") -> bytes:
    text = f'<s:Envelope xmlns:s="{version.value}">{head}<s:Body>{body}</s:Body></s:Envelope>'
    return text.encode()


def call(fields: str, operation: str = "LeverAan") -> str:
    return f'<o:{operation} xmlns:o="{SERVICE}" xmlns="{SERVICE}">{fields}</o:{operation}>'


def fault_of(data: bytes) -> EnvelopeFault | None:
    read = read_envelope(data)
    return read.fault if isinstance(read, BrokenEnvelope) else None


@given(versions, st.lists(st.text(st.characters(categories=["L", "N", "Zs"]))))
def test_every_text_of_a_field_is_read_as_it_stands(version: SoapVersion, texts: list[str]) -> None:
    fields = "".join(f"<Antwoordnummer>{text}</Antwoordnummer>" for text in texts)
    read = read_envelope(envelope(version, call(fields)))
    expected = {"Antwoordnummer": tuple(texts)} if texts else {}
    assert read == SoapRequest(version=version, operation="LeverAan", fields=expected)


@given(st.binary())
def test_no_bytes_raise(data: bytes) -> None:
    assert fault_of(data) is EnvelopeFault.UNREADABLE


@given(versions, st.binary(max_size=40), st.integers(0, 200))
def test_no_damage_raises(version: SoapVersion, damage: bytes, place: int) -> None:
    whole = envelope(version, call("<Token>a</Token>"))
    read_envelope(whole[:place] + damage + whole[place + len(damage) :])


@pytest.mark.parametrize("version", SoapVersion)
@pytest.mark.parametrize(
    "body",
    [
        "",
        call("") + call(""),
        "<LeverAan/>",
        call('<Token xmlns="urn:anders">a</Token>'),
        call("<Token><a/></Token>"),
    ],
)
def test_a_body_that_holds_no_single_operation_of_ours_is_unreadable(
    version: SoapVersion, body: str
) -> None:
    fault = BrokenEnvelope(fault=EnvelopeFault.UNREADABLE, version=version)
    assert read_envelope(envelope(version, body)) == fault


def test_an_entity_is_never_expanded() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY a "aaaa">]>' + envelope(
        SoapVersion.V11, call("<Token>&a;</Token>")
    )
    assert fault_of(bomb) is EnvelopeFault.UNREADABLE


def test_an_envelope_of_another_version_is_told_apart_from_no_envelope() -> None:
    assert fault_of(b'<Envelope xmlns="urn:soap:9"/>') is EnvelopeFault.VERSION
    assert fault_of(b"<Brief/>") is EnvelopeFault.UNREADABLE


@pytest.mark.parametrize("version", SoapVersion)
@pytest.mark.parametrize(
    ("value", "expected"),
    [("1", BrokenEnvelope), ("true", BrokenEnvelope), ("0", SoapRequest), ("false", SoapRequest)],
)
def test_a_header_with_a_duty_is_not_understood(
    version: SoapVersion, value: str, expected: type
) -> None:
    head = f'<s:Header><a xmlns="urn:a" s:mustUnderstand="{value}"/></s:Header>'
    assert type(read_envelope(envelope(version, call(""), head))) is expected
