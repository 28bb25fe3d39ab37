"""How pages of dossiers say fields, values, states and percentages."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from verzuimbrug.application.change_log import words as log_words
from verzuimbrug.console import words as states
from verzuimbrug.console.days import with_days
from verzuimbrug.console.dossiers import words
from verzuimbrug.console.language import language
from verzuimbrug.console.templatetags import console
from verzuimbrug.console.words import Mark
from verzuimbrug.domain.poortwachter import Milestone

register = template.Library()


@register.filter
def percentage(value: Decimal) -> str:
    """A percentage without decimals that say nothing: 100%, 33,33%."""
    is_whole = value == value.to_integral_value()
    return f"{number_format(value, decimal_pos=0 if is_whole else 2)}%"


@register.filter
def field_words(field: str) -> str:
    """The name of a field, in the words of the change log."""
    return log_words.field_word(field, language())


@register.filter
def value_words(value: object, field: str) -> str:
    """A value on one line, days as people write them; of periods the percentages by day."""
    if field == "periods" and isinstance(value, Mapping):
        return ", ".join(
            f"{with_days(day)}: {percentage(Decimal(part))}" for day, part in value.items()
        )
    return with_days(log_words.value_words(field, value, language()))


@register.filter
def made(moment: str) -> SafeString | str:
    """The local moment at which a message says it was made."""
    return console.moment(timezone.make_aware(datetime.fromisoformat(moment)))


@register.filter
def effect_words(effects: tuple[str, ...]) -> str:
    """What a change comes to."""
    return log_words.effect_words(effects, language())


@register.filter
def kind_words(kind: str) -> str:
    """A person, an employment or a case."""
    return log_words.kind_word(kind, language())


@register.filter
def operation_words(operation: str) -> Promise | str:
    """What a report asked for."""
    return states.OPERATIONS[operation]


@register.filter
def actor_words(actor: str) -> Promise:
    """Who has to do something by a date of the Wet verbetering poortwachter."""
    return words.ACTORS[actor]


@register.filter
def wait_words(cause: str) -> Promise:
    """What a part of a message waits for."""
    return words.WAITS[cause]


@register.filter
def milestone_name(milestone: Milestone) -> str:
    """What has to be there by such a date."""
    return milestone.name[language()]


@register.inclusion_tag("console/components/mark.html")
def mark_status(status: str) -> Mapping[str, object]:
    """The shape and word of a case: open, recovered, ended, withdrawn."""
    return _marked(states.CASES[status])


@register.inclusion_tag("console/components/mark.html")
def mark_report(state: str) -> Mapping[str, object]:
    """The shape and word of what became of a report."""
    return _marked(states.REPORTS[state])


@register.inclusion_tag("console/components/mark.html")
def mark_milestone(state: str) -> Mapping[str, object]:
    """The shape and word of where a date stands."""
    return _marked(words.MILESTONES[state])


def _marked(told: Mark) -> Mapping[str, object]:
    return {"kind": told.kind, "word": told.word}
