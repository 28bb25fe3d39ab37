"""Employer groups: which there are, who is in them, and joining and leaving on a date."""

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from verzuimbrug.application.configuration.configure import Configured
from verzuimbrug.application.configuration.entries import GroupEntry, MembershipEntry
from verzuimbrug.application.employers.group_members import (
    MemberState,
    add_member,
    end_membership,
)
from verzuimbrug.application.employers.group_reading import (
    GroupShown,
    list_group_members,
    list_shown_groups,
    show_group,
)
from verzuimbrug.application.employers.groups import save_group
from verzuimbrug.application.employers.showing import show_employer
from verzuimbrug.application.pages import Window
from verzuimbrug.console.addresses import AFTER, number_in, paging, with_query
from verzuimbrug.console.configuring.rights import may_share, shared_page
from verzuimbrug.console.configuring.saving import Saving, preview_or_save
from verzuimbrug.console.links import Crumb
from verzuimbrug.console.pages import ConsoleRequest, answer, found, page
from verzuimbrug.console.words import MEMBERS
from verzuimbrug.domain.permissions import Permission

_PAGE = 50
_ENDED = "afgelopen"
_DAY = {"type": "date"}


class GroupForm(forms.Form):
    """What a group is called."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    notes = forms.CharField(
        label=gettext_lazy("Notes"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    is_open = forms.BooleanField(
        label=gettext_lazy("Open for new members"),
        required=False,
        help_text=gettext_lazy("A closed group keeps its members and takes no new ones."),
    )


class NewGroupForm(GroupForm):
    """A new group has a code besides."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=60,
        help_text=gettext_lazy("Recognisable for account management; it cannot be changed later."),
    )
    field_order = ("code", "name")


class JoinForm(forms.Form):
    """An employer joins."""

    code = forms.CharField(label=gettext_lazy("Employer code"), max_length=200)
    start = forms.DateField(
        label=gettext_lazy("Member from"),
        required=False,
        widget=forms.DateInput(attrs=_DAY),
        help_text=gettext_lazy("Left empty: from today. What waits for the employer goes on then."),
    )


class LeaveForm(forms.Form):
    """An employer leaves."""

    end = forms.DateField(
        label=gettext_lazy("Last day as a member"), widget=forms.DateInput(attrs=_DAY)
    )
    run_out = forms.DateField(
        label=gettext_lazy("Run-out up to and including"),
        required=False,
        widget=forms.DateInput(attrs=_DAY),
        help_text=gettext_lazy(
            "Absence that is open on the last day goes on being taken over until then. Left "
            "empty: no report is taken over after the last day."
        ),
    )


@page(Permission.GROUPS_READ)
def groups(request: ConsoleRequest) -> HttpResponse:
    """All groups."""
    context = {
        "groups": list_shown_groups(request.visitor.reader),
        "crumbs": _crumbs()[:1],
        "actions": [(_("New group"), reverse("group-new"))] if _may(request) else [],
    }
    return answer(request, "console/employers/groups.html", context)


@page(Permission.GROUPS_READ)
def group(request: ConsoleRequest, group: int) -> HttpResponse:
    """One group, with its members page by page."""
    reader = request.visitor.reader
    shown = found(show_group(reader, group))
    window = Window(after=number_in(request, AFTER) or 0, limit=_PAGE)
    with_ended = _ENDED in request.GET
    members = list_group_members(reader, group, window, ended=with_ended)
    other = None if with_ended else "ja"
    context = {
        "group": shown,
        "members": members.items,
        "states": MEMBERS,
        "leaving": (MemberState.MEMBER, MemberState.TO_COME, MemberState.RUN_OUT),
        "with_ended": with_ended,
        "other_url": with_query(request, **{_ENDED: other, AFTER: None}),
        "paging": paging(request, following=members.next),
        "may_change": _may(request),
        "crumbs": _crumbs(),
        "actions": _actions(request, shown),
    }
    return answer(request, "console/employers/group.html", context)


@shared_page(Permission.GROUPS_WRITE)
def new(request: ConsoleRequest) -> HttpResponse:
    """A new group."""
    form = NewGroupForm(request.POST or None, initial={"is_open": True})
    if not form.is_valid():
        return _form(request, form, _("New group"), reverse("groups"))
    code = form.cleaned_data["code"]
    saving = Saving(
        title=_("New group %(code)s") % {"code": code},
        back=reverse("groups"),
        done=_("Group %(code)s is made.") % {"code": code},
        crumbs=_crumbs(),
        button=_("Make"),
    )
    return _save(request, saving, GroupEntry(**form.cleaned_data))


@shared_page(Permission.GROUPS_WRITE)
def edit(request: ConsoleRequest, group: int) -> HttpResponse:
    """The group with another name, other notes, open or closed."""
    shown = found(show_group(request.visitor.reader, group))
    initial = {"name": shown.name, "notes": shown.notes, "is_open": shown.is_open}
    form = GroupForm(request.POST or None, initial=initial)
    title, back = _("Change group %(code)s") % {"code": shown.code}, _url(shown)
    if not form.is_valid():
        return _form(request, form, title, back)
    done = _("Group %(code)s is changed.") % {"code": shown.code}
    saving = Saving(title=title, back=back, done=done, crumbs=_crumbs(shown))
    return _save(request, saving, GroupEntry(code=shown.code, **form.cleaned_data))


def _save(request: ConsoleRequest, saving: Saving, entry: GroupEntry) -> HttpResponse:
    reader = request.visitor.reader

    def change(dry_run: bool) -> Configured:  # noqa: FBT001 -- as `Change` says
        return save_group(reader.arbodienst, entry, by=reader.principal, dry_run=dry_run)

    return preview_or_save(request, saving, change)


@shared_page(Permission.GROUPS_WRITE)
def join(request: ConsoleRequest, group: int) -> HttpResponse:
    """An employer becomes a member."""
    reader = request.visitor.reader
    shown = found(show_group(reader, group))
    form = JoinForm(request.POST or None, initial={"code": request.GET.get("code", "")})
    title = _("Add an employer to %(code)s") % {"code": shown.code}
    if not form.is_valid():
        return _form(request, form, title, _url(shown))
    code = form.cleaned_data["code"].strip()
    entry = MembershipEntry(group=shown.code, start=form.cleaned_data["start"])

    def change(dry_run: bool) -> Configured:  # noqa: FBT001 -- as `Change` says
        return add_member(reader.arbodienst, code, entry, by=reader.principal, dry_run=dry_run)

    done = _("Employer %(employer)s is in group %(group)s.")
    saving = Saving(
        title=title,
        back=_url(shown),
        done=done % {"employer": code, "group": shown.code},
        crumbs=_crumbs(shown),
        button=_("Add"),
    )
    return preview_or_save(request, saving, change)


@shared_page(Permission.GROUPS_WRITE)
def leave(request: ConsoleRequest, group: int, employer: int) -> HttpResponse:
    """The membership of an employer ends, on a date and with a run-out when that is wished."""
    reader = request.visitor.reader
    shown = found(show_group(reader, group))
    member = found(show_employer(reader, employer))
    form = LeaveForm(request.POST or None, initial={"end": timezone.localdate().isoformat()})
    title = _("End the membership of %(name)s") % {"name": member.name}
    if not form.is_valid():
        return _form(request, form, title, _url(shown))
    ended = MembershipEntry(group=shown.code, **form.cleaned_data)

    def change(dry_run: bool) -> Configured:  # noqa: FBT001 -- as `Change` says
        by = reader.principal
        return end_membership(reader.arbodienst, member.code, ended, by=by, dry_run=dry_run)

    saving = Saving(
        title=title,
        back=_url(shown),
        done=_("The membership of %(name)s ends.") % {"name": member.name},
        crumbs=_crumbs(shown),
        button=_("End the membership"),
        is_stop=True,
    )
    return preview_or_save(request, saving, change)


def _may(request: ConsoleRequest) -> bool:
    return may_share(request, Permission.GROUPS_WRITE)


def _actions(request: ConsoleRequest, shown: GroupShown) -> list[tuple[str, str]]:
    if not _may(request):
        return []
    change = (_("Change"), reverse("group-edit", args=[shown.id]))
    if not shown.is_open:
        return [change]
    return [(_("Add an employer"), reverse("group-join", args=[shown.id])), change]


def _url(shown: GroupShown) -> str:
    return reverse("group", args=[shown.id])


def _crumbs(shown: GroupShown | None = None) -> tuple[Crumb, ...]:
    crumbs = [(_("Employers"), reverse("employers")), (_("Employer groups"), reverse("groups"))]
    if shown is not None:
        crumbs.append((shown.code, _url(shown)))
    return tuple(crumbs)


def _form(request: ConsoleRequest, form: forms.Form, title: str, back: str) -> HttpResponse:
    context = {"form": form, "title": title, "back": back, "crumbs": _crumbs()}
    status = 422 if form.is_bound else 200
    return answer(request, "console/configuring/form.html", context, status=status)
