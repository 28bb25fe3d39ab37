"""How pages behind a secret are answered: kept by nobody, named in no log, telling nobody more."""

from collections.abc import Callable, Mapping
from functools import wraps
from types import MappingProxyType
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

import verzuimbrug
from verzuimbrug.application.receiving.refusals import RefusedError
from verzuimbrug.application.sandboxes.page_link import open_page
from verzuimbrug.console.language import wished_language
from verzuimbrug.console.sign_in.caller import address_of
from verzuimbrug.domain.findings import LANGUAGES

LANGUAGE = "taal"
"""In the address: the language that was chosen."""

_HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "Cache-Control": "no-store",
        "Content-Security-Policy": (
            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
            "base-uri 'none'; frame-ancestors 'none'"
        ),
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "X-Robots-Tag": "noindex",
    }
)

View = Callable[..., HttpResponse]


def of_sandbox(view: View) -> Callable[..., HttpResponse]:
    """A view of the sandbox that a secret opens, in the language of who asks.

    Whatever else is given as a secret gets the same page, byte for byte.
    """

    # The address itself is the secret that a forged request would need.
    @csrf_exempt
    @wraps(view)
    def shown(request: HttpRequest, secret: str, **place: Any) -> HttpResponse:  # noqa: ANN401
        with translation.override(spoken(request)):
            try:
                sandbox = open_page(secret, address_of(request))
            except RefusedError as refused:
                answer = page("gone", {}, status=429)
                answer["Retry-After"] = str(refused.retry_after)
                return answer
            if sandbox is None:
                return page("gone", {}, status=404)
            return guarded(view(request, sandbox, secret, **place))

    return shown


def spoken(request: HttpRequest) -> str:
    """The language chosen on the page, else the one that the browser likes best."""
    wished = request.GET.get(LANGUAGE, "")
    return wished if wished in LANGUAGES else wished_language(request)


def page(name: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """A page that knows no visitor, session or cookie."""
    template = loader.get_template(f"console/proving/{name}.html")
    language = translation.get_language()
    text = template.render({**context, "language": language, "version": verzuimbrug.__version__})
    return guarded(HttpResponse(text, status=status))


def guarded(response: HttpResponse) -> HttpResponse:
    """The answer with strict headers; Django does not log its address, which is the secret."""
    for name, value in _HEADERS.items():
        response[name] = value
    response["Content-Language"] = translation.get_language() or LANGUAGES[0]
    response["Vary"] = "Accept-Language"
    response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001
    return response
