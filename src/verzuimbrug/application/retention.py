"""What is kept how long, and what ends next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Min, Q, Sum

from verzuimbrug.application.access import Reader
from verzuimbrug.application.staged_files import LIFETIME
from verzuimbrug.store.models import ClientAccount, OneTimeLink, Waiting
from verzuimbrug.store.tenancy import tenant

_NEXT = 20
"""So many parts that end next are named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """How long something waits, or is kept, and the setting of the instance that says so."""

    cause: str
    setting: str
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """What ends next: that which waits for one employer code at one account, and when."""

    cause: str
    account: str
    employer_code: str
    persons: int
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """The terms of the instance, and what ends by them first, of what is open to the reader."""

    terms: tuple[Term, ...]
    reminder_days: tuple[int, ...]
    file_minutes: int
    unopened_links: int
    endings: tuple[Ending, ...]


def show_retention(reader: Reader) -> Retention:
    """The terms, and what ends next."""
    terms = _terms()
    with tenant(reader.arbodienst):
        return Retention(
            terms=(*terms, _of_events(), _of_passed_on()),
            reminder_days=tuple(settings.REMINDER_DAYS),
            file_minutes=LIFETIME // timedelta(minutes=1),
            unopened_links=_unopened_links(reader),
            endings=_endings(reader, {term.cause: term.days for term in terms}),
        )


def _unopened_links(reader: Reader) -> int:
    links = OneTimeLink.objects.filter(opened_at=None).exclude(secret=b"")
    accounts = reader.authority.accounts
    if accounts is not None:
        links = links.filter(
            Q(credential__account__in=accounts) | Q(sftp_key__account__in=accounts)
        )
    return links.count()


def _of_events() -> Term:
    return Term(cause="events", setting="VERZUIMBRUG_EVENT_DAYS", days=settings.EVENT_DAYS)


def _of_passed_on() -> Term:
    return Term(
        cause="passed-on", setting="VERZUIMBRUG_PASSED_ON_DAYS", days=settings.PASSED_ON_DAYS
    )


def _terms() -> tuple[Term, ...]:
    return (
        Term(
            cause="employer",
            setting="VERZUIMBRUG_EMPLOYER_TERM_DAYS",
            days=settings.EMPLOYER_TERM_DAYS,
        ),
        Term(
            cause="person", setting="VERZUIMBRUG_PERSON_TERM_DAYS", days=settings.PERSON_TERM_DAYS
        ),
    )


def _endings(reader: Reader, days: Mapping[str, int]) -> tuple[Ending, ...]:
    """A cause, account and employer code each, the soonest first."""
    accounts = ClientAccount.objects.all()
    if reader.authority.accounts is not None:
        accounts = accounts.filter(id__in=reader.authority.accounts)
    names = dict(accounts.values_list("id", "name"))
    found = []
    for cause, term in days.items():
        waiting = Waiting.objects.filter(cause=cause, account__in=list(names))
        groups = waiting.values_list("account_id", "employer_code").annotate(
            first=Min("since"), number=Sum("persons")
        )
        for account, code, since, persons in groups.order_by("first")[:_NEXT]:
            found.append(
                Ending(
                    cause=cause,
                    account=names[account],
                    employer_code=code,
                    persons=persons,
                    ends_at=since + timedelta(days=term),
                )
            )
    return tuple(sorted(found, key=lambda ending: ending.ends_at)[:_NEXT])
