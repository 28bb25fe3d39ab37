"""Files that a command is given: by name, or `-` for what is piped in."""

import sys
from pathlib import Path

from verzuimbrug.cli.output import MISUSED, stop


def read_file(file: Path) -> bytes:
    """The bytes of a file; one that cannot be read ends the command as misuse."""
    if str(file) == "-":
        return sys.stdin.buffer.read()
    try:
        return file.read_bytes()
    except OSError as problem:
        stop(f"{file} cannot be read: {problem.strerror}", MISUSED)
