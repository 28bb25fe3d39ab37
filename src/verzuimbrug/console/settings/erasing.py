"""Terms of the arbodienst, and erasing by them: shown first, approved, then done in portions."""

from collections.abc import Mapping, Sequence

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from verzuimbrug.application.configuration.configure import Configured
from verzuimbrug.application.configuration.configured_objects import (
    own_arbodienst,
    read_object,
    save_object,
)
from verzuimbrug.application.erasing.runs import (
    RetentionPreview,
    approve_retention,
    list_terms,
    preview_retention,
)
from verzuimbrug.console.configuring.rights import shared_page
from verzuimbrug.console.configuring.saving import Saving, preview_or_save
from verzuimbrug.console.confirming import Meaning, ask_first
from verzuimbrug.console.deciders import decider_of
from verzuimbrug.console.language import language
from verzuimbrug.console.links import Crumb
from verzuimbrug.console.notices import leave_notice
from verzuimbrug.console.pages import ConsoleRequest, answer, go
from verzuimbrug.domain.permissions import Permission
from verzuimbrug.domain.retention import LEAST_DAYS, MOST_DAYS, RetentionKind, Unfinished

KINDS = {
    RetentionKind.MESSAGES: gettext_lazy("Messages as received"),
    RetentionKind.PROPOSALS: gettext_lazy("Decided proposals for employers"),
    RetentionKind.ANSWERS: gettext_lazy("Answers that the sender collected"),
    RetentionKind.DOSSIERS: gettext_lazy("Dossiers of which all cases ended"),
}
THEN = {
    RetentionKind.MESSAGES: gettext_lazy(
        "The content as received is erased, and the lists of changes that were shown of it. What "
        "became of the message, its report and the dossiers stay."
    ),
    RetentionKind.PROPOSALS: gettext_lazy(
        "What was proposed is erased. That it was proposed, and how it was decided, stays."
    ),
    RetentionKind.ANSWERS: gettext_lazy(
        "The content of the answer is erased. That it was sent and collected, and what it said of "
        "which report, stays. An answer that was not collected is never erased."
    ),
    RetentionKind.DOSSIERS: gettext_lazy(
        "The person is erased with all that is kept of them, as on request, and so is the content "
        "of every message that holds them. The case system is told; senders and receivers are not."
    ),
}
REASONS = {
    Unfinished.AT_WORK: gettext_lazy("not processed yet, held or failed"),
    Unfinished.WAITING: gettext_lazy("waits for an employer or a person"),
    Unfinished.UNDECIDED: gettext_lazy("somebody still has to decide on it"),
    Unfinished.UNSEEN: gettext_lazy("rejected, and nobody looked at it yet"),
    Unfinished.OPEN_CASE: gettext_lazy("belongs to a case that is open"),
    Unfinished.UNDONE: gettext_lazy("undone, which can be taken back"),
    Unfinished.CORRECTION: gettext_lazy("has a correction that is not processed yet"),
    Unfinished.ANSWERS: gettext_lazy("has an answer that was not collected yet"),
    Unfinished.PASSED_ON: gettext_lazy("holds what is still kept for the case system"),
    Unfinished.MAIL: gettext_lazy("a mail about it was not sent yet"),
    Unfinished.DELIVERY: gettext_lazy("is part of an initial load or reconciliation at work"),
    Unfinished.EVENTS: gettext_lazy("events of it are still kept for the case system"),
    Unfinished.EXPORTS: gettext_lazy("a receiver has still to be told of it"),
    Unfinished.SINCE: gettext_lazy("a message about it came since"),
}


class TermsForm(forms.Form):
    """Days for each kind; without days nothing of it is erased."""

    def __init__(self, *args: object, **values: object) -> None:
        super().__init__(*args, **values)  # type: ignore[arg-type]
        for kind, label in KINDS.items():
            self.fields[kind.value] = forms.IntegerField(
                label=label,
                required=False,
                min_value=LEAST_DAYS,
                max_value=MOST_DAYS,
                help_text=THEN[kind],
            )

    @property
    def terms(self) -> dict[str, int]:
        """The terms that are given."""
        return {kind: days for kind, days in self.cleaned_data.items() if days}


@shared_page(Permission.CONFIGURATION_WRITE)
def terms(request: ConsoleRequest) -> HttpResponse:
    """The terms in days: written, looked at and saved, with the way back."""
    reader = request.visitor.reader
    initial = {kind.value: days for kind, days in list_terms(reader).items()}
    form = TermsForm(request.POST or None, initial=initial)
    title = _("Change retention terms")
    lead = _("Days. Without a term nothing is erased; with one neither, until somebody approves.")
    if not form.is_valid():
        context = {"form": form, "title": title, "lead": lead, "back": reverse("retention")}
        status = 422 if form.is_bound else 200
        context["crumbs"] = crumbs_of()
        return answer(request, "console/configuring/form.html", context, status=status)
    of = own_arbodienst(reader.arbodienst)

    def change(dry_run: bool) -> Configured:  # noqa: FBT001 -- as `Change` says
        content = {**(read_object(of) or {}), "retention": form.terms}
        return save_object(of, content, by=reader.principal, dry_run=dry_run)

    saving = Saving(
        title=title,
        lead=lead,
        back=reverse("retention"),
        done=_("The retention terms are changed."),
        crumbs=crumbs_of(),
    )
    return preview_or_save(request, saving, change)


@shared_page(Permission.SETTINGS_WRITE)
def erase(request: ConsoleRequest) -> HttpResponse:
    """What is over its term: shown, approved as shown, and then erased in the background."""
    reader = request.visitor.reader
    shown = preview_retention(reader)
    if not shown.counts:
        leave_notice(request, _nothing(shown), kind="attention")
        return go("retention")
    asking = ask_first(request, _meaning(shown))
    if asking is not None:
        return asking
    approved = approve_retention(decider_of(request), shown.digest)
    if approved.findings:
        leave_notice(request, approved.findings[0].text(language()), kind="stop")
    else:
        leave_notice(request, _("It is being erased. This page says how far it is."))
    return go("retention")


def _nothing(shown: RetentionPreview) -> str:
    text = _("Nothing can be erased now.")
    return " ".join((text, *reasons_of(shown.reasons)))


def reasons_of(reasons: Mapping[Unfinished, int]) -> Sequence[str]:
    """How much is over its term and stays, by why."""
    told = _("%(count)s stays: %(reason)s.")
    return [told % {"count": n, "reason": REASONS[each]} for each, n in sorted(reasons.items())]


def _meaning(shown: RetentionPreview) -> Meaning:
    return Meaning(
        title=_("Erase what is over its term"),
        lead=_("What is opened again before its turn is left out."),
        says=(
            *(THEN[kind] for kind in shown.counts),
            _("This cannot be undone. It is kept who approved, when, and how much was erased."),
            *reasons_of(shown.reasons),
        ),
        facts=[(KINDS[kind], number) for kind, number in shown.counts.items()],
        columns=(_("What"), _("Employer code"), _("Number")),
        rows=_rows(shown),
        button=_("Erase"),
        back=reverse("retention"),
        crumbs=crumbs_of(),
        state=shown.digest,
    )


def _rows(shown: RetentionPreview) -> list[tuple[object, object, object]]:
    return [
        (KINDS[kind], code or _("(none)"), number)
        for kind, codes in shown.employers.items()
        for code, number in codes.items()
    ]


def crumbs_of() -> tuple[Crumb, ...]:
    """Where these pages stand."""
    return ((_("Management"), reverse("settings")), (_("Retention terms"), reverse("retention")))
