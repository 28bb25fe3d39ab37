"""Sessions are for people: what machines ask gets no cookie, and nobody looks for a session."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from console_world import person, visit

pytestmark = pytest.mark.usefixtures("database")

ADDRESSES = ["/healthz", "/readyz", "/services/bestandsoverdracht?wsdl", "/api/v1/openapi.json"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_door_says_the_same_to_who_signed_in_to_the_console(address: str) -> None:
    somebody, nobody = visit(person("manage")).get(address), Client().get(address)
    assert somebody.content == nobody.content
    assert somebody.headers == nobody.headers
    assert not somebody.cookies
    assert "Cookie" not in somebody.headers.get("Vary", "")
    assert "Content-Security-Policy" not in somebody.headers


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_door_does_not_look_for_a_session(address: str) -> None:
    client = visit(person("manage"))
    with CaptureQueriesContext(connection) as caught:
        client.get(address)
    assert not [query for query in caught if "session" in query["sql"]]


def test_a_door_needs_no_mark_of_a_page() -> None:
    strict = Client(enforce_csrf_checks=True)
    for address in ("/services/bestandsoverdracht", "/api/v1/messages"):
        assert strict.post(address, b"x", content_type="text/xml").status_code != 403
