"""`python -m verzuimbrug.project.web HOST PORT`: the web server, in the foreground.

One thread of each process reads requests and gathers plain deliveries (ADR 35). The views behind it
are synchronous: a fixed number of threads works on them, each with its own connection.
"""

import gc
import importlib
import os
import sys

from django.conf import settings
from granian import Granian
from granian.constants import HTTPModes, Interfaces, Loops
from granian.http import HTTP1Settings
from granian.log import LogLevels

from verzuimbrug.domain.processes import ProcessName, connects_as
from verzuimbrug.project import environment

_MOST_PROCESSES = 4
_APPLICATION = "verzuimbrug.project.asgi:application"


def serve(host: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT; what is being answered then, is answered."""
    # The processes of the server inherit it: their connections have this name.
    os.environ["PGAPPNAME"] = connects_as(ProcessName.WEB)
    _load()
    processes = min(os.cpu_count() or 1, _MOST_PROCESSES)
    Granian(
        _APPLICATION,
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        loop=Loops.uvloop,
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


def _load() -> None:
    """Loads the application whole, before there are processes.

    They share it then: none holds a copy, and the first request of each waits for nothing.
    """
    importlib.import_module(_APPLICATION.partition(":")[0])
    # The addresses name all pages; Django would read them when the first one is asked for.
    importlib.import_module(settings.ROOT_URLCONF)
    gc.freeze()


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))
