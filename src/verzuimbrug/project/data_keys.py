"""The keys for data at rest: where they come from, and that a process follows when they change.

The first key seals; all of them open. A file is looked at again every second, so that a running
instance takes part in a rotation (docs/adr/0041-keys-and-places.md).
"""

import base64
import os
import shlex
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from verzuimbrug.project.private_files import replace

KEY_BYTES = 32
LOOK_SECONDS = 1.0
_COMMAND_LOOK_SECONDS = 30.0
_COMMAND_SECONDS = 30
_DATA_KEY = "VERZUIMBRUG_DATA_KEY"
_FILE, _COMMAND = "VERZUIMBRUG_DATA_KEY_FILE", "VERZUIMBRUG_DATA_KEY_COMMAND"

Keys = tuple[bytes, ...]


class DataKeys:
    """Keys that stay what they are: of the environment, or of a test."""

    file: Path | None = None
    """The file that the keys stand in; None when this program cannot change them."""

    def __init__(self, keys: Keys, source: str) -> None:
        """`source` is where they come from, as a person would say it."""
        self._keys = keys
        self.source = source

    def present(self) -> Keys:
        """The keys, the one that seals first."""
        return self._keys

    def anew(self) -> Keys:
        """The keys, read again if that can make a difference."""
        return self._keys

    def rewrite(self, keys: Sequence[bytes]) -> None:
        """Has these keys be kept in the place of those."""
        self._keys = tuple(keys)


class FileKeys(DataKeys):
    """Keys in a file, one a line; read anew within a second after the file has changed."""

    def __init__(self, file: Path) -> None:
        self.file: Path = file
        self._stamp = _stamp(file)
        self._look_at = time.monotonic() + LOOK_SECONDS
        super().__init__(_read(file), str(file))

    def present(self) -> Keys:
        """The keys in the file, as it was at most a second ago."""
        if time.monotonic() >= self._look_at:
            self.anew()
        return self._keys

    def anew(self) -> Keys:
        """The keys in the file."""
        self._look_at = time.monotonic() + LOOK_SECONDS
        stamp = _stamp(self.file)
        if stamp != self._stamp:
            try:
                self._keys, self._stamp = _read(self.file), stamp
            except ImproperlyConfigured:
                # Half a copy: what was known goes on to hold.
                return self._keys
        return self._keys

    def rewrite(self, keys: Sequence[bytes]) -> None:
        """Has the file hold these keys, all at once."""
        replace(self.file, "".join(f"{base64.b64encode(key).decode()}\n" for key in keys))
        self.anew()


class CommandKeys(DataKeys):
    """Keys that a program prints, as a vault's does; asked again when a key is not known."""

    def __init__(self, command: str, source: str) -> None:
        self._command = command
        self._asked_at = time.monotonic()
        super().__init__(parse_keys(ask(command, source), source), source)

    def anew(self) -> Keys:
        """The keys as the program prints them now; it is not asked all the time."""
        if time.monotonic() - self._asked_at >= _COMMAND_LOOK_SECONDS:
            self._asked_at = time.monotonic()
            self._keys = parse_keys(ask(self._command, self.source), self.source)
        return self._keys


def data_keys(data: Path) -> DataKeys:
    """The data keys of an instance; none when there are none yet, and then nothing is sealed."""
    given = [each for each in (_DATA_KEY, _FILE, _COMMAND) if os.environ.get(each)]
    if len(given) > 1:
        raise ImproperlyConfigured(f"only one of {', '.join(given)} can say the data key")
    if given == [_DATA_KEY]:
        return DataKeys(parse_keys(os.environ[_DATA_KEY], _DATA_KEY), _DATA_KEY)
    if given == [_COMMAND]:
        return CommandKeys(os.environ[_COMMAND], _COMMAND)
    return FileKeys(Path(os.environ[_FILE]) if given else data / "keys" / "data.key")


def parse_keys(text: str, source: str) -> Keys:
    """Keys in base64, one a line, or with spaces or commas between them. Raises when one is odd."""
    keys = []
    for word in text.replace(",", " ").split():
        try:
            key = base64.b64decode(word, validate=True)
        except ValueError:
            key = b""
        if len(key) != KEY_BYTES:
            raise ImproperlyConfigured(f"a key is {KEY_BYTES} bytes in base64 ({source})")
        keys.append(key)
    return tuple(dict.fromkeys(keys))


def ask(command: str, source: str) -> str:
    """What a program prints. What it says when it fails is not repeated: it may hold a secret."""
    try:
        done = subprocess.run(  # noqa: S603 -- the operator's own command, no shell
            shlex.split(command),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_COMMAND_SECONDS,
            check=True,
        )
    except (OSError, ValueError, subprocess.SubprocessError) as failed:
        raise ImproperlyConfigured(f"{source}: {type(failed).__name__}") from None
    return done.stdout


def _read(file: Path) -> Keys:
    try:
        return parse_keys(file.read_text(encoding="utf-8"), str(file))
    except FileNotFoundError:
        return ()


def _stamp(file: Path) -> tuple[int, int, int]:
    try:
        found = file.stat()
    except OSError:
        return (0, 0, 0)
    return (found.st_ino, found.st_mtime_ns, found.st_size)
