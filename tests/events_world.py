"""Events as a case system takes them in: over the feed, and what it knows by then."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.test import Client

from doors_world import Coupling
from verzuimbrug.application.events.publishing import publish
from verzuimbrug.application.sign_in import apikeys
from verzuimbrug.domain.permissions import Role
from verzuimbrug.store.models import Employer
from verzuimbrug.store.tenancy import tenant

Told = Mapping[str, Any]


def published(coupling: Coupling) -> None:
    """Publish all that is due."""
    while publish(coupling.arbodienst):
        pass


class CaseSystem:
    """Reads the feed page by page, and keeps the last that it was told of each person and case."""

    def __init__(self, coupling: Coupling) -> None:
        key = apikeys.create(coupling.arbodienst, "zaaksysteem", Role.READ)
        self._client = Client(headers={"Authorization": f"Bearer {key}"})
        self._arbodienst = coupling.arbodienst
        self.last = 0
        self.events: list[dict[str, Any]] = []

    def get(self, path: str) -> dict[str, Any]:
        """What the API says."""
        answer = self._client.get(f"/api/v1{path}")
        assert answer.status_code == 200, answer.content
        said: dict[str, Any] = json.loads(answer.content)
        return said

    def read(self, limit: int = 100, pages: int | None = None) -> list[dict[str, Any]]:
        """Reads on, so many pages at most; gives what was new."""
        new: list[dict[str, Any]] = []
        while pages is None or pages > 0:
            page = self.get(f"/events?after={self.last}&limit={limit}")
            new += page["items"]
            self.last = max([self.last, *(each["number"] for each in page["items"])])
            pages = None if pages is None else pages - 1
            if page["next"] is None:
                break
        self.events += new
        return new

    def cases(self) -> dict[tuple[str, str, str], Any]:
        """The cases that it knows by employer, account and key, from events alone."""
        known = {each["data"]["case"]["number"]: each["data"] for each in of_cases(self.events)}
        return {
            (data["employer"], shown["account"], shown["id"]): shown
            for data in known.values()
            if (shown := data["absence_case"]) is not None
        }

    def said(self) -> dict[tuple[str, str, str], Any]:
        """The cases as the API says them."""
        with tenant(self._arbodienst):
            codes = list(Employer.objects.values_list("code", flat=True))
        return {
            (code, case["account"], case["id"]): case
            for code in codes
            for person in self.get(f"/employers/{code}/employees?limit=1000")["items"]
            for case in person["absence_cases"]
        }


def of_cases(events: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The events about cases."""
    return [each for each in events if each["type"].startswith("case.")]


def kinds(events: Iterable[Told]) -> list[str]:
    """What happened."""
    return [each["type"] for each in events]
