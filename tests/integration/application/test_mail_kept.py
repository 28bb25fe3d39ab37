"""What is mailed is kept with what decides it: of which messages, to whom, once."""

from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.utils import timezone
from pytest_django import Settings

from doors_world import Coupling
from importing_world import arbodienst
from mail_world import RECIPIENT, UNREADABLE, route, told_coupling
from parking_world import go_live_beside, house, park_gap, park_unknown_employer
from sending_world import deliver, go_live, report, sick, take, work
from verzuimbrug.application.access import Reader
from verzuimbrug.application.mail.writing import write_mails
from verzuimbrug.application.mail_texts import save_mail_text
from verzuimbrug.application.parking.reminding import remind
from verzuimbrug.application.process import process_batch
from verzuimbrug.domain.mail_texts import MailKind, MailText
from verzuimbrug.store.models import ClientAccount, Mail, MailCopy, Message, PortalDelivery
from verzuimbrug.store.queue import MOST_ATTEMPTS
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def _instance(settings: Settings) -> None:
    settings.MAIL_SERVER = route("smtp://localhost")
    settings.PUBLIC_URL = "https://brug.example.nl"


def kept(coupling: Coupling) -> list[tuple[str, str]]:
    """Kind, and the state of the message, of what is to be mailed."""
    with tenant(coupling.arbodienst):
        return list(Mail.objects.order_by("id").values_list("kind", "state"))


def written(coupling: Coupling) -> list[Mail]:
    """All mails, written."""
    with tenant(coupling.arbodienst):
        while write_mails(timezone.now()):
            pass
        return list(Mail.objects.order_by("id"))


def _addresses(coupling: Coupling) -> list[str]:
    with tenant(coupling.arbodienst):
        return list(MailCopy.objects.order_by("id").values_list("address", flat=True))


def test_every_message_is_mailed_to_who_wants_that() -> None:
    coupling = told_coupling()
    take(coupling, sick(report()), UNREADABLE)
    assert sorted(kept(coupling)) == [("rejected", "rejected"), ("report", "processed")]


@pytest.mark.parametrize("how", ["hourly", "daily"])
def test_who_gets_a_digest_hears_of_what_was_rejected_at_once(how: str) -> None:
    coupling = told_coupling(how)
    take(coupling, sick(report()), UNREADABLE)
    assert kept(coupling) == [("rejected", "rejected")]


def test_without_recipients_nothing_is_kept() -> None:
    coupling = told_coupling(recipients=())
    take(coupling, sick(report()), UNREADABLE)
    assert kept(coupling) == []


def test_a_held_message_is_told_of_when_it_is_held_and_when_it_was_processed() -> None:
    coupling = go_live(_approving())
    (held,) = take(coupling, sick(report()))
    assert kept(coupling) == [("report", "held")]
    assert held.state == "held"


def _approving() -> dict[str, Any]:
    configuration = house(mode="approval")
    (entry, other) = configuration["accounts"]
    entry = {**entry, "report_mail": "every-message"}
    return {**configuration, "accounts": [entry, other]}


def test_a_state_of_a_message_is_told_once() -> None:
    coupling = told_coupling()
    park_gap(coupling)
    (again,) = take(coupling, UNREADABLE)
    take(coupling, UNREADABLE)
    assert again.state == "rejected"
    first = kept(coupling)
    # What waited runs again: the whole of its message does.
    take(coupling, sick(report("VG30", 2), key="w-30"))
    assert kept(coupling)[: len(first)] == first
    assert len(kept(coupling)) == len(first) + 1


def test_a_message_that_fails_is_told_of(owner_connection: psycopg.Connection) -> None:
    coupling = told_coupling("daily")
    deliver(coupling, sick(report()))
    owner_connection.execute("REVOKE INSERT ON store_absencereport FROM verzuimbrug_app")
    try:
        for _ in range(MOST_ATTEMPTS):
            owner_connection.execute("UPDATE store_work SET not_before = NULL")
            process_batch()
    finally:
        owner_connection.execute("GRANT INSERT ON store_absencereport TO verzuimbrug_app")

    (mail,) = written(coupling)
    assert (mail.kind, mail.state) == ("rejected", "failed")
    assert "IN701" in mail.body
    assert "niet verwerkt door een storing bij ons" in mail.subject


def test_messages_of_an_initial_load_are_not_mailed_one_by_one() -> None:
    coupling = told_coupling()
    deliver(coupling, sick(report()))
    deliver(coupling, UNREADABLE)
    with tenant(coupling.arbodienst):
        load = PortalDelivery.objects.create(
            arbodienst_id=coupling.arbodienst,
            account_id=coupling.account,
            kind="initial-load",
            step="loading",
            started_at=timezone.now(),
            started_by="test",
            finished_at=timezone.now(),
        )
        Message.objects.update(portal_delivery=load)
    work()
    with tenant(coupling.arbodienst):
        assert Message.objects.exclude(state="received").count() == 2
    assert kept(coupling) == []


def test_a_report_says_what_became_of_the_message() -> None:
    coupling = told_coupling()
    (done,) = take(coupling, sick(report(), report(sequence=3)))

    (mail,) = written(coupling)
    assert mail.subject == f"Verwerkingsverslag {done.receipt} van Felison verzekeringsinzicht"
    assert "is verwerkt." in mail.body
    assert "Meldingen: 2. Bevindingen: " in mail.body
    assert f"https://brug.example.nl/verslagen/{done.receipt}/" in mail.body
    assert (mail.language, _addresses(coupling)) == ("nl", [RECIPIENT])


def test_a_dry_run_is_told_of_as_such() -> None:
    coupling = told_coupling()
    take(coupling, sick(report(), test=True))

    (mail,) = written(coupling)
    assert "verwerkt als proef; er is niets overgenomen" in mail.body
    assert "Meldingen: 1. Bevindingen: 1." in mail.body


def test_a_rejection_says_why_without_what_the_message_said() -> None:
    coupling = told_coupling(culture="en")
    take(coupling, UNREADABLE)

    (mail,) = written(coupling)
    assert mail.language == "en"
    assert "was rejected.\nXML06: " in mail.body


def test_language_and_recipients_are_those_of_the_moment_of_writing() -> None:
    coupling = told_coupling()
    take(coupling, UNREADABLE)
    with tenant(coupling.arbodienst):
        ClientAccount.objects.update(culture="en", report_recipients=["a@b.nl", "c@d.nl", "a@b.nl"])

    (mail,) = written(coupling)
    assert (mail.language, _addresses(coupling)) == ("en", ["a@b.nl", "c@d.nl"])


def test_a_text_of_ones_own_is_used() -> None:
    coupling = told_coupling()
    reader = Reader(arbodienst=coupling.arbodienst, principal="user:kim@example.nl")
    own = MailText("Afgekeurd: {receipt}", "Kijk op {link}\n")
    assert save_mail_text(reader, MailKind.REJECTED, "nl", own) == ()
    (done,) = take(coupling, UNREADABLE)

    (mail,) = written(coupling)
    link = f"https://brug.example.nl/verslagen/{done.receipt}/"
    assert (mail.subject, mail.body) == (f"Afgekeurd: {done.receipt}", f"Kijk op {link}\n")


def test_without_an_address_of_its_own_there_is_no_link(settings: Settings) -> None:
    settings.PUBLIC_URL = ""
    coupling = told_coupling()
    take(coupling, sick(report()))

    (mail,) = written(coupling)
    assert "http" not in mail.body
    assert "Bekijk" not in mail.body


def test_what_waits_long_is_told_once_for_a_cause_and_mark() -> None:
    coupling = go_live(house())
    park_gap(coupling)
    park_gap(coupling, "VG31", "w-31")
    park_unknown_employer(coupling)
    other = go_live_beside(coupling)
    with tenant(coupling.arbodienst):
        ClientAccount.objects.filter(id=other.account).update(report_recipients=[])
    take(other, sick(report(), number="1002"))
    for days in (4, 5, 8):
        with tenant(coupling.arbodienst):
            remind(coupling.arbodienst, timezone.now() + timedelta(days=days))

    mails = written(coupling)
    assert [(mail.details["cause"], mail.details["days"]) for mail in mails] == [
        ("VZ301", 3),
        ("WG201", 3),
        ("VZ301", 7),
        ("WG201", 7),
    ]
    assert [mail.details["groups"] for mail in mails] == [2, 1, 2, 1]
    assert mails[0].subject == "Felison verzekeringsinzicht: wacht al 3 dagen"
    assert "Volgnummer overgeslagen" in mails[0].body
    assert "/wachtend/?koppeling=Felison+verzekeringsinzicht&oorzaak=VZ301" in mails[0].body


def test_one_arbodienst_is_not_mailed_of_another() -> None:
    ours, theirs = told_coupling(), told_coupling(code="FIT")
    take(ours, UNREADABLE)
    assert kept(theirs) == []
    assert written(theirs) == []
    assert arbodienst() == ours.arbodienst
