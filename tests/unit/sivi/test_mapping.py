"""A checked message becomes the values of the domain (MSG-2, MSG-6, WN, VZ)."""

from datetime import date
from decimal import Decimal

import pytest
from lxml import etree

from verzuimbrug.domain.deliveries import (
    DeliveredEmployment,
    DeliveredPerson,
    DeliveredReport,
    Delivery,
    MessageKind,
)
from verzuimbrug.sivi.catalogue import catalogue
from verzuimbrug.sivi.mapping import Numbering, map_delivery, map_employer, map_employers
from verzuimbrug.sivi.mapping.absence import REPORT_DATES
from verzuimbrug.sivi.tags import (
    CLASSIFICATION_TAGS,
    EMPLOYEE_KEYS,
)

NAMESPACE = "http://www.sivi.org/Verzuimmanagement/Verzuimmeldingen/2022"
GENERAL = (
    "<BrAlg><IdInzndr>A</IdInzndr><IdOntvngr>B</IdOntvngr><Berrefnr>1</Berrefnr></BrAlg>"
    "<AdmKantoor><HndlsnmOrg>K</HndlsnmOrg></AdmKantoor>"
)
REPORT = (
    "<Vrzm><VrwrkCd>01</VrwrkCd><IngdatMutVrzm>2026-03-11</IngdatMutVrzm>"
    "<VrzmgvlId>G1</VrzmgvlId><VrzmgvlVnrMld>001</VrzmgvlVnrMld><EndVrzmJN>N</EndVrzmJN>"
    "<DatEerstVrzmdg>2026-03-10</DatEerstVrzmdg><PrcVrzm>100.00</PrcVrzm>"
    "<OorzkVrzmCd>99</OorzkVrzmCd><VngntJN>O</VngntJN>{}<Cntprsn><IdWrknmr>X</IdWrknmr></Cntprsn></Vrzm>"
)
EMPLOYMENT = (
    "<Dnstvbnd><IdDnstvbnd> D1 </IdDnstvbnd><Ingdat>2014-01-24</Ingdat>"
    "<OrgeenhCd>P1</OrgeenhCd>{}</Dnstvbnd>"
)
PERSON = (
    "<Wrknmr><Gebdat>1972-06-16</Gebdat><SignNm>Vos</SignNm><IdWrknmr> 7 </IdWrknmr>{}</Wrknmr>"
)


def message(*employers: str) -> etree._Element:
    groups = "".join(f"<Wrkgvr>{employer}</Wrkgvr>" for employer in employers)
    return etree.fromstring(
        f'<Verzuimmeldingen xmlns="{NAMESPACE}">{GENERAL}{groups}</Verzuimmeldingen>'
    )


def delivery(*employers: str) -> Delivery:
    table = catalogue().by_namespace(NAMESPACE, "Verzuimmeldingen")
    assert table is not None
    return map_delivery(table, message(*employers))


def person(inside: str) -> DeliveredPerson:
    return delivery(PERSON.format(inside)).employers[0].persons[0]


def employment(inside: str) -> DeliveredEmployment:
    return person(EMPLOYMENT.format(inside)).employments[0]


def keys(**numbers: str) -> dict[str, tuple[str, ...]]:
    return {tag: (numbers[tag],) if tag in numbers else () for tag in EMPLOYEE_KEYS}


def report(inside: str) -> DeliveredReport:
    return employment(REPORT.format(inside)).reports[0]


def test_report_holds_what_its_group_says() -> None:
    assert report("") == DeliveredReport(
        position=0,
        path="/Verzuimmeldingen/Wrkgvr[1]/Wrknmr[1]/Dnstvbnd[1]/Vrzm[1]",
        line=1,
        processing_code="01",
        case_key="G1",
        case_key_old=None,
        sequence=1,
        mutation_date=date(2026, 3, 11),
        mutation_date_old=None,
        ends=False,
        first_day=date(2026, 3, 10),
        first_day_old=None,
        recovered_on=None,
        expected_recovery=None,
        percentage=Decimal("100.00"),
        cause="99",
        safety_net="O",
        leave=None,
        end_reason=None,
    )


@pytest.mark.parametrize(
    ("tag", "text", "attribute", "value"),
    [
        ("VrzmgvlIdOud", " G0 ", "case_key_old", "G0"),
        ("VrzmgvlId", " \n", "case_key", None),
        ("VrzmgvlVnrMld", "+0012", "sequence", 12),
        ("EndVrzmJN", "J", "ends", True),
        ("IngdatMutVrzmOud", "2026-03-01Z", "mutation_date_old", date(2026, 3, 1)),
        ("DatEerstVrzmdgOud", "2026-03-02+01:00", "first_day_old", date(2026, 3, 2)),
        ("DatHrstld", "2026-04-01", "recovered_on", date(2026, 4, 1)),
        ("DatVrwHrstl", "2026-05-01", "expected_recovery", date(2026, 5, 1)),
        ("PrcVrzm", " 050.00", "percentage", Decimal("50.00")),
        ("RdnEndVrzmCd", "07", "end_reason", "07"),
        ("WAZOCd", "01", "leave", "01"),
    ],
)
def test_tag_of_a_report_becomes_an_attribute(
    tag: str, text: str, attribute: str, value: object
) -> None:
    assert getattr(report(f"<{tag}>{text}</{tag}>"), attribute) == value


@pytest.mark.parametrize(
    ("tag", "attribute"),
    [("IngdatMutVrzm", "mutation_date"), ("DatEerstVrzmdg", "first_day")],
)
def test_required_date_with_an_impossible_year_is_marked(tag: str, attribute: str) -> None:
    inside = REPORT.format("").replace(f"<{tag}>2026", f"<{tag}>1826")
    made = employment(inside).reports[0]

    assert made.impossible_year
    assert getattr(made, attribute) == date(1900, 1, 1)


@pytest.mark.parametrize("tag", [tag for tag in REPORT_DATES if "mdg" not in tag])
def test_impossible_year_of_any_date_of_a_report_is_marked(tag: str) -> None:
    assert report(f"<{tag}>3000-01-01</{tag}>").impossible_year
    assert not report(f"<{tag}>2999-12-31</{tag}>").impossible_year


def test_optional_date_with_an_impossible_year_is_none() -> None:
    assert report("<DatHrstld>12026-04-01</DatHrstld>").recovered_on is None


def test_free_texts_are_trimmed_and_empty_ones_left_out() -> None:
    texts = (" griep ", "\n", "belt terug")
    inside = "".join(f"<VrTkst><VrijeTekst>{text}</VrijeTekst></VrTkst>" for text in texts)

    assert report(f"<Actie><ActieCd>01</ActieCd></Actie>{inside}").free_text == (
        "griep",
        "belt terug",
    )


def test_employment_holds_what_its_group_says() -> None:
    made = employment(
        "<IdDnstvbndOud>D0</IdDnstvbndOud><PersNr> 12 </PersNr><NmFnct> </NmFnct>"
        "<AantCtrcturenPWk>038.50</AantCtrcturenPWk><AantLnwchtdgn>002</AantLnwchtdgn>"
        "<Cntprsn><IdWrknmr>9</IdWrknmr></Cntprsn>"
    )

    assert made == DeliveredEmployment(
        number="D1",
        number_old="D0",
        path="/Verzuimmeldingen/Wrkgvr[1]/Wrknmr[1]/Dnstvbnd[1]",
        line=1,
        fields={
            "start": "2014-01-24",
            "end": None,
            "department_code": "P1",
            "personnel_number": "12",
            "hours_per_week": "38.50",
            "waiting_days": "2",
        },
    )


@pytest.mark.parametrize(
    ("text", "end"), [("2026-02-01Z", "2026-02-01"), ("9999-12-31", None), ("1812-01-01", None)]
)
def test_end_of_employment_with_an_impossible_year_is_no_end(text: str, end: str | None) -> None:
    assert employment(f"<Enddat>{text}</Enddat>").fields["end"] == end


def test_work_relation_is_one_field() -> None:
    made = employment(
        "<Arbeidsrelatie><IdArbeidsrelatie>R1</IdArbeidsrelatie><PersNr>8</PersNr>"
        "<Ingdat>2020-01-01</Ingdat><IngdatMut>2021-01-01</IngdatMut>"
        "<AantCtrcturenPWk>20.00</AantCtrcturenPWk></Arbeidsrelatie>"
    )

    assert made.fields["work_relation"] == {
        "number": "R1",
        "personnel_number": "8",
        "start": "2020-01-01",
        "hours_per_week": "20.00",
    }


def test_cost_centres_are_one_field_together() -> None:
    made = employment(
        "<Kostenplaats><NmKostenplaats>Hal</NmKostenplaats><KostenplaatsCd>1</KostenplaatsCd>"
        "</Kostenplaats><Kostenplaats><Ingdat>2026-01-01</Ingdat><NmKostenplaats/>"
        "<KostenplaatsCd>2</KostenplaatsCd></Kostenplaats>"
    )

    assert made.fields["cost_centres"] == {
        "1.name": "Hal",
        "1.code": "1",
        "2.start": "2026-01-01",
        "2.code": "2",
    }


def test_person_holds_what_its_group_says() -> None:
    made = person(
        "<IngdatMut>2026-01-01</IngdatMut><SofiNr>+0123456782</SofiNr><Voorl> J </Voorl>"
        "<Voorv> </Voorv><Overldat>2026-02-03Z</Overldat><IdWrknmrOud>6</IdWrknmrOud>"
    )

    assert made == DeliveredPerson(
        position=0,
        path="/Verzuimmeldingen/Wrkgvr[1]/Wrknmr[1]",
        line=1,
        keys=keys(IdWrknmr="7", SofiNr="123456782"),
        key_old="6",
        birth_date=date(1972, 6, 16),
        surname="Vos",
        bsn="123456782",
        fields={
            "birth_date": "1972-06-16",
            "surname": "Vos",
            "initials": "J",
            "deceased_on": "2026-02-03",
        },
        employments=(),
    )


def test_impossible_birth_date_is_left_out_of_the_fields() -> None:
    made = delivery(PERSON.format("").replace("1972", "0972")).employers[0].persons[0]

    assert made.birth_date == date(1900, 1, 1)
    assert "birth_date" not in made.fields


def test_groups_of_a_person_are_fields_by_kind_code() -> None:
    made = person(
        "<BnkGiro><Iban>NL00</Iban></BnkGiro><Prtnr><SignNm>Smit</SignNm></Prtnr>"
        "<StrAdrNl><SrtAdrsCd>01</SrtAdrsCd><Pc>3511AA</Pc><Huisnr>012</Huisnr></StrAdrNl>"
        "<StrAdrBl><SrtAdrsCd>06</SrtAdrsCd><LandCd>BE</LandCd><HuisnrBtl>0a</HuisnrBtl></StrAdrBl>"
        "<Com><SrtComCd>06</SrtComCd><NrCom>020</NrCom></Com>"
        "<Com><SrtComCd>06</SrtComCd><NrCom> 030</NrCom></Com>"
        "<Com><SrtComCd>10</SrtComCd><NrCom> </NrCom></Com>"
    )

    assert made.fields == {
        "birth_date": "1972-06-16",
        "surname": "Vos",
        "bank_account": {"iban": "NL00"},
        "partner": {"surname": "Smit"},
        "address:01": {"postal_code": "3511AA", "house_number": "12"},
        "foreign_address:06": {"country_code": "BE", "house_number": "0a"},
        "contact:06": "030",
    }


def test_group_in_which_nothing_stands_is_no_field() -> None:
    assert "bank_account" not in person("<BnkGiro><Iban> </Iban><Bic/></BnkGiro>").fields


def test_distinct_personnel_numbers_of_a_person_are_its_keys() -> None:
    numbers = ("12", " 12 ", "", "13")
    made = person("".join(EMPLOYMENT.format(f"<PersNr>{n}</PersNr>") for n in numbers))

    assert made.keys["PersNr"] == ("12", "13")


def test_key_that_is_empty_after_trimming_is_no_key() -> None:
    made = delivery(PERSON.format("").replace(" 7 ", " \t")).employers[0].persons[0]

    assert made.keys == keys()


def test_numbers_of_an_insurer_and_of_an_arbodienst_are_keys_too() -> None:
    made = person(
        "<IdWrknmrArbdnst> A7 </IdWrknmrArbdnst><IdWrknmrVzkr>V7</IdWrknmrVzkr><Voorl/><GslchtCd/>"
    )

    assert made.keys == keys(IdWrknmr="7", IdWrknmrArbdnst="A7", IdWrknmrVzkr="V7")
    assert made.fields == {"birth_date": "1972-06-16", "surname": "Vos"}


def test_simple_tags_of_an_employer_are_kept_untrimmed() -> None:
    made = delivery(
        "<HndlsnmOrg>Bakker</HndlsnmOrg><IdWrkgvrArbdnst> 01 <!-- x --></IdWrkgvrArbdnst><Lhnr/>"
        "<Com><SrtComCd>06</SrtComCd></Com>" + PERSON.format("")
    ).employers[0]

    assert made.tags == {"HndlsnmOrg": "Bakker", "IdWrkgvrArbdnst": " 01 ", "Lhnr": ""}


def test_positions_count_through_the_whole_message_and_paths_within_a_group() -> None:
    two_reports = EMPLOYMENT.format(REPORT.format("") * 2)
    made = delivery(PERSON.format(two_reports) * 2, PERSON.format(two_reports))
    persons = [person for employer in made.employers for person in employer.persons]
    reports = [report for p in persons for e in p.employments for report in e.reports]

    assert [person.position for person in persons] == [0, 1, 2]
    assert [report.position for report in reports] == [0, 1, 2, 3, 4, 5]
    assert persons[2].path == "/Verzuimmeldingen/Wrkgvr[2]/Wrknmr[1]"
    assert reports[5].path.endswith("/Wrkgvr[2]/Wrknmr[1]/Dnstvbnd[1]/Vrzm[2]")


def test_employers_one_at_a_time_are_those_of_the_whole() -> None:
    employers = [PERSON.format(EMPLOYMENT.format(REPORT.format("")))] * 3
    root = message(*employers)
    numbering = Numbering()
    one_at_a_time = [
        map_employer(element, "/Verzuimmeldingen", numbering)
        for element in root.iterchildren(f"{{{NAMESPACE}}}Wrkgvr")
    ]

    assert one_at_a_time == list(map_employers(root)) == list(delivery(*employers).employers)


def test_classification_tags_name_attributes_of_a_report() -> None:
    made = report("<WAZOCd>02</WAZOCd>")

    assert {tag: getattr(made, name) for tag, name in CLASSIFICATION_TAGS.items()} == {
        "OorzkVrzmCd": "99",
        "VngntJN": "O",
        "WAZOCd": "02",
    }


def test_delivery_of_a_message_has_its_kind_and_envelope() -> None:
    made = delivery()

    assert (made.kind, made.envelope.reference) == (MessageKind.ABSENCE, "1")
    assert made.employers == ()
