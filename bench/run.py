"""`make bench`: how fast reports get from the door into the dossiers, in one run on one machine.

Everything that is compared is measured side by side in the same run (docs/performance.md). Fails
when the counts of a part do not add up; says of each goal whether it is met.
"""

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console

from findings import Found
from instance import BenchError
from machine import machine, others
from part_against import measure_against
from part_flat import measure_flat
from part_load import measure_load
from part_paced import measure_paced
from part_single import measure_single
from preparing import Shared
from profiling import profile_worker
from sizes import FULL, SMALL, Sizes
from traffic import initial_load, live

OUT = Path(__file__).with_name("out") / "results.json"

_AT_REST = 0.1

PARTS: Mapping[str, Callable[[Sizes, Shared, Console], Found]] = {
    "load": measure_load,
    "single": measure_single,
    "paced": measure_paced,
    "flat": measure_flat,
    "against": measure_against,
}
_SHARING = {"single", "paced"}

console = Console(width=130)


def main() -> int:
    """Run the parts, or profile a worker; 1 when something did not add up."""
    wanted = _arguments()
    sizes = SMALL if wanted.small else FULL
    try:
        if wanted.profile:
            _profile(sizes)
        else:
            _measure(wanted.only or list(PARTS), sizes, write=wanted.write)
    except BenchError as problem:
        console.print(f"[bold red]bench: {problem}[/]")
        return 1
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", action="append", choices=PARTS, help="this part; may be repeated")
    parser.add_argument("--small", action="store_true", help="little of everything, to try it")
    parser.add_argument("--write", action="store_true", help="write the sections in docs")
    parser.add_argument("--profile", action="store_true", help="show where a worker's time goes")
    return parser.parse_args()


def _measure(parts: Sequence[str], sizes: Sizes, *, write: bool) -> None:
    facts = {**machine(), "in use by others": f"{others():.0%}"}
    for name, value in facts.items():
        console.print(f"{name:20} {value}", highlight=False)
    shared = Shared()
    with shared.stack:
        for part in parts:
            console.rule(part)
            if part not in _SHARING:
                shared.stop()
            found = PARTS[part](sizes, shared, console)
            found.show(console)
            _keep(part, {"machine": facts, **found.to_json()})
            if write:
                found.write(_ran_on({**facts, **found.server}))


def _keep(part: str, figures: Mapping[str, Any]) -> None:
    """Put the figures of a part beside those of the others, which may be of an earlier run."""
    known = json.loads(OUT.read_text(encoding="utf-8")) if OUT.exists() else {}
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps({**known, part: figures}, indent=2) + "\n", encoding="utf-8")


def _ran_on(facts: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {value}" for name, value in facts.items()) + "."


def _profile(sizes: Sizes) -> None:
    bulk, single = initial_load(sizes.against_reports), live(3, sizes.against_messages)
    profile_worker([("initial load", bulk), ("single messages", single)], console)


if __name__ == "__main__":
    sys.exit(main())
