"""Every request has a number: in the log, and in the answer where that tells nothing."""

import pytest
import structlog
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from structlog.contextvars import merge_contextvars
from structlog.testing import capture_logs

from verzuimbrug.gateways.requests import number_of
from verzuimbrug.project.requests import door_of, followed

GIVEN = "0af7651916cd43dd8448eb211c80319c"


def _answer(path: str, **headers: str) -> tuple[HttpResponse, str]:
    """The answer, and the number that a line says which is logged meanwhile."""

    def respond(_: HttpRequest) -> HttpResponse:
        structlog.get_logger().info("seen")
        return HttpResponse()

    with capture_logs(processors=[merge_contextvars]) as lines:
        answer = followed(respond)(RequestFactory().get(path, headers=headers))
    return answer, lines[0]["request"]


def test_a_page_says_the_number_that_is_in_the_log() -> None:
    answer, logged = _answer("/berichten/")
    assert answer["X-Request-Id"] == logged
    assert len(logged) == 32


def test_the_number_of_a_proxy_is_taken_over_by_every_door() -> None:
    answer, logged = _answer("/api/v1/messages", **{"X-Request-Id": GIVEN})
    assert answer["X-Request-Id"] == logged == GIVEN


@pytest.mark.parametrize("path", ["/api/v1/messages", "/services/bestandsoverdracht", "/readyz"])
def test_machines_are_told_no_number_of_ours(path: str) -> None:
    """Refusals that must not differ would differ in it."""
    answer, logged = _answer(path)
    assert "X-Request-Id" not in answer
    assert len(logged) == 32


@pytest.mark.parametrize("given", ["", "123456782", "Jansen", "a" * 65, "a b" * 8, "é" * 20])
def test_what_could_be_a_name_or_a_bsn_is_no_number(given: str) -> None:
    assert number_of(given) != given


def test_times_are_kept_by_door_and_not_of_what_only_asks_for_health() -> None:
    paths = ("/api/v1/messages", "/services/x", "/overdracht/x", "/dossiers/", "/readyz")
    assert [door_of(path) for path in paths] == ["rest", "soap", "handover", "console", ""]


@pytest.mark.usefixtures("database")
def test_every_answer_goes_through_it() -> None:
    assert Client().get("/aanmelden/")["X-Request-Id"]
