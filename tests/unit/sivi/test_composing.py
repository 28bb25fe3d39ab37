"""Composing is the opposite of mapping, in every edition of every message that changes dossiers."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from verzuimbrug.domain.deliveries import (
    DeliveredEmployer,
    DeliveredEmployment,
    DeliveredPerson,
    DeliveredReport,
    Delivery,
    Envelope,
)
from verzuimbrug.sivi.catalogue import MessageTable, catalogue
from verzuimbrug.sivi.checking import check
from verzuimbrug.sivi.composing import compose, employer_tags
from verzuimbrug.sivi.mapping import map_delivery
from verzuimbrug.sivi.tags import DOSSIER_MESSAGES, EMPLOYEE_KEYS, INSURER_KEYS, MESSAGE_KINDS

TABLES = [
    pytest.param(table, id=f"{table.root}-{table.edition}")
    for table in catalogue().tables
    if table.file_name in DOSSIER_MESSAGES
]
ROOT = "/Verzuimmeldingen/Wrkgvr[1]"
DAYS = st.dates(date(1900, 1, 1), date(2999, 12, 31))
REPORTS = st.builds(
    DeliveredReport,
    position=st.just(0),
    path=st.just(f"{ROOT}/Wrknmr[1]/Dnstvbnd[1]/Vrzm[1]"),
    line=st.just(2),
    processing_code=st.sampled_from(["01", "02", "03", "04", "05"]),
    case_key=st.just("VG1"),
    case_key_old=st.none() | st.just("VG0"),
    sequence=st.integers(0, 999),
    mutation_date=DAYS,
    mutation_date_old=st.none() | DAYS,
    ends=st.booleans(),
    first_day=DAYS,
    first_day_old=st.none() | DAYS,
    recovered_on=st.none() | DAYS,
    expected_recovery=st.none() | DAYS,
    percentage=st.decimals(0, 9999, places=2),
    cause=st.sampled_from(["10", "11", "99"]),
    safety_net=st.sampled_from(["J", "N", "O"]),
    leave=st.none() | st.sampled_from(["01", "02", "03"]),
    end_reason=st.none() | st.sampled_from(["01", "99"]),
    free_text=st.sampled_from([(), ("één",), ("a < b", "c & d")]),
)
REPORT = DeliveredReport(
    position=0,
    path=f"{ROOT}/Wrknmr[1]/Dnstvbnd[1]/Vrzm[1]",
    line=2,
    processing_code="01",
    case_key="VG1",
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
EMPLOYMENT = DeliveredEmployment(
    number="D1",
    number_old="D0",
    fields={
        "start": "2020-01-01",
        "end": None,
        "personnel_number": "17",
        "department": "Verkoop",
        "department_code": "V1",
        "hours_per_week": "36.00",
    },
    path=f"{ROOT}/Wrknmr[1]/Dnstvbnd[1]",
    line=2,
    reports=(REPORT,),
)
KEYS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(EMPLOYEE_KEYS, ()),
    "IdWrknmr": ("k1",),
    "PersNr": ("17",),
}
PERSON = DeliveredPerson(
    position=0,
    path=f"{ROOT}/Wrknmr[1]",
    line=2,
    keys={**KEYS, "SofiNr": ("123456782",)},
    key_old="k0",
    birth_date=date(1980, 5, 6),
    surname="Çelik",
    bsn="123456782",
    fields={
        "birth_date": "1980-05-06",
        "surname": "Çelik",
        "initials": "A",
        "prefix": "van",
        "name_preference": "02",
        "gender": "V",
        "partner": {"surname": "Böhm", "prefix": "de"},
        "address:01": {"postal_code": "3511AA", "city": "Utrecht", "house_number": "12"},
        "contact:06": "0201234567",
    },
    employments=(EMPLOYMENT,),
)


def table_of(message: str, edition: str) -> MessageTable:
    return next(t for t in catalogue().tables if (t.file_name, t.edition) == (message, edition))


def delivery_for(table: MessageTable, person: DeliveredPerson = PERSON) -> Delivery:
    envelope = Envelope(
        message=table.file_name,
        interface=table.interface,
        edition=table.edition,
        reference="r-1",
        sender="PORTAAL",
        receiver="ARBODIENST",
        made_at=datetime(2026, 10, 1, 8, 11, 7),
        test=False,
        wants_receipt=True,
        software="Verzuimbrug portaalsimulator",
    )
    employer = DeliveredEmployer(
        path=ROOT, line=2, tags=employer_tags("1001", "Bakkerij 't Hof"), persons=(person,)
    )
    return Delivery(kind=MESSAGE_KINDS[table.file_name], envelope=envelope, employers=(employer,))


def mapped(table: MessageTable, delivery: Delivery) -> Delivery:
    checked = check(compose(delivery))
    assert checked.findings == ()
    assert checked.root is not None
    return map_delivery(table, checked.root)


@pytest.mark.parametrize("table", TABLES)
def test_what_is_composed_is_valid_and_keeps_its_envelope(table: MessageTable) -> None:
    delivery = delivery_for(table)
    assert mapped(table, delivery).envelope == delivery.envelope


def test_what_an_edition_holds_is_mapped_back_whole() -> None:
    table = table_of("Verzuimmeldingen", "2024")
    delivery = delivery_for(table)
    assert mapped(table, delivery) == delivery


def test_what_an_edition_does_not_have_is_left_out() -> None:
    table = table_of("Verzuimmeldingen", "2026")
    (employer,) = mapped(table, delivery_for(table)).employers
    assert employer.persons[0].key_old is None
    assert employer.persons[0].employments[0].number_old is None


def test_a_person_without_bsn_and_old_keys_is_composed_without() -> None:
    table = table_of("Verzuimmeldingen", "2024")
    delivery = delivery_for(table, replace(PERSON, keys=KEYS, key_old=None, bsn=None))
    assert mapped(table, delivery) == delivery


def test_an_insurer_names_persons_by_its_own_keys_and_never_by_their_bsn() -> None:
    table = table_of("VerzuimmeldingenVerzekeraar-Arbodienst", "2026")
    own = {tag: (f"{tag}-1",) for tag in INSURER_KEYS}
    person = replace(PERSON, keys={**PERSON.keys, **own})
    (employer,) = mapped(table, delivery_for(table, person)).employers
    (found,) = employer.persons
    assert found.keys == {**KEYS, **own}
    assert found.bsn is None
    assert (found.key_old, found.employments[0].number_old) == ("k0", "D0")


@given(REPORTS)
def test_every_report_is_mapped_back(report: DeliveredReport) -> None:
    table = table_of("Verzuimmeldingen", "2025")
    employment = replace(EMPLOYMENT, number_old=None, reports=(report,))
    person = replace(PERSON, key_old=None, employments=(employment,))
    delivery = delivery_for(table, person)
    assert mapped(table, delivery) == delivery
