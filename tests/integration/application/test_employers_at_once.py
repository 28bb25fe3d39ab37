"""What an employer in scope says of its own details is taken over at once (WG-7)."""

import pytest

from employers_in_world import (
    BASICS,
    basics,
    configuration,
    decider,
    employer,
    kinds,
    live,
    own,
    proposals,
)
from sending_world import codes, go_live, take
from verzuimbrug.application.configuration.saves import last_save, undo_save
from verzuimbrug.application.configuration.version_reading import page_versions
from verzuimbrug.application.configuration.versions import ConfiguredObject, list_versions
from verzuimbrug.application.employer_proposals.deciding import refuse
from verzuimbrug.application.pages import Window
from verzuimbrug.store.models import ConfigurationVersion, Employer
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

_SHOP = {"VrwrkCd": "01", "NmOrgeenh": "Winkel", "OrgeenhCd": "10"}
_PERSON = {"name": "Jansen", "initials": "A", "role": "02", "contact": {"06": "0301234567"}}


def test_wg_7_details_of_an_employer_in_scope_are_taken_over_at_once() -> None:
    coupling = live()
    (told,) = take(coupling, basics(own(OrgEenh=_SHOP)), stream=BASICS)

    assert codes(told.findings) == ["WG506", "WG502"]
    known = employer(coupling, "FLSN1001")
    assert known.addresses == {
        "street:01": {"postal_code": "1234AB", "city": "Utrecht", "house_number": "7"}
    }
    assert known.contact_persons == (_PERSON,)
    assert known.departments == {"10": {"name": "Winkel"}}
    assert known.payroll_tax_number == ""
    (waits,) = proposals(coupling)
    assert waits.says == {"payroll_tax_number": "123456789L01"}


def test_wg_7_a_refused_rest_does_not_come_back_with_other_details() -> None:
    coupling = live()
    take(coupling, basics(), stream=BASICS)
    refuse(decider(coupling), [each.number for each in proposals(coupling)], "onjuist")
    com = {"SrtComCd": "10", "NrCom": "info@example.nl"}

    (told,) = take(coupling, basics(own(Com=com)), stream=BASICS)

    assert codes(told.findings) == ["WG506", "WG508"]
    assert employer(coupling, "FLSN1001").contact == {"10": "info@example.nl"}


def test_wg_7_with_nothing_new_nothing_is_saved() -> None:
    coupling = live()
    for _ in range(2):
        (told,) = take(coupling, basics(own(Lhnr=" ")), stream=BASICS)
    assert codes(told.findings) == ["WG507"]


def test_wg_7_it_is_a_version_by_the_message_that_can_be_taken_back() -> None:
    coupling = live()
    (told,) = take(coupling, basics(), stream=BASICS)
    of = ConfiguredObject(arbodienst=coupling.arbodienst, kind="employer", key=("FLSN1001",))
    versions = list_versions(of)
    assert versions is not None
    assert versions[0].by == f"message:{told.receipt}"
    assert versions[0].content["contact_persons"] == [_PERSON]
    (shown,) = page_versions(decider(coupling).reader, Window(limit=1)).items
    assert shown.content == versions[0].content
    persons = [each for each in shown.differences if each["field"] == "contact_persons"]
    assert persons[0]["after"] == [_PERSON]

    save = last_save(coupling.arbodienst)
    assert save is not None
    undo_save(coupling.arbodienst, save, by="beheerder")
    assert employer(coupling, "FLSN1001").contact_persons == ()


def test_contact_persons_are_sealed_wherever_they_are_kept() -> None:
    coupling = live()
    take(coupling, basics(), basics(own("2001")), stream=BASICS)
    with tenant(coupling.arbodienst):
        kept = [str(list(model.objects.values())) for model in (Employer, ConfigurationVersion)]
    assert not [each for each in kept if "Jansen" in each]


def test_wg_7_in_approval_mode_everything_waits() -> None:
    coupling = live(mode="approval")
    (told,) = take(coupling, basics(), stream=BASICS)
    assert codes(told.findings) == ["WG502"]
    assert employer(coupling, "FLSN1001").addresses == {}


def test_wg_7_an_employer_outside_the_scope_is_only_proposed() -> None:
    said = configuration()
    said["employers"].append({"code": "FLSN2001", "name": "Bakkerij De Korenbloem B.V."})
    coupling = go_live(said)
    (told,) = take(coupling, basics(own("2001")), stream=BASICS)

    assert codes(told.findings) == ["WG502", "WG503"]
    assert employer(coupling, "FLSN2001").addresses == {}


def test_wg_7_an_unknown_employer_is_proposed() -> None:
    coupling = live()
    take(coupling, basics(own("2001", OrgEenh=_SHOP)), stream=BASICS)
    (new,) = proposals(coupling)
    assert (kinds(coupling), new.says["departments"]) == (
        [("new", "FLSN2001")],
        {"10": {"name": "Winkel"}},
    )


def test_wg_7_a_department_is_taken_back_only_once_the_codes_are_confirmed() -> None:
    coupling = live()
    take(coupling, basics(own(OrgEenh=_SHOP)), stream=BASICS)
    gone = {**_SHOP, "VrwrkCd": "03"}
    (told,) = take(coupling, basics(own(OrgEenh=gone)), stream=BASICS)

    assert codes(told.findings) == ["WG522", "WG502", "WG505"]
    assert ("departments", "FLSN1001") in kinds(coupling)
    assert employer(coupling, "FLSN1001").departments == {"10": {"name": "Winkel"}}


def test_wg_7_with_confirmed_codes_it_is_taken_back_at_once() -> None:
    coupling = live(operations_confirmed=True)
    take(coupling, basics(own(OrgEenh=_SHOP)), stream=BASICS)
    take(coupling, basics(own(OrgEenh={**_SHOP, "VrwrkCd": "03"})), stream=BASICS)
    assert employer(coupling, "FLSN1001").departments == {}
