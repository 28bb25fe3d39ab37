"""The language of the pages: Dutch first, English by choice."""

from django.http import HttpRequest

from verzuimbrug.domain.findings import LANGUAGES

LANGUAGE_COOKIE = "vb_language"


def chosen_language(request: HttpRequest) -> str:
    """The language chosen in this browser; empty when none was."""
    wished = request.COOKIES.get(LANGUAGE_COOKIE, "")
    return wished if wished in LANGUAGES else ""
