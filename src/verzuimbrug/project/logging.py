"""Logging: one JSON object a line on standard error, event names, no personal data.

The text of an exception may quote what it choked on, so it is not logged: its type is, the
database's own code, and where it came from.
"""

import logging
import sys
import traceback
from types import TracebackType

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

_LEVELS = logging.getLevelNamesMapping()

_ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None]


def configure(level: str) -> None:
    """Send structlog and the logging of libraries to standard error, from `level` on."""
    if level.upper() not in _LEVELS:
        raise ValueError(f"VERZUIMBRUG_LOG_LEVEL is {level!r}; write one of {', '.join(_LEVELS)}")
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        replace_exception_by_place,
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    _send_to_standard_error(shared, _LEVELS[level.upper()])


def _send_to_standard_error(shared: list[Processor], level: int) -> None:
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[structlog.stdlib.add_logger_name, *shared],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [present for present in root.handlers if not _is_ours(present)]
    root.addHandler(handler)
    root.setLevel(level)


def _is_ours(handler: logging.Handler) -> bool:
    return isinstance(handler.formatter, structlog.stdlib.ProcessorFormatter)


def replace_exception_by_place(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Put type, SQLSTATE and place of an exception in the place of its text."""
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    elif isinstance(info, BaseException):
        info = (type(info), info, info.__traceback__)
    if info and info[0] is not None:
        event["exception"] = list(_chain(info))
    return event


def _chain(info: _ExceptionInfo) -> list[dict[str, object]]:
    described: list[dict[str, object]] = []
    problem: BaseException | None = info[1]
    while problem is not None and len(described) < 10:  # noqa: PLR2004 -- a bound, no meaning
        described.append(_describe(problem))
        problem = problem.__cause__ or problem.__context__
    return described


def _describe(problem: BaseException) -> dict[str, object]:
    frames = traceback.extract_tb(problem.__traceback__)
    places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    described: dict[str, object] = {"type": type(problem).__qualname__, "places": places}
    if sqlstate := getattr(problem, "sqlstate", None):
        described["sqlstate"] = sqlstate
    return described
