"""The embedded PostgreSQL: one private server per data folder, started from the wheel's programs.

It listens on a socket in a private folder only, and asks everyone for a password.
"""

from verzuimbrug.project.embedded.cluster import remove_cluster
from verzuimbrug.project.embedded.errors import EmbeddedServerError, NoRunningInstanceError
from verzuimbrug.project.embedded.facts import APPLICATION, DATABASE, OWNER, Urls, attach
from verzuimbrug.project.embedded.server import Server, own, start

__all__ = [
    "APPLICATION",
    "DATABASE",
    "OWNER",
    "EmbeddedServerError",
    "NoRunningInstanceError",
    "Server",
    "Urls",
    "attach",
    "own",
    "remove_cluster",
    "start",
]
