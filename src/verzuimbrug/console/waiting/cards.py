"""A group of the parking lot as a card: where, what is the matter, since when, what to do."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from verzuimbrug.application.parking.addresses import write_address
from verzuimbrug.application.parking.values import ParkedGroup
from verzuimbrug.application.users.visitor import Visitor
from verzuimbrug.console.days import written_day
from verzuimbrug.console.language import language
from verzuimbrug.console.links import url_of
from verzuimbrug.console.waiting.causes import title_of
from verzuimbrug.domain.parking import Healing, Subject
from verzuimbrug.domain.permissions import Permission


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """`actions` are labels with addresses, `address` names the group in a form."""

    address: str
    url: str
    where: str
    title: str
    sentence: str
    since: str
    actions: tuple[tuple[str, str], ...]


def cards_of(visitor: Visitor, groups: Iterable[ParkedGroup]) -> tuple[Card, ...]:
    """The groups as this visitor sees them."""
    return tuple(_card(visitor, group) for group in groups)


def _card(visitor: Visitor, group: ParkedGroup) -> Card:
    address = write_address(group.key)
    url = reverse("parked-group", args=(address,))
    return Card(
        address=address,
        url=url,
        where=group.account,
        title=title_of(group.cause),
        sentence=group.text(language()),
        since=since_of(group),
        actions=tuple(actions_of(visitor, group, address)),
    )


def since_of(group: ParkedGroup) -> str:
    """Since when a group waits, and after how many days that was told."""
    moment = timezone.localtime(group.since)
    written = written_day(moment, "D j M Y")
    parts = [_("since %(moment)s") % {"moment": f"{written} {moment:%H:%M}"}]
    if group.age_days:
        age = group.age_days
        parts.append(ngettext("%(days)s day", "%(days)s days", age) % {"days": age})
    if group.reminders:
        days = ", ".join(str(each.days) for each in group.reminders)
        parts.append(_("reminded after %(days)s days") % {"days": days})
    return " · ".join(parts)


def actions_of(visitor: Visitor, group: ParkedGroup, address: str) -> Iterator[tuple[str, str]]:
    """What heals a group and this visitor may do: the words, and where it is done."""
    for healing in group.healings:
        url = _url_of(visitor, group, healing, address)
        if url:
            yield healing.label(language()), url


def _url_of(visitor: Visitor, group: ParkedGroup, healing: Healing, address: str) -> str:
    if healing.is_done_here:
        may = visitor.may(Permission.PARKING_HEAL)
        return reverse("heal-group", args=(address, healing.value)) if may else ""
    if healing is Healing.ASK_PORTAL:
        return f"{reverse('parked-group', args=(address,))}#vraag" if group.question() else ""
    if healing is Healing.DECIDE_HELD and group.in_the_way is not None:
        place = (group.in_the_way.receipt, group.in_the_way.position)
        return reverse("dispute", args=place) if visitor.may(Permission.HELD_READ) else ""
    if healing is Healing.TAKE_BACK_UNDO:
        return reverse("undos") if visitor.may(Permission.UNDO_READ) else ""
    return _settings_of(group) if visitor.may(Permission.STREAMS_READ) else ""


def _settings_of(group: ParkedGroup) -> str:
    """The settings that heal a group: of its stream, or of which one when it is of several."""
    if group.kind is Subject.STREAM:
        return url_of("coupling-stream", group.key.account, group.subject[0])
    return url_of("coupling-streams", group.key.account)
