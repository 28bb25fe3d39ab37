"""What arrives in which edition: of one coupling, and of all that are open to the visitor."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.utils.translation import ngettext

from verzuimbrug.application.editions.arriving import (
    PERIODS,
    USUAL_PERIOD,
    Arriving,
    StreamEditions,
    arriving_for,
    arriving_on,
)
from verzuimbrug.console.couplings.opening import opened
from verzuimbrug.console.editions.pictures import WeekStrip, week_strip
from verzuimbrug.console.links import messages_of
from verzuimbrug.console.pages import ConsoleRequest, answer, page
from verzuimbrug.domain.account_status import AccountStatus
from verzuimbrug.domain.editions import NOT_TAKEN, EditionTally
from verzuimbrug.domain.permissions import Permission


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownEdition:
    """One edition of a stream: its counts, the picture of its weeks, and what may be done."""

    tally: EditionTally
    strip: WeekStrip
    is_known: bool
    may_accept: bool
    may_stop: bool
    rejected_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownStream:
    """A stream with its editions, and the numbers of each week in a table."""

    of: StreamEditions
    editions: tuple[ShownEdition, ...]
    weeks: tuple[tuple[date, tuple[int, ...]], ...]
    warning: str


@page(Permission.STREAMS_READ)
def editions(request: ConsoleRequest) -> HttpResponse:
    """The streams of all couplings."""
    found = arriving_for(request.visitor.reader, _period(request))
    may = request.visitor.may(Permission.STREAMS_WRITE)
    context = {
        "streams": _shown(found, may_change=may),
        "weeks": len(found.weeks),
        "periods": _periods(request),
        "may_write": may,
        "of": None,
    }
    return answer(request, "console/editions/list.html", context)


@page(Permission.STREAMS_READ)
def coupling_editions(request: ConsoleRequest, coupling: int) -> HttpResponse:
    """The streams of one coupling."""
    of = opened(request, coupling)
    found = arriving_on(of.ref, _period(request))
    is_open = of.head.status is not AccountStatus.CLOSED
    may = is_open and request.visitor.may(Permission.STREAMS_WRITE)
    context = {
        "streams": _shown(found, may_change=may),
        "weeks": len(found.weeks),
        "periods": _periods(request),
        "may_write": may,
        "of": of,
        "crumbs": of.crumbs,
    }
    return answer(request, "console/editions/list.html", context)


def _period(request: ConsoleRequest) -> int:
    asked = request.GET.get("weken", "")
    return next((each for each in PERIODS if str(each) == asked), USUAL_PERIOD)


def _periods(request: ConsoleRequest) -> list[tuple[str, str, bool]]:
    """The periods as tabs."""
    chosen = _period(request)
    return [
        (
            ngettext("%(number)s week", "%(number)s weeks", weeks) % {"number": weeks},
            f"?weken={weeks}",
            weeks == chosen,
        )
        for weeks in PERIODS
    ]


def _shown(found: Arriving, *, may_change: bool) -> list[ShownStream]:
    return [
        ShownStream(
            of=stream,
            editions=tuple(_editions(stream, found.weeks, may_change=may_change)),
            weeks=tuple(
                (day, tuple(each.weeks[place] for each in stream.editions))
                for place, day in enumerate(found.weeks)
            ),
            warning=_warning(stream),
        )
        for stream in found.streams
    ]


def _editions(
    stream: StreamEditions, weeks: Sequence[date], *, may_change: bool
) -> Iterator[ShownEdition]:
    top = max((count for each in stream.editions for count in each.weeks), default=0)
    missing = (each for each in stream.known if each not in {t.edition for t in stream.editions})
    none = tuple(0 for _week in weeks)
    others = [EditionTally(edition=each, accepted=False, weeks=none) for each in missing]
    for each in sorted((*stream.editions, *others), key=lambda tally: tally.edition):
        yield ShownEdition(
            tally=each,
            strip=week_strip(each, weeks, max(top, 1)),
            is_known=each.edition in stream.known,
            may_accept=may_change and not each.accepted and each.edition in stream.known,
            may_stop=may_change and each.accepted and len(stream.accepted) > 1,
            rejected_url=_rejected(stream, each) if each.rejected else "",
        )


def _rejected(stream: StreamEditions, of: EditionTally) -> str:
    not_taken, nowhere_known = NOT_TAKEN
    return messages_of(
        coupling=stream.account_name,
        stroom=stream.stream,
        bevinding=not_taken if of.edition in stream.known else nowhere_known,
    )


def _warning(stream: StreamEditions) -> str:
    if not stream.rejected:
        return ""
    told = ngettext(
        "%(count)s message of this period was rejected for its edition.",
        "%(count)s messages of this period were rejected for their edition.",
        stream.rejected,
    )
    return told % {"count": stream.rejected}
