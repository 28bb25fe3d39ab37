"""Taking an edition more, or one no longer: first what that means, then a new version."""

from collections.abc import Iterator, Sequence

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _, gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from verzuimbrug.application.configuration.configure import Configured
from verzuimbrug.application.configuration.configured_objects import read_object
from verzuimbrug.application.editions.accepting import EditionChange, change_editions
from verzuimbrug.application.editions.arriving import LATELY, came_lately
from verzuimbrug.console.configuring.saving import Saving, preview_or_save
from verzuimbrug.console.couplings.opening import Crumb, Opened, opened_to_change
from verzuimbrug.console.couplings.streams import stream_object
from verzuimbrug.console.pages import ConsoleRequest, found, page
from verzuimbrug.console.templatetags.console import number
from verzuimbrug.domain.permissions import Permission

ACCEPT, STOP = "aanvaarden", "stoppen"
"""The fields that name editions: those to take too, and those to take no longer."""
_MOST, _LONGEST = 20, 10


class EditionField(forms.MultipleChoiceField):
    """Editions by year; which there are is for the configuration to say."""

    def valid_value(self, value: str) -> bool:
        """Any that can be one."""
        return len(value) <= _LONGEST


class EditionForm(forms.Form):
    """Which editions a stream takes from now on too, and which no longer."""

    aanvaarden = EditionField(required=False)
    stoppen = EditionField(required=False)

    def change(self) -> EditionChange:
        """What was asked; nothing when that cannot be read."""
        if not self.is_valid():
            return EditionChange()
        accept, stop = (self.cleaned_data.get(name, ())[:_MOST] for name in (ACCEPT, STOP))
        return EditionChange(accept=frozenset(accept), stop=frozenset(stop))


@require_POST
@page(Permission.STREAMS_WRITE)
def change(request: ConsoleRequest, coupling: int, stream: str) -> HttpResponse:
    """What another set of editions means, and once agreed with, that."""
    of = opened_to_change(request, coupling)
    found(read_object(stream_object(of, stream)))
    asked = EditionForm(request.POST).change()

    def save(dry_run: bool) -> Configured:  # noqa: FBT001 -- as `Change` says
        return change_editions(
            of.ref.arbodienst, (of.head.name, stream), asked, by=of.by, dry_run=dry_run
        )

    return preview_or_save(request, _saving(of, stream, asked), save)


def _saving(of: Opened, stream: str, asked: EditionChange) -> Saving:
    return Saving(
        title=stream,
        lead=" ".join(_meanings(of, stream, asked)),
        crumbs=(*of.crumbs, editions_crumb(of)),
        back=of.url("coupling-editions"),
        done=_("Stream %(stream)s is saved as a new version.") % {"stream": stream},
        button=_("Take it no longer") if asked.stop else _("Take it too"),
        is_stop=bool(asked.stop),
        shadow=of.url("coupling-shadow", stream),
    )


def editions_crumb(of: Opened) -> Crumb:
    """The way back to the editions."""
    return (gettext_lazy("Editions"), of.url("coupling-editions"))


def _meanings(of: Opened, stream: str, asked: EditionChange) -> Iterator[str]:
    """What each of the editions comes to."""
    for edition in sorted(asked.accept):
        said = _(
            "Messages of edition %(edition)s are taken from now on. What its processing codes mean "
            "is not confirmed yet: ask the sender, and tick it in the settings of the stream."
        )
        yield said % {"edition": edition}
    for edition in sorted(asked.stop):
        yield _stopped(edition, came_lately(of.ref, stream, edition))


def _stopped(edition: str, messages: int) -> str:
    params: dict[str, object] = {
        "edition": edition,
        "count": number(messages),
        "days": LATELY.days,
    }
    if not messages:
        said = _(
            "In the last %(days)s days nothing came in edition %(edition)s. What still comes in it "
            "is rejected from now on."
        )
        return said % params
    told = ngettext(
        "In the last %(days)s days %(count)s message came in edition %(edition)s. Such messages "
        "are rejected from now on.",
        "In the last %(days)s days %(count)s messages came in edition %(edition)s. Such messages "
        "are rejected from now on.",
        messages,
    )
    return told % params


def sent(change: EditionChange) -> Sequence[tuple[str, str]]:
    """The fields of a form that asks for a change."""
    accepted = [(ACCEPT, edition) for edition in sorted(change.accept)]
    return [*accepted, *((STOP, edition) for edition in sorted(change.stop))]
