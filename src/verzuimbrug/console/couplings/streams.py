"""The streams of a coupling: how their messages are read, version by version."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _, gettext_lazy

from verzuimbrug.application.configuration.choices import StreamChoices, stream_choices
from verzuimbrug.application.configuration.configure import Configured
from verzuimbrug.application.configuration.configured_objects import (
    list_objects,
    read_object,
    save_object,
)
from verzuimbrug.application.configuration.entries import Plain
from verzuimbrug.application.configuration.versions import ConfiguredObject
from verzuimbrug.application.streams import list_streams
from verzuimbrug.console.configuring.saving import ON, Saving, preview_or_save
from verzuimbrug.console.configuring.setting_words import MODES
from verzuimbrug.console.couplings.opening import Opened, opened, opened_to_change
from verzuimbrug.console.couplings.stream_forms import StreamForm, filled
from verzuimbrug.console.couplings.words import called
from verzuimbrug.console.links import Crumb
from verzuimbrug.console.pages import ConsoleRequest, answer, found, no_right, page
from verzuimbrug.domain.account_status import AccountStatus
from verzuimbrug.domain.permissions import Permission
from verzuimbrug.sivi.tags import DEFAULT_EMPLOYEE_KEY, DEFAULT_EMPLOYER_CODE

_SECTIONS: Sequence[tuple[Any, Sequence[str]]] = (
    (gettext_lazy("What comes in"), ("message", "editions")),
    (
        gettext_lazy("Employer and person"),
        ("employer_code", "trim", "upper", "strip_zeros", "conversion", "employee_key"),
    ),
    (
        gettext_lazy("What the codes mean"),
        (
            "operations",
            "operations_table",
            "operations_per_edition",
            "operations_confirmed",
            "default_classification",
            "cause_classification",
            "safety_net_classification",
            "leave_classification",
            "ended_reasons",
            "maternity_leaves",
        ),
    ),
    (
        gettext_lazy("What becomes of it"),
        ("mode", "gaps", "duplicate_persons", "composite_days", "oldest_days"),
    ),
    (gettext_lazy("Overwriting and converting"), ("field_policies", "conversions")),
    (
        gettext_lazy("Guards"),
        (
            "persons_changed_more_than",
            "persons_changed_percent",
            "cases_withdrawn_more_than",
            "cases_withdrawn_percent",
            "keys_changed_more_than",
            "employments_ended_more_than",
        ),
    ),
    (gettext_lazy("Answers to the sender"), ("answers", "answers_confirmed")),
)
"""The fields of the form, by what they are about."""


class NewStreamForm(forms.Form):
    """The name of a new stream: that by which the portal delivers."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=100,
        help_text=gettext_lazy("Exactly as the portal calls it when it delivers."),
    )


@page(Permission.STREAMS_READ)
def streams(request: ConsoleRequest, coupling: int) -> HttpResponse:
    """The streams of a coupling, and those that its portal may have besides."""
    of = opened(request, coupling)
    known = list_streams(of.ref)
    names = {stream.name for stream in known}
    usual = stream_choices(of.head.portal).names
    context = {
        "of": of,
        "head": of.head,
        "crumbs": of.crumbs,
        "streams": [(stream, called(MODES, str(stream.settings["mode"]))) for stream in known],
        "usual": [(name, message) for name, message in usual.items() if name not in names],
        "may_write": _may_write(request, of),
    }
    return answer(request, "console/couplings/streams.html", context)


@page(Permission.STREAMS_WRITE)
def new_stream(request: ConsoleRequest, coupling: int) -> HttpResponse:
    """A new stream of a coupling."""
    of = opened_to_change(request, coupling)
    naming = NewStreamForm(request.POST or None, initial={"name": request.GET.get("naam", "")})
    choices = stream_choices(of.head.portal)
    message = choices.names.get(request.GET.get("naam", ""), choices.messages[0])
    start = {
        "message": message,
        "employer_code": DEFAULT_EMPLOYER_CODE,
        "employee_key": DEFAULT_EMPLOYEE_KEY,
    }
    form = stream_form(request, of, choices, start)
    is_ready = request.method == "POST" and naming.is_valid() and form.is_valid()
    if is_ready and not _is_new(of, naming):
        is_ready = False
    if not is_ready or ON in request.POST:
        return _shown(request, of, form, {"naming": naming, "stream": ""})
    return _save(request, of, naming.cleaned_data["name"].strip(), form)


@page(Permission.STREAMS_READ)
def stream(request: ConsoleRequest, coupling: int, stream: str) -> HttpResponse:
    """The settings of a stream: looked at, and saved as a new version after a preview."""
    is_sent = request.method == "POST"
    of = opened_to_change(request, coupling) if is_sent else opened(request, coupling)
    content = found(read_object(stream_object(of, stream)))
    form = stream_form(request, of, stream_choices(of.head.portal), content)
    if is_sent:
        if not _may_write(request, of):
            return no_right(request, Permission.STREAMS_WRITE)
        if form.is_valid() and ON not in request.POST:
            return _save(request, of, stream, form)
    return _shown(request, of, form, {"naming": None, "stream": stream})


def stream_object(of: Opened, name: str) -> ConfiguredObject:
    """A stream as a configured object."""
    return ConfiguredObject(arbodienst=of.ref.arbodienst, kind="stream", key=(of.head.name, name))


def streams_crumb(of: Opened) -> Crumb:
    """The way back to the streams."""
    return (gettext_lazy("Streams"), of.url("coupling-streams"))


def _may_write(request: ConsoleRequest, of: Opened) -> bool:
    is_open = of.head.status is not AccountStatus.CLOSED
    return is_open and request.visitor.may(Permission.STREAMS_WRITE)


def _is_new(of: Opened, naming: NewStreamForm) -> bool:
    name = naming.cleaned_data["name"].strip()
    is_new = read_object(stream_object(of, name)) is None
    if not is_new:
        naming.add_error("name", _("There is a stream with this name already."))
    return is_new


def stream_form(
    request: ConsoleRequest, of: Opened, choices: StreamChoices, content: Plain
) -> StreamForm:
    """The form of a stream with this content; filled in when it was sent."""
    tables = [key[0] for key in list_objects(of.ref.arbodienst, "conversion table")]
    return StreamForm(
        request.POST if request.method == "POST" else None,
        initial=filled(content, choices),
        choices=choices,
        tables=tables,
        stored=content,
    )


def _save(request: ConsoleRequest, of: Opened, name: str, form: StreamForm) -> HttpResponse:
    content, what = form.content(name), stream_object(of, name)
    is_known = read_object(what) is not None

    def save(dry_run: bool) -> Configured:  # noqa: FBT001 -- as `Change` says
        return save_object(what, content, by=of.by, dry_run=dry_run)

    saving = Saving(
        title=name,
        crumbs=(*of.crumbs, streams_crumb(of)),
        back=of.url("coupling-streams"),
        done=_("Stream %(stream)s is saved as a new version.") % {"stream": name},
        trial=of.url("coupling-try", name) if is_known else "",
        shadow=of.url("coupling-shadow", name) if is_known else "",
        goes_on=True,
    )
    return preview_or_save(request, saving, save)


def _shown(
    request: ConsoleRequest, of: Opened, form: StreamForm, which: Mapping[str, object]
) -> HttpResponse:
    context = {
        **which,
        "of": of,
        "head": of.head,
        "crumbs": (*of.crumbs, streams_crumb(of)),
        "form": form,
        "sections": [
            (title, [form[name] for name in names if name in form.fields])
            for title, names in _SECTIONS
            if not form.fields.keys().isdisjoint(names)
        ],
        "may_write": _may_write(request, of),
        "may_try": request.visitor.may(Permission.STREAMS_WRITE),
    }
    status = 422 if form.is_bound and not form.is_valid() else 200
    return answer(request, "console/couplings/stream.html", context, status=status)
