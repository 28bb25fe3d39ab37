"""Answers that are brought to an address of the portal (AN-1, AN-2): none is lost, none twice."""

import pytest

from configuring_world import ACCOUNT
from doors_world import Coupling
from sending_world import report, sick, take
from undo_world import reader
from verzuimbrug.application.account_status import suspend
from verzuimbrug.application.accounts import AccountRef
from verzuimbrug.application.answering.collecting import acknowledge_answers, collect_answers
from verzuimbrug.application.webhooks.endpoints import (
    Answered,
    WebhookMade,
    answered_accounts,
    list_webhooks,
    make_webhook,
    show_webhook,
    switch_webhook,
)
from verzuimbrug.application.webhooks.replaying import preview_replay, replay
from verzuimbrug.sivi.answers import PROCESSING, RECEIPT
from verzuimbrug.sivi.checking import check
from verzuimbrug.store.models import Webhook
from verzuimbrug.store.tenancy import tenant
from webhook_world import Receiver, is_signed, receiving, send_all

pytestmark = pytest.mark.usefixtures("database")


def _made(coupling: Coupling, receiver: Receiver) -> WebhookMade:
    made = make_webhook(reader(coupling), receiver.url, coupling.sender.account)
    assert isinstance(made, WebhookMade)
    return made


def _take(coupling: Coupling, case: str) -> None:
    """A message that gets a Retourmelding and a Verwerkingsmelding."""
    take(coupling, sick(report(case), key=f"w-{case}", wants_receipt=True))


def _behind(coupling: Coupling, made: WebhookMade) -> int:
    shown = show_webhook(reader(coupling), made.id)
    assert shown is not None
    return shown.behind


def test_answers_are_brought_signed_in_order_and_need_no_collecting(coupling: Coupling) -> None:
    _take(coupling, "VG1")
    collected = collect_answers(coupling.sender, 100)
    with receiving() as receiver:
        made = _made(coupling, receiver)
        assert _behind(coupling, made) == 2
        _take(coupling, "VG2")
        send_all()
    assert collect_answers(coupling.sender, 100) == ()
    assert _behind(coupling, made) == 0
    kinds = [headers["X-Soort"] for _, headers, _ in receiver.got]
    assert sorted(kinds) == sorted([RECEIPT, PROCESSING] * 2)
    for (_, headers, body), answer in zip(receiver.got, collected, strict=False):
        assert is_signed(made.secret, headers, body)
        assert body == answer.content
        assert check(body).valid
        assert headers["X-Antwoordnummer"] == str(answer.number)
        assert headers["webhook-id"] == f"ans_{answer.number}"
        assert headers["X-Bestandsnaam"] == answer.file_name
        assert headers["Content-Type"] == "application/xml"


def test_what_the_address_does_not_take_stays_to_be_collected(coupling: Coupling) -> None:
    _take(coupling, "VG1")
    with receiving(500) as receiver:
        made = _made(coupling, receiver)
        send_all()
        assert len(receiver.got) == 1
        first, second = collect_answers(coupling.sender, 100)
        acknowledge_answers(coupling.sender, [first.number])
        receiver.status = 204
        with tenant(coupling.arbodienst):
            Webhook.objects.update(next_at=None)
        send_all()
    assert [headers["X-Antwoordnummer"] for _, headers, _ in receiver.got] == [
        str(first.number),
        str(second.number),
    ]
    assert _behind(coupling, made) == 0


def test_nothing_is_brought_to_whom_may_not_collect(coupling: Coupling) -> None:
    _take(coupling, "VG1")
    ref = AccountRef(arbodienst=coupling.arbodienst, account=coupling.sender.account)
    suspend(ref, "test")
    with receiving() as receiver:
        made = _made(coupling, receiver)
        send_all()
        assert (receiver.got, _behind(coupling, made)) == ([], 2)


def test_one_address_gets_the_answers_of_an_account(coupling: Coupling) -> None:
    _take(coupling, "VG1")
    with receiving() as old, receiving() as new:
        first, second = (_made(coupling, each) for each in (old, new))
        assert answered_accounts(reader(coupling)) == (
            Answered(id=coupling.sender.account, name=ACCOUNT, waiting=2, url=new.url),
        )
        send_all()
        assert (len(old.got), len(new.got)) == (0, 2)

        switch_webhook(reader(coupling), first.id, is_enabled=True)
        on = {each.id: each.is_enabled for each in list_webhooks(reader(coupling))}
        assert on == {first.id: True, second.id: False}
        _take(coupling, "VG2")
        send_all()
    assert (len(old.got), len(new.got)) == (2, 2)


def test_answers_are_not_sent_again(coupling: Coupling) -> None:
    with receiving() as receiver:
        made = _made(coupling, receiver)
        _take(coupling, "VG1")
        send_all()
        with tenant(coupling.arbodienst):
            since = Webhook.objects.get().made_at
    assert preview_replay(reader(coupling), made.id, since) is None
    assert replay(reader(coupling), made.id, since) is None
