"""The processor time that each part of a running instance has taken (Linux's /proc).

Unlike the clock it hardly depends on what else the machine does.
"""

import os
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
# Places among the fields of `stat` that follow the name (proc(5)).
_PARENT, _TIMES = 1, slice(11, 15)
_PACKAGE = "verzuimbrug."
_COMMANDS = "verzuimbrug.cli"
_NAMES = {"work": "workers"}
_KEEPER = "embedded"
"""Starts and watches the database server, which is counted itself."""

Seconds = Mapping[str, float]
Facts = Mapping[int, list[str]]


def processor_time(up: int, database: int) -> Seconds:
    """Return the seconds of the database and of each part that `up` started, web and workers.

    Processes that ended are included. `database` is a process of the database server.
    A machine without /proc has no answer.
    """
    facts = dict(_processes())
    if database not in facts:
        return {}
    server = int(facts[database][_PARENT])
    taken: Counter[str] = Counter(database=_ticks(facts, server))
    for process, fields in facts.items():
        if int(fields[_PARENT]) == up and (part := part_of(process)) not in {None, _KEEPER}:
            taken[str(part)] += _ticks(facts, process)
    return {part: ticks / _TICKS for part, ticks in sorted(taken.items())}


def grown(before: Seconds, after: Seconds) -> dict[str, float]:
    """Return what was taken in between."""
    return {part: round(seconds - before.get(part, 0), 2) for part, seconds in after.items()}


def _processes() -> Iterator[tuple[int, list[str]]]:
    for folder in Path("/proc").glob("[0-9]*"):
        # It may have ended since it was listed.
        with suppress(OSError):
            stat = (folder / "stat").read_text(encoding="utf-8", errors="replace")
            yield int(folder.name), stat.rpartition(") ")[2].split()


def _ticks(facts: Facts, root: int) -> int:
    """The ticks of a process, of those below it, and of those below it that ended."""
    children = defaultdict(list)
    for process, fields in facts.items():
        children[int(fields[_PARENT])].append(process)
    total, waiting = 0, [root]
    while waiting:
        process = waiting.pop()
        waiting += children[process]
        total += sum(map(int, facts[process][_TIMES]))
    return total


def part_of(process: int) -> str | None:
    """The part of the instance that a process below `up` is: its command, or its module."""
    with suppress(OSError):
        words = Path(f"/proc/{process}/cmdline").read_bytes().decode(errors="replace").split("\0")
        module = next((word for word in words if word.startswith(_PACKAGE)), None)
        if module == _COMMANDS:
            command = words[words.index(module) + 1]
            return _NAMES.get(command, command)
        return module.rpartition(".")[2] if module else None
    return None
