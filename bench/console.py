"""`make bench-console`: how fast the pages answer with a million messages and 100,000 persons.

Fills a new instance (`filling.py`), or takes one that is filled (`--data`), signs in, finds every
page by following links, and opens each again and again. A page that is not measured is named with
why. Fails when a page answers with something else than a page.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import django
from django.urls import reverse
from rich.console import Console
from rich.table import Table

from console_pages import find_pages
from filling import Amounts, fill
from findings import percentiles
from instance import BenchError, Instance, attach, running
from machine import machine, others
from sections import write_section
from visiting import Visitor

OUT = Path(__file__).with_name("out") / "console.json"
_SECTION = "bench-console"
_EMAIL, _PASSWORD = "bench-console@example.nl", "een lange zin om mee te meten"
_LIMIT_MS = 200
_WARMING_UP = 1

console = Console(width=130)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """One page: its name and address, and times in milliseconds."""

    name: str
    route: str
    requests: int
    p50: float
    p95: float
    longest: float


def main() -> int:
    """Measure every page; 1 when something was no page, or one is slower than it may be."""
    wanted = _arguments()
    try:
        with _instance(wanted) as instance:
            timed, unmeasured = _measure(instance, wanted)
    except BenchError as problem:
        console.print(f"[bold red]bench: {problem}[/]")
        return 1
    _show(timed, unmeasured)
    OUT.parent.mkdir(parents=True, exist_ok=True)
    found = {"machine": machine(), "pages": [asdict(each) for each in timed], "not": unmeasured}
    OUT.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    if wanted.write:
        _write(timed, unmeasured)
    return 0 if all(each.p95 <= _LIMIT_MS for each in timed) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="of a filled instance that runs")
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--requests", type=int, default=40, help="of each page")
    parser.add_argument("--examples", type=int, default=8, help="of each page, opened in turn")
    parser.add_argument("--write", action="store_true", help="write the section in docs")
    return parser.parse_args()


@contextmanager
def _instance(wanted: argparse.Namespace) -> Iterator[Instance]:
    os.environ["VERZUIMBRUG_SECOND_FACTOR"] = "optional"
    if wanted.data is not None:
        yield attach(wanted.data)
        return
    # Nothing is to change while it is measured: what waits for a worker stays.
    with running(workers=0) as instance:
        fill(instance, Amounts(messages=wanted.messages, people=wanted.people))
        yield instance


def _measure(instance: Instance, wanted: argparse.Namespace) -> tuple[list[Timed], dict[str, str]]:
    os.environ["VERZUIMBRUG_DATA"] = str(instance.data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "verzuimbrug.project.settings")
    django.setup()
    _make_visitor(instance)
    visitor = Visitor(instance.url, _PASSWORD, reverse("account_reauthenticate"))
    visitor.sign_in(reverse("account_login"), _EMAIL)
    console.print(f"in use by others: {others():.0%}")
    found = find_pages(visitor, wanted.examples)
    timed = []
    for name, places in sorted(found.places.items()):
        if places and name not in found.slow:
            one = _time(visitor, name, found.routes[name], places, wanted.requests)
            timed.append(one)
            console.print(f"{name}: {one.p95:.0f} ms", highlight=False)
    return timed, dict(found.unmeasured)


def _make_visitor(instance: Instance) -> None:
    """Somebody who may see everything of the arbodienst, unless they are there already."""
    if _EMAIL not in instance.run("users", "list"):
        create = ("users", "create", _EMAIL, "--name", "Bench", "--role", "manage")
        instance.run(*create, "--password-stdin", said=f"{_PASSWORD}\n")


def _time(visitor: Visitor, name: str, route: str, places: Sequence[str], requests: int) -> Timed:
    """Open the examples of a page in turn, each once before it counts."""
    for place in places * _WARMING_UP:
        visitor.open(place)
    times = []
    for number in range(requests):
        opened = visitor.open(places[number % len(places)])
        # One that is not waited for any longer counts with the time that it was waited for.
        if opened.status and not opened.is_page:
            raise BenchError(f"{places[number % len(places)]} answers {opened.status}")
        times.append(opened.seconds * 1000)
    found = percentiles(times)
    return Timed(
        name=name,
        route=route,
        requests=requests,
        p50=found["p50"],
        p95=found["p95"],
        longest=found["p100"],
    )


def _show(timed: Sequence[Timed], unmeasured: dict[str, str]) -> None:
    table = Table("page", "address", "requests", "p50 ms", "p95 ms", "longest ms")
    for each in sorted(timed, key=lambda one: -one.p95):
        figures = (f"{value:.0f}" for value in (each.p50, each.p95, each.longest))
        style = "bold red" if each.p95 > _LIMIT_MS else ""
        table.add_row(each.name, each.route, str(each.requests), *figures, style=style)
    console.print(table)
    for name, why in sorted(unmeasured.items()):
        console.print(f"not measured: {name}: {why}", highlight=False, markup=False)


def _write(timed: Sequence[Timed], unmeasured: dict[str, str]) -> None:
    """Put the figures in the documentation."""
    lines = ["| page | p50 ms | p95 ms |", "| --- | ---: | ---: |"]
    lines += [
        f"| `{each.route}` | {each.p50:.0f} | {each.p95:.0f} |"
        for each in sorted(timed, key=lambda one: one.route)
    ]
    lines += ["", "Not measured:", ""]
    lines += [f"- `{name}`: {why}" for name, why in sorted(unmeasured.items())]
    write_section(_SECTION, "\n".join(lines))


if __name__ == "__main__":
    sys.exit(main())
