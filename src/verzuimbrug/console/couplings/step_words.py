"""The steps of a coupling in words: how each stands, what it lacks, where that is done."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from verzuimbrug.application.couplings.guide import Guide
from verzuimbrug.application.users.visitor import Visitor
from verzuimbrug.console.configuring.setting_words import PORTALS, TYPES
from verzuimbrug.console.couplings.opening import Opened
from verzuimbrug.console.couplings.words import CHECKS, called
from verzuimbrug.console.language import language
from verzuimbrug.console.links import url_of
from verzuimbrug.console.words import ACCOUNTS
from verzuimbrug.domain.account_status import AccountStatus
from verzuimbrug.domain.coupling_steps import (
    GuidedStep,
    Lack,
    Reason,
    StepName,
    StepState,
)
from verzuimbrug.domain.permissions import Permission

_TITLES: Mapping[StepName, Promise] = MappingProxyType(
    {
        StepName.GROUP: gettext_lazy("Employer group"),
        StepName.ACCOUNT: gettext_lazy("Client account"),
        StepName.SIGN_IN: gettext_lazy("Customer code and token"),
        StepName.STREAMS: gettext_lazy("Streams"),
        StepName.READINESS: gettext_lazy("Readiness"),
        StepName.INITIAL_LOAD: gettext_lazy("Initial load"),
        StepName.ACTIVATION: gettext_lazy("Activate"),
    }
)

_PLACES: Mapping[StepName, tuple[str, Permission, Promise]] = MappingProxyType(
    {
        StepName.GROUP: (
            "coupling-scope",
            Permission.ACCOUNTS_READ,
            gettext_lazy("Authorisations"),
        ),
        StepName.ACCOUNT: ("coupling-account", Permission.ACCOUNTS_READ, gettext_lazy("Account")),
        StepName.SIGN_IN: (
            "coupling-credentials",
            Permission.CREDENTIALS_READ,
            gettext_lazy("Code and token"),
        ),
        StepName.STREAMS: ("coupling-streams", Permission.STREAMS_READ, gettext_lazy("Streams")),
        StepName.READINESS: (
            "coupling-readiness",
            Permission.READINESS_READ,
            gettext_lazy("Look at the checks"),
        ),
        StepName.INITIAL_LOAD: (
            "coupling-load",
            Permission.PORTAL_DELIVERIES_READ,
            gettext_lazy("Initial load"),
        ),
        StepName.ACTIVATION: (
            "coupling-status",
            Permission.ACCOUNTS_READ,
            gettext_lazy("Status"),
        ),
    }
)

_LACKS: Mapping[Lack, Promise] = MappingProxyType(
    {
        Lack.NO_SCOPE: gettext_lazy("No group and no employer is authorised yet. Choose which."),
        Lack.NO_EMPLOYERS: gettext_lazy(
            "No employer falls under the authorisations today. Add employers to the group."
        ),
        Lack.NO_RECIPIENTS: gettext_lazy("Nobody gets the reports yet. Fill in who does."),
        Lack.NOT_ISSUED: gettext_lazy(
            "There is no valid customer code with a token. Issue them, for two people."
        ),
        Lack.NOT_HANDED_OVER: gettext_lazy("The links were not both opened yet."),
        Lack.NO_KEY: gettext_lazy("No SFTP key opens the account. Add one, or make a pair."),
        Lack.NO_STREAM: gettext_lazy("There is no stream of absence reports. Make one."),
        Lack.NOT_TRIED: gettext_lazy("%(stream)s: the template was not tried on a message yet."),
        Lack.NOT_CHECKED: gettext_lazy("The checks were not worked out yet."),
        Lack.NOT_STARTED: gettext_lazy("Start it, and ask the portal to send all open cases."),
        Lack.NOTHING_RECEIVED: gettext_lazy("It was started; nothing came in yet."),
        Lack.NOT_READ: gettext_lazy("%(count)s messages are still to be read."),
        Lack.NOT_ACTIVE: gettext_lazy("What comes in waits until the coupling is live."),
        Lack.SUSPENDED: gettext_lazy(
            "The coupling is paused: the doors are shut. The checks count again before it goes on."
        ),
        Lack.CLOSED: gettext_lazy("The coupling is ended for good."),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownStep:
    """A step as the page shows it."""

    title: str
    kind: str
    word: str
    texts: tuple[str, ...]
    actions: tuple[tuple[str, str], ...]
    is_current: bool


def shown_steps(guide: Guide, of: Opened, visitor: Visitor) -> tuple[ShownStep, ...]:
    """All steps; the first that can be done now is the current one."""
    steps = guide.steps
    is_on_its_way = guide.head.status is not AccountStatus.ACTIVE
    to_do = (step.name for step in steps if step.state is StepState.TO_DO and is_on_its_way)
    current = next(to_do, None)
    return tuple(
        ShownStep(
            title=_title(step, guide),
            kind=_kind(step),
            word=_word(step, steps),
            texts=tuple(_texts(step, guide)),
            actions=tuple(_actions(step, guide, of, visitor)),
            is_current=step.name is current,
        )
        for step in steps
    )


def _title(step: GuidedStep, guide: Guide) -> str:
    if step.name is StepName.SIGN_IN and guide.head.signs_in_with_keys:
        return _("SFTP keys")
    return str(_TITLES[step.name])


def _kind(step: GuidedStep) -> str:
    kinds = {StepState.DONE: "good", StepState.TO_DO: "attention", StepState.BLOCKED: "quiet"}
    return kinds[step.state]


def _word(step: GuidedStep, steps: tuple[GuidedStep, ...]) -> str:
    if step.state is StepState.DONE:
        return _("done")
    if step.state is StepState.TO_DO:
        return _("to do")
    numbers = [str(other.number) for other in steps if other.name in step.waits_for]
    if len(numbers) == 1:
        return _("waits for step %(step)s") % {"step": numbers[0]}
    said = _("%(first)s and %(last)s") % {"first": ", ".join(numbers[:-1]), "last": numbers[-1]}
    return _("waits for steps %(steps)s") % {"steps": said}


def _texts(step: GuidedStep, guide: Guide) -> Iterator[str]:
    yield from _FACTS[step.name](guide)
    for reason in step.reasons:
        yield from _reason(reason, guide)


def _reason(reason: Reason, guide: Guide) -> Iterator[str]:
    if reason.lack is Lack.NOT_CONFIRMED:
        yield _unconfirmed(reason.params)
    elif reason.lack is Lack.NOT_READY:
        yield _not_ready(reason.params["check"], guide)
    else:
        yield str(_LACKS[reason.lack]) % reason.params


def _unconfirmed(params: Mapping[str, str]) -> str:
    if params["editions"]:
        text = _("%(stream)s: the code tables of %(editions)s are not confirmed with the sender.")
    else:
        text = _("%(stream)s: the code tables are not confirmed with the sender.")
    return text % params


def _not_ready(name: str, guide: Guide) -> str:
    """A check that is in the way, by what it says is wrong."""
    if name == "GR-5":
        return _("%(check)s: what the steps before lack.") % {"check": called(CHECKS, name)}
    checks = guide.standing.outcome.checks if guide.standing.outcome else ()
    spoken = language()
    said = [
        finding.text(spoken)
        for check in checks
        for finding in check.findings
        if check.id == name and finding.severity == "error"
    ]
    return f"{called(CHECKS, name)}: {' '.join(said)}"


def _group(guide: Guide) -> Iterator[str]:
    if not guide.standing.has_scope:
        return
    employers = guide.standing.employers
    counted = ngettext("%(number)s employer", "%(number)s employers", employers)
    names = ", ".join(each.name for each in guide.scope[:_MOST_NAMES]) or _("All employers")
    if len(guide.scope) > _MOST_NAMES:
        names = f"{names}, …"
    yield f"{names} ({counted % {'number': employers}})"


_MOST_NAMES = 5


def _account(guide: Guide) -> Iterator[str]:
    head = guide.head
    parts = [called(PORTALS, head.portal), head.insurer or head.underwriting_agent]
    yield " · ".join(filter(None, [*parts, called(TYPES, head.kind)]))


def _sign_in(guide: Guide) -> Iterator[str]:
    standing = guide.standing
    if standing.keys:
        counted = ngettext("%(number)s key opens it", "%(number)s keys open it", standing.keys)
        yield counted % {"number": standing.keys}
    elif standing.is_handed_over:
        yield _("Handed over.")


def _streams(guide: Guide) -> Iterator[str]:
    ready = [
        stream.name
        for stream in guide.standing.streams
        if stream.is_confirmed and not stream.unconfirmed and stream.is_tried
    ]
    if ready:
        yield _("In order: %(streams)s.") % {"streams": ", ".join(ready)}


def _readiness(guide: Guide) -> Iterator[str]:
    outcome = guide.standing.outcome
    if outcome and not outcome.in_the_way and not guide.head.was_live:
        yield _("Nothing is in the way.")


def _load(guide: Guide) -> Iterator[str]:
    load = guide.standing.load
    if load and load.messages:
        counted = ngettext("%(number)s message", "%(number)s messages", load.messages)
        yield counted % {"number": load.messages}


def _activation(guide: Guide) -> Iterator[str]:
    yield str(ACCOUNTS[guide.head.status][1])


_FACTS: Mapping[StepName, Callable[[Guide], Iterator[str]]] = MappingProxyType(
    {
        StepName.GROUP: _group,
        StepName.ACCOUNT: _account,
        StepName.SIGN_IN: _sign_in,
        StepName.STREAMS: _streams,
        StepName.READINESS: _readiness,
        StepName.INITIAL_LOAD: _load,
        StepName.ACTIVATION: _activation,
    }
)


def _actions(
    step: GuidedStep, guide: Guide, of: Opened, visitor: Visitor
) -> Iterator[tuple[str, str]]:
    """Where the step is done, as far as the visitor may look there."""
    name, permission, label = _PLACES[step.name]
    if step.name is StepName.SIGN_IN and guide.head.signs_in_with_keys:
        name, permission, label = "coupling-keys", Permission.SFTP_KEYS_READ, gettext_lazy("Keys")
    if visitor.may(permission):
        yield str(label), of.url(name)
    if step.name is StepName.GROUP:
        yield from _groups(guide, visitor)
    if step.name is StepName.READINESS and visitor.may(Permission.LINKS_READ):
        yield _("Link persons"), of.url("coupling-links")


def _groups(guide: Guide, visitor: Visitor) -> Iterator[tuple[str, str]]:
    """The pages of the groups, where employers are added."""
    if not visitor.may(Permission.GROUPS_READ):
        return
    for each in guide.scope[:_MOST_NAMES]:
        url = url_of("group", each.id) if each.is_group else ""
        if url:
            yield each.name, url
