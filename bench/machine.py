"""The machine and the database server that the figures belong to."""

import os
import platform
import time
from collections.abc import Mapping
from pathlib import Path

import psycopg

import verzuimbrug

Database = psycopg.Connection[tuple[object, ...]]

_LOOK_SECONDS = 2
_IDLE = 3

_SETTINGS = (
    "server_version",
    "fsync",
    "synchronous_commit",
    "full_page_writes",
    "shared_buffers",
    "max_wal_size",
)


def machine() -> Mapping[str, str]:
    """Return what a reader must know to compare."""
    return {
        "verzuimbrug": verzuimbrug.__version__,
        "processor": _processor(),
        "cores": str(os.cpu_count()),
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB",
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
    }


def server(database: Database) -> Mapping[str, str]:
    """Return the version of PostgreSQL and its settings for durability."""
    return {name: _setting(database, name) for name in _SETTINGS}


def others() -> float:
    """Return the share of the processors that is in use now, before we begin; 0 if not told."""
    before = _ticks()
    time.sleep(_LOOK_SECONDS)
    passed = [after - since for since, after in zip(before, _ticks(), strict=True)]
    return 1 - passed[_IDLE] / sum(passed) if any(passed) else 0.0


def _ticks() -> list[int]:
    """The time that the processors spent in each state, since the machine started (proc(5))."""
    file = Path("/proc/stat")
    first = file.read_text(encoding="utf-8").partition("\n")[0] if file.exists() else ""
    return [int(word) for word in first.split()[1:]]


def _setting(database: Database, name: str) -> str:
    row = database.execute("SELECT current_setting(%s)", [name]).fetchone()
    return str(row[0]) if row else ""


def _processor() -> str:
    file = Path("/proc/cpuinfo")
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor())
