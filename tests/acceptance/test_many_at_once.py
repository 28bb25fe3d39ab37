"""Many senders and many workers at once: nothing is mixed up, nothing is left lying (lanes)."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import pytest

from doors_world import Coupling, Site
from live_world import until, workers
from sending_world import (
    ABSENCE,
    absence,
    add_employer,
    cases,
    course,
    day,
    employer,
    go_live,
    message_states,
    person,
    report,
    settings,
    sick,
    states,
    waiting,
)
from verzuimbrug.portal.client import PortalClient
from verzuimbrug.store.message_reads import content_of
from verzuimbrug.store.models import AbsenceReport, Message
from verzuimbrug.store.queue import is_idle
from verzuimbrug.store.tenancy import tenant

_SENDERS = 16


@pytest.fixture(scope="module")
def hub(arena: Site, log: Path) -> Iterator[Site]:
    with workers(log, 4):
        yield arena


@dataclass(frozen=True, slots=True)
class _Sent:
    coupling: Coupling
    content: bytes
    case: str
    number: str = ""


def _send_all(site: Site, letters: list[_Sent]) -> list[_Sent]:
    """All letters, by sixteen senders at once, every other one over SOAP."""
    with ThreadPoolExecutor(_SENDERS) as pool:
        shares = pool.map(
            lambda place: _send(site, letters[place::_SENDERS], soap=place % 2 == 0),
            range(_SENDERS),
        )
        sent = [letter for share in shares for letter in share]
    until(is_idle)
    return sent


def _send(site: Site, letters: list[_Sent], *, soap: bool) -> list[_Sent]:
    sent = []
    for letter in letters:
        owner = letter.coupling
        with PortalClient(site.url, owner.code, owner.token, soap=soap) as portal:
            receipt = portal.send(ABSENCE, f"{letter.case}.xml", letter.content)
        sent.append(replace(letter, number=receipt.number))
    return sent


@pytest.mark.parametrize("round_", range(12))
def test_two_hundred_reports_of_five_cases_end_in_five_cases(hub: Site, round_: int) -> None:
    configuration = settings(f"LANEN-{round_}")
    coupling = go_live(add_employer(configuration, "FLSN1002", "FELISON-VI"))
    letters = [
        _Sent(coupling, sick(one, key=f"w-{case}", number=f"100{1 + case % 2}"), f"VG{case}")
        for case in range(5)
        for one in course(f"VG{case}", 40)
    ]
    Random(round_).shuffle(letters)  # noqa: S311 -- an order, no secret
    _send_all(hub, letters)

    assert {state for _, _, state in states(coupling)} == {"applied"}
    assert set(message_states(coupling)) == {"processed"}
    assert waiting(coupling) == []
    expected = {day(0).isoformat(): "100.00"} | {
        day(number).isoformat(): f"{100 - number}.00" for number in range(2, 41)
    }
    found = cases(coupling)
    assert {key: case.periods for key, case in found.items()} == {
        f"VG{case}": expected for case in range(5)
    }


@pytest.fixture(scope="module")
def thousand(hub: Site) -> list[_Sent]:
    """A thousand different messages of eight arbodiensten, with one employer code and one key."""
    couplings = [go_live(settings(f"HUIS-{number}")) for number in range(8)]
    letters = [
        _Sent(couplings[number % 8], _letter(number), f"VG{number}") for number in range(1000)
    ]
    return _send_all(hub, letters)


def _letter(number: int) -> bytes:
    said = report(f"VG{number}", free_text=("x" * (number % 512 + 1),))
    return absence(employer("1001", person(f"w-{number % 40}", said)))


def _of_each_sender(sent: list[_Sent], column: str) -> dict[tuple[Coupling, str], str | bytes]:
    """What each sender has by receipt, going by what it was told."""
    return {(letter.coupling, letter.number): getattr(letter, column) for letter in sent}


def _couplings(sent: list[_Sent]) -> set[Coupling]:
    return {letter.coupling for letter in sent}


def test_every_message_gets_a_receipt_of_its_own(thousand: list[_Sent]) -> None:
    assert len(_of_each_sender(thousand, "case")) == 1000


def test_stored_bytes_are_those_of_their_sender(thousand: list[_Sent]) -> None:
    stored: dict[tuple[Coupling, str], str | bytes] = {}
    for coupling in _couplings(thousand):
        with tenant(coupling.arbodienst):
            for row in Message.objects.filter(account=coupling.account):
                stored[coupling, row.receipt] = content_of(row.id)
    assert stored == _of_each_sender(thousand, "content")


def test_outcomes_are_those_of_their_sender(thousand: list[_Sent]) -> None:
    decided: dict[tuple[Coupling, str], str | bytes] = {}
    for coupling in _couplings(thousand):
        with tenant(coupling.arbodienst):
            rows = AbsenceReport.objects.filter(account=coupling.account, state="applied")
            for receipt, case in rows.values_list("message__receipt", "case_key"):
                decided[coupling, receipt] = str(case)
    assert decided == _of_each_sender(thousand, "case")


def test_nobody_reads_the_outcome_of_another(hub: Site, thousand: list[_Sent]) -> None:
    theirs = thousand[0]
    mine = next(each for each in _couplings(thousand) if each != theirs.coupling)
    path = f"/api/v1/messages/{theirs.number}"
    assert hub.call("GET", path, headers=mine.basic).status == 404
    own = hub.call("GET", path, headers=theirs.coupling.basic)
    assert [one["case"] for one in json.loads(own.body)["reports"]] == [theirs.case]
