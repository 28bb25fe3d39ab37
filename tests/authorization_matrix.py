"""The authorisation matrix and its requests, as the files in tests/authorization have them."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template
from typing import Any

from verzuimbrug.gateways.rest.api import api

_FOLDER = Path(__file__).parent / "authorization"

Row = Mapping[str, str]
"""What each principal gets."""

Rows = Mapping[str, Row]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Per door and per permission the operations."""

    principals: tuple[str, ...]
    doors: Mapping[str, Mapping[str, Rows]]

    def rows(self, door: str) -> Rows:
        """The operations of a door."""
        return {name: row for rows in self.doors[door].values() for name, row in rows.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request as the files write it, with `$name` for the objects that it names."""

    door: str
    operation: str
    given: Mapping[str, Any]

    def names(self, name: str) -> bool:
        """Whether it names this object."""
        return f"${name}" in str(self.given)

    def filled(self, names: Mapping[str, Any]) -> dict[str, Any]:
        """What is sent when the objects have these names."""
        filled: dict[str, Any] = _filled(self.given, names)
        return filled


def _filled(given: Any, names: Mapping[str, Any]) -> Any:  # noqa: ANN401 -- any TOML value
    """The value with names in place of `$name`; alone in a text, a name keeps its own type."""
    if isinstance(given, Mapping):
        return {key: _filled(value, names) for key, value in given.items()}
    if isinstance(given, list):
        return [_filled(value, names) for value in given]
    if not isinstance(given, str):
        return given
    return names[given[1:]] if given[1:] in names else Template(given).substitute(names)


@dataclass(frozen=True, slots=True, kw_only=True)
class RestOperation:
    """An operation as the OpenAPI describes it."""

    method: str
    path: str
    described: Mapping[str, Any]

    @property
    def permission(self) -> str:
        """What it asks: a permission, or to be a portal or a receiver."""
        (scheme,) = (name for schemes in self.described["security"] for name in schemes)
        asked: str = self.described.get("x-permission", "")
        return {"PortalSignIn": "portal", "CollectorKey": "receiver", "ApiKey": asked}[scheme]


@cache
def rest_operations() -> Mapping[str, RestOperation]:
    """The operations of the OpenAPI by their ids."""
    return {
        described["operationId"]: RestOperation(method=method, path=path, described=described)
        for path, methods in api.get_openapi_schema()["paths"].items()
        for method, described in methods.items()
    }


def _read_matrix() -> Matrix:
    table = _read("matrix")
    principals = tuple(table.pop("principals"))
    return Matrix(
        principals=principals,
        doors={
            door: {
                asked: {name: _row(principals, cells) for name, cells in rows.items()}
                for asked, rows in permissions.items()
            }
            for door, permissions in table.items()
        },
    )


def _row(principals: tuple[str, ...], cells: str) -> Row:
    return dict(zip(principals, cells.replace("|", " ").split(), strict=True))


def _requests() -> Iterator[Request]:
    for door, operations in _read("requests").items():
        for operation, given in operations.items():
            yield Request(door=door, operation=operation, given=given)


def _references() -> Iterator[Request]:
    for given in _read("references")["requests"]:
        yield Request(door="rest", operation=given.pop("operation"), given=given)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


MATRIX = _read_matrix()
REQUESTS = tuple(_requests())
"""One for each operation."""

REFERENCES = tuple(_references())
"""Those that name something of somebody else's beside something of one's own."""
