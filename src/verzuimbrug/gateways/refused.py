"""Refusals in words, for every door alike, and the log line and row that they leave."""

import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import structlog
from django.http import HttpRequest, HttpResponse
from django.utils.translation.trans_real import parse_accept_lang_header

from verzuimbrug.application.operation.measuring import failed
from verzuimbrug.application.receiving.refusals import (
    Attempt,
    RefusalCode,
    RefusedError,
    record_refusal,
)
from verzuimbrug.domain.findings import LANGUAGES

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Refusal:
    """How a code is answered: with which HTTP status, in which words; whose doing it is."""

    status: int
    text_nl: str
    text_en: str
    by_sender: bool = True

    def text(self, language: str) -> str:
        """The sentence in a language."""
        return self.text_en if language == "en" else self.text_nl


REFUSALS: Mapping[RefusalCode, Refusal] = MappingProxyType(
    {
        RefusalCode.SIGN_IN_FAILED: Refusal(
            401,
            "Aanmelden is mislukt. Controleer klantcode en token.",
            "Signing in failed. Check customer code and token.",
        ),
        RefusalCode.ACCOUNT_NOT_ACTIVE: Refusal(
            403,
            "Het klantaccount is niet actief. Neem contact op met de arbodienst.",
            "The client account is not active. Contact the occupational health service.",
        ),
        RefusalCode.STREAM_UNKNOWN: Refusal(
            404,
            "Het klantaccount heeft geen gegevensstroom met deze naam.",
            "The client account has no stream with this name.",
        ),
        RefusalCode.TOO_LARGE: Refusal(
            413,
            "Het bestand is groter dan 50 MiB. Verdeel het over meer bestanden.",
            "The file is larger than 50 MiB. Split it into several files.",
        ),
        RefusalCode.UNREADABLE: Refusal(
            400,
            "De aanvraag is niet te lezen. Vergelijk haar met de beschrijving van de dienst.",
            "The request cannot be read. Compare it with the description of the service.",
        ),
        RefusalCode.TOO_MANY_REQUESTS: Refusal(
            429,
            "Er komen te veel verzoeken. Wacht even en probeer het dan opnieuw.",
            "There are too many requests. Wait a while, then try again.",
        ),
        RefusalCode.UNAVAILABLE: Refusal(
            503,
            "De dienst is tijdelijk niet beschikbaar. Er is niets opgeslagen; probeer het opnieuw.",
            "The service is temporarily unavailable. Nothing was stored; try again.",
            by_sender=False,
        ),
    }
)


def language_of(request: HttpRequest) -> str:
    """The language that the caller likes best of those we speak; Dutch by default."""
    wished = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    spoken = (tag.partition("-")[0] for tag, weight in wished if weight > 0)
    return next((language for language in spoken if language in LANGUAGES), LANGUAGES[0])


def leave_trail(attempt: Attempt, reason: str) -> None:
    """A row and a log line for a refused attempt, without anything of what was sent."""
    record_refusal(attempt, reason)
    log.warning("door.refused", door=attempt.door, reason=str(reason))


def advise_patience(response: HttpResponse, refused: RefusedError) -> HttpResponse:
    """The response, with the moment to try again where that is known (RFC 9110, 10.2.3)."""
    if refused.retry_after:
        response["Retry-After"] = str(refused.retry_after)
    return response


def log_failure(door: str, problem: Exception, trace: str) -> None:
    """A log line for what broke on our side, which is counted: where and what kind.

    Not the text of the exception: a database quotes the values of a row in it.
    """
    kind = type(problem).__name__
    frames = traceback.extract_tb(problem.__traceback__)
    where = f"{frames[-1].filename}:{frames[-1].lineno}"
    failed(door)
    log.error("door.failed", door=door, kind=kind, where=where, trace=trace)
