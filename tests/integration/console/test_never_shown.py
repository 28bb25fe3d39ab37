"""Documents and medical records are shown to nobody: not one word of one reaches anybody (DG-6).

Messages full of one word, valid ones and ones with a fault at every field, are delivered, waited
for, tried, rehearsed and searched; then all that people, tools, logs and mails get is read for it.
"""

import base64
import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from authorization_matrix import rest_operations
from command_world import give
from configuring_world import ACCOUNT
from couplings_world import visitor
from doors_world import Coupling
from mail_world import route
from passed_on_world import (
    APPOINTMENTS,
    DOCUMENTS,
    MEDICAL,
    beside,
    go_live_with_all,
    table,
)
from sending_world import report, sick, take, work
from verzuimbrug.application.answering.collecting import collect_answers
from verzuimbrug.application.events.publishing import publish_events
from verzuimbrug.application.mail.digests import make_digests
from verzuimbrug.application.mail.writing import write_mails
from verzuimbrug.application.receiving.receive import receive
from verzuimbrug.application.sign_in import apikeys
from verzuimbrug.sivi.catalogue import Element
from verzuimbrug.sivi.secrecy import Secrecy, secrecy_of
from verzuimbrug.store.models import Mail, Message
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

WORD = "QZXKWV"
"""Stands in every field that can hold it, and nowhere else."""
FILE = base64.b64encode(f"{WORD} {WORD} {WORD}".encode()).decode()
NUMBER = "987654329"
SECRETS = (WORD, WORD.lower(), FILE, NUMBER)
"""What nobody may see; the last is a citizen service number."""

NEVER = (DOCUMENTS, MEDICAL)
_OPEN = frozenset({"BrAlg", "Wrkgvr"})
"""The groups that may be shown: the general part, and the employer."""


def _full(element: Element) -> Any:  # noqa: ANN401 -- as `beside` takes it
    """A group or a field full of the word, as far as the table allows it."""
    if element.is_group:
        return {child.tag: _full(child) for child in element.children}
    if element.tag == "Datastring":
        return FILE
    if element.base != "string" or element.values:
        return {"SofiNr": NUMBER}.get(element.tag, _usual(element))
    return WORD[: element.facets.max_length or len(WORD)]


def _usual(element: Element) -> str:
    if element.values:
        return element.values[-1]
    return {"date": "2026-03-04", "time": "10:00:00", "decimal": "1.50"}.get(element.base, "7")


def _broken(element: Element) -> Any:  # noqa: ANN401 -- as `beside` takes it
    """The same with a fault at every field, and an element that no table has."""
    if element.is_group:
        return {child.tag: _broken(child) for child in element.children}
    return WORD * 200 if element.base == "string" and not element.values else WORD


def _message(name: str, fill: Any, **head: str) -> bytes:  # noqa: ANN401 -- one of the above
    root = table(name).element
    groups = {child.tag: fill(child) for child in root.children if child.tag not in _OPEN}
    return beside(name, groups, **head)


def _all(name: str) -> Iterator[bytes]:
    """Messages of one kind: valid, of an unknown employer, and rejected for any reason."""
    valid = _message(name, _full)
    yield valid
    yield _message(name, _full, TestJN="J")
    yield _message(name, _full).replace(b">1001<", b">1002<")
    broken = _message(name, _broken)
    yield broken
    yield broken.replace(b"<Document>", f'<Document soort="{WORD}" {WORD}="x">'.encode())
    yield valid.replace(b"<Datastring>", f"<{WORD}>{WORD}</{WORD}>{WORD}<Datastring>".encode())
    yield valid.replace(b"<IdDocument>", f"<IdDocument><{WORD}/>".encode())
    yield valid.replace(b"</Document>", f"</{WORD}>".encode())
    yield valid.replace(b"<Wrknmr>", f'<Wrknmr xmlns="urn:{WORD}">'.encode())
    yield f"<{WORD}>{WORD}</{WORD}>".encode()
    yield WORD.encode()
    yield sick(report(WORD))


def _deliver(coupling: Coupling) -> None:
    for name in NEVER:
        for content in _all(name):
            receive(coupling.sender, name, f"{WORD}.xml", content, "rest")
    work()
    while publish_events():
        pass


@pytest.fixture
def told(settings: Settings) -> Coupling:
    """A live coupling that got all of them, with mails about them."""
    settings.MAIL_SERVER = route("smtp://localhost")
    settings.PUBLIC_URL = "https://brug.example.nl"
    coupling = go_live_with_all()
    _deliver(coupling)
    return coupling


def _receipts(coupling: Coupling) -> list[str]:
    with tenant(coupling.arbodienst):
        return list(Message.objects.order_by("id").values_list("receipt", flat=True))


def _shows(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text]


def _links(page: str) -> Iterator[str]:
    for link in re.findall(r'(?:href|action)="(/[^"#]*)', page):
        yield unescape(link)


def _crawled(client: Client, starts: list[str], most: int = 900) -> Iterator[tuple[str, str]]:
    """Every page that can be reached by links, each address once, of each filter a few."""
    seen: dict[str, int] = {}
    todo, known = [*starts], {*starts}
    while todo and len(seen) < most:
        link = todo.pop(0)
        text = client.get(link).getvalue().decode(errors="replace")
        yield link, text
        for more in _links(text):
            path = more.partition("?")[0]
            if more not in known and seen.get(path, 0) < 3:
                seen[path] = seen.get(path, 0) + 1
                known.add(more)
                todo.append(more)


def test_no_page_of_the_console_shows_a_word_of_it(told: Coupling) -> None:
    client, receipts = visitor(told.ref), _receipts(told)
    tabs = (
        "",
        "meldingen/",
        "wijzigingen/",
        "bericht/",
        "proef/",
        "opnieuw/",
        "corrigeren/",
        "antwoorden/",
        "herhalingen/",
    )
    starts = ["/", "/berichten/", "/verslagen/", "/wachtend/", "/beheer/"]
    starts += [f"/berichten/{receipt}/{tab}" for receipt in receipts for tab in tabs]
    starts += [f"/verslagen/{receipt}/" for receipt in receipts]

    pages = dict(_crawled(client, starts))

    assert [(link, _shows(page)) for link, page in pages.items() if _shows(page)] == []
    assert len(pages) > len(starts)
    assert any("Documenten" in page for page in pages.values())


def test_what_somebody_asks_for_of_it_is_not_given(told: Coupling) -> None:
    client = visitor(told.ref)
    trying = f"/koppelingen/{told.account}/importkoppelingen/{DOCUMENTS}/proberen/"
    said = []
    for receipt in _receipts(told):
        asked = ("bericht/", "downloaden/", "proef/", "opnieuw/")
        said += [client.post(f"/berichten/{receipt}/{name}") for name in asked]
        said += [client.post(trying, {"receipt": receipt}), client.get("/zoeken/?q=" + receipt)]
    texts = [answer.getvalue().decode() for answer in said]
    assert [_shows(text) for text in texts if _shows(text)] == []


def test_no_other_key_gets_a_word_of_it_over_rest(told: Coupling) -> None:
    manage = {"Authorization": f"Bearer {apikeys.create(told.arbodienst, 'beheer', 'manage')}"}
    receipts, answered = _receipts(told), []
    for operation in rest_operations().values():
        if operation.method == "get":
            headers = told.basic if operation.permission == "portal" else manage
            for receipt in receipts if "{receipt}" in operation.path else receipts[:1]:
                path = operation.path.format_map(_Names({**_NAMES, "receipt": receipt}))
                answer = Client(headers=headers).get(path)
                answered.append(answer.status_code)
                assert _shows(_without_references(path, answer.getvalue())) == [], path
    assert answered.count(200) > len(receipts)


_NAMES: dict[str, Any] = {"name": ACCOUNT, "code": "FLSN1001", "stream": DOCUMENTS}


class _Names(dict[str, Any]):
    """Names in addresses; any other is the number of something."""

    def __missing__(self, key: str) -> int:
        return 1


def _without_references(path: str, content: bytes) -> str:
    """An answer; of an event of an item without the ids by which it says which item there is."""
    if not path.endswith("/events"):
        return content.decode(errors="replace")
    events = json.loads(content)["items"]
    for event in events:
        event["data"].pop("keys")
        item = event["data"].get("item", {})
        assert item.pop("id", WORD) == item.pop("former_id", WORD) == WORD
        (item.pop("case", None) or {}).pop("id", None)
    assert {event["type"] for event in events} >= {"document.received", "medical_record.received"}
    return json.dumps(events)


def test_the_sender_is_told_what_is_wrong_and_where_without_quoting_it(told: Coupling) -> None:
    answers = collect_answers(told.sender, 100)
    assert len(answers) > 10
    assert [_shows(str(answer.content)) for answer in answers if _shows(str(answer.content))] == []


def test_no_command_prints_a_word_of_it(
    told: Coupling, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VERZUIMBRUG_DATA", str(tmp_path))
    files, receipts = [], _receipts(told)
    for number, content in enumerate(_all(DOCUMENTS)):
        files.append(tmp_path / f"{number}.xml")
        files[-1].write_bytes(content)
    account = ["--arbodienst", "GEZOND"]
    commands = [
        ["status", "--json"],
        ["parking", "list", "--json", *account],
        ["readiness", ACCOUNT, "--json", *account],
        ["config", "export", *account],
        ["held", "list", *account],
        *(["log", "message", receipt, *account] for receipt in receipts),
        *(["dry-run", ACCOUNT, DOCUMENTS, str(file), *account] for file in files),
        *(["streams", "try", ACCOUNT, DOCUMENTS, str(file), "--json", *account] for file in files),
        *(["streams", "try", ACCOUNT, DOCUMENTS, "--receipt", one, *account] for one in receipts),
        *(["undo", "message", receipt, "--dry-run", *account] for receipt in receipts),
        *(["messages", "replay", "--receipt", one, "--dry-run", *account] for one in receipts),
        # What is no message of ours may be anything: only of these two is nothing quoted.
        ["check", "--json", *(str(file) for file in files[:7])],
    ]
    done = {" ".join(each): give(*each) for each in commands}
    said = {name: each.output for name, each in done.items()}
    misused = [name for name, each in done.items() if "Usage:" in each.output]
    assert misused == []
    assert {name: _shows(text) for name, text in said.items() if _shows(text)} == {}


def test_no_mail_says_a_word_of_it(told: Coupling) -> None:
    with tenant(told.arbodienst):
        make_digests(timezone.now())
        write_mails(timezone.now())
        mails = Mail.objects.exclude(subject="")
        text = "\n".join(f"{mail.subject}\n{mail.body}" for mail in mails)
    assert text
    assert _shows(text) == []


def test_no_log_says_a_word_of_it(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    _deliver(go_live_with_all())
    said = caplog.text + "".join(capfd.readouterr())
    assert _shows(said) == []


def test_appointments_are_masked_as_other_messages_are() -> None:
    coupling = go_live_with_all()
    content = _message(APPOINTMENTS, _full)
    (kept,) = take(coupling, content, stream=APPOINTMENTS)
    client = visitor(coupling.ref)

    page = unescape(client.get(f"/berichten/{kept.receipt}/bericht/").content.decode())
    shown = {*re.findall(rf"<(\w+)>{WORD}", page)}

    assert "IdAfspraak" in shown
    assert {*map(secrecy_of, shown)} == {Secrecy.OPEN}
    assert "<OmsSrtAfspraak>" in page
