"""Healing groups of the parking lot: what belongs to it, a preview, and then it is done.

Of one group, by its address, or of several of one cause that were chosen in the list.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from verzuimbrug.application.pages import Window
from verzuimbrug.application.parking.addresses import read_address, write_address
from verzuimbrug.application.parking.candidates import list_candidates_of
from verzuimbrug.application.parking.choices import healing_choices
from verzuimbrug.application.parking.healing import heal_all
from verzuimbrug.application.parking.listing import list_parked_reports, show_group
from verzuimbrug.application.parking.treatment import Healed, Treatment
from verzuimbrug.application.parking.values import GroupKey, ParkedGroup, ParkedReport
from verzuimbrug.application.reports.findings import Audience
from verzuimbrug.application.reports.values import ExplainedFinding
from verzuimbrug.console.configuring.rights import may_share
from verzuimbrug.console.confirming import SHOWN, digest_of
from verzuimbrug.console.deciders import decider_of
from verzuimbrug.console.language import language
from verzuimbrug.console.links import messages_of
from verzuimbrug.console.notices import leave_notice
from verzuimbrug.console.pages import ConsoleRequest, answer, found, go, page
from verzuimbrug.console.waiting.cards import since_of
from verzuimbrug.console.waiting.differences import ShownDifference, shown_differences
from verzuimbrug.console.waiting.tabs import crumbs_of
from verzuimbrug.console.waiting.treating import Asked, TreatmentForm, lasting_of
from verzuimbrug.domain.parking import Healing
from verzuimbrug.domain.permissions import Permission

MOST_TOGETHER = 25
_REPORTS_SHOWN = 100
_STEP, _LOOK, _DO = "stap", "bekijk", "doe"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What comes of one group: what would go on, what changes, what stands in the way."""

    group: ParkedGroup
    sentence: str
    reports: int
    differences: tuple[ShownDifference, ...]
    findings: tuple[ExplainedFinding, ...]
    listed: tuple[ParkedReport, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What healing comes to, as it is shown before it is done."""

    treatments: Sequence[tuple[GroupKey, Treatment]]
    healed: Sequence[Healed]

    @property
    def digest(self) -> str:
        """By this somebody agrees with just this."""
        each = [
            (
                key,
                treatment,
                healed.reports,
                [difference.to_json() for difference in healed.differences],
                [finding.to_json() for finding in healed.findings],
            )
            for (key, treatment), healed in zip(self.treatments, self.healed, strict=True)
        ]
        return digest_of(each)


@page(Permission.PARKING_HEAL)
def heal_group(request: ConsoleRequest, address: str, healing: str) -> HttpResponse:
    """One group."""
    key = found(read_address(address))
    back = reverse("parked-group", args=(address,))
    return _treat(request, [key], _healing_of(healing), back)


@page(Permission.PARKING_HEAL)
@require_POST
def heal_together(request: ConsoleRequest) -> HttpResponse:
    """Several groups of one cause."""
    addresses = request.POST.getlist("groep_adres")[:MOST_TOGETHER]
    keys = [found(read_address(each)) for each in addresses]
    healing = _healing_of(request.POST.get("actie", ""))
    if not keys:
        leave_notice(request, _("You chose no group yet."), kind="attention")
        return go("waiting")
    if len({(key.account, key.cause) for key in keys}) > 1:
        text = _("Choose groups of one coupling with one cause to heal them together.")
        leave_notice(request, text, kind="attention")
        return go("waiting")
    back = f"{reverse('waiting')}?oorzaak={keys[0].cause}"
    return _treat(request, keys, healing, back)


def _healing_of(text: str) -> Healing:
    try:
        healing = Healing(text)
    except ValueError as wrong:
        raise Http404 from wrong
    if not healing.is_done_here:
        raise Http404
    return healing


def _treat(
    request: ConsoleRequest, keys: Sequence[GroupKey], healing: Healing, back: str
) -> HttpResponse:
    reader = request.visitor.reader
    groups = [group for key in keys if (group := show_group(reader, key)) is not None]
    if not groups:
        return _gone(request)
    asked = Asked(
        healing=healing,
        groups=groups,
        choices=healing_choices(reader, keys[0].account),
        known=list_candidates_of(reader, keys[0].account, [key.subject for key in keys])
        if healing is Healing.LINK_PERSON
        else {},
    )
    step = request.POST.get(_STEP, "")
    form = TreatmentForm(asked, request.POST if step else None)
    is_plain = not form.fields
    if not is_plain and (not step or not form.is_valid()):
        return _form(request, asked, form, back)
    if is_plain and not step:
        form = TreatmentForm(asked, {})
    form.is_valid()
    treatments = form.treatments()
    healed = heal_all(decider_of(request), treatments, dry_run=True)
    shown = Preview(treatments=treatments, healed=healed)
    if step == _DO and request.POST.get(SHOWN) == shown.digest:
        return _done(request, asked, form, back)
    return _preview(request, asked, form, back, shown)


def _gone(request: ConsoleRequest) -> HttpResponse:
    """What somebody else healed meanwhile; an address that never was one is not there."""
    if request.method == "GET":
        raise Http404
    leave_notice(request, _("This does not wait any more."), kind="info")
    return go("waiting")


def _form(request: ConsoleRequest, asked: Asked, form: TreatmentForm, back: str) -> HttpResponse:
    context = {**_frame(asked, back), "form": form}
    return answer(request, "console/waiting/heal_form.html", context)


def _preview(
    request: ConsoleRequest, asked: Asked, form: TreatmentForm, back: str, shown: Preview
) -> HttpResponse:
    """What would go on and what would change; the treatment goes along in the form."""
    treatments, healed = shown.treatments, shown.healed
    outcomes = _outcomes(request, asked, treatments, healed, with_reports=len(asked.groups) == 1)
    total = sum(each.reports for each in healed)
    context = {
        **_frame(asked, back),
        "shown_field": SHOWN,
        "digest": shown.digest,
        "is_another": SHOWN in request.POST,
        "lasts": lasting_of(asked.healing),
        "form": form,
        "outcomes": outcomes,
        "total": total,
        "can_be": any(not _is_refused(each) for each in outcomes),
        "left": len(asked.groups) - len(treatments),
    }
    return answer(request, "console/waiting/heal_preview.html", context)


def _done(request: ConsoleRequest, asked: Asked, form: TreatmentForm, back: str) -> HttpResponse:
    treatments = form.treatments()
    healed = heal_all(decider_of(request), treatments)
    outcomes = _outcomes(request, asked, treatments, healed)
    refused = [each for each in outcomes if _is_refused(each)]
    if refused:
        context = {**_frame(asked, back), "form": form, "outcomes": refused, "was_done": True}
        _tell(request, asked, healed)
        return answer(request, "console/waiting/heal_preview.html", context)
    _tell(request, asked, healed)
    return go("waiting")


def _tell(request: ConsoleRequest, asked: Asked, healed: Sequence[Healed]) -> None:
    """What was done, with where the reports that go on can be seen."""
    done = [each for each in healed if each.applied]
    if not done:
        return
    reports = sum(each.reports for each in done)
    text = ngettext(
        "%(what)s: done. %(count)s report goes on.",
        "%(what)s: done. %(count)s reports go on.",
        reports,
    ) % {"what": asked.healing.label(language()), "count": reports}
    action = _undo_of(request, asked, done)
    leave_notice(request, f"{text} {lasting_of(asked.healing)}", action=action)


def _undo_of(
    request: ConsoleRequest, asked: Asked, done: Sequence[Healed]
) -> tuple[str, str] | None:
    """Where it is taken back: the change of the configuration, or what the messages changed.

    A save that only made employers is not undone: each is changed on its own page.
    """
    if not any(each.differences for each in done):
        coupling = asked.groups[0].account
        return (_("Messages of this coupling"), messages_of(coupling=coupling))
    if not may_share(request, Permission.EMPLOYERS_WRITE):
        return None
    saves = [each.save for each in done if each.save is not None]
    if not saves:
        return (_("Employers"), reverse("employers"))
    if len(saves) == 1:
        return (_("Undo"), reverse("save-undo", args=(saves[0],)))
    return (_("Versions"), reverse("versions"))


def _frame(asked: Asked, back: str) -> dict[str, object]:
    label = asked.healing.label(language())
    return {
        "title": label,
        "crumbs": crumbs_of("waiting"),
        "healing": asked.healing.value,
        "groups": [_described(group) for group in asked.groups],
        "back": back,
    }


def _described(group: ParkedGroup) -> dict[str, object]:
    return {
        "address": write_address(group.key),
        "where": group.account,
        "subject": " · ".join(group.subject),
        "sentence": group.text(language()),
        "since": since_of(group),
    }


def _outcomes(
    request: ConsoleRequest,
    asked: Asked,
    treatments: Sequence[tuple[GroupKey, object]],
    healed: Sequence[Healed],
    *,
    with_reports: bool = False,
) -> list[Outcome]:
    by_key = {group.key: group for group in asked.groups}
    return [
        _outcome(request, by_key[key], each, with_reports=with_reports)
        for (key, _treatment), each in zip(treatments, healed, strict=True)
    ]


def _outcome(
    request: ConsoleRequest, group: ParkedGroup, healed: Healed, *, with_reports: bool
) -> Outcome:
    listed = None
    if with_reports:
        window = Window(limit=_REPORTS_SHOWN)
        listed = list_parked_reports(request.visitor.reader, group.key, window)
    return Outcome(
        group=group,
        sentence=group.text(language()),
        reports=healed.reports,
        differences=shown_differences(healed.differences),
        findings=Audience(language()).explain(each.to_json() for each in healed.findings),
        listed=listed.items if listed else (),
    )


def _is_refused(outcome: Outcome) -> bool:
    """Whether something stands in the way."""
    return any(finding.severity == "error" for finding in outcome.findings)
