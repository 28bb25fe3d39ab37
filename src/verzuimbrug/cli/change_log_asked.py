"""What the commands of `verzuimbrug log` are asked: of what, as known when, and by whom."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from verzuimbrug.cli.output import MISUSED, by_whom, stop, told_plainly

if TYPE_CHECKING:
    from verzuimbrug.application.access import Reader

KeyArgument = Annotated[str, typer.Argument(metavar="KEY", help="The person's link key.")]
CaseArgument = Annotated[str, typer.Argument(metavar="CASE", help="The case's key.")]
AccountOption = Annotated[
    str, typer.Option("--account", metavar="NAME", help="The account that has the key.")
]
KnownAtOption = Annotated[
    str | None,
    typer.Option(
        metavar="MOMENT",
        help="As it was known then: up to and including a day, a minute, a second.",
    ),
]
_LASTS = {10: timedelta(days=1), 16: timedelta(minutes=1), 19: timedelta(seconds=1)}
"""By how many characters a moment has, how long the last part of it lasts."""

There = TypeVar("There")


def reader_for(arbodienst: str | None) -> "Reader":
    """Who reads, of which arbodienst."""
    from verzuimbrug.application.access import Reader
    from verzuimbrug.application.accounts import find_arbodienst

    with told_plainly():
        return Reader(arbodienst=find_arbodienst(arbodienst).id, principal=by_whom())


def there_or_stop(what: There | None) -> There:
    """What was found; what is not there ends the command as misuse."""
    if what is None:
        stop("the change log has no such thing", MISUSED)
    return what


def moment_of(text: str | None) -> datetime | None:
    """The last moment of a day, a minute or a second by the clock of the instance."""
    if text is None:
        return None
    from django.utils.timezone import make_aware

    try:
        last = datetime.fromisoformat(text) + _LASTS[len(text)] - timedelta.resolution
        return make_aware(last)
    except (LookupError, OverflowError, ValueError):
        stop(f"{text} is no moment; write 2026-03-02, or 2026-03-02T14:05", MISUSED)
