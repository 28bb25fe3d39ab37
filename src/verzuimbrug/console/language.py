"""The language of the pages: Dutch first, English by choice."""

from django.http import HttpRequest
from django.utils.translation import get_language

from verzuimbrug.domain.findings import LANGUAGES

LANGUAGE_COOKIE = "vb_language"


def chosen_language(request: HttpRequest) -> str:
    """The language chosen in this browser; empty when none was."""
    wished = request.COOKIES.get(LANGUAGE_COOKIE, "")
    return wished if wished in LANGUAGES else ""


def language() -> str:
    """The language of the page."""
    spoken = get_language()
    return spoken if spoken in LANGUAGES else LANGUAGES[0]
