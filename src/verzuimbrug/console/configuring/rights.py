"""Who may change what all of the arbodienst share."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.http.response import HttpResponseBase

from verzuimbrug.console.configuring.words import PERMISSIONS
from verzuimbrug.console.pages import ConsoleRequest, View, no_right, page
from verzuimbrug.domain.permissions import Permission

_FOR_LIMITED = frozenset({"stream"})
"""Kinds that somebody who is limited may bring back; an earlier scope or group may open more."""


def shared_page(permission: Permission) -> Callable[[View], View]:
    """A page that changes what all share: for who may do this and is limited in nothing."""

    def decorate(view: View) -> View:
        @wraps(view)
        def shown(request: ConsoleRequest, **place: Any) -> HttpResponseBase:  # noqa: ANN401
            if not request.visitor.reader.authority.is_whole:
                return no_right(request, permission)
            return view(request, **place)

        return page(permission)(shown)

    return decorate


def may_share(request: ConsoleRequest, permission: Permission) -> bool:
    """Whether the visitor may change what all share."""
    return request.visitor.may(permission) and request.visitor.reader.authority.is_whole


def lacking(request: ConsoleRequest, kinds: Iterable[str]) -> Permission | None:
    """What the visitor lacks to bring back objects of these kinds; None when nothing."""
    visitor = request.visitor
    is_whole = visitor.reader.authority.is_whole
    for kind in kinds:
        if not visitor.may(PERMISSIONS[kind]) or (kind not in _FOR_LIMITED and not is_whole):
            return PERMISSIONS[kind]
    return None
