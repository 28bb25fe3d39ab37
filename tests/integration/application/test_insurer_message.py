"""The message of an insurer itself: other keys and answers, the same dossiers (WG-1, WN-1, AN)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Unpack

import pytest
from lxml import etree

from configuring_world import example
from doors_world import Coupling
from sending_world import (
    Known,
    codes,
    course,
    day,
    employer,
    go_live,
    message,
    person,
    persons,
    report,
    sick,
    states,
    take,
    waiting,
)
from verzuimbrug.application.access import Reader
from verzuimbrug.application.answering.collecting import collect_answers
from verzuimbrug.application.dossiers import list_dossiers
from verzuimbrug.application.dossiers_values import Dossier
from verzuimbrug.application.pages import Window
from verzuimbrug.domain.deliveries import DeliveredEmployer, DeliveredReport, MessageKind, Operation
from verzuimbrug.sivi.checking import check
from verzuimbrug.sivi.tags import INSURER_KEYS
from verzuimbrug.store.models import Employee, Employment, LinkKey
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

INSURER = "VerzuimmeldingenVerzekeraar-Arbodienst"
STREAM = "Verzekeraar"


def _insurer(key: str = "IdWrknmrVzkr", code: str = "GEZOND") -> Coupling:
    """A live coupling with an insurer, which knows employers and persons by numbers of its own."""
    configuration: dict[str, Any] = example(code)
    (account,) = configuration["accounts"]
    (absence, _) = account["streams"]
    template = "FLSN[IDWrkgvrVerzekeraar]"
    absence |= {"name": STREAM, "message": INSURER, "employer_code": template, "employee_key": key}
    account |= {"portal": "other", "streams": [absence]}
    return go_live(configuration)


def _at(*reports: DeliveredReport, name: str = "9001", **known: Unpack[Known]) -> DeliveredEmployer:
    """The employer as the insurer names it, with one person."""
    said: Known = {"fields": {"surname": "Smit w-1"}, "number": "D-w-1", **known}
    group = employer("77", person(name, *reports, **said))
    return replace(group, tags={**group.tags, "IDWrkgvrVerzekeraar": "1001"})


def _sent(*groups: DeliveredEmployer, wants_receipt: bool = False) -> bytes:
    return message(MessageKind.ABSENCE, *groups, message=INSURER, wants_receipt=wants_receipt)


def _course() -> list[DeliveredReport]:
    correction = report("VG1", 4, Operation.CORRECT, at=1, percentage=Decimal("60.00"))
    recovery = report("VG1", 5, Operation.CHANGE, at=20, ends=True, recovered_on=day(20))
    return [*course("VG1", 3), correction, recovery]


def _dossiers(coupling: Coupling) -> tuple[Dossier, ...]:
    reader = Reader(arbodienst=coupling.arbodienst, principal="test")
    page = list_dossiers(reader, "FLSN1001", Window(after=0, limit=10), date(2026, 6, 1))
    assert page is not None
    return page.items


def _fields(coupling: Coupling) -> list[Any]:
    """All the fields of persons and employments, also those that a dossier does not show."""
    with tenant(coupling.arbodienst):
        kinds = (Employee, Employment)
        return [
            fields for kind in kinds for fields in kind.objects.values_list("fields", flat=True)
        ]


def _answers(coupling: Coupling) -> dict[str, etree._Element]:
    """The answers by root; each is valid."""
    contents = [each.content for each in collect_answers(coupling.sender, 100)]
    assert [check(each).findings for each in contents] == [()] * len(contents)
    roots = [etree.fromstring(each) for each in contents]
    return {etree.QName(root).localname: root for root in roots}


@pytest.mark.parametrize("key", INSURER_KEYS)
def test_it_makes_the_dossiers_that_a_portal_would_make(key: str) -> None:
    of_portal, of_insurer = go_live(), _insurer(key, "VEILIG")

    take(of_portal, sick(*_course()))
    (found,) = take(of_insurer, _sent(_at(*_course(), keys={key: ("w-1",)})), stream=STREAM)

    assert found.findings == ()
    assert states(of_insurer) == states(of_portal)
    assert len(_dossiers(of_portal)) == 1
    assert _dossiers(of_insurer) == _dossiers(of_portal)
    assert _fields(of_insurer) == _fields(of_portal)


def test_it_is_answered_in_the_family_of_insurers() -> None:
    coupling = _insurer()
    known = _at(report(), keys={"IdWrknmrVzkr": ("w-1",)})
    take(coupling, _sent(known, wants_receipt=True), stream=STREAM)

    answers = _answers(coupling)

    assert set(answers) == {"Retourmelding", "VerwerkingsmeldingArbodienstVerzekeraar"}
    (row,) = answers["VerwerkingsmeldingArbodienstVerzekeraar"].iter("{*}VrwrkMld")
    tags = ("IdWrkgvrArbdnst", "IDWrkgvrVerzekeraar", "VrzmgvlId", "VrwrkbhdCd")
    assert [row.findtext(f"{{*}}{tag}") for tag in tags] == ["77", "1001", "VG1", "01"]


def test_a_rejected_one_is_answered_in_the_family_of_insurers_too() -> None:
    coupling = _insurer()
    content = _sent(_at(report())).replace(b"<Wrknmr>", b"<Wrknmr><SofiNr>111222333</SofiNr>")
    take(coupling, content, stream=STREAM)

    assert set(_answers(coupling)) == {"Retourmelding"}
    assert persons(coupling) == []


def test_what_an_insurer_may_leave_out_is_not_missed() -> None:
    coupling = _insurer()
    without = _at(report(), keys={"IdWrknmrVzkr": ("w-1",)}, employment={"department_code": None})
    (found,) = take(coupling, _sent(without), stream=STREAM)

    assert (found.findings, [state for _, _, state in states(coupling)]) == ((), ["applied"])
    assert "department_code" not in _fields(coupling)[1]


def test_who_has_no_number_of_the_insurer_waits() -> None:
    coupling = _insurer()
    (found,) = take(coupling, _sent(_at(report())), stream=STREAM)

    assert codes(found.findings) == ["WN101"]
    assert waiting(coupling) == [("configuration", None)]


def test_what_a_portal_sends_is_not_taken_in_on_its_stream() -> None:
    coupling = _insurer()
    (found,) = take(coupling, sick(report()), stream=STREAM)

    assert codes(found.findings) == ["IN102"]


def test_a_former_key_of_another_tag_names_nobody() -> None:
    """WN-3: a former `IdWrknmr` is not a former number of the insurer."""
    coupling = _insurer()
    other = _at(report("VG1"), keys={"IdWrknmrVzkr": ("5",)})
    renamed = _at(
        report("VG2"), keys={"IdWrknmrVzkr": ("6",)}, key_old="5", born="1990-01-01", number="D2"
    )
    take(coupling, _sent(other), _sent(renamed), stream=STREAM)

    assert len(persons(coupling)) == 2
    with tenant(coupling.arbodienst):
        assert set(LinkKey.objects.values_list("key", "superseded")) == {("5", False), ("6", False)}


def test_a_former_key_counts_when_persons_are_known_by_its_tag() -> None:
    coupling = _insurer("IdWrknmr")
    take(coupling, _sent(_at(report(), name="5")), stream=STREAM)
    take(
        coupling,
        _sent(_at(report("VG1", 2, Operation.UNCHANGED), name="6", key_old="5")),
        stream=STREAM,
    )

    assert len(persons(coupling)) == 1
    assert [state for _, _, state in states(coupling)] == ["applied", "applied"]
