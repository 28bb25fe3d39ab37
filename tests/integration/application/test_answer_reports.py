"""The Verwerkingsmelding: what a sender is told of its reports, and when (AN-2)."""

from datetime import timedelta
from itertools import count

import pytest
from django.conf import settings as terms
from django.utils import timezone
from hypothesis import HealthCheck, given, settings as hypothesis_settings
from lxml import etree

from configuring_world import apply
from doors_world import Coupling
from held_world import approved, hold, refused, watched
from rigour import tries
from sending_world import (
    absence,
    add_employer,
    course,
    deliver,
    employees,
    employer,
    go_live,
    person,
    report,
    settings,
    sick,
    states,
    take,
    work,
)
from strategies.portal_states import Sent, portal_states
from undo_world import of, undone
from verzuimbrug.application import process
from verzuimbrug.application.answering import reports as answering
from verzuimbrug.application.answering.collecting import CollectedAnswer, collect_answers
from verzuimbrug.application.expire import expire_waiting
from verzuimbrug.application.processing import portioned
from verzuimbrug.domain.answers import said_of
from verzuimbrug.domain.deliveries import MessageKind, Operation
from verzuimbrug.sivi.answers import PROCESSING
from verzuimbrug.sivi.checking import check
from verzuimbrug.store.answers import DecidedReport, read_decided, read_said
from verzuimbrug.store.models import AnswerDue, Message
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

Row = tuple[str | None, ...]
_houses = count(1)


def _answers(coupling: Coupling) -> list[CollectedAnswer]:
    answers = collect_answers(coupling.sender, 100)
    return [each for each in answers if each.kind == PROCESSING]


def _rows(answer: CollectedAnswer) -> list[Row]:
    """Key, number, processability and control code of each row of a valid answer."""
    assert check(answer.content).findings == ()
    rows = etree.fromstring(answer.content).iter("{*}VrwrkMld")
    tags = ("VrzmgvlId", "VrzmgvlVnrMld", "VrwrkbhdCd", "CtrlCd")
    return [tuple(row.findtext(f"{{*}}{tag}") for tag in tags) for row in rows]


def _told(coupling: Coupling) -> list[list[Row]]:
    return [_rows(each) for each in _answers(coupling)]


def _employers(coupling: Coupling) -> list[Row]:
    """Key and employer of each row."""
    (answer,) = _answers(coupling)
    rows = etree.fromstring(answer.content).iter("{*}VrwrkMld")
    tags = ("VrzmgvlId", "IdWrkgvrArbdnst")
    return [tuple(row.findtext(f"{{*}}{tag}") for tag in tags) for row in rows]


def test_every_decided_report_is_told_at_once_in_the_edition_of_the_sender() -> None:
    coupling = go_live()
    take(coupling, sick(*course("VG1", 2), edition="2024", reference="REF-9"))
    (answer,) = _answers(coupling)
    assert _rows(answer) == [("VG1", "1", "01", "AN201"), ("VG1", "2", "01", "AN201")]
    assert b"<BerrefnrIngzndnBer>REF-9<" in answer.content
    table = check(answer.content).table
    assert table is not None
    assert (table.file_name, table.edition) == ("VerwerkingsmeldingWgr-Arbo", "2024")


def test_earlier_editions_and_other_messages_are_not_answered() -> None:
    coupling = go_live()
    take(coupling, sick(report(), edition="2022"))
    take(coupling, employees(person("w-1")), stream="WerknemersGegevens")
    assert _answers(coupling) == []
    with tenant(coupling.arbodienst):
        assert not AnswerDue.objects.exists()


def test_what_waits_is_told_when_it_is_decided() -> None:
    coupling = go_live()
    take(coupling, sick(report(sequence=3, operation=Operation.CHANGE, at=3)))
    assert _answers(coupling) == []
    first, second = report(), report(sequence=2, operation=Operation.CHANGE, at=2)
    take(coupling, sick(first, second))
    assert _told(coupling) == [
        [("VG1", "3", "01", "AN201")],
        [("VG1", "1", "01", "AN201"), ("VG1", "2", "01", "AN201")],
    ]


def test_what_was_said_is_not_said_again() -> None:
    coupling = go_live()
    take(
        coupling,
        absence(
            employer("1001", person("w-1", report("VG1"))),
            employer("9999", person("w-2", report("VG2"))),
        ),
    )
    assert _told(coupling) == [[("VG1", "1", "01", "AN201")]]
    apply(add_employer(settings(), "FLSN9999", "FELISON-VI"))
    work()
    assert _told(coupling)[1:] == [[("VG2", "1", "01", "AN201")]]


def test_rows_name_the_employer_as_the_sender_does() -> None:
    coupling = go_live(add_employer(settings(), "FLSN1002", "FELISON-VI"))
    one, other = person("w-1", report("VG1")), person("w-2", report("VG2"))
    take(coupling, absence(employer("1001", one), employer("1002", other)))
    (answer,) = _answers(coupling)
    rows = etree.fromstring(answer.content).iter("{*}VrwrkMld")
    assert [(row.findtext("{*}VrzmgvlId"), row.findtext("{*}IdWrkgvrArbdnst")) for row in rows] == [
        ("VG1", "1001"),
        ("VG2", "1002"),
    ]


def test_an_employer_that_stays_unknown_is_told_as_not_processed() -> None:
    coupling = go_live()
    take(coupling, sick(report(), number="9999"))
    term = timedelta(days=terms.EMPLOYER_TERM_DAYS, minutes=5)
    with tenant(coupling.arbodienst):
        expire_waiting(timezone.now() + term)
    work()
    ((row,),) = _told(coupling)
    assert row[:3] == ("VG1", "1", "03")


def test_an_undone_report_is_told_as_not_processed_any_more() -> None:
    coupling = go_live()
    (done,) = take(coupling, sick(report()))
    undone(coupling, of(done.receipt))
    work()
    assert _told(coupling) == [[("VG1", "1", "01", "AN201")], [("VG1", "1", "03", "AN202")]]


def test_a_held_message_is_told_of_once_somebody_decided() -> None:
    coupling = watched()
    receipt = hold(coupling, sick(report()))
    assert _answers(coupling) == []
    refused(coupling, receipt)
    ((row,),) = _told(coupling)
    assert row[:3] == ("VG1", "1", "03")
    approved(coupling, hold(coupling, sick(report("VG2"))))
    assert [each[:3] for each in _told(coupling)[1]] == [("VG2", "1", "01")]


def test_a_test_message_is_told_what_would_become_of_it() -> None:
    coupling = go_live()
    take(coupling, sick(report(), test=True))
    (answer,) = _answers(coupling)
    assert [row[:3] for row in _rows(answer)] == [("VG1", "1", "01")]
    assert b"<TestJN>J<" in answer.content
    assert states(coupling) == []


def test_a_dry_run_of_ours_is_not_told_as_processed() -> None:
    coupling = go_live(settings(mode="dry-run"))
    take(coupling, sick(report()))
    assert _answers(coupling) == []


def test_codes_are_those_of_the_stream() -> None:
    codes = {"message_code": "00123", "processed": "02", "controls": {"AN201": "00000"}}
    coupling = go_live(settings(answers={**codes, "confirmed": True}))
    take(coupling, sick(report()))
    (answer,) = _answers(coupling)
    assert _rows(answer) == [("VG1", "1", "02", "00000")]
    assert b"<BrCd>00123<" in answer.content


@pytest.fixture
def _small_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "MOST_REPORTS", 3)


@pytest.mark.usefixtures("_small_answers")
@pytest.mark.parametrize("test", [False, True])
def test_many_reports_are_told_in_several_answers(*, test: bool) -> None:
    coupling = go_live()
    take(coupling, sick(*course("VG1", 8), test=test))
    told = _told(coupling)
    assert [len(rows) for rows in told] == [3, 3, 2]
    assert [row[1] for rows in told for row in rows] == [str(number) for number in range(1, 9)]
    names = [answer.file_name for answer in _answers(coupling)]
    assert len(set(names)) == 3


@pytest.fixture
def _small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portioned, "MOST_PERSONS", 1)
    monkeypatch.setattr(process, "LARGE_BYTES", 1)


@pytest.mark.usefixtures("_small_portions")
def test_of_a_message_in_portions_each_report_is_of_its_own_employer() -> None:
    coupling = go_live(add_employer(settings(), "FLSN1002", "FELISON-VI"))
    first = employer("1001", person("w-1", report("VG1")), person("w-2", report("VG2")))
    second = employer("1002", person("w-3", report("VG3")), person("w-4", report("VG4")))
    take(coupling, absence(first, second))
    numbers = ["1001", "1001", "1002", "1002"]
    assert _employers(coupling) == [
        (f"VG{place}", number) for place, number in enumerate(numbers, 1)
    ]


@given(portal_states)
@hypothesis_settings(max_examples=tries(8), suppress_health_check=list(HealthCheck))
def test_what_was_said_last_of_each_report_is_what_became_of_it(messages: list[Sent]) -> None:
    coupling = go_live(settings(f"ANTWOORD-{next(_houses)}"))
    for sent in messages:
        if sent.kind is MessageKind.ABSENCE:
            deliver(coupling, sent.content)
            work()
    with tenant(coupling.arbodienst):
        numbers = list(Message.objects.values_list("id", flat=True))
        decided = read_decided(numbers, (0, -1), 1000)
        said = read_said(numbers)
    assert {place: key for place, key in said.items() if place in _places(decided)} == {
        (each.message, each.position): _key(each) for each in decided
    }
    assert sum(len(rows) for rows in _told(coupling)) >= len(decided)


def _places(reports: list[DecidedReport]) -> set[tuple[int, int]]:
    return {(each.message, each.position) for each in reports}


def _key(report: DecidedReport) -> str:
    said = said_of(report.state, report.findings)
    assert said is not None
    return said.key
