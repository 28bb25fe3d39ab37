"""What may be erased by term: what is finished and old enough, and nothing else (ADR 45)."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

LEAST_DAYS, MOST_DAYS = 30, 36500
"""A term is at least a month: questions about a message come in the weeks after it."""


class RetentionKind(StrEnum):
    """What can have a term of its own at an arbodienst."""

    MESSAGES = "messages"
    """The bytes of a message as received, and the lists of changes that it was shown with."""

    PROPOSALS = "proposals"
    """What a proposal for an employer says; that it was made and decided stays."""

    ANSWERS = "answers"
    """What an answer that its sender acknowledged holds; that it was sent, and of what, stays."""

    DOSSIERS = "dossiers"
    """A person all of whose cases ended, with all that is kept of it; nothing of it stays."""


class Unfinished(StrEnum):
    """Why something old is kept all the same."""

    AT_WORK = "at-work"
    WAITING = "waiting"
    UNDECIDED = "undecided"
    UNSEEN = "unseen"
    OPEN_CASE = "open-case"
    UNDONE = "undone"
    CORRECTION = "correction"
    ANSWERS = "answers"
    PASSED_ON = "passed-on"
    MAIL = "mail"
    DELIVERY = "delivery"
    EVENTS = "events"
    EXPORTS = "exports"
    SINCE = "since"


Terms = Mapping[RetentionKind, int]
"""Days by kind; of a kind that is not there nothing is ever erased."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Something that can be erased, by the store's id; the day of its end, and what is still open.

    `reference` is how people call it: a receipt or a number, no name.
    """

    kind: RetentionKind
    id: int
    reference: str
    ended_on: date
    unfinished: frozenset[Unfinished] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What goes, and how much stays for which reasons; what stays for two counts at both."""

    erased: tuple[Candidate, ...]
    kept: int
    reasons: Mapping[Unfinished, int]

    @property
    def digest(self) -> str:
        """By this somebody approves of just this."""
        said = sorted((each.kind, each.id) for each in self.erased)
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


_GOES_WITH = {RetentionKind.DOSSIERS: (RetentionKind.MESSAGES, RetentionKind.ANSWERS)}
"""What an object of a kind takes with it, whose terms are kept too."""


def last_day(terms: Terms, kind: RetentionKind, today: date) -> date:
    """What ended on this day or before is over its term; of a kind that has one.

    A dossier takes bytes and answers with it: it stays as long as the longest of those terms.
    """
    with_it = [terms.get(each, 0) for each in _GOES_WITH.get(kind, ())]
    return today - timedelta(days=max([terms[kind], *with_it]))


def choose(candidates: Iterable[Candidate], terms: Terms, today: date) -> Choice:
    """Of what is over its term, what goes and what stays because it is not finished."""
    erased, kept = [], 0
    reasons: Counter[Unfinished] = Counter()
    for each in candidates:
        if each.kind not in terms or each.ended_on > last_day(terms, each.kind, today):
            continue
        if each.unfinished:
            kept += 1
            reasons.update(each.unfinished)
        else:
            erased.append(each)
    return Choice(erased=tuple(erased), kept=kept, reasons=dict(reasons))
