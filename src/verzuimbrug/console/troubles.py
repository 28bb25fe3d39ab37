"""The pages for what is not there, what was refused, and what broke."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils import timezone

from verzuimbrug.console.pages import answer

_MACHINE_DOORS = ("/api/", "/services/")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What does not exist, and what is not open to the visitor: one page."""
    del exception
    if request.path.startswith(_MACHINE_DOORS):
        return HttpResponse("not found\n", status=404, content_type="text/plain; charset=utf-8")
    return answer(request, "console/not_found.html", {}, status=404)


def refused(request: HttpRequest, reason: str = "", exception: Any = None) -> HttpResponse:  # noqa: ANN401 -- Django's interface
    """A form without a valid mark of its page, or a request that Django refuses."""
    del reason, exception
    return answer(request, "console/refused.html", {}, status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """Broken code or infrastructure: a page that needs neither database nor session."""
    del request
    context = {"moment": timezone.localtime().isoformat(timespec="seconds")}
    page = loader.get_template("console/broken.html").render(context)
    return HttpResponse(page, status=500)
