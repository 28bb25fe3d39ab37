"""Messages about employers themselves become values in the words of the domain (WG-5)."""

from datetime import date
from typing import Any

from employers_in_world import basics, client, contracts, own
from verzuimbrug.domain.employer_messages import DeliveredDepartment, EmployerData, Term
from verzuimbrug.sivi.checking import check
from verzuimbrug.sivi.mapping.employers import map_employers_themselves


def mapped(content: bytes) -> EmployerData:
    """The one employer of a message."""
    checked = check(content)
    assert checked.root is not None
    assert checked.findings == ()
    (employer,) = map_employers_themselves(checked.root)
    return employer


def contract(number: str, start: str, end: str = "", **values: Any) -> dict[str, Any]:  # noqa: ANN401
    """A contract of an insurer's message."""
    ends = {"Enddat": end} if end else {}
    return {"VrwrkCd": "02", "Cntrnr": number, "Ingdat": start, **ends, **values}


def test_the_authorisation_says_when_it_is_a_client_and_codes_are_kept() -> None:
    employer = mapped(contracts(client(ArboCntrct=contract("C1", "2025-01-01"))))

    assert employer.values == {"name": "Bedrijf 2001 B.V.", "contract_reference": "C1"}
    assert employer.processing_code == "01"
    assert employer.term == Term(start=date(2026, 3, 1), until=None, processing_code="01")
    assert employer.tags["IdWrkgvrArbdnst"] == "2001"
    assert ("MchtVrzm/KpplCd", "K1") in employer.codes
    assert ("ArboCntrct/StatusCntrctCd", "01") in employer.codes
    assert ("VrwrkCd", "01") in employer.codes


def test_without_one_the_contracts_do_together() -> None:
    both = [contract("C1", "2025-01-01", "2025-12-31"), contract("C2", "2026-01-01", "2026-12-31")]
    said = client(ArboCntrct=both)
    del said["MchtVrzm"]
    employer = mapped(contracts(said))

    assert employer.term == Term(
        start=date(2025, 1, 1), until=date(2026, 12, 31), processing_code="02"
    )
    assert employer.values["contract_reference"] == "C2"
    del said["ArboCntrct"]
    assert mapped(contracts(said)).term is None


def test_an_end_in_an_impossible_year_is_no_end() -> None:
    said = client(ArboCntrct=contract("C1", "2025-01-01", "9999-12-31"))
    del said["MchtVrzm"]
    term = mapped(contracts(said)).term
    assert term is not None
    assert term.until is None


def test_addresses_are_kept_by_kind_the_one_that_holds_longest() -> None:
    street = {"SrtAdrsCd": "01", "Pc": "1234AB", "Wnpl": "Utrecht", "Huisnr": "7"}
    former = {**street, "Huisnr": "5", "Enddat": "2025-01-01"}
    box = {"Pc": "1234AB", "Wnpl": "Utrecht", "Pbnr": "12"}
    employer = mapped(basics(own(StrAdrNl=[street, former], PbadrsNl=box)))

    address = {"postal_code": "1234AB", "city": "Utrecht"}
    assert employer.addresses == {
        "street:01": {**address, "house_number": "7"},
        "post_box": {**address, "post_box": "12"},
    }


def test_an_address_abroad_and_one_without_a_kind() -> None:
    abroad = {"WnplBtl": "Gent", "LandCd": "BE", "HuisnrBtl": "3"}
    employer = mapped(contracts(client(StrAdrBl=abroad)))
    assert employer.addresses == {
        "foreign": {"city": "Gent", "country_code": "BE", "house_number": "3"}
    }


def test_contact_data_and_persons_are_kept_so_far_as_they_reach_somebody() -> None:
    numbers = [{"SrtComCd": "06", "NrCom": "030"}, {"SrtComCd": "06", "NrCom": " "}]
    silent = {
        "Achternaam": "Stil",
        "Voorl": "B",
        "RolCntprsnCd": "03",
        "Com": {"SrtComCd": "10", "NrCom": " "},
    }
    nobody = {**silent, "Achternaam": " "}
    employer = mapped(basics(own(Com=numbers, Cntprsn=[silent, nobody])))

    assert employer.contact == {"06": "030"}
    assert employer.contact_persons == ({"name": "Stil", "initials": "B", "role": "03"},)


def test_departments_and_what_has_no_code() -> None:
    shop = {
        "VrwrkCd": "02",
        "Ingdat": "2026-01-01",
        "NmOrgeenh": "Winkel\n Noord",
        "OrgeenhCd": "1",
    }
    employer = mapped(basics(own(OrgEenh=[shop, {**shop, "OrgeenhCd": " "}])))
    assert employer.departments == (
        DeliveredDepartment(
            code="1",
            processing_code="02",
            fields={"name": "Winkel Noord", "start": "2026-01-01"},
        ),
    )
