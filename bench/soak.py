"""`make soak`: an hour of steady traffic, while another connection sits idle on an old snapshot.

    python bench/soak.py --minutes 60

A real `verzuimbrug up` with two workers gets a hundred messages a second by the clock. A second
connection holds a transaction open all the time, as a forgotten report or backup does, so that
PostgreSQL can clear nothing away. Every ten seconds memory, tables, times and backlog are written
to bench/out/soak.jsonl; what they come to is judged at the end (`soak_judging.py`). Fails when the
counts do not add up or what grew is over its bound. Interrupted, it judges what it has;
`--judge` does so for the samples of a soak that was ended by force.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from rich.console import Console

from instance import BenchError, Instance
from machine import machine
from observing import observing
from preparing import Ready, ready
from soak_judging import judge
from soak_portal import Plan, steady
from soak_samples import Database, Sample, Sampler, TableSize, read_samples, tables
from traffic import lasting_configuration
from whole_way import await_done, require_applied

OUT = Path(__file__).with_name("out")
_SAMPLES = OUT / "soak.jsonl"
_RATE = 100.0
_EVERY_SECONDS = 10.0
_LOOK_SECONDS = 0.02
_WORKERS = 2

console = Console(width=130)


def main() -> int:
    """Run it; 1 when something is not as it has to be."""
    wanted = _arguments()
    os.nice(wanted.nice)
    try:
        samples, afterwards = _looked(wanted)
        found = judge(samples, afterwards, wanted.rate)
    except BenchError as problem:
        console.print(f"[bold red]soak: {problem}[/]")
        return 1
    found.show(console)
    figures = {"machine": machine(), **found.to_json()}
    (OUT / "soak.json").write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    if wanted.write:
        minutes = samples[-1].seconds / 60
        found.write(f"{minutes:.0f} minutes; {', '.join(machine().values())}.")
    return 0 if all(goal.met for goal in found.goals) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--rate", type=float, default=_RATE, help="messages a second")
    parser.add_argument("--nice", type=int, default=0, help="give way to others: up to 19")
    parser.add_argument("--judge", action="store_true", help="what was written before, once more")
    parser.add_argument("--write", action="store_true", help="write the section in docs")
    return parser.parse_args()


def _looked(wanted: argparse.Namespace) -> tuple[list[Sample], list[TableSize]]:
    """The samples, of now or of before, and the tables once the old snapshot is gone."""
    if wanted.judge:
        return read_samples(_SAMPLES), []
    with ready(workers=_WORKERS) as prepared:
        return _soak(prepared, wanted)


def _soak(prepared: Ready, wanted: argparse.Namespace) -> tuple[list[Sample], list[TableSize]]:
    """Send, sample, and see at the end that all of it was applied."""
    instance = prepared.instance
    plan = Plan(
        portal=prepared.portal,
        blocks=max(round(wanted.minutes * 60 / _EVERY_SECONDS), 1),
        messages=round(wanted.rate * _EVERY_SECONDS),
        rate=wanted.rate,
    )
    instance.configure_text(lasting_configuration(plan.all_messages))
    before = instance.status()
    with instance.connect() as database:
        with _old_snapshot(instance.database_url) as is_held:
            samples = _samples(instance, plan, database)
            await_done(database)
            if not is_held():
                raise BenchError("the old snapshot was not held to the end")
        if len(samples) < plan.blocks:
            console.print("[bold]Interrupted: what was underway is not counted.[/]")
        else:
            require_applied(instance, (samples[-1].sent, samples[-1].sent), before)
        database.execute("VACUUM")
        return samples, tables(database)


def _samples(instance: Instance, plan: Plan, database: Database) -> list[Sample]:
    """A sample for each block that is answered; those there are when it is interrupted."""
    samples: list[Sample] = []
    sampler = Sampler(instance, database, _SAMPLES)
    with steady(plan) as portal, observing(instance.database_url, _LOOK_SECONDS) as observed:
        for _ in range(plan.blocks):
            try:
                block = portal.next_block()
            except KeyboardInterrupt:
                break
            samples.append(sampler.take(block, observed.ask()))
            _tell(samples[-1])
    return samples


def _tell(sample: Sample) -> None:
    answer, applied = sample.answer["p99"], sample.applied.get("p99", 0.0)
    console.print(
        f"{sample.seconds:6.0f} s: {sample.sent:,} sent, p99 {answer:.0f} ms answered, "
        f"{applied:.0f} ms applied, {sample.backlog} waiting, {sample.dead:,} dead rows",
        highlight=False,
    )


@contextmanager
def _old_snapshot(url: str) -> Iterator[Callable[[], bool]]:
    """Hold a snapshot; what it gives tells whether it is still held."""
    with psycopg.connect(url) as idle:
        idle.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        first = idle.execute("SELECT pg_current_snapshot()::text").fetchone()
        yield lambda: idle.execute("SELECT pg_current_snapshot()::text").fetchone() == first
        idle.rollback()


if __name__ == "__main__":
    sys.exit(main())
