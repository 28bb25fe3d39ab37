"""The search box: to a message, or to what was found, with no word of it in an address."""

import pytest
from django.test import Client

from sending_world import go_live, report, sick, take
from waiting_world import page_of, visit_at

pytestmark = pytest.mark.usefixtures("database")


def test_the_search_box_leads_to_a_message_or_lists_what_it_found() -> None:
    coupling = go_live()
    (done,) = take(coupling, sick(report(), reference="REF-7"))
    client = visit_at(coupling)

    receipt = client.get(_looked_up(client, done.receipt))
    assert receipt.headers["Location"] == f"/berichten/{done.receipt}/"
    assert done.receipt in page_of(client, _looked_up(client, "REF-7"))
    case = page_of(client, _looked_up(client, "VG1"))
    assert done.receipt in case
    assert "Dossiers" in case
    assert "Niets heeft deze woorden." in page_of(client, _looked_up(client, "onvindbaar"))
    assert "Typ hierboven" in page_of(client, _looked_up(client, " "))


def test_what_is_looked_for_stands_encrypted_in_the_address() -> None:
    client = visit_at(go_live())

    asked = _looked_up(client, "Jansen 123456782")

    assert asked.startswith("/zoeken/?zoek=")
    assert "Jansen" not in asked
    assert "123456782" not in asked
    assert "Jansen 123456782" in page_of(client, asked)
    for other in ("/zoeken/?q=Jansen", "/zoeken/?zoek=Jansen"):
        assert "Typ hierboven" in page_of(client, other)


def _looked_up(client: Client, words: str) -> str:
    """Where the search box leads with these words."""
    return client.post("/zoeken/", {"q": words}).headers["Location"]


def test_employers_are_found_by_a_part_of_their_name() -> None:
    client = visit_at(go_live())

    assert "Werkgevers met deze code of naam" in page_of(client, _looked_up(client, "bakkerij"))
