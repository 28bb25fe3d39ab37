"""Handing over what a portal signs in with: a page behind a one-time link.

Looking at the page (also by a program that follows links in mail) opens nothing; the button does,
once. An unknown link, an opened one and an expired one give the same page. A private key comes as a
file; everything else as text on the page.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template import Engine, Template
from django.template.context import Context
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from verzuimbrug.application.sign_in.handover import Opened, Part, open_link
from verzuimbrug.console.handover_texts import PARTS, TEXTS
from verzuimbrug.console.language import wished_language

_HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "Cache-Control": "no-store",
        "Content-Security-Policy": (
            "default-src 'none'; style-src 'self'; form-action 'self'; "
            "base-uri 'none'; frame-ancestors 'none'"
        ),
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "X-Robots-Tag": "noindex",
    }
)


# The address itself is the secret that a forged request would need.
@csrf_exempt
def handover(request: HttpRequest, secret: str) -> HttpResponse:
    """The page with the button, or behind it the value."""
    if request.method in {"GET", "HEAD"}:
        return _page(request, "offer")
    if request.method != "POST":
        return _unlogged(HttpResponseNotAllowed(["GET", "HEAD", "POST"]))
    opened = open_link(secret)
    if opened is None:
        return _page(request, "gone", status=404)
    if opened.part is Part.PRIVATE_KEY:
        return _file(opened.value)
    return _page(request, "opened", opened=opened)


@require_safe
def stylesheet(_: HttpRequest) -> HttpResponse:
    """The look of the page."""
    style = files(__package__).joinpath("templates/handover.css").read_bytes()
    return HttpResponse(style, content_type="text/css; charset=utf-8")


def _page(
    request: HttpRequest, stage: str, *, status: int = 200, opened: Opened | None = None
) -> HttpResponse:
    language = wished_language(request)
    values = {
        "stage": stage,
        "language": language,
        "text": TEXTS[language],
        "part": PARTS[language][opened.part] if opened else "",
        "opened": opened,
    }
    page = _template().render(Context(values))
    headers = {**_HEADERS, "Content-Language": language, "Vary": "Accept-Language"}
    return _unlogged(HttpResponse(page, status=status, headers=headers))


def _file(private_key: str) -> HttpResponse:
    """A private key, as the file that an SFTP client wants."""
    place = {"Content-Disposition": 'attachment; filename="verzuimbrug-sftp.key"'}
    content_type = "application/octet-stream"
    return _unlogged(HttpResponse(private_key, content_type, headers={**_HEADERS, **place}))


def _unlogged(response: HttpResponse) -> HttpResponse:
    """Keep Django from logging the address, which is the secret."""
    response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001
    return response


@cache
def _template() -> Template:
    page = files(__package__).joinpath("templates/handover.html").read_text(encoding="utf-8")
    return Engine().from_string(page)
