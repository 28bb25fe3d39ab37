"""Requests over REST that nobody means well are refused in the one shape of errors."""

import json

import pytest

from doors_world import Coupling, Site


@pytest.mark.parametrize("path", ["/api/v1/answers", "/api/v1/messages/20260101-1"])
def test_very_many_parameters_are_refused(site: Site, ours: Coupling, path: str) -> None:
    query = "&".join(f"a{number}=1" for number in range(1_001))

    answer = site.call("GET", f"{path}?{query}", headers=ours.basic)

    assert (answer.status, json.loads(answer.body)["code"]) == (400, "BERICHT-ONLEESBAAR")
