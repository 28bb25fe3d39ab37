"""The portal client, against a server that says what the contract says (docs/interfaces)."""

import json
from base64 import b64encode
from collections.abc import Callable

import pytest

from canned_server import Canned, CannedServer, canned_server
from verzuimbrug.portal.client import PortalClient
from verzuimbrug.portal.exchange import (
    NOT_REACHED,
    NOT_UNDERSTOOD,
    CollectedAnswer,
    PortalFault,
    Receipt,
)
from verzuimbrug.sivi.soap_envelope import SERVICE, SoapRequest, read_envelope

TAKEN = Canned(202, json.dumps({"receipt": "20261001-7", "sha256": "ab", "duplicate": True}))
RECEIPT = Receipt(number="20261001-7", sha256="ab", duplicate=True)
ANSWER = CollectedAnswer(number=3, kind="retourmelding", file_name="r.xml", content=b"<a/>")
CONTENT = b64encode(ANSWER.content).decode()


def rest(server: CannedServer) -> PortalClient:
    return PortalClient(server.url, "KLANT", "t:ken")


def soap(server: CannedServer) -> PortalClient:
    return PortalClient(server.url, "KLANT", "t<&ken", soap=True)


def envelope(body: str, status: int = 200) -> Canned:
    head = '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
    return Canned(status, f"{head}{body}</s:Body></s:Envelope>")


def said(operation: str, fields: str) -> Canned:
    return envelope(f'<{operation}Response xmlns="{SERVICE}">{fields}</{operation}Response>')


def request_in(server: CannedServer) -> SoapRequest:
    (asked,) = server.asked
    request = read_envelope(asked.body)
    assert isinstance(request, SoapRequest)
    return request


def test_rest_sends_bytes_with_name_and_credentials() -> None:
    with canned_server(TAKEN) as server, rest(server) as client:
        assert client.send("Verzuim/meldingen", "mei één.xml", b"<x/>") == RECEIPT
    (asked,) = server.asked
    assert (asked.method, asked.path) == ("POST", "/api/v1/streams/Verzuim%2Fmeldingen/messages")
    assert asked.body == b"<x/>"
    assert asked.headers["X-Bestandsnaam"] == "mei %C3%A9%C3%A9n.xml"
    assert asked.headers["Authorization"] == "Basic " + b64encode(b"KLANT:t:ken").decode()


def test_rest_collects_and_acknowledges_answers() -> None:
    item = {"number": 3, "kind": "retourmelding", "file_name": "r.xml", "content": CONTENT}
    page, done = json.dumps({"items": [item]}), json.dumps({"acknowledged": 1})
    with canned_server(Canned(200, page), Canned(200, done)) as server, rest(server) as client:
        assert client.collect_answers(5) == (ANSWER,)
        assert client.acknowledge([3]) == 1
    assert server.asked[0].path == "/api/v1/answers?max=5"
    assert json.loads(server.asked[1].body) == {"numbers": [3]}


@pytest.mark.parametrize("make", [rest, soap])
def test_acknowledging_nothing_asks_nothing(make: Callable[[CannedServer], PortalClient]) -> None:
    with canned_server() as server, make(server) as client:
        assert client.acknowledge([]) == 0
    assert server.asked == []


@pytest.mark.parametrize("make", [rest, soap])
def test_what_became_of_a_message_is_asked_over_rest(
    make: Callable[[CannedServer], PortalClient],
) -> None:
    with canned_server(Canned(200, '{"state": "processed"}')) as server, make(server) as client:
        assert client.message(RECEIPT) == {"state": "processed"}
    assert server.asked[0].path == "/api/v1/messages/20261001-7"


def test_soap_sends_the_operation_of_the_contract() -> None:
    fields = "<Ontvangstnummer>20261001-7</Ontvangstnummer><Sha256>ab</Sha256>"
    answer = said("LeverAan", f"{fields}<AlBekend>true</AlBekend>")
    with canned_server(answer) as server, soap(server) as client:
        assert client.send("VZ", "a&b.xml", b"<x/>") == RECEIPT
    assert server.asked[0].path == "/services/bestandsoverdracht"
    request = request_in(server)
    assert request.operation == "LeverAan"
    assert request.fields == {
        "Klantcode": ("KLANT",),
        "Token": ("t<&ken",),
        "Gegevensstroom": ("VZ",),
        "Bestandsnaam": ("a&b.xml",),
        "Inhoud": (b64encode(b"<x/>").decode(),),
    }


def test_soap_collects_every_answer() -> None:
    one = (
        "<Antwoord><Antwoordnummer>3</Antwoordnummer><Soort>retourmelding</Soort>"
        f"<Bestandsnaam>r.xml</Bestandsnaam><Inhoud>{CONTENT}</Inhoud></Antwoord>"
    )
    two = one.replace(">3<", ">4<")
    with canned_server(said("HaalAntwoordenOp", one + two)) as server, soap(server) as client:
        assert [answer.number for answer in client.collect_answers(9)] == [3, 4]
    assert request_in(server).fields["Maximum"] == ("9",)


def test_soap_acknowledges_by_number() -> None:
    answer = said("BevestigAntwoorden", "<Aantal>2</Aantal>")
    with canned_server(answer) as server, soap(server) as client:
        assert client.acknowledge([3, 4]) == 2
    assert request_in(server).fields["Antwoordnummer"] == ("3", "4")


def test_a_refusal_over_rest_is_a_fault_with_its_code() -> None:
    refusal = Canned(401, '{"code": "AANMELDEN-MISLUKT", "text": "Aanmelden is mislukt."}')
    with (
        canned_server(refusal) as server,
        rest(server) as client,
        pytest.raises(PortalFault) as fault,
    ):
        client.send("VZ", "a.xml", b"")
    assert fault.value.code == "AANMELDEN-MISLUKT"
    assert "Klantcode en token" in fault.value.explanation


def test_a_refusal_over_soap_is_a_fault_with_its_code() -> None:
    detail = f'<Fout xmlns="{SERVICE}"><Code>STROOM-ONBEKEND</Code><Tekst>Nee.</Tekst></Fout>'
    fault_body = f"<s:Fault><faultcode>s:Client</faultcode><detail>{detail}</detail></s:Fault>"
    with (
        canned_server(envelope(fault_body, 500)) as server,
        soap(server) as client,
        pytest.raises(PortalFault, match="STROOM-ONBEKEND: Nee") as fault,
    ):
        client.send("VZ", "a.xml", b"")
    assert fault.value.code == "STROOM-ONBEKEND"


def test_a_fault_that_is_not_in_the_list_explains_itself() -> None:
    assert PortalFault("ANDERS", "Zo is het.").explanation == "Zo is het."


@pytest.mark.parametrize("page", ["<html>", "[]", "<html></html>"])
@pytest.mark.parametrize("make", [rest, soap])
def test_an_answer_of_something_else_is_a_fault(
    make: Callable[[CannedServer], PortalClient], page: str
) -> None:
    with (
        canned_server(Canned(502, page)) as server,
        make(server) as client,
        pytest.raises(PortalFault) as fault,
    ):
        client.send("VZ", "a.xml", b"")
    assert fault.value.code == NOT_UNDERSTOOD


def test_an_envelope_without_the_value_asked_for_is_a_fault() -> None:
    with (
        canned_server(said("LeverAan", "")) as server,
        soap(server) as client,
        pytest.raises(PortalFault) as fault,
    ):
        client.send("VZ", "a.xml", b"")
    assert fault.value.code == NOT_UNDERSTOOD


def test_a_connection_that_was_closed_meanwhile_is_opened_again() -> None:
    closing = Canned(TAKEN.status, TAKEN.body, hangs_up=True)
    with canned_server(closing, TAKEN) as server, rest(server) as client:
        assert client.send("VZ", "a.xml", b"1") == client.send("VZ", "b.xml", b"2") == RECEIPT
    assert [asked.body for asked in server.asked] == [b"1", b"2"]


def test_a_server_that_is_not_there_is_a_fault() -> None:
    with canned_server() as server:
        url = server.url
    with PortalClient(url, "KLANT", "token") as client, pytest.raises(PortalFault) as fault:
        client.send("VZ", "a.xml", b"")
    assert fault.value.code == NOT_REACHED


def test_an_address_may_have_a_path_and_leave_out_its_scheme() -> None:
    with canned_server(TAKEN) as server:
        address = server.url.removeprefix("http://") + "/hub/"
        with PortalClient(address, "KLANT", "token") as client:
            client.send("VZ", "a.xml", b"")
    assert server.asked[0].path == "/hub/api/v1/streams/VZ/messages"
