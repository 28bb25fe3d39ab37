"""The portal side of the REST API: deliver, collect answers, ask what became of a message."""

import json
from base64 import b64encode
from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router

from verzuimbrug.application.answering.collecting import acknowledge_answers, collect_answers
from verzuimbrug.application.receiving.receive import MAX_BYTES, Receipt, receive
from verzuimbrug.application.reports.report import processing_report
from verzuimbrug.application.reports.values import ProcessingReport
from verzuimbrug.application.sign_in.credentials import SignedIn
from verzuimbrug.gateways.requests import file_name_of, read_body
from verzuimbrug.gateways.rest.consumer_schemas import ErrorOut, ReportOut, ReportQuery
from verzuimbrug.gateways.rest.errors import DOOR
from verzuimbrug.gateways.rest.intake_schemas import (
    DELIVERY,
    Acknowledged,
    Acknowledgement,
    AnswerPage,
    MostAnswers,
    ReceiptOut,
)
from verzuimbrug.gateways.rest.sign_in import PortalSignIn

router = Router(auth=PortalSignIn(), tags=["portal"])


@router.post(
    "/streams/{stream}/messages",
    operation_id="deliver_message",
    response={202: ReceiptOut, frozenset({400, 401, 403, 404, 413, 429, 503}): ErrorOut},
    openapi_extra=DELIVERY,
)
def deliver(request: HttpRequest, stream: str) -> HttpResponse:
    """Deliver one message. It is stored durably when this answers; reading it comes after."""
    content = read_body(request, MAX_BYTES)
    receipt = receive(_sender(request), stream, file_name_of(request), content, DOOR)
    return HttpResponse(said(receipt), content_type="application/json", status=202)


def said(receipt: Receipt) -> bytes:
    """What is answered to a delivery."""
    words = {
        "receipt": receipt.receipt,
        "sha256": receipt.sha256,
        "duplicate": receipt.duplicate,
    }
    return json.dumps(words).encode()


@router.get(
    "/answers",
    operation_id="collect_answers",
    response={200: AnswerPage, frozenset({400, 401, 403, 429, 503}): ErrorOut},
)
def answers(request: HttpRequest, most: Annotated[MostAnswers, Query()]) -> dict[str, object]:
    """Collect the oldest answers that are not acknowledged."""
    collected = collect_answers(_sender(request), most.max)
    items = [
        {
            "number": answer.number,
            "kind": answer.kind,
            "file_name": answer.file_name,
            "content": b64encode(answer.content).decode(),
        }
        for answer in collected
    ]
    return {"items": items}


@router.post(
    "/answers/acknowledge",
    operation_id="acknowledge_answers",
    response={200: Acknowledged, frozenset({400, 401, 403, 429, 503}): ErrorOut},
)
def acknowledge(request: HttpRequest, body: Acknowledgement) -> dict[str, int]:
    """Say that answers are safely stored; they are not given again."""
    return {"acknowledged": acknowledge_answers(_sender(request), body.numbers)}


@router.get(
    "/messages/{receipt}",
    operation_id="get_message",
    response={200: ReportOut, frozenset({400, 401, 404, 429, 503}): ErrorOut},
)
def message(request: HttpRequest, receipt: str, query: Query[ReportQuery]) -> ProcessingReport:
    """Give the state of a message, with its findings and the outcome of each report."""
    sender = _sender(request)
    report = processing_report(
        sender.arbodienst, receipt, query.lang, account=sender.account, for_sender=True
    )
    if report is None:
        raise Http404
    return report


def _sender(request: HttpRequest) -> SignedIn:
    sender: SignedIn = request.auth  # type: ignore[attr-defined]  # ninja puts it there
    return sender
