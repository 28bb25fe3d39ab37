"""A plain delivery over REST: read from a request, and answered."""

from urllib.parse import unquote_to_bytes

from verzuimbrug.application.receiving.receive import Receipt
from verzuimbrug.application.receiving.receive_many import Delivery, SignIn
from verzuimbrug.gateways.gathering.doors import PlainDelivery, Response
from verzuimbrug.gateways.gathering.requests import PlainRequest
from verzuimbrug.gateways.requests import caller, file_name
from verzuimbrug.gateways.rest.errors import DOOR
from verzuimbrug.gateways.rest.intake import said
from verzuimbrug.gateways.rest.sign_in import basic_credentials

_BEFORE, _AFTER = b"/api/v1/streams/", b"/messages"


class RestDeliveries:
    """The address at which messages are delivered over REST."""

    def is_here(self, path: bytes) -> bool:
        """Whether a path is this address, of some stream."""
        return path.startswith(_BEFORE) and path.endswith(_AFTER)

    def read(self, request: PlainRequest, body: bytes) -> PlainDelivery | None:
        """The delivery, or None where it is not plain."""
        stream = _stream(request.path)
        given = basic_credentials(request.header(b"authorization"))
        if stream is None or given is None:
            return None
        address = caller(request.peer, request.header(b"x-forwarded-for"))
        delivery = Delivery(
            sign_in=SignIn(customer_code=given[0], token=given[1], address=address),
            stream=stream,
            file_name=file_name(request.header(b"x-bestandsnaam")),
            content=body,
            door=DOOR,
        )
        return PlainDelivery(delivery, _answer)


def _answer(receipt: Receipt) -> Response:
    return Response(202, b"application/json", said(receipt))


def _stream(path: bytes) -> str | None:
    """The name of the stream; None where it cannot be one."""
    name = unquote_to_bytes(path[len(_BEFORE) : -len(_AFTER)])
    try:
        return None if b"/" in name or not name else name.decode()
    except UnicodeDecodeError:
        return None
