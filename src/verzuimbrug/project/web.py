"""`python -m verzuimbrug.project.web HOST PORT`: the web server, in the foreground.

One thread of each process reads requests and gathers plain deliveries (ADR 35). The views behind it
are synchronous: a fixed number of threads works on them, each with its own connection.
"""

import os
import sys

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from verzuimbrug.domain.processes import ProcessName, connects_as
from verzuimbrug.project import environment

_MOST_PROCESSES = 4


def serve(host: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT; what is being answered then, is answered."""
    # The processes of the server inherit it: their connections have this name.
    os.environ["PGAPPNAME"] = connects_as(ProcessName.WEB)
    processes = min(os.cpu_count() or 1, _MOST_PROCESSES)
    Granian(
        "verzuimbrug.project.asgi:application",
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        # HTTP/2 without TLS is for nobody.
        http=HTTPModes.http1,
        workers=environment.number("VERZUIMBRUG_WEB_PROCESSES", processes),
        websockets=False,
        backlog=1024,
        http1_settings=HTTP1Settings(header_read_timeout=15_000),
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=30,
    ).serve()


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))
