"""How the story ends: the dossiers as the case system reads them, beside what they should be."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from verzuimbrug.cli.story.comparing import differences
from verzuimbrug.cli.story.instance import CaseSystem
from verzuimbrug.cli.story.scripts import Dossiers, Script

_STATUSES = {
    "open": "open",
    "recovered": "hersteld",
    "ended": "beëindigd",
    "withdrawn": "ingetrokken",
}
_COLUMNS = (
    "Werkgever",
    "Werknemer",
    "Geval",
    "Eerste dag",
    "Hersteld",
    "Status",
    "%",
    "Vervolg op",
)


def judge(reader: CaseSystem, scripts: Sequence[Script], console: Console) -> bool:
    """Read all dossiers and show them; True when they are exactly as they should be."""
    found = {code: reader.dossiers(code) for code in reader.employers()}
    expected = {code: people for script in scripts for code, people in script.expected.items()}
    console.print(_table(found))
    wrong = differences(expected, found)
    for line in wrong:
        console.print(f"  [red]✗[/] {line}", highlight=False)
    count = sum(len(people) for people in expected.values())
    if wrong:
        console.print(f"[bold red]{len(wrong)} verschillen met wat er hoort te staan.[/]")
    else:
        console.print(f"[bold green]Alle {count} dossiers zijn zoals ze horen te zijn.[/]")
    return not wrong


def _table(found: Dossiers) -> Table:
    table = Table(*_COLUMNS, title="De dossiers, gelezen over REST")
    for code, people in found.items():
        for dossier in people:
            for row in _rows(dossier):
                table.add_row(code, *row)
    return table


def _rows(dossier: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    key = ", ".join(key["key"] for key in dossier["keys"])
    name = f"{dossier['initials']} {dossier['surname']}" if dossier["surname"] else f"({key})"
    for case in dossier["absence_cases"]:
        yield (
            name,
            case["id"],
            case["first_day"],
            case["recovered_on"] or "",
            _STATUSES[case["status"]],
            f"{case['percentage']:g}",
            case["continues"] or "",
        )
    if not dossier["absence_cases"]:
        yield (name, "(geen)", "", "", "", "", "")
