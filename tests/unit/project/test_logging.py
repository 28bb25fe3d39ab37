import json
import subprocess
import sys

_LOG_A_FAULT = """
import logging
import structlog
from verzuimbrug.project.logging import configure

configure("INFO")
try:
    int("Jansen")
except ValueError:
    structlog.get_logger().exception("message_failed", message=7)
    logging.getLogger("library").exception("failed")
structlog.get_logger().debug("not_shown")
"""


def _logged() -> list[dict[str, object]]:
    done = subprocess.run(
        [sys.executable, "-c", _LOG_A_FAULT], capture_output=True, text=True, check=True
    )
    assert done.stdout == ""
    return [json.loads(line) for line in done.stderr.splitlines()]


def test_log_is_one_object_a_line_without_the_text_of_exceptions() -> None:
    ours, library = _logged()

    assert (ours["event"], ours["message"], ours["level"]) == ("message_failed", 7, "error")
    assert library["event"] == "failed"
    assert "Jansen" not in json.dumps([ours, library])


def test_exception_is_logged_by_type_and_place() -> None:
    ours, _ = _logged()

    assert ours["exception"] == [{"type": "ValueError", "places": ["<string>:8 <module>"]}]
