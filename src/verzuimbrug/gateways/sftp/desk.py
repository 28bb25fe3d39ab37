"""Use cases, called from the door's one thread: they run in threads, and refusals come back."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier
from typing import TypeVar

from django.db import close_old_connections, connections

from verzuimbrug.application.receiving.refusals import Attempt, RefusalCode, RefusedError
from verzuimbrug.application.sftp.signing_in import SftpVisitor, require_valid_key
from verzuimbrug.application.sign_in.credentials import SignedIn
from verzuimbrug.gateways.refused import leave_trail, log_failure
from verzuimbrug.gateways.sftp.limits import DATABASE_THREADS
from verzuimbrug.gateways.sftp.said import refusal_error

DOOR = "sftp"

Given = TypeVar("Given")


class Desk:
    """A few threads, each with its own connection to the database, looked after at every call."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(DATABASE_THREADS, "database")

    async def run(self, work: Callable[[], Given]) -> Given:
        """What the work gives; a connection that the server has dropped is made anew first."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, _on_good_connection, work)

    def later(self, work: Callable[[], None]) -> None:
        """Has it done, when nobody waits for it any more."""
        self._threads.submit(_on_good_connection, work).add_done_callback(_report)

    def close(self) -> None:
        """Waits for what is being done, and closes the connections."""
        together = Barrier(DATABASE_THREADS)
        for _ in range(DATABASE_THREADS):
            self._threads.submit(_end_thread, together)
        self._threads.shutdown(wait=True)


def _end_thread(together: Barrier) -> None:
    """Each thread closes its own, which it does once when all of them wait for each other."""
    together.wait()
    connections.close_all()


def _on_good_connection(work: Callable[[], Given]) -> Given:
    close_old_connections()
    try:
        return work()
    finally:
        close_old_connections()


def _report(done: "Future[None]") -> None:
    problem = done.exception()
    if isinstance(problem, Exception):
        log_failure(DOOR, problem, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A signed-in client on one connection: everything it asks is asked here."""

    desk: Desk
    visitor: SftpVisitor
    login: str
    address: str

    @property
    def language(self) -> str:
        """The language of refusals."""
        return self.visitor.language

    async def ask(
        self,
        work: Callable[[SignedIn], Given],
        *,
        stream: str = "",
        size: int | None = None,
    ) -> Given:
        """What a use case gives. Raises SFTPError when it refuses, or when something is broken."""

        def checked() -> Given:
            require_valid_key(self.visitor)
            return work(self.visitor.sender)

        try:
            return await self.desk.run(checked)
        except RefusedError as refused:
            self.leave_trail(refused.reason, stream=stream, size=size)
            raise refusal_error(refused.code, self.language) from refused
        except Exception as problem:
            log_failure(DOOR, problem, "")
            raise refusal_error(RefusalCode.UNAVAILABLE, self.language) from problem

    def leave_trail(self, reason: str, *, stream: str = "", size: int | None = None) -> None:
        """Keeps that something was refused."""
        attempt = Attempt(
            door=DOOR,
            address=self.address,
            customer_code=self.login,
            stream=stream,
            size=size,
        )
        self.desk.later(lambda: leave_trail(attempt, reason))
