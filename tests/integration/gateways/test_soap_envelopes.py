"""Envelopes as a client should not send them, and the exact answers to them."""

from xml.sax.saxutils import escape

import pytest
from lxml import etree
from psycopg import Connection

from doors_world import STREAM, Coupling, Reply, Site
from verzuimbrug.application.sign_in.issuing import revoke
from verzuimbrug.sivi.soap_envelope import MAX_ENVELOPE_BYTES, SERVICE

ADDRESS = "/services/bestandsoverdracht"
V11 = "http://schemas.xmlsoap.org/soap/envelope/"
V12 = "http://www.w3.org/2003/05/soap-envelope"
TYPES = {V11: "text/xml", V12: "application/soap+xml"}


def envelope(
    coupling: Coupling,
    version: str = V11,
    operation: str = "LeverAan",
    head: str = "",
    **other: str,
) -> str:
    fields = {"Klantcode": coupling.code, "Token": coupling.token}
    if operation == "LeverAan":
        fields |= {"Gegevensstroom": STREAM, "Bestandsnaam": "a.xml", "Inhoud": "PGEvPg=="}
    fields |= other
    content = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in fields.items())
    return (
        f'<s:Envelope xmlns:s="{version}">{head}<s:Body>'
        f'<{operation} xmlns="{SERVICE}">{content}</{operation}></s:Body></s:Envelope>'
    )


def post(site: Site, body: str | bytes, version: str = V11, **headers: str) -> Reply:
    data = body if isinstance(body, bytes) else body.encode()
    return site.call("POST", ADDRESS, data, {"Content-Type": TYPES[version], **headers})


def code_of(reply: Reply) -> str:
    return etree.fromstring(reply.body).findtext(f".//{{{SERVICE}}}Code") or ""


def fault_of(reply: Reply) -> str:
    root = etree.fromstring(reply.body)
    return root.findtext(".//faultcode") or root.findtext(f".//{{{V12}}}Value") or ""


def test_white_space_may_stand_anywhere_in_base64(site: Site, ours: Coupling) -> None:
    assert post(site, envelope(ours, Inhoud="\n PGEv\r\n\tPg=\n= ")).status == 200


@pytest.mark.parametrize("text", ["PGEvPg", "PGEvPg===", "PG!vPg==", "é", "PGEvPg==PGEvPg=="])
def test_what_is_not_base64_is_refused(site: Site, ours: Coupling, text: str) -> None:
    assert code_of(post(site, envelope(ours, Inhoud=text))) == "BERICHT-ONLEESBAAR"


@pytest.mark.parametrize(
    "change",
    [
        ("<Token>", "<Tokken>", "</Token>", "</Tokken>"),
        ("<Token>", "<Token/><Token>", "", ""),
        ("<Inhoud>", "<Inhoud><a/>", "", ""),
        (f' xmlns="{SERVICE}"', ' xmlns="urn:anders"', "", ""),
        ("<s:Body>", "<s:Body><x/>", "", ""),
        ("</s:Body>", "</s:Body><s:Body/>", "", ""),
        ("<LeverAan", "<HaalOp", "</LeverAan", "</HaalOp"),
        ("</s:Envelope>", "", "", ""),
        ("<s:Envelope", "<!DOCTYPE x><s:Envelope", "", ""),
    ],
)
def test_a_broken_envelope_is_refused(
    site: Site, ours: Coupling, owner_connection: Connection, change: tuple[str, str, str, str]
) -> None:
    before, after, before_too, after_too = change
    broken = envelope(ours).replace(before, after).replace(before_too or "\0", after_too)
    reply = post(site, broken)
    assert (reply.status, code_of(reply)) == (500, "BERICHT-ONLEESBAAR")
    rows = owner_connection.execute("SELECT reason, door FROM store_refusedattempt").fetchall()
    assert rows == [("BERICHT-ONLEESBAAR", "soap")]


@pytest.mark.parametrize("maximum", ["0", "-1", "tien", "1_0", "", "1.0"])
def test_a_maximum_that_is_no_positive_number_is_refused(
    site: Site, ours: Coupling, maximum: str
) -> None:
    body = envelope(ours, operation="HaalAntwoordenOp", Maximum=maximum)
    assert code_of(post(site, body)) == "BERICHT-ONLEESBAAR"


def test_a_number_beyond_any_answer_is_passed_over(site: Site, ours: Coupling) -> None:
    body = envelope(ours, operation="BevestigAntwoorden", Antwoordnummer="9" * 30)
    assert b"<Aantal>0</Aantal>" in post(site, body).body


@pytest.mark.parametrize(
    ("version", "fault", "status"), [(V11, "soap:Client", 500), (V12, "soap:Sender", 400)]
)
def test_a_fault_is_in_the_version_of_the_request(
    site: Site, ours: Coupling, version: str, fault: str, status: int
) -> None:
    reply = post(site, envelope(ours, version, Token="onjuist"), version)
    assert (reply.status, fault_of(reply)) == (status, fault)
    assert reply.headers["Content-Type"] == f"{TYPES[version]}; charset=utf-8"
    broken = post(site, "geen XML", version)
    assert (broken.status, fault_of(broken)) == (status, fault)


def test_an_envelope_of_no_known_version_is_a_version_mismatch(site: Site, ours: Coupling) -> None:
    reply = post(site, envelope(ours, "urn:soap:9"))
    assert fault_of(reply) == "soap:VersionMismatch"
    assert fault_of(post(site, "<a/>")) == "soap:Client"


@pytest.mark.parametrize("version", [V11, V12])
@pytest.mark.parametrize("value", ["1", "true"])
def test_a_header_that_must_be_understood_is_not(
    site: Site, ours: Coupling, version: str, value: str
) -> None:
    head = f'<s:Header><a xmlns="urn:a" s:mustUnderstand="{value}"/></s:Header>'
    reply = post(site, envelope(ours, version, head=head), version)
    assert fault_of(reply) == "soap:MustUnderstand"
    optional = head.replace(f'"{value}"', '"0"')
    assert post(site, envelope(ours, version, head=optional), version).status == 200


def test_an_action_that_names_another_operation_is_refused(site: Site, ours: Coupling) -> None:
    other = post(site, envelope(ours), SOAPAction=f'"{SERVICE}/BevestigAntwoorden"')
    assert code_of(other) == "BERICHT-ONLEESBAAR"
    for action in ('""', '"urn:iets-anders"', f"{SERVICE}/LeverAan"):
        assert post(site, envelope(ours), SOAPAction=action).status == 200


def test_refused_sign_ins_are_byte_equal(site: Site, ours: Coupling, theirs: Coupling) -> None:
    revoke(theirs.ref, "test")
    bodies = (
        envelope(ours, Klantcode="XXXX-XXXX"),
        envelope(ours, Token="onjuist"),
        envelope(theirs),
    )
    replies = [post(site, body).said for body in bodies]
    assert replies == [replies[0]] * 3


def test_an_envelope_that_is_too_large_is_refused_unread(site: Site) -> None:
    reply = post(site, b" " * (MAX_ENVELOPE_BYTES + 1))
    assert code_of(reply) == "BESTAND-TE-GROOT"


def test_another_method_is_not_allowed(site: Site) -> None:
    reply = site.call("PUT", ADDRESS)
    assert (reply.status, reply.headers["Allow"]) == (405, "POST")
    assert site.call("GET", ADDRESS).status == 405


def test_the_wsdl_names_the_address_at_which_it_is_asked_for(site: Site) -> None:
    body = site.call("GET", f"{ADDRESS}?wsdl").body
    locations = etree.fromstring(body).xpath("//@location")
    assert locations == [f"{site.url}{ADDRESS}"] * 2
