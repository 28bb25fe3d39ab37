"""The address of the web service: the WSDL by GET, the operations by POST."""

from dataclasses import dataclass, replace

from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.views.decorators.csrf import csrf_exempt

from verzuimbrug.application.receiving.refusals import Attempt, RefusalCode, RefusedError
from verzuimbrug.gateways.refused import (
    REFUSALS,
    advise_patience,
    language_of,
    leave_trail,
    log_failure,
)
from verzuimbrug.gateways.requests import (
    address_of,
    announced_length,
    discard_body,
    read_body,
    trace_of,
)
from verzuimbrug.gateways.soap.description import describe
from verzuimbrug.gateways.soap.operations import DOOR, OPERATIONS, given_texts, perform
from verzuimbrug.gateways.soap.writing import (
    Fault,
    content_type,
    fault_status,
    write_answer,
    write_fault,
)
from verzuimbrug.sivi.soap_envelope import (
    MAX_ENVELOPE_BYTES,
    BrokenEnvelope,
    EnvelopeFault,
    SoapRequest,
    SoapVersion,
    read_envelope,
)


@csrf_exempt
def exchange_files(request: HttpRequest) -> HttpResponse:
    """The one address of the service."""
    if request.method in {"GET", "HEAD"} and "wsdl" in {name.lower() for name in request.GET}:
        address = request.build_absolute_uri(request.path)
        return HttpResponse(describe(address), content_type="text/xml; charset=utf-8")
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    return _respond(request)


@dataclass(frozen=True, slots=True)
class _Refused:
    """What is known of a request when it is refused: the version to answer in, the trail."""

    version: SoapVersion
    attempt: Attempt
    envelope: EnvelopeFault | None = None


def _respond(request: HttpRequest) -> HttpResponse:
    known = _Refused(
        _announced_version(request),
        Attempt(door=DOOR, address=address_of(request), size=announced_length(request)),
    )
    try:
        envelope = read_envelope(read_body(request, MAX_ENVELOPE_BYTES))
        known = _learned(known, envelope)
        asked = _checked(request, envelope)
        fields = perform(asked, address_of(request))
    except RefusedError as refused:
        return _refuse(request, known, refused)
    except Exception as problem:  # noqa: BLE001 -- the edge: the sender gets a fault, we a log line
        return _fail(request, known, problem)
    return HttpResponse(
        write_answer(known.version, asked.operation, fields),
        content_type=content_type(known.version),
    )


def _announced_version(request: HttpRequest) -> SoapVersion:
    """The version by media type: 1.1 is told by text/xml."""
    is_12 = (request.content_type or "") == "application/soap+xml"
    return SoapVersion.V12 if is_12 else SoapVersion.V11


def _learned(known: _Refused, asked: SoapRequest | BrokenEnvelope) -> _Refused:
    """What reading the envelope adds."""
    version = asked.version or known.version
    if isinstance(asked, BrokenEnvelope):
        return replace(known, version=version, envelope=asked.fault)
    attempt = replace(
        known.attempt,
        customer_code=given_texts(asked, "Klantcode"),
        stream=given_texts(asked, "Gegevensstroom"),
    )
    return replace(known, version=version, attempt=attempt)


def _checked(request: HttpRequest, asked: SoapRequest | BrokenEnvelope) -> SoapRequest:
    """The request. An action that names another operation than the body holds is a mistake."""
    if isinstance(asked, BrokenEnvelope):
        raise RefusedError(RefusalCode.UNREADABLE)
    params = request.content_params or {}
    action = request.headers.get("SOAPAction") or params.get("action", "")
    if is_contradicted(asked.operation, action):
        raise RefusedError(RefusalCode.UNREADABLE)
    return asked


def is_contradicted(operation: str, action: str) -> bool:
    """Whether an action names another operation of ours than the one that is asked for."""
    named = action.strip('" ').rpartition("/")[2]
    return named in OPERATIONS and named != operation


def _refuse(request: HttpRequest, known: _Refused, refused: RefusedError) -> HttpResponse:
    discard_body(request)
    try:
        leave_trail(known.attempt, refused.reason)
    except Error as problem:
        return _fail(request, known, problem)
    return advise_patience(_fault(request, known, refused.code), refused)


def _fail(request: HttpRequest, known: _Refused, problem: Exception) -> HttpResponse:
    log_failure(DOOR, problem, trace_of(request))
    return _fault(request, replace(known, envelope=None), RefusalCode.UNAVAILABLE)


def _fault(request: HttpRequest, known: _Refused, code: RefusalCode) -> HttpResponse:
    refusal = REFUSALS[code]
    language = language_of(request)
    fault = Fault(
        code=code.value,
        text=refusal.text(language),
        language=language,
        by_sender=refusal.by_sender,
        envelope=known.envelope,
    )
    return HttpResponse(
        write_fault(known.version, fault),
        status=fault_status(known.version, fault),
        content_type=content_type(known.version),
    )
