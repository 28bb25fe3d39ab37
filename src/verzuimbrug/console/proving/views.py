"""What the sender of a sandbox sees: how to connect, how far it is, examples, beginning again."""

from collections.abc import Mapping
from datetime import date
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.utils import timezone

from verzuimbrug.application.sandboxes.beginning import begin_again
from verzuimbrug.application.sandboxes.connecting import connection_of
from verzuimbrug.application.sandboxes.editions import editions_of
from verzuimbrug.application.sandboxes.finding import Sandbox
from verzuimbrug.application.sandboxes.telling import tell_conformance
from verzuimbrug.application.sandboxes.traffic import read_traffic
from verzuimbrug.console.language import language
from verzuimbrug.console.proving.answers import LANGUAGE, of_sandbox, page
from verzuimbrug.console.proving.rows import shown_editions
from verzuimbrug.domain.findings import LANGUAGES

_SENDER = "sandbox page"
"""Who begins again, in the log: whoever has the address."""
_FIRST = date(2020, 1, 1)


@of_sandbox
def progress(request: HttpRequest, sandbox: Sandbox, secret: str) -> HttpResponse:
    """How to connect, and how each case of each edition stands."""
    if request.method not in {"GET", "HEAD"}:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    conformance = tell_conformance(sandbox, language())
    context = {
        "account": sandbox.account,
        "conformance": conformance,
        "editions": shown_editions(conformance, editions_of(sandbox), timezone.localdate()),
        "connection": connection_of(sandbox),
        "base": request.build_absolute_uri("/").rstrip("/"),
        **_around(request, secret),
    }
    return page("progress", context)


@of_sandbox
def begin_anew(request: HttpRequest, sandbox: Sandbox, secret: str) -> HttpResponse:
    """First what beginning again does, and then that."""
    if request.method in {"GET", "HEAD"}:
        count = len(read_traffic(sandbox).messages)
        return page("again", {"count": count, **_around(request, secret)})
    if request.method != "POST":
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    begin_again(sandbox, _SENDER)
    around = _around(request, secret)
    return HttpResponseRedirect(f"{around['own']}{around['query']}")


@of_sandbox
def example(  # noqa: PLR0913 -- one parameter a part of the address
    request: HttpRequest,
    sandbox: Sandbox,
    secret: str,
    *,
    edition: str,
    case: str,
    number: int,
    day: str,
    stream: str,
) -> HttpResponse:
    """One message of the example of a case, as a file."""
    del secret
    if request.method not in {"GET", "HEAD"}:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    files = editions_of(sandbox).examples(stream, edition, case, _day(day))
    if not 0 < number <= len(files):
        return page("gone", {}, status=404)
    file = files[number - 1]
    place = {"Content-Disposition": f'attachment; filename="{file.file_name}"'}
    return HttpResponse(file.content, content_type="application/xml", headers=place)


def _day(written: str) -> date:
    """The day of a series of examples; today for what is none, or cannot be counted back from."""
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return timezone.localdate()
    return min(max(day, _FIRST), timezone.localdate())


def _around(request: HttpRequest, secret: str) -> Mapping[str, str]:
    """The address of the page itself, and the choice of a language that goes along."""
    chosen = request.GET.get(LANGUAGE, "")
    return {
        "own": f"/proef/{quote(secret)}/",
        "query": f"?{LANGUAGE}={chosen}" if chosen in LANGUAGES else "",
        "language_field": LANGUAGE,
    }
