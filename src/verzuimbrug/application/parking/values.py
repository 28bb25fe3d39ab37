"""The parking lot as it is told: groups of what waits, and the reports in one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import dateformat, timezone, translation

from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.parking import (
    BEHIND_ANOTHER,
    Amount,
    Healing,
    Subject,
    parking_cause,
    portal_name,
    question,
    sentence,
)
from verzuimbrug.domain.reports import ReportState
from verzuimbrug.store.parking_contents import Reminded

_PARTS: Mapping[Subject, tuple[str, ...]] = {
    Subject.EMPLOYER: ("employer",),
    Subject.PERSON: ("employer", "key"),
    Subject.CASE: ("employer", "case"),
    Subject.STREAM: ("stream", "value"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class InTheWay:
    """The report that others of its case wait for: where it came in, and what became of it.

    One that is undone has no finding, and holds up nobody by itself (VE-4).
    """

    sequence: int
    receipt: str
    position: int
    state: ReportState
    finding: Finding | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """The first number of a case that waits, and the ones that nobody sent (VZ-3).

    `awaited` is None when it is the first report of the case that is not there.
    """

    sequence: int
    awaited: int | None
    missing: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupKey:
    """What a group is named by; the account by the store's id."""

    account: int
    cause: str
    subject: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedGroup:
    """What waits at one account for one cause, of one subject.

    `numbers` are there of an absence case, `in_the_way` when what it waits for was received.
    """

    key: GroupKey
    account: str
    portal: str
    streams: tuple[str, ...]
    reports: int
    persons: int
    messages: int
    since: datetime
    age_days: int
    healings: tuple[Healing, ...]
    numbers: Numbers | None
    in_the_way: InTheWay | None
    reminders: tuple[Reminded, ...]

    @property
    def cause(self) -> str:
        """The finding code that parks."""
        return self.key.cause

    @property
    def subject(self) -> tuple[str, ...]:
        """Of what it is, by the parts that its kind has."""
        return self.key.subject

    @property
    def kind(self) -> Subject:
        """By what it is grouped."""
        return parking_cause(self.cause).subject

    def text(self, language: str = "nl") -> str:
        """What is the matter, since when, and what to do."""
        with translation.override(language):
            since = dateformat.format(timezone.localtime(self.since), "j F Y")
        amount = Amount(reports=self.reports, persons=self.persons, since=since)
        is_behind = self.in_the_way is not None and self.in_the_way.finding is not None
        cause = parking_cause(BEHIND_ANOTHER if is_behind else self.cause)
        return sentence(cause, self._named(language), amount, language)

    def question(self, language: str = "nl") -> str:
        """What to ask the sender; empty where that heals nothing."""
        behind = self.in_the_way.finding if self.in_the_way else None
        if behind is None:
            return question(parking_cause(self.cause), self._named(language), language)
        cause = parking_cause(behind.code)
        named = {
            **self._named(language),
            "stream": ", ".join(self.streams),
            "value": behind.params.get(cause.value, ""),
        }
        return question(cause, named, language)

    def _named(self, language: str) -> Mapping[str, str]:
        named = dict(zip(_PARTS[self.kind], self.subject, strict=False))
        named["portal"] = portal_name(self.portal, language)
        if self.numbers is not None:
            awaited = self.in_the_way.sequence if self.in_the_way else self.numbers.awaited
            named["sequence"] = str(self.numbers.sequence)
            named["awaited"] = str(awaited)
            named["missing"] = ", ".join(map(str, self.numbers.missing))
        return named


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedReport:
    """A report that waits; `employee` is the person it was resolved to, if any."""

    receipt: str
    position: int
    stream: str
    employer_code: str
    case: str | None
    sequence: int
    received_at: datetime
    findings: tuple[Finding, ...]
    employee: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupPage:
    """A page of groups; `next` is what the next page comes after, None on the last one."""

    items: tuple[ParkedGroup, ...]
    next: str | None
