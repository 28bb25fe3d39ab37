"""Calls to the management side of the REST API, by keys of two arbodiensten."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.test import Client

from verzuimbrug.application.sign_in import apikeys

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

API = "/api/v1"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls with a key."""

    key: str

    def call(
        self, method: str, path: str, body: object = None, content_type: str = "application/json"
    ) -> "Answer":
        """The answer, whatever it is; a body that is no bytes goes as JSON."""
        client = Client(headers={"Authorization": f"Bearer {self.key}"})
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        sent = b"" if body is None else content
        return client.generic(method, API + path, sent, content_type)

    def get(self, path: str) -> dict[str, Any]:
        """What a GET says; it has to go well."""
        return told(self.call("GET", path))

    def put(self, path: str, body: object) -> dict[str, Any]:
        """What a PUT comes to; it has to go well."""
        return told(self.call("PUT", path, body))

    def post(self, path: str, body: object = None) -> dict[str, Any]:
        """What a POST comes to; it has to go well."""
        return told(self.call("POST", path, body))

    def refused(self, method: str, path: str, body: object = None) -> list[str]:
        """The codes of the findings for which nothing was done."""
        answer = self.call(method, path, body)
        assert answer.status_code == 422, answer.content
        return [finding["code"] for finding in json.loads(answer.content)["details"]]


def told(answer: "Answer") -> dict[str, Any]:
    """What an answer says; it has to be a good one, that nobody keeps."""
    assert answer.status_code == 200, answer.content
    assert "no-store" in answer.headers["Cache-Control"]
    said: dict[str, Any] = json.loads(answer.content)
    return said


def caller(arbodienst: int, scope: str = "manage") -> Caller:
    """Somebody with a key of this scope."""
    return Caller(apikeys.create(arbodienst, f"sleutel {scope}", scope))


def changed(said: dict[str, Any]) -> list[tuple[str, str | None, Any]]:
    """Of each difference the last part of the key, the field, and what it is now."""
    return [(one["key"][-1], one["field"], one["after"]) for one in said["differences"]]
