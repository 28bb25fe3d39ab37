"""A shadow run: other settings on the messages that came in, before they go live."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _, gettext_lazy

from verzuimbrug.application.configuration.choices import stream_choices
from verzuimbrug.application.configuration.configure import Configured
from verzuimbrug.application.configuration.configured_objects import read_object, save_object
from verzuimbrug.application.configuration.profiles import editions_of
from verzuimbrug.application.configuration.showing_first import Change, show_change
from verzuimbrug.application.editions.accepting import EditionChange, change_editions
from verzuimbrug.application.editions.choosing import USUAL_MESSAGES, Which
from verzuimbrug.application.editions.proposing import Proposed, other_editions
from verzuimbrug.application.editions.shadow_run import Asked, ShadowRun, shadow_run
from verzuimbrug.console.configuring.differences import changed_objects
from verzuimbrug.console.configuring.saving import ON, filled_in
from verzuimbrug.console.confirming import SHOWN
from verzuimbrug.console.couplings.opening import Opened, opened_to_change
from verzuimbrug.console.couplings.streams import stream_form, stream_object, streams_crumb
from verzuimbrug.console.editions.changing import ACCEPT, STOP, EditionForm, sent
from verzuimbrug.console.editions.words import DIFFERENCES, STATES, left_of, rows_of
from verzuimbrug.console.findings import explained
from verzuimbrug.console.pages import ConsoleRequest, answer, found, page
from verzuimbrug.domain.permissions import Permission

MOST_SHOWN = 100
_MOST_HERE = 2000
"""A page waits for some seconds; on the command line there is a bar, and more can be compared."""
_HAS_SETTINGS = "employer_code"
"""A field that every form of a stream has."""


class AmountForm(forms.Form):
    """Which messages: the last ones, or the first ones since a moment."""

    laatste = forms.IntegerField(
        label=gettext_lazy("How many messages at most"),
        min_value=1,
        max_value=_MOST_HERE,
        initial=USUAL_MESSAGES,
        help_text=gettext_lazy("The last that came in; or with a moment the first since then."),
    )
    sinds = forms.DateTimeField(
        label=gettext_lazy("Received since"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def which(self) -> Which:
        """What was asked for, of a form that is right."""
        return Which(most=self.cleaned_data["laatste"], since=self.cleaned_data["sinds"])


class EditionsForm(EditionForm):
    """The editions to choose from: those that are not taken yet, and those that are."""

    def __init__(self, data: Any, settings: Any) -> None:  # noqa: ANN401 -- as of Django
        super().__init__(data)
        taken, known = settings["editions"], editions_of(settings["message"])
        labels = {ACCEPT: _("Take these editions too"), STOP: _("Take these editions no longer")}
        for name, options in ((ACCEPT, [e for e in known if e not in taken]), (STOP, taken)):
            if not options:
                del self.fields[name]
                continue
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 -- as declared there
            field.label, field.widget = labels[name], forms.CheckboxSelectMultiple()
            field.choices = [(each, each) for each in options]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Proposal:
    """Other settings: how they are saved, and with which fields they are sent again."""

    proposed: Proposed
    save: Change
    save_url: str
    kept: Sequence[tuple[str, str]]
    back_url: str
    goes_on: bool


@page(Permission.STREAMS_WRITE)
def shadow(request: ConsoleRequest, coupling: int, stream: str) -> HttpResponse:
    """The form; and below it what comes out differently under the settings that were sent."""
    of = opened_to_change(request, coupling)
    stored = found(read_object(stream_object(of, stream)))
    is_sent = request.method == "POST"
    amount = AmountForm(request.POST if is_sent else None)
    editions = EditionsForm(request.POST if is_sent else None, stored)
    proposal = _proposal(request, of, stream, editions) if is_sent else None
    if is_sent and proposal is None:
        amount.is_valid()
        amount.add_error(None, _("Choose what is to change, or fill in the settings first."))
    run = None
    if proposal is not None and amount.is_valid():
        asked = Asked(stream=stream, proposed=proposal.proposed, which=amount.which())
        run = shadow_run(of.ref, asked, by=of.by)
    context = {
        "of": of,
        "head": of.head,
        "stream": stream,
        "crumbs": (*of.crumbs, streams_crumb(of), (stream, of.url("coupling-stream", stream))),
        "amount": amount,
        "editions": editions,
        "proposal": proposal,
        "shown_field": SHOWN,
        "on": ON,
        **(_told(run, proposal) if run is not None and proposal is not None else {}),
    }
    is_wrong = is_sent and (run is None or bool(run.refused))
    return answer(request, "console/editions/shadow.html", context, status=422 if is_wrong else 200)


def _proposal(
    request: ConsoleRequest, of: Opened, stream: str, editions: EditionForm
) -> _Proposal | None:
    if _HAS_SETTINGS in request.POST:
        return _of_settings(request, of, stream)
    change = editions.change()
    return _of_editions(of, stream, change) if change else None


def _of_settings(request: ConsoleRequest, of: Opened, stream: str) -> _Proposal | None:
    """The form of the stream, filled in and not saved."""
    what = stream_object(of, stream)
    form = stream_form(request, of, stream_choices(of.head.portal), found(read_object(what)))
    if not form.is_valid():
        return None
    content = form.content(stream)

    def save(dry_run: bool) -> Configured:  # noqa: FBT001 -- as `Change` says
        return save_object(what, content, by=of.by, dry_run=dry_run)

    url = of.url("coupling-stream", stream)
    return _Proposal(
        proposed=Proposed(settings=content),
        save=save,
        save_url=url,
        kept=filled_in(request, *AmountForm.base_fields),
        back_url=url,
        goes_on=True,
    )


def _of_editions(of: Opened, stream: str, change: EditionChange) -> _Proposal:
    def save(dry_run: bool) -> Configured:  # noqa: FBT001 -- as `Change` says
        return change_editions(
            of.ref.arbodienst, (of.head.name, stream), change, by=of.by, dry_run=dry_run
        )

    return _Proposal(
        proposed=other_editions(of.ref, stream, change),
        save=save,
        save_url=of.url("coupling-stream-editions", stream),
        kept=sent(change),
        back_url=of.url("coupling-editions"),
        goes_on=False,
    )


def _told(run: ShadowRun, proposal: _Proposal) -> dict[str, object]:
    """What was found, in words, and what saving would change."""
    shown, comparison = show_change(proposal.save), run.comparison
    return {
        "run": run,
        "refused": explained(run.refused),
        "changes": changed_objects(shown.differences),
        "faults": explained(shown.findings),
        "digest": shown.digest,
        "counts": [(DIFFERENCES[kind], count) for kind, count in comparison.counts.items()],
        "different": len(comparison.different),
        "more": max(len(comparison.different) - MOST_SHOWN, 0),
        "left": left_of(run.left),
        "messages": [
            {
                "delivered": run.delivered[each.message],
                "kinds": [DIFFERENCES[kind] for kind in comparison.counts if kind in each.kinds],
                "stands": STATES[each.stands.state],
                "changed": STATES[each.changed.state],
                "rows": tuple(rows_of(each, run.delivered[each.message])),
            }
            for each in comparison.different[:MOST_SHOWN]
        ],
    }
