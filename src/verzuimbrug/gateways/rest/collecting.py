"""The side of receivers: what is sent to them is collected here, with a key of their own (EX-8)."""

from base64 import b64encode
from typing import Annotated

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema
from ninja.security import HttpBearer

from verzuimbrug.application.exports.collecting import (
    MOST,
    Collector,
    acknowledge,
    collect,
    verify_collector,
)
from verzuimbrug.gateways.requests import address_of
from verzuimbrug.gateways.rest.consumer_schemas import ErrorOut
from verzuimbrug.gateways.rest.intake_schemas import Acknowledged, Acknowledgement

_REFUSED = frozenset({400, 401, 429, 503})


class CollectorKey(HttpBearer):
    """The key of a receiver: `Authorization: Bearer KEY`."""

    def authenticate(self, request: HttpRequest, token: str) -> Collector | None:
        """The receiver; None for an unknown key, or one that is replaced."""
        return verify_collector(token, address_of(request))


router = Router(auth=CollectorKey(), tags=["receiver"])


class CollectedOut(Schema):
    """A message; the content is base64."""

    number: int
    message: str
    file_name: str
    content: str


class CollectedPage(Schema):
    """The oldest messages that are not acknowledged."""

    items: list[CollectedOut]


class MostMessages(Schema):
    """How many messages to give; more than the largest number gives the largest."""

    max: int = Field(MOST, ge=1, description=f"{MOST} at most")


@router.get(
    "/collect/messages",
    operation_id="collect_messages",
    response={200: CollectedPage, _REFUSED: ErrorOut},
)
def messages(
    request: HttpRequest, most: Annotated[MostMessages, Query()]
) -> dict[str, list[dict[str, object]]]:
    """Collect the oldest messages that are not acknowledged, in order."""
    items = [
        {
            "number": each.number,
            "message": each.message,
            "file_name": each.file_name,
            "content": b64encode(each.content).decode(),
        }
        for each in collect(_collector(request), min(most.max, MOST))
    ]
    return {"items": items}


@router.post(
    "/collect/acknowledge",
    operation_id="acknowledge_messages",
    response={200: Acknowledged, _REFUSED: ErrorOut},
)
def acknowledged(request: HttpRequest, body: Acknowledgement) -> dict[str, int]:
    """Say that messages are safely stored; they are not given again."""
    return {"acknowledged": acknowledge(_collector(request), body.numbers)}


def _collector(request: HttpRequest) -> Collector:
    collector: Collector = request.auth  # type: ignore[attr-defined]  # ninja puts it there
    return collector
