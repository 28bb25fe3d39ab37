"""A plain delivery over SOAP: read from an envelope, and answered."""

from functools import partial

from django.utils.http import parse_header_parameters

from verzuimbrug.application.receiving.receive import Receipt
from verzuimbrug.application.receiving.receive_many import Delivery, SignIn
from verzuimbrug.application.receiving.refusals import RefusedError
from verzuimbrug.gateways.gathering.doors import PlainDelivery, Response
from verzuimbrug.gateways.gathering.requests import PlainRequest
from verzuimbrug.gateways.requests import caller
from verzuimbrug.gateways.soap.endpoint import is_contradicted
from verzuimbrug.gateways.soap.operations import (
    DELIVER,
    DOOR,
    given_texts,
    read_delivery,
    said,
)
from verzuimbrug.gateways.soap.writing import content_type, write_answer
from verzuimbrug.sivi.soap_envelope import SoapRequest, SoapVersion, read_envelope

_PATH = b"/services/bestandsoverdracht"


class SoapDeliveries:
    """The operation by which messages are delivered over SOAP."""

    def is_here(self, path: bytes) -> bool:
        """Whether a path is the address of the web service."""
        return path == _PATH

    def read(self, request: PlainRequest, body: bytes) -> PlainDelivery | None:
        """The delivery, or None where it is not plain."""
        asked = read_envelope(body)
        if not isinstance(asked, SoapRequest) or asked.operation != DELIVER:
            return None
        if is_contradicted(asked.operation, _action(request)):
            return None
        address = caller(request.peer, request.header(b"x-forwarded-for"))
        try:
            return PlainDelivery(_delivery(asked, address), partial(_answer, asked.version))
        except RefusedError:
            return None


def _action(request: PlainRequest) -> str:
    """The operation that the headers name: of SOAP 1.1, or of 1.2."""
    _, params = parse_header_parameters(request.header(b"content-type"))
    return request.header(b"soapaction") or str(params.get("action", ""))


def _delivery(asked: SoapRequest, address: str) -> Delivery:
    brought = read_delivery(asked)
    return Delivery(
        sign_in=SignIn(
            customer_code=given_texts(asked, "Klantcode"),
            token=given_texts(asked, "Token"),
            address=address,
        ),
        stream=brought.stream,
        file_name=brought.file_name,
        content=brought.content(),
        door=DOOR,
    )


def _answer(version: SoapVersion, receipt: Receipt) -> Response:
    body = write_answer(version, DELIVER, said(receipt))
    return Response(200, content_type(version).encode(), body)
