"""Writes envelopes: answers and faults, of SOAP 1.1 and 1.2."""

from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import escape

from verzuimbrug.sivi.soap_envelope import SERVICE, EnvelopeFault, SoapVersion

Field = tuple[str, "str | Iterable[Field]"]
"""An element: its name, and its text or the elements in it."""

_CONTENT_TYPES = {
    SoapVersion.V11: "text/xml; charset=utf-8",
    SoapVersion.V12: "application/soap+xml; charset=utf-8",
}
# Whose doing a fault is has another name in each version.
_BY_SENDER = {SoapVersion.V11: "Client", SoapVersion.V12: "Sender"}
_BY_US = {SoapVersion.V11: "Server", SoapVersion.V12: "Receiver"}
_BY_ENVELOPE = {
    EnvelopeFault.VERSION: "VersionMismatch",
    EnvelopeFault.NOT_UNDERSTOOD: "MustUnderstand",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A refusal to write down; `envelope` where the fault is one of SOAP itself."""

    code: str
    text: str
    language: str
    by_sender: bool = True
    envelope: EnvelopeFault | None = None


def content_type(version: SoapVersion) -> str:
    """The media type of an envelope."""
    return _CONTENT_TYPES[version]


def write_answer(version: SoapVersion, operation: str, fields: Iterable[Field]) -> bytes:
    """The envelope with the answer to an operation."""
    return _envelope(version, _element(f"{operation}Response", fields, f' xmlns="{SERVICE}"'))


def write_fault(version: SoapVersion, fault: Fault) -> bytes:
    """The envelope with a fault (SOAP 1.1, 4.4; SOAP 1.2, 5.4); the detail repeats its code."""
    detail = _element("Fout", [("Code", fault.code), ("Tekst", fault.text)], f' xmlns="{SERVICE}"')
    sentence = escape(f"{fault.code}: {fault.text}")
    if version is SoapVersion.V11:
        return _envelope(version, _fault_11(version, fault, sentence, detail))
    return _envelope(version, _fault_12(version, fault, sentence, detail))


def fault_status(version: SoapVersion, fault: Fault) -> int:
    """The HTTP status of a fault: 500, but 400 for the sender's in SOAP 1.2 (part 2, 7.5.2.2)."""
    return 400 if version is SoapVersion.V12 and _kind(version, fault) == "Sender" else 500


def _fault_11(version: SoapVersion, fault: Fault, sentence: str, detail: str) -> str:
    return (
        f"<soap:Fault><faultcode>soap:{_kind(version, fault)}</faultcode>"
        f'<faultstring xml:lang="{fault.language}">{sentence}</faultstring>'
        f"<detail>{detail}</detail></soap:Fault>"
    )


def _fault_12(version: SoapVersion, fault: Fault, sentence: str, detail: str) -> str:
    return (
        f"<soap:Fault><soap:Code><soap:Value>soap:{_kind(version, fault)}</soap:Value>"
        f'<soap:Subcode><soap:Value xmlns:v="{SERVICE}">v:{fault.code}</soap:Value></soap:Subcode>'
        f'</soap:Code><soap:Reason><soap:Text xml:lang="{fault.language}">{sentence}</soap:Text>'
        f"</soap:Reason><soap:Detail>{detail}</soap:Detail></soap:Fault>"
    )


def _kind(version: SoapVersion, fault: Fault) -> str:
    kinds = _BY_SENDER if fault.by_sender else _BY_US
    return _BY_ENVELOPE.get(fault.envelope or EnvelopeFault.UNREADABLE, kinds[version])


def _envelope(version: SoapVersion, content: str) -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<soap:Envelope xmlns:soap="{version.value}">'
        f"<soap:Body>{content}</soap:Body></soap:Envelope>"
    ).encode()


def _element(name: str, content: str | Iterable[Field], attributes: str = "") -> str:
    inner = escape(content) if isinstance(content, str) else "".join(_element(*f) for f in content)
    return f"<{name}{attributes}>{inner}</{name}>"
