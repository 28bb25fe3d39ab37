"""Connections: who may come in, over which nothing but SFTP goes."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import asyncssh
from asyncssh.constants import (
    DISC_NO_MORE_AUTH_METHODS_AVAILABLE,
    DISC_SERVICE_NOT_AVAILABLE,
    DISC_TOO_MANY_CONNECTIONS,
    OPEN_ADMINISTRATIVELY_PROHIBITED,
)

from verzuimbrug.application.receiving.refusals import Attempt, RefusalCode, RefusedError
from verzuimbrug.application.sftp.signing_in import SftpVisitor, enter, find_key
from verzuimbrug.gateways.refused import leave_trail, log_failure
from verzuimbrug.gateways.sftp.desk import DOOR, Desk, Visit
from verzuimbrug.gateways.sftp.limits import (
    IDLE_SECONDS,
    MOST_CONNECTIONS,
    MOST_KEYS_TRIED,
    MOST_SESSIONS,
    MOST_SIGNING_IN,
    STOP_SECONDS,
)
from verzuimbrug.gateways.sftp.said import refusal_text
from verzuimbrug.gateways.sftp.session import Session, Watch
from verzuimbrug.gateways.sftp.uploads import Uploads

if TYPE_CHECKING:
    from collections.abc import Awaitable


@dataclass(slots=True)
class Lobby:
    """What all connections of this process share: the desk, the folder, and who is there."""

    desk: Desk
    folder: Path
    doors: "set[Door]" = field(default_factory=set)

    def signing_in(self) -> int:
        """How many have not signed in yet."""
        return sum(door.visit is None for door in self.doors)

    def connections_of(self, visitor: SftpVisitor) -> int:
        """How many connections an account has."""
        visits = (door.visit for door in self.doors)
        return sum(each is not None and each.visitor.sender == visitor.sender for each in visits)

    async def close(self) -> None:
        """Ends all connections; deliveries that are being stored are stored."""
        doors = list(self.doors)
        for door in doors:
            door.hang_up()
        with suppress(TimeoutError):
            async with asyncio.timeout(STOP_SECONDS):
                await asyncio.gather(*(door.gone() for door in doors))
        self.desk.close()


class Door(asyncssh.SSHServer):
    """One connection. Keys only: there is no other way to sign in."""

    def __init__(self, lobby: Lobby) -> None:
        self._lobby = lobby
        self._connection: asyncssh.SSHServerConnection | None = None
        self._login = ""
        self._address = ""
        self._keys_tried = 0
        self._found: SftpVisitor | None = None
        self._refusal = RefusalCode.SIGN_IN_FAILED.value
        self._sessions = 0
        self._active_at = 0.0
        self.visit: Visit | None = None

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        """Somebody is there; when too many are, he may come back later."""
        self._connection = conn
        self._address = str((conn.get_extra_info("peername") or ("",))[0])
        if self._lobby.signing_in() >= MOST_SIGNING_IN:
            conn.abort()
        self._lobby.doors.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """He has gone; when he did not get in, that is kept."""
        del exc
        self._lobby.doors.discard(self)
        if self._login and self.visit is None:
            self._leave_trail(self._refusal)

    def begin_auth(self, username: str) -> bool:
        """Says who he is."""
        self._login = username
        return True

    def public_key_auth_supported(self) -> bool:
        """The one way to sign in."""
        return True

    async def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        """Whether a key opens the account; asyncssh has its holder prove that it is his."""
        self._found = None
        self._keys_tried += 1
        if self._keys_tried > MOST_KEYS_TRIED:
            reason = refusal_text(RefusalCode.SIGN_IN_FAILED, "nl")
            raise asyncssh.DisconnectError(DISC_NO_MORE_AUTH_METHODS_AVAILABLE, reason)
        fingerprint = key.get_fingerprint()
        try:
            self._found = await self._lobby.desk.run(
                lambda: find_key(username, fingerprint, self._address)
            )
        except RefusedError as refused:
            self._refusal = refused.reason
        except Exception as problem:
            raise self._unavailable(problem) from problem
        return self._found is not None

    def auth_completed(self) -> None:
        """He has proved it."""
        found = self._found
        if found is None:
            return
        crowded = self._lobby.connections_of(found) >= MOST_CONNECTIONS
        self.visit = Visit(
            desk=self._lobby.desk, visitor=found, login=self._login, address=self._address
        )
        self._touch()
        self._hang_up_when_idle()
        if crowded:
            self._refuse(RefusalCode.TOO_MANY_REQUESTS, DISC_TOO_MANY_CONNECTIONS)

    def session_requested(
        self,
    ) -> "tuple[asyncssh.SSHServerChannel[bytes], Awaitable[asyncssh.SSHServerSession[bytes]]]":
        """A channel for bytes; whether the account is open is asked for each."""
        assert self._connection is not None  # noqa: S101 -- asked over it
        return self._connection.create_server_channel(encoding=None), self._open_session()

    def hang_up(self) -> None:
        """Ends the connection."""
        if self._connection is not None:
            self._connection.close()

    async def gone(self) -> None:
        """Comes back when the connection has ended."""
        if self._connection is not None:
            await self._connection.wait_closed()

    async def _open_session(self) -> "asyncssh.SSHServerSession[bytes]":
        visit = self.visit
        if visit is None or self._sessions >= MOST_SESSIONS:
            raise asyncssh.ChannelOpenError(OPEN_ADMINISTRATIVELY_PROHIBITED, "")
        try:
            await self._lobby.desk.run(lambda: enter(visit.visitor))
        except RefusedError as refused:
            self._refuse(refused.code, DISC_NO_MORE_AUTH_METHODS_AVAILABLE)
            raise asyncssh.ChannelOpenError(OPEN_ADMINISTRATIVELY_PROHIBITED, "") from refused
        except Exception as problem:
            raise self._unavailable(problem) from problem
        self._sessions += 1
        return Session(visit, Uploads(self._lobby.folder), Watch(self._touch, self._leave_session))

    def _leave_session(self) -> None:
        self._sessions -= 1

    def _refuse(self, code: RefusalCode, disconnect: int) -> None:
        """Sends somebody away who did sign in, and says why."""
        self._leave_trail(code.value)
        if self._connection is not None and self.visit is not None:
            self._connection.disconnect(disconnect, refusal_text(code, self.visit.language))

    def _unavailable(self, problem: Exception) -> asyncssh.DisconnectError:
        log_failure(DOOR, problem, "")
        self._refusal = RefusalCode.UNAVAILABLE.value
        reason = refusal_text(RefusalCode.UNAVAILABLE, "nl")
        return asyncssh.DisconnectError(DISC_SERVICE_NOT_AVAILABLE, reason)

    def _leave_trail(self, reason: str) -> None:
        attempt = Attempt(door=DOOR, address=self._address, customer_code=self._login)
        self._lobby.desk.later(lambda: leave_trail(attempt, reason))

    def _touch(self) -> None:
        self._active_at = asyncio.get_running_loop().time()

    def _hang_up_when_idle(self) -> None:
        loop = asyncio.get_running_loop()
        left = self._active_at + IDLE_SECONDS - loop.time()
        if left <= 0:
            self.hang_up()
        elif self in self._lobby.doors:
            loop.call_later(left, self._hang_up_when_idle)
