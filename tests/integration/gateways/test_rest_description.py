"""The OpenAPI of the REST API is complete, and answers are as it says, whatever is asked."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, given, settings, strategies as st
from pytest_django import DjangoDbBlocker
from schemathesis import (
    APIOperation,
    Case,
    GenerationMode,
    checks,
)
from schemathesis.core.result import Ok

from authorization_asking import body_of
from authorization_matrix import MATRIX, REQUESTS, Request, rest_operations
from authorization_world import World, standing, undone
from rigour import tries
from verzuimbrug.domain.permissions import Permission
from verzuimbrug.project import embedded

Operation = APIOperation[Any, Any, Any, Any]

REST = [each for each in REQUESTS if each.door == "rest"]
WITH_NAMES = [each for each in REST if "path" in each.given]
WITH_BODY = [each for each in REST if "json" in each.given]
PORTAL, RECEIVER = (MATRIX.doors["rest"][door] for door in ("portal", "receiver"))
ERRORS = {"#/components/schemas/ErrorOut", "#/components/schemas/FindingsOut"}
EXAMPLES = settings(
    max_examples=tries(8),
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
CHECKS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
]
SHAPE = checks.response_schema_conformance
FILES = ("application/x-ndjson", "application/yaml", "text/csv")
UNREADABLE = {
    "no JSON": b"{",
    "no UTF-8": b'"\xff"',
    "deep": b"[" * 100_000,
    "deep and whole": b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
    "NUL": b'{"a": "\\u0000"}',
    "half a surrogate pair": b'{"a": "\\ud800"}',
    "a number beyond all": b'{"a": 1' + b"0" * 5_000 + b"}",
    "no number": b'{"a": NaN}',
}
STRANGE_NAMES = [
    *("%00", "%FF", "%ED%A0%80", "%E2%80%AE", "%F0%9F%98%80", "%25", "%27%3B--", "%0D%0A"),
    *("..", "-1", "1.5", "9" * 400, "a" * 5_000),
]


@pytest.fixture(scope="module")
def everybody(
    database_server: embedded.Server, django_db_blocker: DjangoDbBlocker
) -> Iterator[World]:
    """Two arbodiensten with everything in them, and who signs in there."""
    with django_db_blocker.unblock(), standing(database_server) as world:
        yield world


@pytest.fixture(scope="module")
def operations() -> Mapping[str, Operation]:
    """What schemathesis makes of the OpenAPI; it calls the project in this process."""
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    found = (each.ok() for each in schema.get_all_operations() if isinstance(each, Ok))
    return {each.definition.raw["operationId"]: each for each in found}


@contextmanager
def _taken_back() -> Iterator[None]:
    """What a request does in here never was, after it; its connection is left open for that."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        with undone():
            yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


def _called(request: Request) -> str:
    return request.operation


@pytest.mark.parametrize("name", MATRIX.rows("rest"))
def test_operation_says_what_it_does_and_what_it_asks(name: str) -> None:
    operation = rest_operations()[name]
    assert operation.described["summary"][0].isupper()
    assert " " in operation.described["summary"]
    assert operation.permission in {"portal", "receiver", *Permission}
    assert operation.described["tags"]


@pytest.mark.parametrize("name", MATRIX.rows("rest"))
def test_operation_says_how_it_refuses(name: str) -> None:
    operation = rest_operations()[name]
    refused = {str(status) for status in operation.described["responses"] if int(status) >= 400}
    asks_a_key = {"403"} if operation.permission not in {"portal", "receiver"} else set()
    assert refused >= {"400", "401", "404", "405", "429", "503"} | asks_a_key
    for status in refused:
        schema = operation.described["responses"][int(status)]["content"]["application/json"]
        assert schema["schema"]["$ref"] in ERRORS, status


@pytest.mark.parametrize("request_", REST, ids=_called)
def test_answers_are_as_described_whatever_is_asked(
    everybody: World, operations: Mapping[str, Operation], request_: Request
) -> None:
    headers = _headers(everybody, request_)

    @EXAMPLES
    @given(_cases(operations[request_.operation], request_.filled(everybody.names)))
    def each(case: Case[Any]) -> None:
        with _taken_back():
            response = case.call(headers=headers)
        is_file = response.headers["content-type"][0].startswith(FILES)
        case.validate_response(response, checks=CHECKS if is_file else [*CHECKS, SHAPE])

    each()


@pytest.mark.parametrize("request_", WITH_BODY, ids=_called)
@pytest.mark.parametrize("what", UNREADABLE)
def test_unreadable_body_is_refused(everybody: World, request_: Request, what: str) -> None:
    operation = rest_operations()[request_.operation]
    path = operation.path.format(**request_.filled(everybody.names).get("path", {}))
    with undone():
        answer = _client(everybody, request_).generic(
            operation.method.upper(), path, UNREADABLE[what], "application/json"
        )
    assert answer.status_code in {400, 422}


@pytest.mark.parametrize("request_", WITH_NAMES, ids=_called)
def test_strange_name_breaks_nothing(everybody: World, request_: Request) -> None:
    operation = rest_operations()[request_.operation]
    given_ = request_.filled(everybody.names)
    for strange in STRANGE_NAMES:
        path = operation.path.format(**dict.fromkeys(given_["path"], strange))
        with undone():
            answer = _client(everybody, request_).generic(
                operation.method.upper(), path, *body_of(given_)
            )
        assert answer.status_code < 500, strange


@pytest.mark.parametrize("path", ["/api/v1/", "/api/v1/niets"])
def test_address_of_nothing_is_answered_in_the_shape_of_errors(path: str) -> None:
    answer = Client().get(path)
    assert (answer.status_code, answer.json()["code"]) == (404, "NIET-GEVONDEN")


def _cases(operation: Operation, given_: Mapping[str, Any]) -> st.SearchStrategy[Case[Any]]:
    """Requests as described and not as described, of any object and of one that is there."""
    cases: list[st.SearchStrategy[Case[Any]]] = [
        operation.as_strategy(mode, path_parameters=path)
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
        for path in (None, given_.get("path"))
    ]
    return st.one_of(cases)


def _client(world: World, request: Request) -> Client:
    return Client(headers=_headers(world, request))


def _headers(world: World, request: Request) -> dict[str, str]:
    if request.operation in RECEIVER:
        return world.headers("receiver")
    return world.headers("portal" if request.operation in PORTAL else "manage")
