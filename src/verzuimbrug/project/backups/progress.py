"""A bar on a terminal for what takes long; nothing elsewhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn


@contextmanager
def shown(words: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """A bar for a work of so many bytes, or of nobody knows how many; say how far it is."""
    console = Console(stderr=True)
    columns = (TextColumn(words), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=total)
        yield lambda amount: progress.update(task, completed=amount)
