"""Contact persons of employers are encrypted in the store, and in the versions that are kept."""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from verzuimbrug.application.configuration.entries import Plain
from verzuimbrug.store.models import ConfigurationVersion, Employer
from verzuimbrug.store.sealed import CONTACT_PERSONS, VERSION_PERSONS

_FIELD, _SEALED = "contact_persons", "sealed"


def seal_persons(persons: Sequence[Plain], code: str, arbodienst: int) -> bytes:
    """The persons as the store keeps them with the employer of a code; nothing of nobody."""
    if not persons:
        return b""
    return CONTACT_PERSONS.seal(_packed(persons), code, arbodienst=arbodienst)


def unseal_persons(row: Employer) -> tuple[Plain, ...]:
    """The persons that `seal_persons` was given."""
    return tuple(json.loads(CONTACT_PERSONS.unseal_of(row))) if row.contact_persons else ()


@dataclass(frozen=True, slots=True)
class VersionPlace:
    """The version that something is kept with."""

    arbodienst: int
    object_id: int
    number: int

    def seal(self, persons: Sequence[Plain]) -> str:
        """The persons as text."""
        place = (self.object_id, self.number)
        sealed = VERSION_PERSONS.seal(_packed(persons), *place, arbodienst=self.arbodienst)
        return b64encode(sealed).decode()

    def unseal(self, sealed: str) -> list[Plain]:
        """The persons that `seal` was given."""
        place = (self.object_id, self.number)
        opened = VERSION_PERSONS.unseal(b64decode(sealed), *place, arbodienst=self.arbodienst)
        return list(json.loads(opened))


def place_of(row: ConfigurationVersion) -> VersionPlace:
    """The place of what is kept with a version."""
    return VersionPlace(row.arbodienst_id, row.object_id, row.number)


def seal_content(content: Plain, place: VersionPlace) -> dict[str, Any]:
    """The content of a version as the store keeps it."""
    if _FIELD not in content:
        return dict(content)
    return {**content, _FIELD: _seal(content[_FIELD], place)}


def unseal_content(content: Plain, place: VersionPlace) -> Plain:
    """The content that `seal_content` was given."""
    if _FIELD not in content:
        return content
    return {**content, _FIELD: _unseal(content[_FIELD], place)}


def seal_difference(difference: Plain, place: VersionPlace) -> dict[str, Any]:
    """A difference, as JSON has it, as the store keeps it: of the field, or of a new object."""
    if difference["field"] == _FIELD:
        sealed = {side: _seal(difference[side], place) for side in ("before", "after")}
        return {**difference, **sealed}
    after = difference["after"]
    is_new = difference["field"] is None and isinstance(after, Mapping)
    return {**difference, "after": seal_content(after, place)} if is_new else dict(difference)


def unseal_difference(difference: Plain, place: VersionPlace) -> Plain:
    """The difference that `seal_difference` was given."""
    if difference["field"] == _FIELD:
        opened = {side: _unseal(difference[side], place) for side in ("before", "after")}
        return {**difference, **opened}
    after = difference["after"]
    is_new = difference["field"] is None and isinstance(after, Mapping)
    return {**difference, "after": unseal_content(after, place)} if is_new else difference


def _seal(persons: Sequence[Plain] | None, place: VersionPlace) -> Plain | None:
    return None if persons is None else {_SEALED: place.seal(persons)}


def _unseal(kept: Plain | None, place: VersionPlace) -> list[Plain] | None:
    return None if kept is None else place.unseal(kept[_SEALED])


def _packed(persons: Sequence[Plain]) -> bytes:
    return json.dumps(list(persons)).encode()
