"""A deadline for a whole conversation, however slowly the other side still says something."""

import socket
import time
from contextlib import suppress
from threading import Timer


class Limit:
    """Ends a connection at the deadline, also while TLS is being agreed on.

    What then goes wrong within it raises TimeoutError. It is given a handle of its own on the
    connection: TLS takes the first one over.
    """

    def __init__(self, connected: socket.socket, deadline: float) -> None:
        self._connected = connected
        self._deadline = deadline
        self._timer = Timer(max(deadline - time.monotonic(), 0), self._end)

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *raised: object) -> None:
        self._timer.cancel()
        if raised[0] is not None and time.monotonic() >= self._deadline:
            raise TimeoutError

    def _end(self) -> None:
        with suppress(OSError):
            self._connected.shutdown(socket.SHUT_RDWR)
