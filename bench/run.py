"""`make bench`: how fast reports get from the door into the dossiers, in one run on one machine.

Beside the whole way (c) it measures, on the same messages, bare reading (a) and plain COPY (b), so
that figures of different machines can be compared: the multiple (c) / ((a) + (b)) is what counts
(docs/performance.md). Fails when any report is not applied.
"""

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from statistics import median

from rich.console import Console

from bare_reading import measure_reading
from instance import BenchError, Instance, running
from machine import machine, others, server
from plain_copy import mark, measure_copy
from profiling import profile_worker
from results import Measured, Results
from sending import Portal
from traffic import Traffic, initial_load, live
from whole_way import measure

OUT = Path(__file__).with_name("out")

_REPEATS = 3
_WARMING_UP = 160

console = Console(width=110)


def main() -> int:
    """Run everything, or profile a worker; 1 when something did not add up."""
    wanted = _arguments()
    try:
        if wanted.profile:
            _profile(wanted)
        else:
            _measure_all(wanted)
    except BenchError as problem:
        console.print(f"[bold red]bench: {problem}[/]")
        return 1
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=20_000, help="of the initial load")
    parser.add_argument("--messages", type=int, default=3_000, help="one by one, each way")
    parser.add_argument("--profile", action="store_true", help="show where a worker's time goes")
    return parser.parse_args()


def _measure_all(wanted: argparse.Namespace) -> None:
    results = Results(machine=machine(), others=others())
    bulk = initial_load(wanted.reports)
    with running(workers=1) as instance:
        portal = _prepared(instance)
        results.measured.append(_measured("initial load, 1 worker", instance, portal, bulk))
    with running(workers=2) as instance:
        portal = _prepared(instance)
        results.measured.append(_measured("initial load, 2 workers", instance, portal, bulk))
        for seed, soap in ((3, False), (4, True)):
            name = f"single messages, {'SOAP' if soap else 'REST'}, 2 workers"
            through, traffic = replace(portal, soap=soap), live(seed, wanted.messages)
            results.measured.append(_measured(name, instance, through, traffic))
        with instance.connect() as database:
            results.server.update(server(database))
    results.write(OUT / "results.json")
    results.show(console)


def _profile(wanted: argparse.Namespace) -> None:
    bulk, single = initial_load(wanted.reports), live(3, wanted.messages)
    profile_worker([("initial load", bulk), ("single messages", single)], console)


def _prepared(instance: Instance) -> Portal:
    """Make the account, and let every process and connection do its first work."""
    warming_up = live(2, _WARMING_UP)
    instance.configure(warming_up)
    portal = instance.open_account()
    measure(instance, portal, warming_up)
    return portal


def _measured(name: str, instance: Instance, portal: Portal, traffic: Traffic) -> Measured:
    """Measure (c), and then (a) and (b) of the same while the instance rests."""
    console.print(
        f"{name}: {len(traffic.messages)} messages, {traffic.reports} reports, "
        f"{traffic.size / 1e6:.1f} MB",
        highlight=False,
    )
    instance.configure(traffic)
    with instance.connect() as database:
        marks = mark(database)
        run = measure(instance, portal, traffic)
        copies = [measure_copy(database, marks) for _ in range(_REPEATS)]
    reading = median(measure_reading(traffic.messages) for _ in range(_REPEATS))
    copied = sorted(copies, key=lambda copied: copied.seconds)[_REPEATS // 2]
    return Measured(name=name, run=run, reading=reading, copied=copied)


if __name__ == "__main__":
    sys.exit(main())
