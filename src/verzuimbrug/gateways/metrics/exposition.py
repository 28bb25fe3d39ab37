"""The text that Prometheus reads: what the database says, and what the processes here counted."""

import os
import platform
import time
from collections.abc import Iterable, Iterator
from itertools import groupby

import structlog
from django.db import DatabaseError, connection
from django.utils import timezone
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

import verzuimbrug
from verzuimbrug.application.operation.arrivals import Arrivals
from verzuimbrug.application.operation.standing import Figure, read_figures

log = structlog.get_logger()

MULTIPROCESS = "PROMETHEUS_MULTIPROC_DIR"
_UP = "verzuimbrug_database_up"
_SCRAPE = "verzuimbrug_scrape_seconds"
_BUILD = "verzuimbrug_build_info"
_RECEIVED = "verzuimbrug_received"
_REFUSED = "verzuimbrug_refused"
NAMES = (_UP, _SCRAPE, _BUILD, f"{_RECEIVED}_total", f"{_REFUSED}_total")
"""What is read beside the gauges of `standing`."""


class OfTheDatabase(Collector):
    """Everything that is read at the moment of asking. Without a database it says just that."""

    def __init__(self) -> None:
        self._arrivals = Arrivals(timezone.now())

    def describe(self) -> Iterable[Metric]:
        """Nothing beforehand: the database need not be there yet."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Families of gauges and counters."""
        started = time.perf_counter()
        metrics, is_up = self._read()
        yield from metrics
        yield _gauge(_UP, "1 when the database answers.", is_up)
        took = time.perf_counter() - started
        yield _gauge(_SCRAPE, "How long reading all of this took.", took)
        yield _build()

    def _read(self) -> tuple[list[Metric], bool]:
        try:
            figures = read_figures(timezone.now())
            self._arrivals.read_on(timezone.now())
        except DatabaseError as away:
            log.warning("metrics_without_database", kind=type(away).__name__)
            return [], False
        finally:
            # Nothing stays open between two times that somebody asks.
            connection.close()
        return [*_families(figures), *_counters(self._arrivals)], True


def make_registry() -> CollectorRegistry:
    """What is read from the database, and what the processes of this machine keep."""
    registry = CollectorRegistry()
    registry.register(OfTheDatabase())
    if os.environ.get(MULTIPROCESS):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return registry


def exposition(registry: CollectorRegistry) -> bytes:
    """The text as it is now."""
    return generate_latest(registry)


def _families(figures: Iterable[Figure]) -> Iterator[Metric]:
    ordered = sorted(figures, key=lambda figure: figure.gauge.name)
    for gauge, group in groupby(ordered, key=lambda figure: figure.gauge):
        labels = [gauge.label] if gauge.label else []
        family = GaugeMetricFamily(gauge.name, gauge.says, labels=labels)
        for figure in group:
            family.add_metric([figure.label] if gauge.label else [], figure.value)
        yield family


def _counters(arrivals: Arrivals) -> Iterator[Metric]:
    received = CounterMetricFamily(
        _RECEIVED, "Messages received since the exporter started.", labels=["door"]
    )
    for door, number in arrivals.received.items():
        received.add_metric([door], number)
    refused = CounterMetricFamily(
        _REFUSED,
        "Deliveries refused at the door since the exporter started.",
        labels=["door", "reason"],
    )
    for labels, number in arrivals.refused.items():
        refused.add_metric(labels, number)
    yield from (received, refused)


def _gauge(name: str, says: str, value: float) -> Metric:
    return GaugeMetricFamily(name, says, value=value)


def _build() -> Metric:
    family = GaugeMetricFamily(_BUILD, "Always 1; what runs here.", labels=["version", "python"])
    family.add_metric([verzuimbrug.__version__, platform.python_version()], 1)
    return family
