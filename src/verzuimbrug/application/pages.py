"""Long lists in pages by key: a page goes on after the last row of the page before."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

DEFAULT_LIMIT = 100
MAX_LIMIT = 1000

Row = TypeVar("Row")
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Window:
    """At most `limit` rows with an id beyond `after`."""

    after: int = 0
    limit: int = DEFAULT_LIMIT

    @property
    def take(self) -> int:
        """How many rows to read: one more than is shown tells whether a next page exists."""
        return self.limit + 1


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """The items of a window; `next` is what the next window comes after, None on the last page."""

    items: tuple[Item, ...]
    next: int | None


def cut(
    rows: Sequence[Row], window: Window, place: Callable[[Row], int]
) -> tuple[Sequence[Row], int | None]:
    """The rows of the page, of `window.take` that were read, and where the next page starts."""
    if len(rows) <= window.limit:
        return rows, None
    shown = rows[: window.limit]
    return shown, place(shown[-1])
