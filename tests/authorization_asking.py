"""Requests of tests/authorization, made at the doors by somebody."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from xml.sax.saxutils import escape

from django.test import Client
from lxml import etree

from authorization_matrix import Request, rest_operations
from authorization_world import World
from verzuimbrug.gateways.refused import REFUSALS

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

_SERVICE = "/services/bestandsoverdracht"
_NAMESPACE = "urn:verzuimbrug:bestandsoverdracht:1"
_ENVELOPE = (
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
    f'<{{name}} xmlns="{_NAMESPACE}">{{fields}}</{{name}}></s:Body></s:Envelope>'
)
_STATUSES = {code.value: refusal.status for code, refusal in REFUSALS.items()}


def ask(world: World, request: Request, principal: str, names: Mapping[str, Any]) -> "Answer":
    """What somebody is answered, asking about the objects with these names."""
    given = request.filled(names)
    if request.door == "soap":
        return _ask_soap(request.operation, given, world.pair(principal))
    headers = world.headers(principal)
    if request.door == "pages":
        method, _, path = request.operation.partition(" ")
        return Client(headers=headers).generic(method, "/" + given.get("path", path))
    return _ask_rest(request.operation, given, headers)


def status_of(request: Request, answer: "Answer") -> int:
    """The status; of a fault, the one that its code has over REST."""
    if request.door != "soap" or answer.status_code == 200:
        return answer.status_code
    code = etree.fromstring(answer.content).findtext(f".//{{{_NAMESPACE}}}Code")
    return _STATUSES[code or ""]


def body_of(given: Mapping[str, Any]) -> tuple[str, str]:
    """The body of a filled request, and its media type."""
    text = given["text"] if "text" in given else json.dumps(given.get("json", {}))
    return text, given.get("type", "application/json")


def envelope_of(operation: str, fields: Mapping[str, object]) -> str:
    """The envelope that asks for an operation of the web service."""
    content = "".join(f"<{name}>{escape(str(text))}</{name}>" for name, text in fields.items())
    return _ENVELOPE.format(name=operation, fields=content)


def _ask_rest(operation: str, given: dict[str, Any], headers: Mapping[str, str]) -> "Answer":
    of = rest_operations()[operation]
    values = {name: quote(str(value), safe="") for name, value in given.get("path", {}).items()}
    return Client(headers=headers).generic(
        of.method.upper(),
        of.path.format(**values),
        *body_of(given),
        query_params=given.get("query"),
    )


def _ask_soap(operation: str, given: dict[str, Any], pair: tuple[str, str]) -> "Answer":
    fields = {"Klantcode": pair[0], "Token": pair[1], **given}
    return Client().generic("POST", _SERVICE, envelope_of(operation, fields), "text/xml")
