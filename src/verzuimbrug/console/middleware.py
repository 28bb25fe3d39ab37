"""What holds for every page for people, and for nothing that machines ask."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from verzuimbrug.console.language import chosen_language
from verzuimbrug.domain.findings import LANGUAGES

_NO_PAGES = ("/api/", "/services/", "/healthz", "/readyz", "/overdracht", "/static/")

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
}


def for_people(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Pages: in a language, with strict headers; what machines ask passes by untouched."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.path.startswith(_NO_PAGES):
            return get_response(request)
        with translation.override(chosen_language(request) or LANGUAGES[0]):
            response = get_response(request)
        for name, value in HEADERS.items():
            response.setdefault(name, value)
        response.setdefault("Cache-Control", "no-store")
        return response

    return answer
