"""The processes of one instance, each started again when it dies."""

import ctypes
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

_SHORTEST_PAUSE = 0.5
_LONGEST_PAUSE = 30.0
# One that ran this long was well: its next death counts as the first.
_WELL_AFTER = 60.0
_STOP_SECONDS = 40.0

_PR_SET_PDEATHSIG = 1


def python(*arguments: str) -> list[str]:
    """The command that runs a module of ours under this interpreter."""
    return [sys.executable, "-m", *arguments]


def spawn(command: Sequence[str], stdout: int | None = None) -> subprocess.Popen[str]:
    """Start a process in a session of its own: Ctrl-C reaches us, and we stop it in our order."""
    return subprocess.Popen(  # noqa: S603 -- commands are ours
        command,
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        text=True,
        start_new_session=True,
        # This process has one thread, so that code between fork and exec is safe.
        preexec_fn=_stop_with_parent(),  # noqa: PLW1509
    )


def stop(process: subprocess.Popen[str]) -> None:
    """Ask the process to stop; when it does not, end it."""
    process.terminate()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _stop_with_parent() -> Callable[[], object] | None:
    """Where the kernel can (Linux): a killed parent takes its children along, by SIGTERM."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl
    return lambda: prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass(slots=True, kw_only=True)
class Supervised:
    """A process that has to run for as long as the instance does."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[str] | None = None
    _started: float = 0.0
    _start_at: float = 0.0
    _pause: float = field(default=_SHORTEST_PAUSE)

    def start_and_wait(self) -> bool:
        """Start the process and wait until it says `ready`; False when it ends instead."""
        self._started = time.monotonic()
        self.process = spawn(self.command, stdout=subprocess.PIPE)
        if self.process.stdout is None:
            return False
        with self.process.stdout as said:
            return said.readline() == "ready\n"

    def look(self, now: float) -> str | None:
        """Start the process when it is due; a line to print when it has died."""
        if self.process is None:
            if now >= self._start_at:
                self.process, self._started = spawn(self.command, subprocess.DEVNULL), now
            return None
        code = self.process.poll()
        if code is None:
            return None
        self.process = None
        return self._plan_restart(code, now)

    def _plan_restart(self, code: int, now: float) -> str:
        if now - self._started > _WELL_AFTER:
            self._pause = _SHORTEST_PAUSE
        pause, self._pause = self._pause, min(self._pause * 2, _LONGEST_PAUSE)
        self._start_at = now + pause
        return f"{self.name} ended with code {code}; started again in {pause:g} s"


@dataclass(slots=True, kw_only=True)
class Processes:
    """The database, when it is ours, and all that serves."""

    say: Callable[[str], None]
    database: Supervised | None = None
    serving: list[Supervised] = field(default_factory=list)

    def look(self) -> None:
        """Look after each of them once."""
        for member in [*([self.database] if self.database else []), *self.serving]:
            if said := member.look(time.monotonic()):
                self.say(said)

    def stop(self) -> None:
        """Stop what serves, all together, and then the database."""
        serving = [member.process for member in self.serving if member.process is not None]
        for process in serving:
            process.terminate()
        for process in serving:
            stop(process)
        if self.database is not None and self.database.process is not None:
            stop(self.database.process)
