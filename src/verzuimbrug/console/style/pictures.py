"""Pictures and a list of changes for the style page, of values that are made up."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from verzuimbrug.application.today.values import Hour
from verzuimbrug.console.change_list import of_changes
from verzuimbrug.console.couplings.strips import shown_strip
from verzuimbrug.console.dossiers.absence_chart import WIDTH, KnownCase, absence_chart
from verzuimbrug.console.pictures import rates_of
from verzuimbrug.domain.cases import CaseStatus
from verzuimbrug.domain.change_list import ChangeEntry, ChangeList
from verzuimbrug.domain.coupling_days import CouplingDay
from verzuimbrug.domain.earlier_knowledge import EarlierStep
from verzuimbrug.domain.statements import ObjectKind
from verzuimbrug.domain.timeline import Origin, Span

_DAY = date(2026, 10, 5)
_KNOWN = datetime(2026, 10, 5, 8, 12, tzinfo=timezone.get_default_timezone())
_ORIGIN = Origin(receipt="20261005-412")


def pictures() -> Mapping[str, Any]:
    """What the templates of the pictures take."""
    changes = _changes()
    return {
        "strip": shown_strip([_coupling_day(number) for number in range(30)]),
        "rates": rates_of([_hour(number) for number in range(24)], lambda _: "?"),
        "absence": absence_chart([_case()], [], _DAY + timedelta(days=60)),
        "absence_width": WIDTH,
        "changes": of_changes(changes, changes.counts),
    }


def _coupling_day(number: int) -> CouplingDay:
    received = 0 if number % 7 > 4 else 20 + number  # noqa: PLR2004 -- weekends are quiet
    return CouplingDay(
        day=_DAY + timedelta(days=number),
        received=received,
        findings=3 if number % 9 == 0 else 0,
        trouble=1 if number == 16 else 0,  # noqa: PLR2004 -- one day on which something went wrong
    )


def _hour(number: int) -> Hour:
    start = _KNOWN + timedelta(hours=number)
    busy = max(0, 12 - abs(number - 12))
    return Hour(start=start, messages=busy * 9, reports=busy * 11)


def _case() -> KnownCase:
    return KnownCase(
        id=1,
        key="VG0030452",
        spans=(_span(0, 21, 100), _span(22, 45, 50), _span(46, None, 25)),
        earlier=(
            EarlierStep(
                start=_DAY + timedelta(days=22),
                end=_DAY + timedelta(days=46),
                percentage=Decimal(75),
                known_from=_KNOWN,
                known_until=_KNOWN + timedelta(days=30),
                origin=_ORIGIN,
            ),
        ),
    )


def _span(first: int, last: int | None, percentage: int) -> Span:
    return Span(
        start=_DAY + timedelta(days=first),
        end=None if last is None else _DAY + timedelta(days=last),
        percentage=Decimal(percentage),
        status=CaseStatus.OPEN,
        known_since=_KNOWN,
        origin=_ORIGIN,
    )


def _changes() -> ChangeList:
    return ChangeList(
        changes=(
            ChangeEntry(
                kind=ObjectKind.CASE,
                employer="FLSN1001",
                person="w-1",
                name="VG0030452",
                effects=("changed",),
                pairs={"periods": [{"2026-10-05": "100.00"}, {"2026-10-05": "50.00"}]},
            ),
        )
    )
