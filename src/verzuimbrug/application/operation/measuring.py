"""What this process saw of itself: how long an answer took, how long a message took, and so on.

A process keeps its own numbers. With `PROMETHEUS_MULTIPROC_DIR` set it keeps them in files there,
from which the exporter adds those of all processes of this machine together (ADR 43).
"""

import time

from prometheus_client import Counter, Gauge, Histogram

from verzuimbrug.sivi.tags import MESSAGE_KINDS

OTHER = "other"
"""A sender can write any name: each would be a series of its own."""

ANSWERS = Histogram(
    "verzuimbrug_answer_seconds",
    "From a request to its answer, in the web processes of this machine.",
    ["door", "status"],
    buckets=(0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
MESSAGES = Histogram(
    "verzuimbrug_message_seconds",
    "From the receipt of a message to its outcome, as decided by the workers of this machine.",
    ["message", "state"],
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600),
)
FAILURES = Counter(
    "verzuimbrug_failures",
    "Requests that broke on our side, at the doors of this machine.",
    ["door"],
)
HOUSEKEEPING = Gauge(
    "verzuimbrug_housekeeping_timestamp_seconds",
    "When a worker of this machine last went through all that happens without a message.",
    multiprocess_mode="max",
)


def answered(door: str, status: int, seconds: float) -> None:
    """A request was answered, with an HTTP status."""
    ANSWERS.labels(door, f"{status // 100}xx").observe(seconds)


def decided(message: str, state: str, seconds: float) -> None:
    """A message got its outcome. Names that are none of the standard's are counted together."""
    name = message if message in MESSAGE_KINDS else OTHER
    MESSAGES.labels(name, state).observe(seconds)


def failed(door: str) -> None:
    """A request broke on our side; over SOAP its status says as much of a sender's mistake."""
    FAILURES.labels(door).inc()


def kept_house() -> None:
    """Housekeeping went well, by this process."""
    HOUSEKEEPING.set(time.time())
