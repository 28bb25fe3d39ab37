"""What was just done, told on the next page: with what takes it back, where that can be."""

from typing import Any

from django.http import HttpRequest

_KEY = "notices"
KINDS = ("good", "info", "attention", "stop")


def leave_notice(
    request: HttpRequest, text: str, *, kind: str = "good", action: tuple[str, str] | None = None
) -> None:
    """Have the next page say this; `action` is the words and the address of what follows.

    No personal data: it is kept in the session.
    """
    label, url = action or ("", "")
    told = {"text": str(text), "kind": kind, "label": str(label), "url": url}
    request.session[_KEY] = [*request.session.get(_KEY, []), told]


def take_notices(request: HttpRequest) -> list[dict[str, Any]]:
    """What is to be said now; said once."""
    session = getattr(request, "session", None)
    # A page without anything to say does not touch the session.
    if session is None or _KEY not in session:
        return []
    notices: list[dict[str, Any]] = session.pop(_KEY)
    return notices
