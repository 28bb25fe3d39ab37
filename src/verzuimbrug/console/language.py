"""The language of the pages: Dutch first, English by choice."""

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation.trans_real import parse_accept_lang_header

from verzuimbrug.domain.findings import LANGUAGES

LANGUAGE_COOKIE = "vb_language"


def chosen_language(request: HttpRequest) -> str:
    """The language chosen in this browser; empty when none was."""
    wished = request.COOKIES.get(LANGUAGE_COOKIE, "")
    return wished if wished in LANGUAGES else ""


def wished_language(request: HttpRequest) -> str:
    """The language that the browser likes best of those we speak; Dutch by default."""
    wished = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    spoken = (tag.partition("-")[0] for tag, weight in wished if weight > 0)
    return next((language for language in spoken if language in LANGUAGES), LANGUAGES[0])


def language() -> str:
    """The language of the page."""
    spoken = get_language()
    return spoken if spoken in LANGUAGES else LANGUAGES[0]
