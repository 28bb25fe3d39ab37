"""The web service, driven by an independent client from its own WSDL."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import zeep
from psycopg import Connection
from zeep.exceptions import Fault

from doors_world import STREAM, Coupling, Site
from verzuimbrug.application.receiving.receive import MAX_BYTES
from verzuimbrug.application.sign_in.issuing import revoke

ADDRESS = "/services/bestandsoverdracht"
MESSAGE = "<Verzuimmeldingen>é</Verzuimmeldingen>".encode()


def connect(address: str) -> Any:  # noqa: ANN401 -- zeep has no types
    """The client, made from the WSDL at an address."""
    return zeep.Client(address)  # type: ignore[no-untyped-call]


@dataclass(frozen=True, slots=True)
class Portal:
    """An independent client, on one of the two ports."""

    service: Any
    coupling: Coupling

    def deliver(self, content: bytes = MESSAGE, **other: str) -> Any:  # noqa: ANN401 -- as above
        """LeverAan, with some of it replaced."""
        usual = {"Klantcode": self.coupling.code, "Token": self.coupling.token}
        usual |= {"Gegevensstroom": STREAM, "Bestandsnaam": "a.xml"}
        return self.service.LeverAan(**{**usual, **other}, Inhoud=content)

    def code_of_refusal(self, **other: str) -> str:
        """The code of the fault that LeverAan ends in."""
        with pytest.raises(Fault) as caught:
            self.deliver(MESSAGE, **other)
        return str(caught.value.detail.findtext(".//{*}Code"))


@pytest.fixture(params=["Soap11", "Soap12"])
def portal(request: pytest.FixtureRequest, site: Site, ours: Coupling) -> Iterator[Portal]:
    with connect(f"{site.url}{ADDRESS}?wsdl") as client:
        yield Portal(client.bind("Bestandsoverdracht", request.param), ours)


def test_soap_11_is_the_port_a_client_takes_by_itself(site: Site, ours: Coupling) -> None:
    with connect(f"{site.url}{ADDRESS}?WSDL") as client:
        ports = client.wsdl.services["Bestandsoverdracht"].ports
        assert list(ports) == ["Soap11", "Soap12"]
        assert Portal(client.service, ours).deliver().AlBekend is False


def test_a_delivery_is_kept_byte_for_byte(portal: Portal, owner_connection: Connection) -> None:
    receipt = portal.deliver()
    assert receipt.Sha256 == hashlib.sha256(MESSAGE).hexdigest()
    assert receipt.Ontvangen.tzinfo is not None
    rows = owner_connection.execute("SELECT receipt, sha256, file_name, door FROM store_message")
    sha256 = hashlib.sha256(MESSAGE).digest()
    assert rows.fetchall() == [(receipt.Ontvangstnummer, sha256, "a.xml", "soap")]


def test_the_same_bytes_again_get_the_first_receipt(portal: Portal) -> None:
    first, second = portal.deliver(), portal.deliver()
    assert (first.AlBekend, second.AlBekend) == (False, True)
    assert second.Ontvangstnummer == first.Ontvangstnummer
    assert second.Ontvangen == first.Ontvangen


def test_answers_come_until_they_are_acknowledged(portal: Portal) -> None:
    receipt = portal.deliver().Ontvangstnummer
    number = portal.coupling.answer(receipt, content=MESSAGE)
    given = {"Klantcode": portal.coupling.code, "Token": portal.coupling.token}
    (answer,) = portal.service.HaalAntwoordenOp(**given, Maximum=10)
    assert (answer.Antwoordnummer, answer.Soort, answer.Bestandsnaam, answer.Inhoud) == (
        number,
        "Retourmelding",
        "Retourmelding.xml",
        MESSAGE,
    )
    assert portal.service.BevestigAntwoorden(**given, Antwoordnummer=[number, 999]) == 1
    assert portal.service.BevestigAntwoorden(**given, Antwoordnummer=[number]) == 0
    assert portal.service.HaalAntwoordenOp(**given, Maximum=10) in ([], None)


def test_answers_of_another_account_are_as_if_they_were_not_there(
    portal: Portal, theirs: Coupling
) -> None:
    number = portal.coupling.answer(portal.deliver().Ontvangstnummer)
    given = {"Klantcode": theirs.code, "Token": theirs.token}
    assert portal.service.HaalAntwoordenOp(**given, Maximum=10) in ([], None)
    assert portal.service.BevestigAntwoorden(**given, Antwoordnummer=[number]) == 0


def test_every_way_to_fail_to_sign_in_is_the_same_fault(portal: Portal, theirs: Coupling) -> None:
    revoke(theirs.ref, "test")
    wrong = (
        {"Klantcode": "XXXX-XXXX"},
        {"Token": "onjuist"},
        {"Token": theirs.token},
        {"Klantcode": theirs.code, "Token": theirs.token},
        {"Klantcode": "", "Token": ""},
    )
    assert {portal.code_of_refusal(**given) for given in wrong} == {"AANMELDEN-MISLUKT"}


def test_a_shut_account_and_an_unknown_stream_are_told_apart(portal: Portal) -> None:
    assert portal.code_of_refusal(Gegevensstroom="Onbekend") == "STROOM-ONBEKEND"
    portal.coupling.turn("suspended")
    assert portal.code_of_refusal() == "ACCOUNT-NIET-ACTIEF"
    assert portal.code_of_refusal(Token="onjuist") == "AANMELDEN-MISLUKT"


def test_a_fault_names_its_code_wherever_a_client_looks(portal: Portal) -> None:
    with pytest.raises(Fault) as caught:
        portal.deliver(Token="onjuist")
    fault = caught.value
    assert str(fault).startswith("AANMELDEN-MISLUKT: Aanmelden is mislukt.")
    assert fault.code in {"soap:Client", "soap:Sender"}
    assert fault.detail.findtext(".//{*}Tekst").startswith("Aanmelden is mislukt.")


def test_a_file_over_50_mib_is_refused_and_one_of_50_mib_is_not(
    site: Site, ours: Coupling, owner_connection: Connection
) -> None:
    with connect(f"{site.url}{ADDRESS}?wsdl") as client:
        portal = Portal(client.service, ours)
        portal.deliver(b" " * MAX_BYTES)
        with pytest.raises(Fault, match="BESTAND-TE-GROOT"):
            portal.deliver(b" " * (MAX_BYTES + 1))
    assert owner_connection.execute("SELECT count(*) FROM store_message").fetchone() == (1,)
