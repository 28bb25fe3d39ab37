"""The instance that the story is played on: a real one, on a fresh data folder and free ports."""

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from verzuimbrug.cli.processes import python, spawn, stop
from verzuimbrug.portal.connection import Connection

_AS_A_DEMONSTRATION = {
    "VERZUIMBRUG_ENVIRONMENT": "Demonstratie",
    # Whoever tries the product has no second factor at hand; they can add one.
    "VERZUIMBRUG_SECOND_FACTOR": "optional",
}
_OF_ANOTHER_INSTANCE = (
    "DATABASE_URL",
    "DATABASE_APP_URL",
    "VERZUIMBRUG_DATA_KEY",
    "VERZUIMBRUG_DATA_KEY_FILE",
    "VERZUIMBRUG_DATA_KEY_COMMAND",
    "VERZUIMBRUG_INDEX_KEY",
    "VERZUIMBRUG_INDEX_KEY_FILE",
    "VERZUIMBRUG_INDEX_KEY_COMMAND",
)
_COMMAND_SECONDS = 120
_PAGE = 100
_STANDARD_ERROR = 2


class StoryError(Exception):
    """The story cannot go on; the text says why, in Dutch."""


@dataclass(frozen=True, slots=True)
class Told:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """A running instance, worked on with the ordinary commands."""

    data: Path
    url: str
    process: subprocess.Popen[str]

    def command(self, *arguments: str, said: str = "") -> Told:
        """Give a command, and say something to it; however it ends."""
        try:
            done = subprocess.run(  # noqa: S603 -- commands are ours
                [*python("verzuimbrug.cli"), *arguments, "--data", str(self.data)],
                input=said,
                capture_output=True,
                text=True,
                timeout=_COMMAND_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as slow:
            raise StoryError(f"`verzuimbrug {arguments[0]}` komt niet klaar.") from slow
        return Told(done.returncode, done.stdout, done.stderr)

    def run(self, *arguments: str, said: str = "") -> str:
        """Give a command that has to succeed; return what it prints."""
        told = self.command(*arguments, said=said)
        if told.code != 0:
            name = " ".join(arguments)
            raise StoryError(f"`verzuimbrug {name}` mislukt (code {told.code}):\n{told.err}")
        return told.out

    def status(self) -> Mapping[str, Mapping[str, int]]:
        """Return the counts of messages and reports by state."""
        counts: Mapping[str, Mapping[str, int]] = json.loads(self.run("status", "--json"))
        return counts

    def finish_work(self) -> None:
        """Come back when nothing is left to do."""
        self.run("work", "--until-idle")


@contextmanager
def running(data: Path | None) -> Iterator[Instance]:
    """Start an instance, and stop it at the end; a temporary folder is then cleared away."""
    for name in _OF_ANOTHER_INSTANCE:
        os.environ.pop(name, None)
    for name, value in _AS_A_DEMONSTRATION.items():
        os.environ.setdefault(name, value)
    if data is not None:
        if data.exists() and any(data.iterdir()):
            raise StoryError(f"De map {data} is niet leeg. Geef een lege of nieuwe map.")
        with _started(data.absolute()) as instance:
            yield instance
        return
    with tempfile.TemporaryDirectory(prefix="verzuimbrug-demo-") as folder:
        try:
            with _started(Path(folder) / "var") as instance:
                yield instance
        finally:
            _remove_database(Path(folder) / "var")


@contextmanager
def _started(data: Path) -> Iterator[Instance]:
    data.mkdir(mode=0o711, parents=True, exist_ok=True)
    log = data / "up.log"
    up = ("up", "--data", str(data), "--port", "0", "--sftp-port", "0", "--workers", "1")
    with _errors_to(log):
        process = spawn(python("verzuimbrug.cli", *up), stdout=subprocess.PIPE)
    try:
        url = _await_ready(process)
        if url is None:
            raise StoryError(f"`verzuimbrug up` start niet:\n{log.read_text(encoding='utf-8')}")
        yield Instance(data=data, url=url, process=process)
    finally:
        stop(process)


@contextmanager
def _errors_to(log: Path) -> Iterator[None]:
    """Let what is started in here write its log to a file, so that the story stays readable."""
    kept = os.dup(_STANDARD_ERROR)
    try:
        with log.open("ab") as file:
            os.dup2(file.fileno(), _STANDARD_ERROR)
            yield
    finally:
        os.dup2(kept, _STANDARD_ERROR)
        os.close(kept)


def _await_ready(process: subprocess.Popen[str]) -> str | None:
    """Return the address once the instance serves; None when it ends instead."""
    for line in process.stdout or ():
        word, _, url = line.strip().partition(" ")
        if word == "ready":
            return url
    return None


def _remove_database(data: Path) -> None:
    """Remove the cluster, which may lie outside the data folder (docs/operating)."""
    remove = python("verzuimbrug.project.embedded", "remove", str(data))
    subprocess.run(remove, stdin=subprocess.DEVNULL, check=False)  # noqa: S603 -- ours


@dataclass(frozen=True, slots=True)
class CaseSystem:
    """The arbodienst's case system: reads with an API key, over HTTP."""

    connection: Connection
    key: str

    def employers(self) -> list[str]:
        """Return the codes of all employers."""
        return [item["code"] for item in self._all("/employers")]

    def dossiers(self, code: str) -> list[Mapping[str, Any]]:
        """Return the dossiers of all people at an employer."""
        return self._all(f"/employers/{code}/employees")

    def _all(self, path: str) -> list[Mapping[str, Any]]:
        items: list[Mapping[str, Any]] = []
        after: int | None = 0
        while after is not None:
            page = self._get(f"/api/v1{path}?after={after}&limit={_PAGE}")
            items += page["items"]
            after = page["next"]
        return items

    def _get(self, path: str) -> Mapping[str, Any]:
        reply = self.connection.call("GET", path, {"Authorization": f"Bearer {self.key}"})
        if reply.status != 200:  # noqa: PLR2004 -- HTTP's "OK"
            raise StoryError(f"{path} geeft HTTP {reply.status}: {reply.body.decode()}")
        page: Mapping[str, Any] = json.loads(reply.body)
        return page
