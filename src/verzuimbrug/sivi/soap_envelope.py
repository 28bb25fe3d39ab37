"""Reads a SOAP envelope, 1.1 or 1.2, with the one safe parser: which operation, with which fields.

Only document/literal: the one element in the body is the operation, its children are the fields,
all in the namespace of the service.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from lxml.etree import _Element as XmlElement

from verzuimbrug.sivi.parsing import parse
from verzuimbrug.sivi.reading import local_name, text_of
from verzuimbrug.sivi.screening import Limits

SERVICE = "urn:verzuimbrug:bestandsoverdracht:1"
"""The namespace of operations and fields."""

MAX_ENVELOPE_BYTES = 72 * 1024 * 1024
"""Room for 50 MiB in base64, broken into lines of 76 characters, and what stands around it."""

_LIMITS = Limits(max_bytes=MAX_ENVELOPE_BYTES, max_depth=32, max_elements=10_000)
_TRUE = frozenset({"1", "true"})


class SoapVersion(Enum):
    """A version of SOAP, by the namespace of its envelope."""

    V11 = "http://schemas.xmlsoap.org/soap/envelope/"
    V12 = "http://www.w3.org/2003/05/soap-envelope"

    def name_of(self, tag: str) -> str:
        """The name of an element of the envelope, as lxml writes it."""
        return f"{{{self.value}}}{tag}"


class EnvelopeFault(Enum):
    """Why an envelope gives no request."""

    UNREADABLE = "unreadable"
    VERSION = "version"
    NOT_UNDERSTOOD = "not-understood"


@dataclass(frozen=True, slots=True, kw_only=True)
class SoapRequest:
    """An operation with its fields; texts as they stand, nothing trimmed."""

    version: SoapVersion
    operation: str
    fields: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenEnvelope:
    """Why there is no request; the version is None where the envelope does not show it."""

    fault: EnvelopeFault
    version: SoapVersion | None = None


def read_envelope(data: bytes) -> SoapRequest | BrokenEnvelope:
    """The request in any bytes; never raises for what they are."""
    root = parse(data, _LIMITS).root
    if root is None:
        return BrokenEnvelope(fault=EnvelopeFault.UNREADABLE)
    version = next(
        (version for version in SoapVersion if root.tag == version.name_of("Envelope")), None
    )
    if version is None:
        is_envelope = local_name(root) == "Envelope"
        return BrokenEnvelope(
            fault=EnvelopeFault.VERSION if is_envelope else EnvelopeFault.UNREADABLE
        )
    if _has_unknown_duty(root, version):
        return BrokenEnvelope(fault=EnvelopeFault.NOT_UNDERSTOOD, version=version)
    return _request(root, version) or BrokenEnvelope(
        fault=EnvelopeFault.UNREADABLE, version=version
    )


def _has_unknown_duty(root: XmlElement, version: SoapVersion) -> bool:
    """Whether a header must be understood: none is known here (SOAP 1.1, 4.2.3; SOAP 1.2, 2.4)."""
    must = version.name_of("mustUnderstand")
    blocks = root.iterfind(f"{version.name_of('Header')}/*")
    return any(block.get(must, "").strip() in _TRUE for block in blocks)


def _request(root: XmlElement, version: SoapVersion) -> SoapRequest | None:
    bodies = root.findall(version.name_of("Body"))
    operations = [child for body in bodies for child in body]
    if len(bodies) != 1 or len(operations) != 1 or not _is_ours(operations[0]):
        return None
    fields: dict[str, tuple[str, ...]] = {}
    for field in operations[0]:
        if not _is_ours(field) or len(field):
            return None
        tag = local_name(field)
        fields[tag] = (*fields.get(tag, ()), text_of(field))
    return SoapRequest(version=version, operation=local_name(operations[0]), fields=fields)


def _is_ours(element: XmlElement) -> bool:
    return element.tag.startswith(f"{{{SERVICE}}}")
