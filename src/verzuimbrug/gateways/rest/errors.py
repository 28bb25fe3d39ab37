"""The one shape of errors over REST: code, text, details, trace."""

from collections.abc import Sequence
from dataclasses import asdict

from django.core.exceptions import SuspiciousOperation
from django.db import Error
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, AuthorizationError, HttpError, ValidationError

from verzuimbrug.application.account_status import StatusError
from verzuimbrug.application.accounts import UnknownNameError
from verzuimbrug.application.events.feed import ForgottenError
from verzuimbrug.application.passed_on.fetching import ErasedError, MedicalError
from verzuimbrug.application.portal_deliveries.deliveries import DeliveryError
from verzuimbrug.application.receiving.refusals import Attempt, RefusalCode, RefusedError
from verzuimbrug.application.reports.findings import Audience
from verzuimbrug.application.sign_in.apikeys import KeyNameError
from verzuimbrug.application.sign_in.links import RecipientsError
from verzuimbrug.domain.findings import Finding
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
    trace_of,
)
from verzuimbrug.gateways.rest.sign_in import given_credentials

DOOR = "rest"
Raised = Exception | type[Exception]
_CHALLENGES = {"basic": 'Basic realm="Verzuimbrug", charset="UTF-8"', "bearer": "Bearer"}
_NOT_FOUND = ("NIET-GEVONDEN", "Dit is er niet.", "There is no such thing.")
_NOT_ALLOWED = (
    "METHODE-NIET-TOEGESTAAN",
    "Dit adres kent deze methode niet.",
    "This address does not know this method.",
)
_NO_RIGHT = (
    "GEEN-RECHT",
    "Deze sleutel heeft dit recht niet.",
    "This key does not have this right.",
)
_NOT_POSSIBLE = (
    "NIET-MOGELIJK",
    "Dit kan niet zoals het nu is. Wat eraan in de weg staat, staat erbij.",
    "This cannot be done as things are. What is in the way stands with this.",
)
_FORGOTTEN = (
    "NIET-BEWAARD",
    "Er zijn gebeurtenissen na dit nummer die niet meer bewaard worden. Lees de dossiers opnieuw.",
    "Some events after this number are not kept any more. Read the dossiers again.",
)
_ERASED = (
    "GEWIST",
    "De inhoud is gewist: de bewaartermijn is voorbij. Vraag de afzender om het bericht opnieuw.",
    "The content was erased: its term is over. Ask the sender for the message again.",
)
_FOUND = (
    "NIET-UITGEVOERD",
    "Er is niets gewijzigd. De bevindingen zeggen waarom.",
    "Nothing was changed. The findings say why.",
)


_NO_SANDBOX = (
    "GEEN-PROEFOMGEVING",
    "Dit is een echte koppeling. Vraag de arbodienst om de gegevens van een proefomgeving.",
    "This is a real coupling. Ask the occupational health service for those of a sandbox.",
)


class NoSandboxError(Exception):
    """What only a sandbox has was asked for by a real account."""


class NotDoneError(Exception):
    """Nothing was changed, because of these findings."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__()
        self.findings = findings


def install(api: NinjaAPI) -> None:
    """Answers every exception of the API in the one shape."""
    api.add_exception_handler(RefusedError, _refused)
    api.add_exception_handler(AuthenticationError, _no_key)
    api.add_exception_handler(AuthorizationError, _no_right)
    api.add_exception_handler(NotDoneError, _not_done)
    for kind in (DeliveryError, StatusError, UnknownNameError, KeyNameError, RecipientsError):
        api.add_exception_handler(kind, _not_possible)
    api.add_exception_handler(ForgottenError, _forgotten)
    api.add_exception_handler(ErasedError, _erased)
    api.add_exception_handler(MedicalError, _no_right)
    api.add_exception_handler(NoSandboxError, _no_sandbox)
    api.add_exception_handler(ValidationError, _not_valid)
    api.add_exception_handler(HttpError, _not_valid)
    # More parameters than anybody means, and a body that broke off.
    api.add_exception_handler(SuspiciousOperation, _not_valid)
    api.add_exception_handler(UnreadablePostError, _not_valid)
    api.add_exception_handler(Http404, not_found)
    api.add_exception_handler(Exception, _broken)


def not_found(request: HttpRequest, _: Raised | None = None) -> HttpResponse:
    """The answer for what does not exist, and for what is somebody else's."""
    return _answer(request, 404, _NOT_FOUND)


def not_allowed(request: HttpRequest, allowed: str) -> HttpResponse:
    """The answer for another method than the address has."""
    response = _answer(request, 405, _NOT_ALLOWED)
    response["Allow"] = allowed
    return response


def _refused(request: HttpRequest, refused: Raised) -> HttpResponse:
    if not isinstance(refused, RefusedError):
        refused = RefusedError(RefusalCode.UNREADABLE)
    discard_body(request)
    try:
        leave_trail(_attempt(request), refused.reason)
    except Error as problem:
        return _broken(request, problem)
    return advise_patience(_refusal(request, refused.code), refused)


def _no_key(request: HttpRequest, _: Raised) -> HttpResponse:
    return _refusal(request, RefusalCode.SIGN_IN_FAILED, scheme="bearer")


def _no_right(request: HttpRequest, _: Raised) -> HttpResponse:
    return _answer(request, 403, _NO_RIGHT)


def _not_possible(request: HttpRequest, problem: Raised) -> HttpResponse:
    return _answer(request, 409, _NOT_POSSIBLE, [str(problem)])


def _forgotten(request: HttpRequest, _: Raised) -> HttpResponse:
    return _answer(request, 410, _FORGOTTEN)


def _erased(request: HttpRequest, _: Raised) -> HttpResponse:
    return _answer(request, 410, _ERASED)


def _no_sandbox(request: HttpRequest, _: Raised) -> HttpResponse:
    return _answer(request, 409, _NO_SANDBOX)


def _not_done(request: HttpRequest, problem: Raised) -> HttpResponse:
    findings = getattr(problem, "findings", ())
    explained = Audience(language_of(request)).explain(each.to_json() for each in findings)
    return _answer(request, 422, _FOUND, [asdict(each) for each in explained])


def _not_valid(request: HttpRequest, problem: Raised) -> HttpResponse:
    details = [_detail(error) for error in getattr(problem, "errors", ())]
    return _refusal(request, RefusalCode.UNREADABLE, details)


def _broken(request: HttpRequest, problem: Raised) -> HttpResponse:
    if isinstance(problem, Exception):
        log_failure(DOOR, problem, trace_of(request))
    return _refusal(request, RefusalCode.UNAVAILABLE)


def _refusal(
    request: HttpRequest,
    code: RefusalCode,
    details: Sequence[str] = (),
    scheme: str = "basic",
) -> HttpResponse:
    refusal = REFUSALS[code]
    words = (code.value, refusal.text_nl, refusal.text_en)
    response = _answer(request, refusal.status, words, details)
    if code is RefusalCode.SIGN_IN_FAILED:
        response["WWW-Authenticate"] = _CHALLENGES[scheme]
    return response


def _answer(
    request: HttpRequest, status: int, words: tuple[str, str, str], details: Sequence[object] = ()
) -> HttpResponse:
    code, dutch, english = words
    error = {
        "code": code,
        "text": english if language_of(request) == "en" else dutch,
        "details": list(details),
        "trace": trace_of(request),
    }
    return JsonResponse(error, status=status, json_dumps_params={"ensure_ascii": False})


def _detail(error: dict[str, object]) -> str:
    """Which parameter, and what is the matter with it; never what it was."""
    place = error.get("loc")
    names = place if isinstance(place, tuple | list) else ()
    return f"{'.'.join(str(name) for name in names[1:])}: {error.get('type')}"


def _attempt(request: HttpRequest) -> Attempt:
    """What is known of the request that is refused."""
    given = given_credentials(request)
    match = request.resolver_match
    return Attempt(
        door=DOOR,
        address=address_of(request),
        customer_code=given[0] if given else "",
        stream=str(match.kwargs.get("stream", "")) if match else "",
        size=announced_length(request),
    )
