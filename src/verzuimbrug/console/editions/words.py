"""A shadow run in words: what differs, and on which side what."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.translation import gettext as _, gettext_lazy

from verzuimbrug.application.change_log.words import field_word, kind_word, value_words
from verzuimbrug.application.editions.choosing import Left
from verzuimbrug.application.editions.shadow_run import Delivered
from verzuimbrug.application.state_words import rehearsed_word
from verzuimbrug.console.days import with_days
from verzuimbrug.console.language import language
from verzuimbrug.console.words import MESSAGES, OPERATIONS, Mark, Marks, Words
from verzuimbrug.domain.change_list import SHIELDED
from verzuimbrug.domain.shadow_comparison import Difference, MessageDifference, ThingDifference
from verzuimbrug.domain.shadow_outcomes import (
    Findings,
    MessageOutcome,
    Person,
    ReportOutcome,
    ShadowState,
)

STATES: Marks = MappingProxyType(
    {
        ShadowState.PROCESSED: MESSAGES["processed"],
        ShadowState.HELD: MESSAGES["held"],
        ShadowState.DRY_RUN: Mark("info", gettext_lazy("dry run")),
        ShadowState.REJECTED: MESSAGES["rejected"],
    }
)
DIFFERENCES: Words = MappingProxyType(
    {
        Difference.STATE: gettext_lazy("what becomes of the message"),
        Difference.EMPLOYER: gettext_lazy("another employer"),
        Difference.PERSON: gettext_lazy("another person"),
        Difference.REPORT: gettext_lazy("what becomes of a report"),
        Difference.CASE: gettext_lazy("an absence case"),
        Difference.FIELDS: gettext_lazy("person or employment data"),
        Difference.FINDINGS: gettext_lazy("findings"),
    }
)
LEFT: Words = MappingProxyType(
    {
        Left.GONE: gettext_lazy("their content was erased"),
        Left.UNDONE: gettext_lazy("what they did was undone"),
        Left.RECONCILIATION: gettext_lazy("they belong to a reconciliation"),
        Left.TEST: gettext_lazy("they are test messages"),
        Left.TOO_MUCH: gettext_lazy("together the messages are too large"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing that differs: as it stands, and as changed."""

    what: str
    stands: str
    changed: str


def rows_of(difference: MessageDifference, delivered: Delivered) -> Iterator[Row]:
    """All that differs of a message, a line each."""
    stands, changed = difference.stands, difference.changed
    if stands.state is not changed.state:
        yield Row(
            what=_("What becomes of the message"),
            stands=str(STATES[stands.state].word),
            changed=str(STATES[changed.state].word),
        )
    if stands.findings != changed.findings:
        yield Row(
            what=_("Findings of the message"),
            stands=_findings(stands.findings),
            changed=_findings(changed.findings),
        )
    for place, was, now in difference.persons():
        name = _("Person %(who)s") % {"who": _who(delivered, place)}
        yield Row(what=name, stands=_person(was), changed=_person(now))
    for place in difference.reports():
        yield _report_row(place, stands, changed)
    for thing in difference.things:
        yield from _thing_rows(thing)


def _who(delivered: Delivered, place: int) -> str:
    """A person by initials and year of birth, as in a try-out."""
    initials, year = delivered.persons.get(place, ("", ""))
    return f"{initials}, {year}" if initials else str(year)


def _person(person: Person | None) -> str:
    if person is None:
        return _("(not read)")
    if person.employee is None and not person.key:
        return _("%(employer)s: nobody yet") % {"employer": person.employer}
    said = _("%(employer)s, %(key)s: known")
    if person.employee is None:
        said = _("%(employer)s, %(key)s: new")
    return said % {"employer": person.employer, "key": person.key}


def _report_row(place: int, stands: MessageOutcome, changed: MessageOutcome) -> Row:
    was, now = stands.reports.get(place), changed.reports.get(place)
    named = was or now
    name = f"{named.case or '-'} · {named.sequence}" if named else ""
    return Row(
        what=_("Report %(name)s") % {"name": name}, stands=_report(was), changed=_report(now)
    )


def _report(report: ReportOutcome | None) -> str:
    if report is None:
        return _("(not read)")
    operation = OPERATIONS.get(report.operation, _("no meaning"))
    said = f"{operation}: {rehearsed_word(report.state, language())}"
    return f"{said}. {_findings(report.findings)}" if report.findings else said


def _findings(findings: Findings) -> str:
    told = [f"{each.text(language())} [{each.code}]" for each in findings]
    return " ".join(told) or _("(none)")


def _thing_rows(thing: ThingDifference) -> Iterator[Row]:
    name = " ".join(filter(None, (kind_word(thing.kind, language()), _named(thing))))
    if not thing.in_stands or not thing.in_changed:
        there, absent = _("comes to be"), _("does not come to be")
        yield Row(
            what=name,
            stands=there if thing.in_stands else absent,
            changed=there if thing.in_changed else absent,
        )
        return
    for field, (was, now) in thing.fields.items():
        label = _("whose it is") if field == "person" else field_word(field, language())
        yield Row(what=f"{name}, {label}", stands=_value(field, was), changed=_value(field, now))


def _named(thing: ThingDifference) -> str:
    return thing.name or f"{thing.person.employer} {thing.person.key}".strip()


def _value(field: str, value: object) -> str:
    if value == SHIELDED:
        return _("(not shown)")
    if field == "person":
        return _("somebody known") if str(value).startswith("#") else _("somebody new")
    return with_days(value_words(field, value, language())) or _("(none)")


def left_of(left: Mapping[Left, tuple[str, ...]]) -> list[tuple[str, tuple[str, ...]]]:
    """Why messages were left out, with their receipts."""
    return [(str(LEFT[reason]), receipts) for reason, receipts in left.items()]
