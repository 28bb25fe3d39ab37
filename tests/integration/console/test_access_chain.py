"""The page Inzage says how the chain of the access log is."""

import psycopg
import pytest

from access_log_world import make_log
from configuring_world import coupling
from couplings_world import visitor
from verzuimbrug.application.access import ReadAction, Reader, record_access
from verzuimbrug.application.access_chain import seal_access, show_chain, verify_access
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")


def test_it_says_what_is_sealed_and_what_was_found(owner_connection: psycopg.Connection) -> None:
    of = coupling()
    reader = Reader(arbodienst=of.arbodienst, principal="test")
    with tenant(of.arbodienst):
        record_access(reader, ReadAction.DOSSIER, employees=[1])
    client = visitor(of)

    def page() -> str:
        return client.get("/beheer/inzage/").content.decode()

    assert "1 inzage is nog niet verzegeld" in page()
    assert "nog nooit gecontroleerd" in page()
    seal_access()
    verify_access(reader)
    assert "Elke inzage is verzegeld." in page()
    assert "Die was heel." in page()
    assert show_chain(reader).head_text in page()
    owner_connection.execute("UPDATE store_accesslog SET principal = 'user:x'")
    verify_access(reader)
    assert "Die is op 1 plaats verbroken" in page()


def test_it_says_what_was_forgotten_by_whom() -> None:
    log = make_log()
    client = visitor(coupling())
    told = "Het begin van het log is op termijn gewist op"

    def page() -> str:
        return client.get("/beheer/inzage/").content.decode()

    assert told not in page()
    log.forget()
    assert told in page()
    assert "<td>begin van het inzagelog op termijn gewist</td>" in page()
