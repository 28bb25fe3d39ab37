"""How a view becomes a page: who looks, whether they may, in which language.

    @page(Permission.MESSAGES_READ)
    def show(request: ConsoleRequest, receipt: str) -> HttpResponse:
        entry = found(show_message(request.visitor.reader, receipt))
        return answer(request, "console/messages/show.html", {"entry": entry})

A view calls `application` only. What is not there, and what is not open to the visitor, is the
same page: `found` makes it of None.
"""

import time
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django_htmx.middleware import HtmxDetails

from verzuimbrug.application.users.visitor import Visitor, visitor_of
from verzuimbrug.console.language import chosen_language
from verzuimbrug.console.sign_in.second_factor import lacks_second_factor
from verzuimbrug.domain.permissions import Permission

Item = TypeVar("Item")


class ConsoleRequest(HttpRequest):
    """A request of somebody who is signed in."""

    visitor: Visitor
    htmx: HtmxDetails


View = Callable[..., HttpResponseBase]
"""A function from a request, and what the address names, to the answer."""


SEEN = "seen"
"""When somebody was last here, in their session."""

_LOOK_AGAIN = 300
"""The session is kept for the time that settings say after the last page, to so many seconds."""


def page(
    permission: Permission | None = None, *, without_second_factor: bool = False
) -> Callable[[View], View]:
    """A page for who is signed in and may do this; for all who are signed in without one.

    Where a second factor is required nothing opens before one was shown, but the pages for that.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def shown(request: ConsoleRequest, /, **place: Any) -> HttpResponseBase:  # noqa: ANN401
            visitor = _visitor(request)
            if visitor is None:
                return _to_sign_in(request)
            if not without_second_factor and lacks_second_factor(request):
                return _elsewhere(request, reverse("mfa_index"))
            _stay(request)
            request.visitor = visitor
            with translation.override(chosen_language(request) or visitor.language):
                if permission is not None and not visitor.may(permission):
                    return no_right(request, permission)
                return view(request, **place)

        shown.permission = permission  # type: ignore[attr-defined]  # for the matrix of rights
        return shown

    return decorate


def found(what: Item | None) -> Item:
    """It, when it is there. Raises Http404 when not, or when it is not open to the visitor."""
    if what is None:
        raise Http404
    return what


def answer(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """The page; never kept by anything in between, for it may hold personal data."""
    response = render(request, template, context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def no_right(request: HttpRequest, permission: Permission) -> HttpResponse:
    """The page that says what one would have to be allowed to do."""
    context = {"permission": permission.value}
    return answer(request, "console/no_right.html", context, status=403)


def go(name: str, *place: object) -> HttpResponseRedirect:
    """To the page with this name, after something was done."""
    return HttpResponseRedirect(reverse(name, args=place))


def _visitor(request: ConsoleRequest) -> Visitor | None:
    user = request.user
    return visitor_of(user.pk) if user.is_authenticated else None


def _to_sign_in(request: ConsoleRequest) -> HttpResponseBase:
    wanted = urlencode({"next": request.get_full_path()})
    return _elsewhere(request, f"{settings.LOGIN_URL}?{wanted}")


def _stay(request: HttpRequest) -> None:
    """The session goes on from here; written now and then, not with every page."""
    now = int(time.time())
    if now - request.session.get(SEEN, 0) > _LOOK_AGAIN:
        request.session[SEEN] = now


def _elsewhere(request: ConsoleRequest, url: str) -> HttpResponseBase:
    if request.htmx:
        # A part of a page cannot become another page.
        return HttpResponse(headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)
