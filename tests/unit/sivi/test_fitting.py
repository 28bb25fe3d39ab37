"""What goes to another party is valid in its edition, and nothing of it is made up (EX-6)."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, strategies as st

from verzuimbrug.domain.deliveries import (
    DeliveredEmployer,
    DeliveredPerson,
    DeliveredReport,
    Delivery,
    Envelope,
    FieldValue,
    Operation,
)
from verzuimbrug.domain.export_employers import ExportedEmployer
from verzuimbrug.domain.export_persons import (
    KnownEmployment,
    KnownPerson,
    Tags,
    delivered_person,
)
from verzuimbrug.sivi.checking import check
from verzuimbrug.sivi.composing import Author, ContactPerson
from verzuimbrug.sivi.fitting import (
    EXPORTED,
    INTERFACE,
    exported_editions,
    fit,
    processing_code,
    tags_of_employer,
)
from verzuimbrug.sivi.mapping import map_delivery
from verzuimbrug.sivi.tags import MESSAGE_KINDS

EDITIONS = [
    pytest.param(message, edition, id=f"{message}-{edition}")
    for message in EXPORTED
    for edition in exported_editions(message)
]
AUTHOR = Author(
    software="Verzuimbrug",
    contact=ContactPerson(surname="Smit", initials="B", gender="V", phone="0301234567"),
)
EMPLOYER = ExportedEmployer(
    name="Bakkerij",
    kvk_number="12345678",
    number="1001",
    connection_number="C1",
    payroll_tax_number="123456789L01",
)
PERSON: dict[str, FieldValue] = {
    "birth_date": "1980-05-06",
    "surname": "Jansen",
    "initials": "A",
    "name_preference": "01",
    "gender": "V",
    "prefix": "van",
    "partner": {"surname": "Böhm", "prefix": None},
    "address:01": {"postal_code": "3511AA", "city": "Utrecht", "house_number": "12"},
    "foreign_address:01": {"city": "Gent", "country_code": "BE", "house_number": "7b"},
    "contact:06": "0201234567",
}
EMPLOYMENT: dict[str, FieldValue] = {
    "start": "2020-01-01",
    "end": None,
    "department": "Verkoop",
    "department_code": "V1",
    "hours_per_week": "36.00",
    "phase": "1",
    "work_relation": {"number": "R1", "start": "2020-01-01", "hours_per_week": "36.00"},
    "cost_centres": {"1.code": "K1", "1.name": "Kas", "2.code": "K2", "2.name": "Winkel"},
}
REPORT = DeliveredReport(
    position=0,
    path="",
    line=None,
    processing_code="01",
    case_key="17",
    case_key_old=None,
    sequence=1,
    mutation_date=date(2026, 3, 2),
    mutation_date_old=None,
    ends=False,
    first_day=date(2026, 3, 2),
    first_day_old=None,
    recovered_on=None,
    expected_recovery=None,
    percentage=Decimal("100.00"),
    cause="99",
    safety_net="N",
    leave=None,
    end_reason=None,
)
TAGS = Tags(key="IdWrknmr", bsn="SofiNr")


def delivery(
    message: str,
    edition: str,
    person: dict[str, FieldValue] | None = None,
    employment: dict[str, FieldValue] | None = None,
    **said: Any,  # noqa: ANN401 -- fields of a report, an employer, or what is stated
) -> Delivery:
    known = KnownPerson(
        number="5",
        fields=PERSON if person is None else person,
        employments=(
            KnownEmployment(number="9", fields=EMPLOYMENT if employment is None else employment),
        ),
        bsn=said.pop("bsn", None),
    )
    stated = said.pop("stated", {})
    employer = replace(EMPLOYER, **said.pop("employer", {}))
    reports = {"9": [replace(REPORT, **said)]} if message == "Verzuimmeldingen" else None
    people = (delivered_person(known, stated, TAGS, reports),)
    return Delivery(
        kind=MESSAGE_KINDS[message],
        envelope=Envelope(
            message=message,
            interface=INTERFACE,
            edition=edition,
            reference="VB1",
            sender="ARBO",
            receiver="VERZEKERAAR",
            made_at=datetime(2026, 3, 2, 8, 0, 1),
            test=False,
            wants_receipt=False,
        ),
        employers=(
            DeliveredEmployer(path="", line=None, tags=tags_of_employer(employer), persons=people),
        ),
    )


def received(given: Delivery) -> DeliveredPerson:
    """The person as a receiver reads it of the message."""
    fitted = fit(given, AUTHOR)
    assert fitted.lacks == ()
    checked = check(fitted.content)
    assert checked.findings == ()
    assert checked.root is not None
    assert checked.table is not None
    (employer,) = map_delivery(checked.table, checked.root).employers
    return employer.persons[0]


@pytest.mark.parametrize(("message", "edition"), EDITIONS)
def test_a_message_is_valid_and_says_what_its_edition_holds(message: str, edition: str) -> None:
    person = received(delivery(message, edition, bsn="123456782"))
    (employment,) = person.employments

    assert person.fields["surname"] == "Jansen"
    assert person.fields["foreign_address:01"] == PERSON["foreign_address:01"]
    assert person.bsn == "123456782"
    assert (employment.number, employment.fields["end"]) == ("9", None)
    assert employment.fields["work_relation"] == EMPLOYMENT["work_relation"]
    assert employment.fields["cost_centres"] == EMPLOYMENT["cost_centres"]
    assert [each.case_key for each in employment.reports] == (
        ["17"] if message == "Verzuimmeldingen" else []
    )


texts = st.text(max_size=45) | st.sampled_from(["", " ", "M", "01", "2020-01-01", "12.50", "\x00"])
FIELDS = [*PERSON, "deceased_on", "education_level", "no_risk", "contact:99", "address:77"]


def groups(name: str, value: str) -> FieldValue:
    parts = {"partner": "surname", "address": "city", "foreign_address": "city"}
    part = parts.get(name.partition(":")[0])
    return value if part is None else {part: value, "house_number": value, "start": value}


@given(
    st.sampled_from([each.values for each in EDITIONS]),
    st.dictionaries(st.sampled_from(FIELDS), texts),
    st.dictionaries(st.sampled_from([*EMPLOYMENT, "kind", "job", "end_reason"]), texts),
    st.dictionaries(st.sampled_from(["cause", "leave", "end_reason", "safety_net"]), texts),
)
def test_whatever_we_know_a_message_is_valid_or_says_what_it_lacks(
    kind: tuple[str, str],
    person: dict[str, str],
    employment: dict[str, str],
    report: dict[str, str],
) -> None:
    odd = {name: groups(name, value) for name, value in person.items()}
    work = {
        name: value
        for name, value in employment.items()
        if name not in ("work_relation", "cost_centres")
    }
    said = delivery(*kind, {**PERSON, **odd}, {**EMPLOYMENT, **work}, **report)
    fitted = fit(said, AUTHOR)

    assert fitted.lacks or check(fitted.content).findings == ()
    assert bool(fitted.content) != bool(fitted.lacks)


@pytest.mark.parametrize(("message", "edition"), EDITIONS)
def test_what_an_edition_demands_is_stated_or_lacking_and_never_made_up(
    message: str, edition: str
) -> None:
    bare = {name: value for name, value in PERSON.items() if name != "gender"}
    work = {name: value for name, value in EMPLOYMENT.items() if name != "department_code"}

    assert fit(delivery(message, edition, bare, work), AUTHOR).lacks == ("GslchtCd", "OrgeenhCd")
    stated = {"gender": "O", "department_code": "0"}
    assert received(delivery(message, edition, bare, work, stated=stated)).fields["gender"] == "O"


def test_a_payroll_tax_number_is_lacking_where_it_is_demanded_only() -> None:
    none = {"payroll_tax_number": ""}
    employees = delivery("WerknemersGegevens", "2022", employer=none)

    assert fit(employees, AUTHOR).lacks == ("Lhnr",)
    assert fit(delivery("Verzuimmeldingen", "2022", employer=none), AUTHOR).lacks == ()


def test_a_person_without_an_employment_lacks_one() -> None:
    said = delivery("WerknemersGegevens", "2026")
    (employer,) = said.employers
    person = replace(employer.persons[0], employments=())
    bare = replace(said, employers=(replace(employer, persons=(person,)),))

    assert fit(bare, AUTHOR).lacks == ("Dnstvbnd",)


def test_an_operation_has_the_code_of_the_preset() -> None:
    assert processing_code("generic", Operation.WITHDRAW, ends=False) == "03"
    assert processing_code("generic", Operation.CHANGE, ends=True) == "02"
    assert processing_code("verbs", Operation.CHANGE, ends=True) == "03"
    assert processing_code("verbs", Operation.CHANGE, ends=False) == "02"
