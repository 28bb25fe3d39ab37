"""Spans reach a receiver of OTLP over real HTTP, with receipts in them and nothing else."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.test import Client
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from sending_world import deliver, go_live, report, sick, work
from verzuimbrug.application.operation import tracing

pytestmark = pytest.mark.usefixtures("database")

Bodies = list[bytes]


@contextmanager
def _receiving(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bodies]:
    """What a receiver gets of the spans within it."""
    bodies: Bodies = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with HTTPServer(("127.0.0.1", 0), Receiver) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        monkeypatch.setenv(tracing.ENDPOINT, f"http://127.0.0.1:{server.server_port}")
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_COMPRESSION", "none")
        tracing.start()
        try:
            yield bodies
        finally:
            tracing.stop()
            server.shutdown()
            thread.join()


def _spans(bodies: Bodies) -> dict[str, Span]:
    requests = [ExportTraceServiceRequest.FromString(body) for body in bodies]
    return {
        span.name: span
        for request in requests
        for resource in request.resource_spans
        for scope in resource.scope_spans
        for span in scope.spans
    }


def _receipts(span: Span) -> list[str]:
    values = [each.value.array_value.values for each in span.attributes if each.key == "receipts"]
    return [one.string_value for value in values for one in value]


def test_a_message_is_followed_by_its_receipt(monkeypatch: pytest.MonkeyPatch) -> None:
    coupling = go_live()
    with _receiving(monkeypatch) as bodies:
        receipt = deliver(coupling, sick(report()))
        work()
        Client().get("/aanmelden/")
    spans = _spans(bodies)

    assert _receipts(spans["receive"]) == _receipts(spans["batch.read"]) == [receipt]
    for stage in ("batch.read", "batch.decide"):
        assert spans[stage].parent_span_id == spans["batch"].span_id
    assert "request console" in spans
    assert b"w-1" not in b"".join(bodies)


def test_without_a_receiver_nothing_is_sent() -> None:
    tracing.start()
    with tracing.span("a") as nothing:
        tracing.note("receipts", ["x"])
    tracing.stop()
    assert nothing is None


def test_without_the_extra_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(tracing.ENDPOINT, "http://127.0.0.1:1")
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace", None)
    tracing.start()
    with tracing.span("a") as nothing:
        assert nothing is None
