"""Colleagues: who they are, what they may, and what a beheerder does about it."""

from collections.abc import Callable, Sequence
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
from verzuimbrug.console.confirming import SHOWN, Meaning, ask_first, digest_of
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
    will: tuple[Promise | str, ...]
    did: Promise | str
    undo: str = ""


_ACTS = {
    "buitensluiten": _Act(
        do=shut_out,
        title=gettext_lazy("Shut out"),
        will=(
            gettext_lazy("%(name)s is signed out everywhere and can no longer sign in."),
            gettext_lazy("Links that were not opened yet no longer open."),
            gettext_lazy("You can let the person in again, with the same rights."),
        ),
        did=gettext_lazy("The person is shut out."),
        undo="toelaten",
    ),
    "toelaten": _Act(
        do=let_in,
        title=gettext_lazy("Let in again"),
        will=(gettext_lazy("%(name)s can sign in again, with the rights from before."),),
        did=gettext_lazy("The person is let in again."),
        undo="buitensluiten",
    ),
    "tweede-factor": _Act(
        do=reset_second_factor,
        title=gettext_lazy("Take away the second factor"),
        will=(
            gettext_lazy(
                "%(name)s is signed out everywhere, and sets up a new second factor after "
                "signing in."
            ),
            gettext_lazy("It cannot be undone: apps, keys and recovery codes of now are gone."),
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
    """A new link to choose a password by: what it means, then the link."""
    person = _colleague(request, user)
    will = (
        _("%(name)s chooses a new password by a link that you hand over."),
        _("Links from before no longer open. It cannot be undone; you can make another one."),
    )
    asking = ask_first(request, _meaning(person, _("New link"), will))
    if asking is not None:
        return asking
    try:
        return _handed_over(request, found(new_link(request.visitor, user)), person.name)
    except PersonError as refused:
        return _refused(request, user, refused)


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
            change = found(preview_rights(request.visitor, user, form.wanted()))
            if request.POST.get(SHOWN) == _digest(change):
                return _changed(request, user, form)
        except PersonError as wrong:
            form.add_error(_field(wrong, form), told(wrong))
    is_another = change is not None and SHOWN in request.POST
    about = {"form": form, "person": person, "is_another": is_another}
    context = {**about, "change": change, **_shown(change)}
    return answer(request, "console/people/rights.html", context)


@page(Permission.PEOPLE_WRITE)
def act_on_person(request: ConsoleRequest, user: int, act: str) -> HttpResponse:
    """Shutting out, letting in, taking away a second factor: said first, then done."""
    if act not in _ACTS:
        raise Http404
    person, wanted = _colleague(request, user), _ACTS[act]
    asking = ask_first(request, _meaning(person, wanted.title, wanted.will))
    if asking is not None:
        return asking
    try:
        found(wanted.do(request.visitor, user))
    except PersonError as refused:
        return _refused(request, user, refused)
    back = reverse("person-act", args=(user, wanted.undo)) if wanted.undo else ""
    leave_notice(request, str(wanted.did), action=(_("Undo"), back) if back else None)
    return go("person", user)


def _meaning(person: Colleague, title: Promise | str, will: Sequence[Promise | str]) -> Meaning:
    """What is done to somebody, as they are now."""
    here = reverse("person", args=(person.id,))
    return Meaning(
        title=title,
        says=[str(each) % {"name": person.name} for each in will],
        button=title,
        back=here,
        crumbs=((_("People"), reverse("people")), (person.name, here)),
        state=(
            (person.id, person.role, person.is_active, person.scope),
            (person.has_second_factor, person.has_password, person.invited_until),
        ),
        is_stop=False,
    )


def _refused(request: ConsoleRequest, user: int, refused: PersonError) -> HttpResponse:
    leave_notice(request, told(refused), kind="stop")
    return go("person", user)


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
    return {
        "before": ROLES[change.before.role],
        "after": ROLES[change.after.role],
        "shown_field": SHOWN,
        "digest": _digest(change),
    }


def _digest(change: RightsChange) -> str:
    """By this somebody agrees with a change of rights."""
    return digest_of(change.name, change.before, change.after, change.reach)


def _field(wrong: PersonError, form: RightsForm) -> str | None:
    """The field that is the matter, when it is one."""
    names = {"taken": "email", "address": "email", "nothing": "limited"}
    name = names.get(wrong.code, wrong.code)
    return name if name in form.fields else None


def _handed_over(request: ConsoleRequest, secret: str, name: str) -> HttpResponse:
    url = request.build_absolute_uri(reverse("invitation", args=(secret,)))
    return answer(request, "console/people/link.html", {"url": url, "name": name})
