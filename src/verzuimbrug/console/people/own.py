"""Oneself: name, language, password, second factors, and where one is signed in."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from verzuimbrug.application.users.own import change_own, has_password
from verzuimbrug.application.users.people import PersonError
from verzuimbrug.application.users.sessions import end_sessions, sessions_of
from verzuimbrug.console.notices import leave_notice
from verzuimbrug.console.pages import ConsoleRequest, answer, go, page
from verzuimbrug.console.people.forms import OwnForm
from verzuimbrug.console.people.words import ROLES, told


@page()
def own_account(request: ConsoleRequest) -> HttpResponse:
    """What one sees and changes of oneself."""
    visitor = request.visitor
    form = OwnForm(
        request.POST or None, initial={"name": visitor.name, "language": visitor.language}
    )
    if request.method == "POST" and form.is_valid():
        try:
            change_own(visitor, **form.cleaned_data)
            leave_notice(request, _("Kept."))
            return go("own-account")
        except PersonError as wrong:
            form.add_error(None, told(wrong))
    context = {
        "form": form,
        "role": ROLES[visitor.role],
        "sessions": sessions_of(visitor.user, request.session.session_key or ""),
        "has_password": has_password(visitor),
    }
    return answer(request, "console/people/own.html", context)


@require_POST
@page()
def sign_out_elsewhere(request: ConsoleRequest) -> HttpResponse:
    """Everywhere but here."""
    ended = end_sessions(request.visitor.user, but=request.session.session_key or "")
    leave_notice(request, _("Signed out in %(number)s other browsers.") % {"number": ended})
    return go("own-account")
