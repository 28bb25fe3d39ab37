"""Contact persons of employers are encrypted in the store, and in the versions that are kept."""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from typing import Any

from verzuimbrug.application.configuration.entries import Plain
from verzuimbrug.store.encryption import seal, unseal

_FIELD, _PURPOSE, _SEALED = "contact_persons", "contact-persons", "sealed"


def seal_persons(persons: Sequence[Plain]) -> bytes:
    """The persons as the store keeps them; nothing of nobody."""
    return seal(json.dumps(list(persons)).encode(), _PURPOSE) if persons else b""


def unseal_persons(sealed: bytes | memoryview) -> tuple[Plain, ...]:
    """The persons that `seal_persons` was given."""
    return tuple(json.loads(unseal(bytes(sealed), _PURPOSE))) if sealed else ()


def seal_content(content: Plain) -> dict[str, Any]:
    """The content of a version as the store keeps it."""
    if _FIELD not in content:
        return dict(content)
    return {**content, _FIELD: _seal(content[_FIELD])}


def unseal_content(content: Plain) -> Plain:
    """The content that `seal_content` was given."""
    if _FIELD not in content:
        return content
    return {**content, _FIELD: _unseal(content[_FIELD])}


def seal_difference(difference: Plain) -> dict[str, Any]:
    """A difference, as JSON has it, as the store keeps it: of the field, or of a new object."""
    if difference["field"] == _FIELD:
        sealed = {side: _seal(difference[side]) for side in ("before", "after")}
        return {**difference, **sealed}
    after = difference["after"]
    is_new = difference["field"] is None and isinstance(after, Mapping)
    return {**difference, "after": seal_content(after)} if is_new else dict(difference)


def unseal_difference(difference: Plain) -> Plain:
    """The difference that `seal_difference` was given."""
    if difference["field"] == _FIELD:
        opened = {side: _unseal(difference[side]) for side in ("before", "after")}
        return {**difference, **opened}
    after = difference["after"]
    is_new = difference["field"] is None and isinstance(after, Mapping)
    return {**difference, "after": unseal_content(after)} if is_new else difference


def _seal(persons: Sequence[Plain] | None) -> Plain | None:
    if persons is None:
        return None
    return {_SEALED: b64encode(seal_persons(persons)).decode()}


def _unseal(kept: Plain | None) -> list[Plain] | None:
    return None if kept is None else list(unseal_persons(b64decode(kept[_SEALED])))
