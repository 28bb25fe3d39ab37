"""The example configuration with somebody who signed in, and short ways to ask."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING

from django.test import Client

from configuring_world import apply, coupling, example
from console_world import person, visit
from people_world import limit
from verzuimbrug.application.configuration.versions import object_ids
from verzuimbrug.store.models import Arbodienst
from verzuimbrug.store.tenancy import tenant

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

_SHOWN = re.compile(r'name="getoond" value="([0-9a-f]{64})"')
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


@dataclass(frozen=True, slots=True)
class Desk:
    """Somebody at work in one arbodienst."""

    client: Client
    arbodienst: int

    def id(self, kind: str, *key: str) -> int:
        """The store id of a configured object."""
        with tenant(self.arbodienst):
            return object_ids(kind)[key]

    def get(self, path: str, status: int = 200) -> str:
        """The page; it has to answer like this."""
        answer = self.client.get(path)
        assert answer.status_code == status, (answer.status_code, path)
        return answer.content.decode()

    def post(self, path: str, values: Mapping[str, object], status: int = 200) -> "Answer":
        """What a form comes to; it has to answer like this."""
        answer = self.client.post(path, values)
        assert answer.status_code == status, _main(answer)
        return answer

    def agree(self, path: str, values: Mapping[str, object]) -> str:
        """Fill in a form, look at what changes, agree with it; the page after it."""
        preview = self.post(path, values).content.decode()
        return self.confirm(path, preview)

    def confirm(self, path: str, preview: str) -> str:
        """Agree with a preview, with all that it carries along; the page after it."""
        assert _SHOWN.search(preview), preview.partition("<main")[2]
        carried: dict[str, list[str]] = {}
        for name, value in _HIDDEN.findall(preview):
            carried.setdefault(name, []).append(unescape(value))
        carried.pop("csrfmiddlewaretoken", None)
        made = self.client.post(path, carried)
        assert made.status_code == 302, _main(made)
        return self.get(made.headers["Location"])


def _main(answer: "Answer") -> str:
    return answer.content.decode().partition("<main")[2]


def desk(role: str = "manage", *, employers: tuple[str, ...] | None = None) -> Desk:
    """Somebody at the arbodienst of the example; limited to some employers when they are given."""
    return at(coupling().arbodienst, role, employers=employers)


def at(arbodienst: int, role: str, *, employers: tuple[str, ...] | None = None) -> Desk:
    """Somebody else at an arbodienst that is there."""
    user = person(role, Arbodienst.objects.get(id=arbodienst))
    if employers is not None:
        limit(user, employers=employers)
    return Desk(visit(user), arbodienst)


def many_employers(count: int) -> None:
    """So many employers more, in the group of the example."""
    configuration = example()
    configuration["employers"] += [
        {"code": f"W{number:03}", "name": f"Werkgever {number}", "groups": ["FELISON-VI"]}
        for number in range(count)
    ]
    apply(configuration)
