"""What holds for every request: a number by which it is found in the log, and how long it took."""

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from structlog.contextvars import bound_contextvars, clear_contextvars

from verzuimbrug.application.operation.measuring import answered
from verzuimbrug.application.operation.tracing import span
from verzuimbrug.gateways.requests import REQUEST_ID, number_of

_DOORS = {"/api/": "rest", "/services/": "soap", "/overdracht": "handover"}
_ASIDE = ("/healthz", "/readyz", "/static/")
_CONSOLE = "console"


def followed(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Every line that is logged meanwhile says the number.

    So does the answer, on a page and to whoever gave one. To other machines it does not: refusals
    that must not differ would differ in it.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        given, door = request.headers.get(REQUEST_ID, ""), door_of(request.path)
        number = number_of(given)
        # A thread serves many requests, one after the other.
        clear_contextvars()
        with bound_contextvars(request=number), span(f"request {door or 'health'}"):
            response = get_response(request)
        if number == given or door == _CONSOLE:
            response[REQUEST_ID] = number
        if door:
            answered(door, response.status_code, time.perf_counter() - started)
        return response

    return answer


def door_of(path: str) -> str:
    """By what the times of answers are kept; empty for what is not measured."""
    if path.startswith(_ASIDE):
        return ""
    return next((door for begin, door in _DOORS.items() if path.startswith(begin)), _CONSOLE)
