"""The metrics say how everything stands, over real HTTP, to whoever may read them."""

import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from reading_world import house
from sending_world import deliver, go_live, report, sick, work
from verzuimbrug.application.operation.arrivals import SETTLED, Arrivals
from verzuimbrug.application.operation.standing import GAUGES, read_figures
from verzuimbrug.application.receiving.refusals import Attempt, record_refusal
from verzuimbrug.domain.processes import ProcessName, connects_as
from verzuimbrug.gateways.metrics.server import MetricsServer, OpenToStrangersError
from verzuimbrug.project import embedded

pytestmark = pytest.mark.usefixtures("database")

Values = dict[tuple[str, ...], float]


@pytest.fixture(autouse=True)
def _is_no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever command a test before ran in this process."""
    monkeypatch.delenv("PGAPPNAME", raising=False)


@contextmanager
def _serving(token: str = "") -> Iterator[str]:
    with MetricsServer("127.0.0.1", 0, token) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/metrics"
        finally:
            server.shutdown()
            thread.join()


def _read(url: str, **headers: str) -> Values:
    """Every sample, by its name and the values of its labels."""
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as answer:
        text = answer.read().decode()
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def _figures() -> dict[tuple[str, str], float]:
    return {(each.gauge.name, each.label): each.value for each in read_figures(timezone.now())}


def test_without_anything_there_are_zeroes() -> None:
    with _serving() as url:
        values = _read(url)

    assert values["verzuimbrug_database_up",] == 1
    assert values["verzuimbrug_queue", "ready"] == values["verzuimbrug_queue", "failed"] == 0
    assert values["verzuimbrug_mails", "failing"] == 0
    assert values["verzuimbrug_process_connections", "worker"] == 0
    assert values["verzuimbrug_database_bytes",] > 1_000_000


def test_what_waits_is_counted_over_all_arbodiensten_with_its_age() -> None:
    now = timezone.now()
    for code, hours in (("GEZOND", 1), ("FIT", 3)):
        rows = house(code)
        message = rows.message(f"r-{code}", received_at=now - timedelta(hours=hours))
        rows.report(message, 0, "parked", codes=["WG201"])
        rows.message(f"h-{code}", state="held", received_at=now - timedelta(hours=hours + 1))

    figures = _figures()

    assert figures["verzuimbrug_parked", "WG201"] == 2
    assert figures["verzuimbrug_parked_oldest_seconds", "WG201"] == pytest.approx(3 * 3600, abs=60)
    assert figures["verzuimbrug_held", "message"] == 2
    assert figures["verzuimbrug_held_oldest_seconds", "message"] == pytest.approx(14400, abs=60)


def test_the_queue_is_counted_by_state_with_the_age_of_the_oldest() -> None:
    live = go_live()
    for number in range(2):
        deliver(live, sick(report(f"VG{number}")))
    assert _figures()["verzuimbrug_queue", "ready"] == 2
    assert 0 <= _figures()["verzuimbrug_queue_oldest_seconds", "ready"] < 60

    work()
    assert _figures()["verzuimbrug_queue", "ready"] == 0


def test_processes_are_those_that_have_a_connection() -> None:
    urls = embedded.attach(settings.DATA_FOLDER)
    with psycopg.connect(urls.application, application_name=connects_as(ProcessName.WORKER)) as one:
        one.execute("SELECT 1")
        figures = _figures()

    assert figures["verzuimbrug_process_connections", "worker"] == 1
    assert 0 <= figures["verzuimbrug_process_silent_seconds", "worker"] < 60
    assert ("verzuimbrug_process_silent_seconds", "courier") not in figures


def test_what_came_in_is_counted_on() -> None:
    start = timezone.now()
    arrivals = Arrivals(start)
    deliver(go_live(), sick(report()))
    record_refusal(Attempt(door="rest", address="192.0.2.1"), "AANMELDEN-MISLUKT")

    arrivals.read_on(start)
    assert not arrivals.received
    for _ in range(2):
        arrivals.read_on(timezone.now() + SETTLED)

    assert arrivals.received == {"rest": 1}
    assert arrivals.refused == {("rest", "AANMELDEN-MISLUKT"): 1}


def test_counters_are_among_the_metrics() -> None:
    with _serving() as url:
        families = _read(url)
    assert "verzuimbrug_build_info" in {name for name, *_ in families}


def test_with_a_token_only_who_brings_it_may_read() -> None:
    with _serving("secret") as url:
        assert _read(url, Authorization="Bearer secret")["verzuimbrug_database_up",] == 1
        for headers in ({}, {"Authorization": "Bearer other"}):
            with pytest.raises(urllib.error.HTTPError, match="401"):
                _read(url, **headers)


def test_nothing_else_is_served() -> None:
    with _serving() as url, pytest.raises(urllib.error.HTTPError, match="404"):
        _read(url.replace("/metrics", "/"))


@pytest.mark.parametrize("host", ["::", "192.0.2.1", "monitor.example"])
def test_another_machine_needs_a_token(host: str) -> None:
    with pytest.raises(OpenToStrangersError):
        MetricsServer(host, 0, "")


def test_without_a_database_the_metrics_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    connection.close()
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
    with _serving() as url:
        values = _read(url)

    assert values["verzuimbrug_database_up",] == 0
    assert ("verzuimbrug_queue", "ready") not in values


def test_no_label_is_a_name_of_somebody() -> None:
    """Labels are words of ours: states, causes, doors, processes (ADR 43)."""
    assert {gauge.label for gauge in GAUGES} <= {"", "state", "cause", "what", "process"}
