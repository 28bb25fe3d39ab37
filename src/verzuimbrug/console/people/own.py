"""Oneself: name, language, password, second factors, and where one is signed in."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from verzuimbrug.application.users.own import change_own, has_password
from verzuimbrug.application.users.people import PersonError
from verzuimbrug.application.users.sessions import end_sessions, sessions_of
from verzuimbrug.console.confirming import Meaning, ask_first
from verzuimbrug.console.notices import leave_notice
from verzuimbrug.console.pages import ConsoleRequest, answer, go, page
from verzuimbrug.console.people.forms import OwnForm
from verzuimbrug.console.people.words import ROLES, told
from verzuimbrug.console.templatetags.console import moment


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


@page()
def sign_out_elsewhere(request: ConsoleRequest) -> HttpResponse:
    """Everywhere but here: first where that is, then that."""
    sessions = sessions_of(request.visitor.user, request.session.session_key or "")
    elsewhere = [each for each in sessions if not each.is_this_one]
    meaning = Meaning(
        title=_("Sign out everywhere else"),
        says=(
            _("Who works there signs in again. What was filled in there and not kept is lost."),
            _("Here you stay signed in."),
        ),
        button=_("Sign out everywhere else"),
        back=reverse("own-account"),
        crumbs=((_("Your account"), reverse("own-account")),),
        columns=(_("Browser"), _("Address"), _("Since")),
        rows=[(each.browser, each.address, moment(each.since)) for each in elsewhere],
        state=[each.id for each in elsewhere],
    )
    asking = ask_first(request, meaning)
    if asking is not None:
        return asking
    ended = end_sessions(request.visitor.user, but=request.session.session_key or "")
    leave_notice(request, _("Signed out in %(number)s other browsers.") % {"number": ended})
    return go("own-account")
