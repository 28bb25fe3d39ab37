"""Who may do what, as a table; every operation of every door has a row in it."""

import re
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import URLResolver, get_resolver
from lxml import etree

from authorization_asking import ask, status_of
from authorization_matrix import MATRIX, REFERENCES, REQUESTS, Request, rest_operations
from authorization_world import PRINCIPALS, STRANGERS, World, state, undone
from console_addresses import console_addresses
from verzuimbrug.domain.permissions import KeyScope, Permission, may

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

States = Mapping[bool, str]
"""All that ours has, by whether it is that of the arbodienst as a whole or of the account."""

_WSDL = "{http://schemas.xmlsoap.org/wsdl/}"
_NOTHING_THERE = frozenset({"api/v1/", "^api/v1/"})
_NAMING = [each for each in REQUESTS if "$" in str(each.given) and each.door != "pages"]


def _called(request: Request) -> str:
    return f"{request.door}-{request.operation}"


def test_columns_are_all_principals() -> None:
    assert MATRIX.principals == PRINCIPALS


def test_every_operation_of_the_rest_api_has_a_row_under_what_it_asks() -> None:
    described = {name: operation.permission for name, operation in rest_operations().items()}
    written = {name: asked for asked, rows in MATRIX.doors["rest"].items() for name in rows}
    assert written == described


def test_every_operation_of_the_web_service_has_a_row() -> None:
    wsdl = files("verzuimbrug.gateways.soap").joinpath("bestandsoverdracht.wsdl").read_bytes()
    operations = etree.fromstring(wsdl).findall(f"{_WSDL}portType/{_WSDL}operation")
    assert {each.get("name") for each in operations} == set(MATRIX.rows("soap"))


def test_every_row_has_a_request_and_every_request_a_row() -> None:
    rows = {(door, name) for door in ("rest", "soap", "pages") for name in MATRIX.rows(door)}
    assert {(each.door, each.operation) for each in REQUESTS} == rows


@pytest.mark.parametrize("role", KeyScope)
def test_key_may_do_what_its_role_may(role: str) -> None:
    for asked, rows in MATRIX.doors["rest"].items():
        if asked not in ("portal", "receiver"):
            outcome = "yes" if may(role, Permission(asked)) else "403"
            assert {row[role] for row in rows.values()} == {outcome}, asked


@pytest.mark.parametrize("request_", REQUESTS, ids=_called)
def test_everybody_gets_what_the_matrix_says(
    everybody: World, before: States, request_: Request
) -> None:
    got = {each: _outcome(everybody, before, request_, each) for each in PRINCIPALS}
    assert got == MATRIX.rows(request_.door)[request_.operation]


@pytest.mark.parametrize("request_", _NAMING, ids=_called)
def test_what_is_somebody_elses_is_answered_as_what_does_not_exist(
    everybody: World, request_: Request
) -> None:
    for stranger in STRANGERS:
        assert _said(everybody, request_, stranger, everybody.names) == _said(
            everybody, request_, stranger, everybody.missing
        )


@pytest.mark.parametrize("request_", REFERENCES, ids=_called)
def test_referring_to_what_is_somebody_elses_is_as_to_what_does_not_exist(
    everybody: World, before: States, request_: Request
) -> None:
    principal = "foreign_manage"
    assert _outcome(everybody, before, request_, principal) in {"own", "404", "422"}
    assert _said(everybody, request_, principal, everybody.names) == _said(
        everybody, request_, principal, everybody.missing
    )


def test_every_address_that_is_not_of_the_rest_api_has_a_row() -> None:
    rest = {operation.path[1:] for operation in rest_operations().values()}
    routed = {re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", each) for each in _addresses(get_resolver())}
    pages = {re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", each) for each in console_addresses()}
    written = {each.partition(" ")[2] for each in MATRIX.rows("pages")}
    assert routed - rest - pages - _NOTHING_THERE == written


def _addresses(resolver: URLResolver) -> Iterator[str]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from (str(each.pattern) + address for address in _addresses(each))
        else:
            yield str(each.pattern)


def _outcome(world: World, before: States, request: Request, principal: str) -> str:
    """What somebody gets; what he should not see or change stays unseen and unchanged."""
    is_stranger = principal in STRANGERS and request.door != "pages"
    is_ours_whole = principal != "other_portal"
    with undone():
        answer = ask(world, request, principal, world.names)
        status = status_of(request, answer)
        is_done = 200 <= status < 300
        if is_stranger or not is_done:
            after = state(world.ours, whole=is_ours_whole)
            assert after == before[is_ours_whole], f"{principal} changed something"
    if is_stranger:
        assert not _shown(world, request, answer), f"{principal} saw something"
    if is_done:
        return "own" if is_stranger else "yes"
    return str(status)


def _shown(world: World, request: Request, answer: "Answer") -> list[str]:
    """Which names of ours are in an answer, but were not in the request.

    The receipt of the first message is the beginning of that of the tenth.
    """
    said = answer.content.decode()
    return [
        name
        for name, value in world.texts.items()
        if re.search(rf"{re.escape(value)}(?!\d)", said) and not request.names(name)
    ]


def _said(
    world: World, request: Request, principal: str, names: Mapping[str, Any]
) -> tuple[int, str, dict[str, str]]:
    """All of an answer, as it would be if these names were those of ours."""
    with undone():
        answer = ask(world, request, principal, names)
    text = answer.content.decode()
    for name, value in world.names.items():
        text = text.replace(str(names[name]), str(value))
    headers = {name: value for name, value in answer.headers.items() if name != "Content-Length"}
    return answer.status_code, text, headers
