"""The machine and the database server that the figures belong to."""

import os
import platform
from collections.abc import Mapping
from pathlib import Path

import psycopg

import verzuimbrug

Database = psycopg.Connection[tuple[object, ...]]

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


def load() -> float:
    """Return the load of the last minute: over a tenth, others use the machine too."""
    return os.getloadavg()[0]


def _setting(database: Database, name: str) -> str:
    row = database.execute("SELECT current_setting(%s)", [name]).fetchone()
    return str(row[0]) if row else ""


def _processor() -> str:
    file = Path("/proc/cpuinfo")
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor())
