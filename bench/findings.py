"""What a part of the benchmark found: tables, goals and plots, for people, as Markdown and JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rich.console import Console
from rich.table import Table as RichTable

from sections import write_picture, write_section

PERCENTILES = (50, 95, 99, 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of text under titles; the first column names the row."""

    titles: Sequence[str]
    rows: Sequence[Sequence[str]]

    def for_people(self, title: str) -> RichTable:
        """Return the table to print."""
        table = RichTable(title=title, title_justify="left")
        for place, column in enumerate(self.titles):
            table.add_column(column, justify="right" if place else "left")
        for row in self.rows:
            table.add_row(*row)
        return table

    def as_markdown(self) -> str:
        """Return the table as it stands in the documentation."""
        under = ("---", *("---:" for _ in self.titles[1:]))
        return "\n".join(f"| {' | '.join(row)} |" for row in (self.titles, under, *self.rows))


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """What was asked, and what was measured."""

    asked: str
    found: str
    met: bool

    def __str__(self) -> str:
        return f"{'met' if self.met else 'NOT met'}: {self.asked}; measured: {self.found}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One part: `figures` are all that was measured, `pictures` are SVG by name.

    `server` is the database server that it ran on.
    """

    part: str
    title: str
    figures: Mapping[str, Any]
    tables: Sequence[Table]
    server: Mapping[str, str] = field(default_factory=dict)
    goals: Sequence[Goal] = ()
    pictures: Mapping[str, str] = field(default_factory=dict)
    remarks: Sequence[str] = ()

    def to_json(self) -> Mapping[str, Any]:
        """Return the figures, with what was asked of them."""
        goals = [{"asked": each.asked, "found": each.found, "met": each.met} for each in self.goals]
        return {"server": dict(self.server), **self.figures, "goals": goals}

    def show(self, console: Console) -> None:
        """Print the tables, and which goals are met."""
        for table in self.tables:
            console.print(table.for_people(self.title))
        for line in (*self.remarks, *map(str, self.goals)):
            console.print(line, highlight=False, markup=False)

    def write(self, ran_on: str) -> None:
        """Put tables, goals and pictures in the documentation."""
        parts = [ran_on, *(table.as_markdown() for table in self.tables), *self.remarks]
        parts += ["\n".join(f"- {goal}." for goal in self.goals)] if self.goals else []
        for name, picture in self.pictures.items():
            parts.append(f"![{self.title}]({write_picture(name, picture)})")
        write_section(f"bench-{self.part}", "\n\n".join(parts))


def percentiles(values: Sequence[float]) -> Mapping[str, float]:
    """Return the nearest-rank percentiles of values in any order; nothing of none."""
    ascending = sorted(values)
    last = len(ascending) - 1
    return {f"p{each}": ascending[round(last * each / 100)] for each in PERCENTILES if ascending}
