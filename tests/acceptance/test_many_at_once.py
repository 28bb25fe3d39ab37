"""Many senders and many workers at once: nothing is mixed up, nothing is left lying (lanes)."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
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
    outcome,
    person,
    report,
    settings,
    sick,
    states,
    waiting,
)

from verzuimbrug.portal.client import PortalClient
from verzuimbrug.portal.exchange import Receipt
from verzuimbrug.store.encryption import unseal
from verzuimbrug.store.models import Message, MessageBody
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
    receipt: Receipt | None = None


def _send_all(site: Site, letters: list[_Sent]) -> list[_Sent]:
    """All letters, by sixteen senders at once, every other one over SOAP."""
    with ThreadPoolExecutor(_SENDERS) as pool:
        shares = pool.map(
            lambda place: _send(site, letters[place::_SENDERS], soap=place % 2 == 0),
            range(_SENDERS),
        )
        sent = [letter for share in shares for letter in share]
    import time; t=time.time(); print("SENT", time.strftime("%X"), flush=True)
    until(is_idle)
    print("DONE", time.time()-t)
    return sent


def _send(site: Site, letters: list[_Sent], *, soap: bool) -> list[_Sent]:
    sent = []
    for letter in letters:
        owner = letter.coupling
        with PortalClient(site.url, owner.code, owner.token, soap=soap) as portal:
            receipt = portal.send(ABSENCE, f"{letter.case}.xml", letter.content)
        sent.append(_Sent(owner, letter.content, letter.case, receipt))
    return sent


@pytest.mark.parametrize("round_", range(6))
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


def test_every_sender_gets_a_receipt_of_its_own(thousand: list[_Sent]) -> None:
    receipts = {letter.receipt.number for letter in thousand if letter.receipt}
    assert len(receipts) == 1000


def test_stored_bytes_are_those_of_their_sender(thousand: list[_Sent]) -> None:
    for letter in thousand:
        assert letter.receipt is not None
        with tenant(letter.coupling.arbodienst):
            row = Message.objects.get(receipt=letter.receipt.number)
            kept = unseal(bytes(MessageBody.objects.get(id=row.id).content), "message")
        assert (row.account_id, kept) == (letter.coupling.account, letter.content)


def test_outcomes_are_those_of_their_sender(thousand: list[_Sent]) -> None:
    for letter in thousand:
        assert letter.receipt is not None
        (decided,) = outcome(letter.coupling, letter.receipt.number).reports
        assert (decided.case, decided.state) == (letter.case, "applied")


def test_nobody_reads_the_outcome_of_another(hub: Site, thousand: list[_Sent]) -> None:
    mine, theirs = thousand[0], next(
        letter for letter in thousand if letter.coupling != thousand[0].coupling
    )
    assert theirs.receipt is not None
    path = f"/api/v1/messages/{theirs.receipt.number}"
    assert hub.call("GET", path, headers=mine.coupling.basic).status == 404
    own = hub.call("GET", path, headers=theirs.coupling.basic)
    assert [one["case"] for one in json.loads(own.body)["reports"]] == [theirs.case]
