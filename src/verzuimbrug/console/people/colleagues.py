"""Colleagues: who they are, what they may, and what a beheerder does about it."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from verzuimbrug.application.users.listing import (
    Colleague,
    group_choices,
    list_colleagues,
    show_colleague,
)
from verzuimbrug.application.users.managing import (
    RightsChange,
    WantedRights,
    change_rights,
    invite,
    let_in,
    new_link,
    preview_rights,
    reset_second_factor,
    shut_out,
)
from verzuimbrug.application.users.people import PersonError
from verzuimbrug.application.users.visitor import Visitor
from verzuimbrug.console.notices import leave_notice
from verzuimbrug.console.pages import ConsoleRequest, answer, found, go, page
from verzuimbrug.console.people.forms import InvitationForm, RightsForm, filled
from verzuimbrug.console.people.words import EVENTS, ROLES, told
from verzuimbrug.domain.permissions import Permission


@dataclass(frozen=True, slots=True, kw_only=True)
class _Act:
    """Something that is done to somebody: what it is called, what it will do, and what it did."""

    do: Callable[[Visitor, int], str | None]
    title: Promise | str
    will: Promise | str
    did: Promise | str
    undo: str = ""


_ACTS = {
    "buitensluiten": _Act(
        do=shut_out,
        title=gettext_lazy("Shut out"),
        will=gettext_lazy("is signed out everywhere and can no longer sign in."),
        did=gettext_lazy("The person is shut out."),
        undo="toelaten",
    ),
    "toelaten": _Act(
        do=let_in,
        title=gettext_lazy("Let in again"),
        will=gettext_lazy("can sign in again, with the rights from before."),
        did=gettext_lazy("The person is let in again."),
        undo="buitensluiten",
    ),
    "tweede-factor": _Act(
        do=reset_second_factor,
        title=gettext_lazy("Take away the second factor"),
        will=gettext_lazy(
            "is signed out everywhere, and sets up a new second factor after signing in."
        ),
        did=gettext_lazy("The second factor is taken away."),
    ),
}


@page(Permission.PEOPLE_READ)
def list_people(request: ConsoleRequest) -> HttpResponse:
    """Everybody who can sign in."""
    colleagues = list_colleagues(request.visitor.reader)
    context = {
        "people": [(one, ROLES[one.role]) for one in colleagues],
        "may_write": request.visitor.may(Permission.PEOPLE_WRITE),
    }
    return answer(request, "console/people/list.html", context)


@page(Permission.PEOPLE_READ)
def show_person(request: ConsoleRequest, user: int) -> HttpResponse:
    """One of them, with what was done about signing in."""
    details = found(show_colleague(request.visitor.reader, user))
    return answer(
        request,
        "console/people/show.html",
        {
            "person": details.colleague,
            "role": ROLES[details.colleague.role],
            "events": [(one, EVENTS.get(one.event, one.event)) for one in details.events],
            "may_write": request.visitor.may(Permission.PEOPLE_WRITE)
            and user != request.visitor.user,
        },
    )


@page(Permission.PEOPLE_WRITE)
def invite_person(request: ConsoleRequest) -> HttpResponse:
    """Somebody new: a form, and then the link to hand over."""
    form = InvitationForm(request.POST or None, groups=group_choices(request.visitor.reader))
    if request.method != "POST" or not form.is_valid():
        return answer(request, "console/people/invite.html", {"form": form})
    email, name = form.cleaned_data["email"], form.cleaned_data["name"]
    try:
        secret = invite(request.visitor, email, name, form.wanted())
    except PersonError as wrong:
        form.add_error(_field(wrong, form), told(wrong))
        return answer(request, "console/people/invite.html", {"form": form})
    return _handed_over(request, secret, name)


@page(Permission.PEOPLE_WRITE)
def link_person(request: ConsoleRequest, user: int) -> HttpResponse:
    """A new link to choose a password by."""
    person = _colleague(request, user)
    wrong = ""
    if request.method == "POST":
        try:
            return _handed_over(request, found(new_link(request.visitor, user)), person.name)
        except PersonError as refused:
            wrong = told(refused)
    context = {
        "person": person,
        "title": _("New link"),
        "will": _(
            "chooses a new password by a link that you hand over. Links from before no longer open."
        ),
        "wrong": wrong,
    }
    return answer(request, "console/people/act.html", context)


@page(Permission.PEOPLE_WRITE)
def change_person(request: ConsoleRequest, user: int) -> HttpResponse:
    """A role and a scope: filled in, looked at, done."""
    person = _colleague(request, user)
    groups = group_choices(request.visitor.reader)
    if request.method != "POST":
        now = filled(WantedRights(role=person.role, scope=person.scope))
        form = RightsForm(initial={**now, **_asked(request)}, groups=groups)
        return answer(request, "console/people/rights.html", {"form": form, "person": person})
    form = RightsForm(request.POST, groups=groups)
    change = None
    if form.is_valid():
        try:
            if "confirmed" in request.POST:
                return _changed(request, user, form)
            change = found(preview_rights(request.visitor, user, form.wanted()))
        except PersonError as wrong:
            form.add_error(_field(wrong, form), told(wrong))
    context = {"form": form, "person": person, "change": change, **_shown(change)}
    return answer(request, "console/people/rights.html", context)


@page(Permission.PEOPLE_WRITE)
def act_on_person(request: ConsoleRequest, user: int, act: str) -> HttpResponse:
    """Shutting out, letting in, taking away a second factor: said first, then done."""
    if act not in _ACTS:
        raise Http404
    person, wanted, wrong = _colleague(request, user), _ACTS[act], ""
    if request.method == "POST":
        try:
            found(wanted.do(request.visitor, user))
        except PersonError as refused:
            wrong = told(refused)
        else:
            back = reverse("person-act", args=(user, wanted.undo)) if wanted.undo else ""
            leave_notice(request, str(wanted.did), action=(_("Undo"), back) if back else None)
            return go("person", user)
    context = {"person": person, "title": wanted.title, "will": wanted.will, "wrong": wrong}
    return answer(request, "console/people/act.html", context)


def _colleague(request: ConsoleRequest, user: int) -> Colleague:
    return found(show_colleague(request.visitor.reader, user)).colleague


def _changed(request: ConsoleRequest, user: int, form: RightsForm) -> HttpResponse:
    change = found(change_rights(request.visitor, user, form.wanted()))
    before = urlencode(filled(change.before), doseq=True)
    url = f"{reverse('person-rights', args=(user,))}?{before}"
    leave_notice(request, _("The rights are changed."), action=(_("Undo"), url))
    return go("person", user)


def _asked(request: HttpRequest) -> dict[str, object]:
    """What an undo fills in beforehand."""
    asked = request.GET
    if "role" not in asked:
        return {}
    return {
        "role": asked["role"],
        "limited": asked.get("limited") == "True",
        "groups": asked.getlist("groups"),
        "employers": asked.get("employers", ""),
    }


def _shown(change: RightsChange | None) -> dict[str, object]:
    if change is None:
        return {}
    return {"before": ROLES[change.before.role], "after": ROLES[change.after.role]}


def _field(wrong: PersonError, form: RightsForm) -> str | None:
    """The field that is the matter, when it is one."""
    names = {"taken": "email", "address": "email", "nothing": "limited"}
    name = names.get(wrong.code, wrong.code)
    return name if name in form.fields else None


def _handed_over(request: ConsoleRequest, secret: str, name: str) -> HttpResponse:
    url = request.build_absolute_uri(reverse("invitation", args=(secret,)))
    return answer(request, "console/people/link.html", {"url": url, "name": name})
