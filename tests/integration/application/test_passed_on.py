"""What is passed on to the case system: once, in versions, whatever runs again (DG-2 to DG-5)."""

import base64
from random import Random
from typing import Any

import pytest
from lxml import etree

from configuring_world import ACCOUNT, apply
from doors_world import Coupling
from passed_on_world import (
    APPOINTMENTS,
    DOCUMENTS,
    MEDICAL,
    PASSED_ON,
    SAMPLES,
    SERVICES,
    appointment,
    appointments,
    document,
    documents,
    go_live_with_all,
    medical,
    services,
    settings,
)
from sending_world import add_employer, codes, go_live, persons, report, sick, take, waiting, work
from verzuimbrug.application.access import Reader
from verzuimbrug.application.events.publishing import publish
from verzuimbrug.application.pages import Window
from verzuimbrug.application.passed_on.fetching import Fetching, fetch, fetch_file, list_items
from verzuimbrug.application.processing.pass_on import PORTION
from verzuimbrug.domain.passed_on import ItemState
from verzuimbrug.sivi.checking import check
from verzuimbrug.store.encryption import blind_index
from verzuimbrug.store.models import AccessLog, Event, PassedOnItem
from verzuimbrug.store.queue import requeue
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")


def case_system(coupling: Coupling, *, medical: bool = True) -> Fetching:
    reader = Reader(arbodienst=coupling.arbodienst, principal="api-key:dossiers")
    return Fetching(reader=reader, medical=medical)


def items(coupling: Coupling) -> list[PassedOnItem]:
    with tenant(coupling.arbodienst):
        return list(PassedOnItem.objects.order_by("message_id", "position"))


def events(coupling: Coupling) -> list[tuple[str, dict[str, Any]]]:
    """The events of items, in order."""
    while publish(coupling.arbodienst):
        pass
    with tenant(coupling.arbodienst):
        rows = Event.objects.order_by("id").values_list("kind", "data")
        return [(kind, data) for kind, data in rows if "item" in data]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        (DOCUMENTS, "document.received"),
        (MEDICAL, "medical_record.received"),
        (APPOINTMENTS, "appointment.received"),
        (SERVICES, "preventive_service.requested"),
    ],
)
def test_an_item_is_passed_on_with_an_event_and_can_be_fetched(name: str, kind: str) -> None:
    coupling = go_live_with_all()
    take(coupling, SAMPLES[name](), stream=name)

    ((told, data),) = events(coupling)
    fetched = fetch(case_system(coupling), data["item"]["number"])

    assert (told, data["employer"], data["person"]) == (kind, "FLSN1001", None)
    assert data["keys"] == [{"account": ACCOUNT, "key": "w-1"}]
    assert fetched is not None
    assert etree.fromstring(fetched.xml.encode()).tag.endswith(f"}}{name}")


def test_the_event_names_what_there_is_to_name() -> None:
    coupling = go_live_with_all()
    take(coupling, sick(report("VG1")))
    absence = {"Vrzm": {"VrzmgvlId": "VG1"}}
    (told,) = take(
        coupling,
        documents(document("D1", IdDocumentOud="D0", DatDocument="2026-03-04", Dnstvbnd=absence)),
        stream=DOCUMENTS,
    )

    ((_, data),) = events(coupling)

    (person,) = persons(coupling)
    number = data["item"].pop("number")
    assert number == items(coupling)[0].id
    case = data["item"].pop("case")
    assert (case["account"], case["id"], case["number"] is not None) == (ACCOUNT, "VG1", True)
    assert data == {
        "employer": "FLSN1001",
        "person": person.id,
        "keys": [{"account": ACCOUNT, "key": "w-1"}],
        "item": {
            "kind": "document",
            "account": ACCOUNT,
            "message": told.receipt,
            "id": "D1",
            "former_id": "D0",
            "date": "2026-03-04",
            "replaces": None,
            "replaced_by": None,
            "has_file": True,
        },
    }


def test_every_item_has_a_message_of_its_own_and_no_other_in_it() -> None:
    coupling = go_live_with_all()
    content = documents(document("D1"), document("D2", key="w-2"))
    take(coupling, content, stream=DOCUMENTS)

    texts = [fetch(case_system(coupling), row.id) for row in items(coupling)]

    found = [None if each is None else each.xml for each in texts]
    assert ["D1" in str(each) for each in found] == [True, False]
    assert ["D2" in str(each) for each in found] == [False, True]
    assert ["w-2" in str(each) for each in found] == [False, True]
    for each in found:
        assert check(str(each).encode()).valid


def test_services_are_passed_on_person_by_person_of_their_own_employer() -> None:
    configuration = add_employer(settings(), "FLSN1002", "FELISON-VI")
    coupling = go_live_with_all()
    apply(configuration)
    content = services("w-1", "w-2")
    second = services("w-3", number="1002")
    both = content.replace(
        b"</AanvraagPreventieveDiensten>",
        second[second.index(b"<Wrkgvr>") : second.index(b"</AanvraagPreventieveDiensten>")]
        + b"</AanvraagPreventieveDiensten>",
    )
    take(coupling, both, stream=SERVICES)

    told = [(data["employer"], data["keys"][0]["key"]) for _, data in events(coupling)]
    last = fetch(case_system(coupling), items(coupling)[2].id)

    assert told == [("FLSN1001", "w-1"), ("FLSN1001", "w-2"), ("FLSN1002", "w-3")]
    assert last is not None
    assert "1002" in last.xml
    assert "1001" not in last.xml
    assert check(last.xml.encode()).valid


def test_a_citizen_service_number_is_left_out_unless_the_account_has_it_on() -> None:
    coupling = go_live_with_all()
    (told,) = take(coupling, medical(), stream=MEDICAL)
    configuration = settings()
    configuration["accounts"][0]["bsn"] = True
    apply(configuration)
    take(coupling, medical(), stream=MEDICAL)

    without, with_it = (fetch(case_system(coupling), row.id) for row in items(coupling))

    assert codes(told.findings) == ["DG101", "WN601"]
    assert without is not None
    assert with_it is not None
    assert ("123456782" in without.xml, "123456782" in with_it.xml) == (False, True)


def test_the_file_is_given_decoded_with_its_name() -> None:
    coupling = go_live_with_all()
    data = base64.b64encode(b"\x00\xff bytes").decode()
    take(coupling, documents(document(Datastring=f"{data[:4]}\n {data[4:]}")), stream=DOCUMENTS)

    found = fetch_file(case_system(coupling), items(coupling)[0].id)

    assert found is not None
    assert (found.file.content, found.file.name) == (b"\x00\xff bytes", "verslag.txt")
    assert found.file.type_code == "01"


@pytest.mark.parametrize("text", ["", "geen base64!", "R2V"])
def test_what_is_no_file_is_told_and_passed_on_without(text: str) -> None:
    coupling = go_live_with_all()
    (told,) = take(coupling, documents(document(Datastring=text)), stream=DOCUMENTS)
    (row,) = items(coupling)
    assert "DG103" in codes(told.findings)
    assert (row.state, row.has_file) == ("passed-on", False)
    assert fetch_file(case_system(coupling), row.id) is None


def test_an_appointment_has_no_file() -> None:
    coupling = go_live_with_all()
    (told,) = take(coupling, appointments(), stream=APPOINTMENTS)
    assert codes(told.findings) == ["DG101"]
    assert fetch_file(case_system(coupling), items(coupling)[0].id) is None


@pytest.mark.parametrize("name", PASSED_ON)
def test_an_unknown_employer_makes_it_wait_and_it_goes_on_by_itself(name: str) -> None:
    coupling = go_live_with_all()
    content = SAMPLES[name]().replace(b">1001<", b">1002<")

    (parked,) = take(coupling, content, stream=name)
    before = (waiting(coupling), events(coupling), [row.state for row in items(coupling)])
    apply(add_employer(settings(), "FLSN1002", "FELISON-VI"))
    work()

    assert codes(parked.findings)[0] == "WG201"
    assert before == ([("employer", None)], [], [ItemState.WAITING])
    assert waiting(coupling) == []
    assert [data["employer"] for _, data in events(coupling)] == ["FLSN1002"]


def test_an_employer_out_of_scope_is_told_as_with_others() -> None:
    coupling = go_live_with_all()
    apply(add_employer(settings(), "FLSN1002"))
    (told,) = take(coupling, documents().replace(b">1001<", b">1002<"), stream=DOCUMENTS)
    assert codes(told.findings)[0] == "WG202"


def test_a_message_that_names_no_employer_waits_for_settings() -> None:
    coupling = go_live_with_all()
    content = documents()
    start, end = content.index(b"<Wrkgvr>"), content.index(b"</Wrkgvr>") + len(b"</Wrkgvr>")

    (told,) = take(coupling, content[:start] + content[end:], stream=DOCUMENTS)

    assert codes(told.findings)[0] == "WG101"
    assert waiting(coupling) == [("configuration", None)]


def test_a_person_without_a_key_is_told_as_a_count_only() -> None:
    coupling = go_live_with_all()
    (told,) = take(coupling, medical(document(Wrknmr={})), stream=MEDICAL)
    assert "DG102" in codes(told.findings)
    ((_, data),) = events(coupling)
    assert (data["person"], data["keys"]) == (None, [])


def test_running_again_changes_nothing() -> None:
    coupling = go_live_with_all()
    take(coupling, documents(document("D1"), document("D2")), stream=DOCUMENTS)
    before = ([(row.id, row.at) for row in items(coupling)], events(coupling))
    with tenant(coupling.arbodienst):
        requeue([row.message_id for row in items(coupling)])
    work()
    assert ([(row.id, row.at) for row in items(coupling)], events(coupling)) == before


def test_what_was_passed_on_stays_so_when_the_employer_leaves_the_scope() -> None:
    coupling = go_live_with_all()
    take(coupling, documents(), stream=DOCUMENTS)
    configuration = settings()
    configuration["employers"][0]["groups"] = []
    apply(configuration)
    with tenant(coupling.arbodienst):
        requeue([row.message_id for row in items(coupling)])
    work()
    assert [row.state for row in items(coupling)] == ["passed-on"]
    assert waiting(coupling) == []


def test_a_later_item_with_the_id_or_the_former_id_is_a_new_version() -> None:
    coupling = go_live_with_all()
    take(coupling, documents(document("D1")), stream=DOCUMENTS)
    take(coupling, documents(document("D1")), stream=DOCUMENTS)
    take(coupling, documents(document("D2", IdDocumentOud="D1")), stream=DOCUMENTS)
    take(coupling, medical(document("D1")), stream=MEDICAL)
    first, second, third, other = items(coupling)
    assert [row.replaces_id for row in (first, second, third, other)] == [
        None,
        first.id,
        second.id,
        None,
    ]


def test_two_items_with_one_id_in_a_message_are_versions_in_order() -> None:
    coupling = go_live_with_all()
    take(coupling, appointments(appointment("A"), appointment("A")), stream=APPOINTMENTS)
    first, second = items(coupling)
    assert (first.replaces_id, second.replaces_id) == (None, first.id)


def test_a_version_that_goes_on_late_says_that_a_later_one_was_there_before() -> None:
    coupling = go_live_with_all()
    take(coupling, documents(document("D1")).replace(b">1001<", b">1002<"), stream=DOCUMENTS)
    apply(add_employer(settings(), "FLSN1002", "FELISON-VI"))
    with tenant(coupling.arbodienst):
        PassedOnItem.objects.update(employer_code="FLSN1002")
    take(coupling, documents(document("D1")).replace(b">1001<", b">1002<"), stream=DOCUMENTS)
    work()
    first, second = items(coupling)
    assert (first.state, second.replaces_id) == ("passed-on", first.id)


def test_a_test_message_passes_nothing_on() -> None:
    coupling = go_live_with_all()
    (told,) = take(coupling, documents(TestJN="J"), stream=DOCUMENTS)
    assert codes(told.findings)[:2] == ["IN401", "DG104"]
    assert items(coupling) == []


def test_every_fetch_is_kept_with_whom_it_was_of() -> None:
    coupling = go_live_with_all()
    take(coupling, sick(report()))
    take(coupling, documents(), stream=DOCUMENTS)
    (row,), (person,) = items(coupling), persons(coupling)

    fetch(case_system(coupling), row.id)
    fetch_file(case_system(coupling), row.id)
    list_items(case_system(coupling), Window())

    with tenant(coupling.arbodienst):
        kept = list(AccessLog.objects.order_by("id").values_list("action", "employees"))
    assert kept == [
        ("passed-on.fetched", [person.id]),
        ("passed-on.file-fetched", [person.id]),
        ("passed-on.listed", [person.id]),
    ]


def test_what_waits_is_fetched_by_nobody() -> None:
    coupling = go_live_with_all()
    take(coupling, documents().replace(b">1001<", b">1002<"), stream=DOCUMENTS)
    (row,) = items(coupling)
    assert fetch(case_system(coupling), row.id) is None
    assert list_items(case_system(coupling), Window()).items == ()


def test_a_citizen_service_number_as_link_key_is_its_blind_index_only() -> None:
    configuration = settings()
    (account,) = configuration["accounts"]
    account["bsn"] = True
    account["streams"] = [{**stream, "employee_key": "SofiNr"} for stream in account["streams"]]
    coupling = go_live(configuration)
    take(coupling, documents(), stream=DOCUMENTS)

    ((_, data),) = events(coupling)

    assert data["keys"] == [{"account": ACCOUNT, "key": blind_index("123456782", "link key").hex()}]


def test_large_documents_are_written_a_few_at_a_time() -> None:
    coupling = go_live_with_all()
    files = [Random(number).randbytes(PORTION) for number in range(2)]  # noqa: S311 -- no secret
    encoded = [base64.b64encode(each).decode() for each in files]
    take(
        coupling,
        documents(*(document(f"D{place}", Datastring=each) for place, each in enumerate(encoded))),
        stream=DOCUMENTS,
    )

    found = [fetch_file(case_system(coupling), row.id) for row in items(coupling)]

    assert [each.file.content for each in found if each] == files
    assert [data["item"]["id"] for _, data in events(coupling)] == ["D0", "D1"]
