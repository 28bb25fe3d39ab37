"""The memory of the processes of a running instance (Linux's /proc), in MB."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from processor_time import part_of

_KB_IN_MB = 1024


@dataclass(frozen=True, slots=True)
class Memory:
    """What a process holds now, and the most that it ever held."""

    resident: float
    highest: float


def memory_of(up: int) -> Mapping[str, Memory]:
    """Return the memory of every process that `up` started, by what it is and its number."""
    return dict(_below(up, ""))


def highest(found: Mapping[str, Memory], part: str) -> float:
    """Return the most that any process of a part ever held."""
    return max((each.highest for name, each in found.items() if name.startswith(part)), default=0)


def _below(process: int, part: str) -> Iterator[tuple[str, Memory]]:
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        # A process may have ended since it was listed.
        with suppress(OSError):
            for child in map(int, children.read_text(encoding="utf-8").split()):
                name = part or part_of(child) or "other"
                yield f"{name} {child}", _memory(child)
                yield from _below(child, name)


def _memory(process: int) -> Memory:
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    return Memory(_field(status, "VmRSS"), _field(status, "VmHWM"))


def _field(status: str, name: str) -> float:
    found = re.search(rf"{name}:\s+(\d+)", status)
    return int(found[1]) / _KB_IN_MB if found else 0.0


def private_memory(backend: int) -> float:
    """Return what the processes of a database server hold each for itself, not shared, together.

    Without those of autovacuum: they come and go, and hold what maintenance_work_mem allows.
    """
    status = Path(f"/proc/{backend}/status").read_text(encoding="utf-8")
    server = int(re.findall(r"PPid:\s+(\d+)", status)[0])
    total = 0.0
    for children in Path(f"/proc/{server}/task").glob("*/children"):
        for child in children.read_text(encoding="utf-8").split():
            with suppress(OSError):
                process = Path(f"/proc/{child}")
                if b"autovacuum worker" in (process / "cmdline").read_bytes():
                    continue
                total += _field((process / "status").read_text(encoding="utf-8"), "RssAnon")
    return total
