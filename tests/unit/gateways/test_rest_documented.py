"""The page of the management side is in step with the operations that there are."""

import re
from pathlib import Path

from verzuimbrug.domain.permissions import ROLES, KeyScope, Role
from verzuimbrug.gateways.rest.api import api

PAGE = Path(__file__).resolve().parents[3] / "docs" / "interfaces" / "management-api.md"
_ROW = re.compile(r"^\| `([A-Z]+ /[^`]+)` \| `([a-z.-]+)` \|", re.MULTILINE)
_ON_ANOTHER_PAGE = {("GET /employers", "employers.read")}


def _operations() -> set[tuple[str, str]]:
    paths = api.get_openapi_schema()["paths"]
    return {
        (f"{method.upper()} {path.removeprefix('/api/v1')}", operation["x-permission"])
        for path, operations in paths.items()
        for method, operation in operations.items()
        if operation["tags"] == ["management"]
    }


def test_every_operation_is_documented_with_its_permission() -> None:
    documented = _ROW.findall(PAGE.read_text(encoding="utf-8"))

    assert len(documented) == len(set(documented))
    assert set(documented) - _ON_ANOTHER_PAGE == _operations()


def test_the_permissions_of_each_scope_are_documented() -> None:
    page = PAGE.read_text(encoding="utf-8")
    rows = {role: page.partition(f"\n| `{role}` |")[2].partition("\n")[0] for role in KeyScope}
    named = {role: set(re.findall(r"`([a-z-]+\.[a-z]+)`", row)) for role, row in rows.items()}

    assert named[KeyScope.READ] == ROLES[Role.READ]
    assert ROLES[Role.AUDIT] == {one for one in ROLES[Role.MANAGE] if one.endswith(".read")}
    assert named[KeyScope.SETUP] == ROLES[Role.MANAGE] - ROLES[Role.SETUP]
