"""What needs somebody as cards: where, what is the matter, since when, and what to do about it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from verzuimbrug.application.parking.addresses import write_address
from verzuimbrug.application.today.values import Need
from verzuimbrug.application.users.visitor import Visitor
from verzuimbrug.console.days import written_day
from verzuimbrug.console.language import language
from verzuimbrug.console.links import messages_of, url_of
from verzuimbrug.console.settings.webhook_words import OFF_BECAUSE
from verzuimbrug.domain.attention import Matter
from verzuimbrug.domain.editions import NOT_TAKEN
from verzuimbrug.domain.permissions import Permission
from verzuimbrug.domain.webhooks import OffBecause

Actions = tuple[tuple[str, str], ...]
_KINDS = {
    Matter.FAILED: "stop",
    Matter.NO_TOKEN: "stop",
    Matter.WEBHOOK_OFF: "stop",
    Matter.EXPORT_FAILS: "stop",
    Matter.REJECTED: "stop",
    Matter.NOT_LIVE: "info",
    Matter.LINK_UNOPENED: "info",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One thing that needs somebody; `kind` is how much it weighs."""

    where: str
    kind: str
    sentence: str
    since: str
    actions: Actions


def cards_of(visitor: Visitor, needs: Iterable[Need]) -> tuple[Card, ...]:
    """What this visitor is shown, in order."""
    return tuple(
        Card(
            where=need.account_name,
            kind=_KINDS.get(need.matter, "attention"),
            sentence=_SENTENCES[need.matter](need),
            since=_since(need),
            actions=tuple(
                (label, url) for label, url in _ACTIONS[need.matter](visitor, need) if url
            ),
        )
        for need in needs
    )


def _since(need: Need) -> str:
    if need.since is not None:
        return _("since %(moment)s") % {"moment": _moment(need.since)}
    return "" if need.until is None else _("until %(moment)s") % {"moment": _moment(need.until)}


def _moment(moment: datetime) -> str:
    local = timezone.localtime(moment)
    written = written_day(local, "D j M")
    return f"{written} {local:%H:%M}" if local.date() != timezone.localdate() else f"{local:%H:%M}"


def _failed(need: Need) -> str:
    told = ngettext(
        "%(count)s message could not be processed, also not when tried again. "
        "What it says of absence waits.",
        "%(count)s messages could not be processed, also not when tried again. "
        "What they say of absence waits.",
        need.count,
    )
    return told % {"count": need.count}


def _rejected(need: Need) -> str:
    told = ngettext(
        "%(count)s message was rejected.", "%(count)s messages were rejected.", need.count
    )
    counted = told % {"count": need.count}
    finding = need.finding
    return counted if finding is None else f"{counted} {finding.text(language())}"


def _parked(need: Need) -> str:
    return "" if need.group is None else need.group.text(language())


def _held(need: Need) -> str:
    told = ngettext(
        "%(count)s message waits for your approval.",
        "%(count)s messages wait for your approval.",
        need.count,
    )
    return told % {"count": need.count}


def _disputed(need: Need) -> str:
    told = ngettext(
        "%(count)s report contradicts another, or cannot be. Decide what counts.",
        "%(count)s reports contradict another, or cannot be. Decide what counts.",
        need.count,
    )
    return told % {"count": need.count}


def _proposed(need: Need) -> str:
    told = ngettext(
        "%(count)s proposal for an employer waits for your decision.",
        "%(count)s proposals for employers wait for your decision.",
        need.count,
    )
    return told % {"count": need.count}


def _not_mailed(need: Need) -> str:
    told = ngettext(
        "%(count)s recipient of reports is not reached by mail.",
        "%(count)s recipients of reports are not reached by mail.",
        need.count,
    )
    return told % {"count": need.count}


def _no_token(_need: Need) -> str:
    return _("The portal cannot sign in any more: there is no valid token. Issue a new one.")


def _token_expires(need: Need) -> str:
    days = _days_left(need)
    if need.renewed:
        return ngettext(
            "The token that the portal uses ends in %(days)s day. It has a new one, and does not "
            "use it yet.",
            "The token that the portal uses ends in %(days)s days. It has a new one, and does not "
            "use it yet.",
            days,
        ) % {"days": days}
    told = ngettext("The token ends in %(days)s day.", "The token ends in %(days)s days.", days)
    return told % {"days": days}


def _days_left(need: Need) -> int:
    return 0 if need.until is None else (need.until - timezone.now()).days


def _link(need: Need) -> str:
    told = ngettext(
        "%(count)s link to sign in with was not opened yet. Ask whether it arrived, or make "
        "another.",
        "%(count)s links to sign in with were not opened yet. Ask whether they arrived, or make "
        "others.",
        need.count,
    )
    return told % {"count": need.count}


def _webhook_off(need: Need) -> str:
    told = _("This webhook was switched off: %(why)s. Yet to be sent: %(count)s.")
    return told % {"why": OFF_BECAUSE[OffBecause(need.code)], "count": need.count}


def _export_fails(need: Need) -> str:
    told = ngettext(
        "The receiver of this export takes nothing any more. %(count)s message waits for it.",
        "The receiver of this export takes nothing any more. %(count)s messages wait for it.",
        need.count,
    )
    return told % {"count": need.count}


def _suspended(need: Need) -> str:
    return _("The coupling is paused.") + _waiting(need)


def _not_live(need: Need) -> str:
    return _("The coupling is not live yet.") + _waiting(need)


def _waiting(need: Need) -> str:
    if not need.count:
        return ""
    told = ngettext("%(count)s message waits.", "%(count)s messages wait.", need.count)
    return " " + told % {"count": need.count}


_SENTENCES: Mapping[Matter, Callable[[Need], str]] = {
    Matter.FAILED: _failed,
    Matter.NO_TOKEN: _no_token,
    Matter.WEBHOOK_OFF: _webhook_off,
    Matter.EXPORT_FAILS: _export_fails,
    Matter.SUSPENDED: _suspended,
    Matter.PARKED: _parked,
    Matter.HELD: _held,
    Matter.DISPUTED: _disputed,
    Matter.PROPOSED: _proposed,
    Matter.REJECTED: _rejected,
    Matter.NOT_MAILED: _not_mailed,
    Matter.TOKEN_EXPIRES: _token_expires,
    Matter.LINK_UNOPENED: _link,
    Matter.NOT_LIVE: _not_live,
}

Offered = Iterator[tuple[str, str]]


def _of_messages(state: str) -> Callable[[Visitor, Need], Offered]:
    def offered(visitor: Visitor, need: Need) -> Offered:
        if need.count == 1 and need.receipt:
            yield _("Look"), url_of("report", need.receipt)
        else:
            name = need.account_name
            yield _("Look"), messages_of(coupling=name, stand=state)
        if need.code in NOT_TAKEN and visitor.may(Permission.STREAMS_READ):
            yield _("To the editions"), url_of("coupling-editions", need.account)
        if state == "rejected" and visitor.may(Permission.MESSAGES_CORRECT):
            yield _("Seen"), url_of("look-at-rejected", need.account, need.code or "-")

    return offered


def _of_parked(visitor: Visitor, need: Need) -> Offered:
    group = need.group
    if group is None:
        return
    address = write_address(group.key)
    if visitor.may(Permission.PARKING_HEAL):
        for healing in group.healings:
            if healing.is_done_here:
                label = healing.label(language())
                yield label, url_of("heal-group", address, healing.value)
    yield _("Look"), url_of("parked-group", address)


def _of_held(_visitor: Visitor, need: Need) -> Offered:
    if need.count == 1 and need.receipt:
        yield _("Decide"), url_of("held-message", need.receipt)
    else:
        yield _("Decide"), url_of("held")


def _of_disputed(_visitor: Visitor, _need: Need) -> Offered:
    yield _("Decide"), url_of("held")


def _of_proposed(_visitor: Visitor, need: Need) -> Offered:
    yield _("Judge"), url_of("employer-proposals", koppeling=need.account_name)


def _of_credentials(visitor: Visitor, need: Need) -> Offered:
    if visitor.may(Permission.CREDENTIALS_READ):
        yield _("To the credentials"), url_of("coupling-credentials", need.account)


def _of_mail(visitor: Visitor, need: Need) -> Offered:
    if visitor.may(Permission.SETTINGS_READ):
        yield _("Look"), url_of("mail")
    yield from _of_coupling(visitor, need)


def _of_coupling(_visitor: Visitor, need: Need) -> Offered:
    yield _("To the coupling"), url_of("coupling", need.account)


def _of_webhook(visitor: Visitor, need: Need) -> Offered:
    if visitor.may(Permission.WEBHOOKS_READ):
        yield _("To the webhook"), url_of("webhook", need.webhook)


def _of_export(visitor: Visitor, need: Need) -> Offered:
    if visitor.may(Permission.EXPORTS_READ):
        yield _("To the export"), url_of("export", need.export)


_ACTIONS: Mapping[Matter, Callable[[Visitor, Need], Offered]] = {
    Matter.FAILED: _of_messages("failed"),
    Matter.NO_TOKEN: _of_credentials,
    Matter.WEBHOOK_OFF: _of_webhook,
    Matter.EXPORT_FAILS: _of_export,
    Matter.SUSPENDED: _of_coupling,
    Matter.PARKED: _of_parked,
    Matter.HELD: _of_held,
    Matter.DISPUTED: _of_disputed,
    Matter.PROPOSED: _of_proposed,
    Matter.REJECTED: _of_messages("rejected"),
    Matter.NOT_MAILED: _of_mail,
    Matter.TOKEN_EXPIRES: _of_credentials,
    Matter.LINK_UNOPENED: _of_credentials,
    Matter.NOT_LIVE: _of_coupling,
}
