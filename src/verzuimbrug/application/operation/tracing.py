"""Spans for OpenTelemetry: of a request, of keeping a delivery, of a batch and its stages.

Only with `OTEL_EXPORTER_OTLP_ENDPOINT` set and the extra `otel` installed; otherwise nothing of it
is imported, and a span costs a comparison. Spans say receipts, and nothing else of a message.
"""

import os
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import structlog

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider

ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT"

Given = ParamSpec("Given")
Result = TypeVar("Result")

log = structlog.get_logger()
_NOTHING: AbstractContextManager[object] = nullcontext()


class _Tracing:
    """Where the spans of this process go; nowhere until it is started."""

    provider: "TracerProvider | None" = None


def start() -> None:
    """Sends the spans of this process to where the environment says, if it says so."""
    if not os.environ.get(ENDPOINT):
        return
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import (  # noqa: PLC0415
            OTLPSpanExporter,
        )
        from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
        from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415
    except ImportError:
        log.warning("tracing_not_installed", extra="otel")
        return
    name = os.environ.get("PGAPPNAME") or "verzuimbrug"
    provider = TracerProvider(resource=Resource.create({"service.name": name}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    _Tracing.provider = provider


def stop() -> None:
    """Sends what is left, and sends no more."""
    if _Tracing.provider is not None:
        _Tracing.provider.shutdown()
        _Tracing.provider = None


def span(name: str) -> AbstractContextManager[object]:
    """What happens within it is one span, below the one that is open."""
    if _Tracing.provider is None:
        return _NOTHING
    return _Tracing.provider.get_tracer("verzuimbrug").start_as_current_span(name)


def traced(name: str) -> Callable[[Callable[Given, Result]], Callable[Given, Result]]:
    """A function every call of which is a span."""

    def around(function: Callable[Given, Result]) -> Callable[Given, Result]:
        @wraps(function)
        def run(*args: Given.args, **kwargs: Given.kwargs) -> Result:
            with span(name):
                return function(*args, **kwargs)

        return run

    return around


def note(name: str, values: Iterable[str]) -> None:
    """Says something of the open span; the values are only worked out when there is one."""
    if _Tracing.provider is not None:
        from opentelemetry.trace import get_current_span  # noqa: PLC0415

        get_current_span().set_attribute(name, list(values))
