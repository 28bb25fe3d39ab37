"""`python -m verzuimbrug.project.embedded run|remove DIR`.

`run` starts the server of the data folder, says `ready`, and stops it at SIGTERM or SIGINT. When
the server itself goes away, so does this process, with exit code 1.
"""

import signal
import sys
from pathlib import Path

from verzuimbrug.project.embedded import EmbeddedServerError, Server, own, remove_cluster

_LOOK_EVERY_SECONDS = 1


def run(data: Path) -> int:
    """Serve until told to stop."""
    signals = {signal.SIGTERM, signal.SIGINT}
    # Blocked, not handled: a start or a stop is never cut in two.
    signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    with own(data) as server:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        return _watch(server, signals)


def _watch(server: Server, signals: set[signal.Signals]) -> int:
    while server.is_alive():
        if signal.sigtimedwait(signals, _LOOK_EVERY_SECONDS) is not None:
            return 0
    return 1


def main(arguments: list[str]) -> int:
    """Run or remove."""
    match arguments:
        case ["run", folder]:
            return run(Path(folder))
        case ["remove", folder]:
            remove_cluster(Path(folder))
            return 0
    sys.stderr.write("use: python -m verzuimbrug.project.embedded run|remove DIR\n")
    return 2


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except EmbeddedServerError as problem:
        sys.exit(str(problem))
