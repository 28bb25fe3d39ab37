"""Digests: one an account and period, and none that has nothing to say."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import psycopg
import pytest
from pytest_django import Settings

from doors_world import Coupling
from mail_world import UNREADABLE, route, told_coupling
from parking_world import park_gap
from sending_world import report, sick, take
from verzuimbrug.application.mail.digests import make_digests
from verzuimbrug.application.mail.writing import write_mails
from verzuimbrug.store.models import ClientAccount, Mail, MailCopy
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

HERE = ZoneInfo("Europe/Amsterdam")
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=HERE)


@pytest.fixture(autouse=True)
def _instance(settings: Settings) -> None:
    settings.MAIL_SERVER = route("smtp://localhost")
    settings.PUBLIC_URL = "https://brug.example.nl"


def _at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=HERE)


def _received(owner: psycopg.Connection, moment: datetime) -> None:
    owner.execute("UPDATE store_message SET received_at = %s", [moment])


def _look(coupling: Coupling, *moments: datetime) -> list[Mail]:
    """What is mailed of periods after a look at each of these moments, and one long before."""
    for moment in (_at(23, 8), *moments):
        with tenant(coupling.arbodienst):
            make_digests(moment)
            write_mails(moment)
    with tenant(coupling.arbodienst):
        mailed = MailCopy.objects.values("mail_id")
        return list(Mail.objects.filter(kind="digest", id__in=mailed).order_by("id"))


def test_a_day_is_told_of_once(owner_connection: psycopg.Connection) -> None:
    coupling = told_coupling("daily")
    take(coupling, sick(report(), report(sequence=3)), sick(report("VG2"), test=True), UNREADABLE)
    _received(owner_connection, NOON)

    (mail,) = _look(coupling, _at(24, 6), _at(24, 7), _at(24, 8), _at(24, 23))
    assert mail.subject == "Felison verzekeringsinzicht: overzicht van 23-11-2026"
    for line in (
        "Berichten: 3, waarvan afgewezen of mislukt: 1.",
        "Meldingen: 3.",
        "Meldingen die nu wachten: 1.",
        "/verslagen/?koppeling=Felison+verzekeringsinzicht&van=2026-11-23&tot=2026-11-23",
    ):
        assert line in mail.body


def test_a_day_without_messages_is_told_of_when_something_waits(
    owner_connection: psycopg.Connection,
) -> None:
    coupling = told_coupling("daily")
    park_gap(coupling)
    _received(owner_connection, NOON)
    first, second = _look(coupling, _at(24, 7), _at(25, 7))
    assert "Berichten: 3," in first.body
    assert "Berichten: 0," in second.body
    assert "Meldingen die nu wachten: 2." in second.body


def test_nothing_is_told_of_a_day_without_anything() -> None:
    coupling = told_coupling("daily")
    assert _look(coupling, _at(24, 7), _at(24, 8), _at(25, 7)) == []
    with tenant(coupling.arbodienst):
        assert Mail.objects.count() == 3


def test_of_a_new_account_the_first_period_begins_now(
    owner_connection: psycopg.Connection,
) -> None:
    coupling = told_coupling("daily")
    park_gap(coupling)
    _received(owner_connection, NOON - timedelta(days=1))
    assert _look(coupling, _at(23, 9)) == []


def test_an_hour_is_told_of_when_something_came_in(owner_connection: psycopg.Connection) -> None:
    coupling = told_coupling("hourly", culture="en")
    park_gap(coupling)
    _received(owner_connection, NOON)

    (mail,) = _look(coupling, *(NOON + timedelta(minutes=10 * n) for n in range(30)))
    assert "23-11-2026 12:00 - 13:00" in mail.body
    assert "Messages: 3," in mail.body


def test_after_a_stop_the_period_is_longer(owner_connection: psycopg.Connection) -> None:
    coupling = told_coupling("hourly")
    take(coupling, sick(report()))
    _received(owner_connection, NOON)
    assert _look(coupling, _at(23, 9)) == []

    (mail,) = _look(coupling, _at(23, 18, 30))
    assert "23-11-2026 09:00 - 18:00" in mail.body


def test_another_rhythm_goes_on_where_the_first_ended(
    owner_connection: psycopg.Connection,
) -> None:
    coupling = told_coupling("hourly")
    take(coupling, sick(report()))
    _received(owner_connection, NOON)
    assert _look(coupling, _at(23, 11)) == []
    with tenant(coupling.arbodienst):
        ClientAccount.objects.update(report_mail="daily")

    (mail,) = _look(coupling, _at(23, 20), _at(24, 7))
    assert mail.subject.endswith("23-11-2026 11:00 - 24-11-2026 00:00")


@pytest.mark.parametrize(
    "changed",
    [{"report_mail": "every-message"}, {"report_recipients": []}, {"status": "closed"}],
)
def test_who_is_not_told_has_no_digest(
    owner_connection: psycopg.Connection, changed: dict[str, object]
) -> None:
    coupling = told_coupling("daily")
    take(coupling, sick(report()))
    _received(owner_connection, NOON)
    with tenant(coupling.arbodienst):
        ClientAccount.objects.update(**changed)
    assert _look(coupling, _at(24, 7)) == []


def test_two_at_the_same_moment_keep_one(owner_connection: psycopg.Connection) -> None:
    coupling = told_coupling("daily")
    take(coupling, sick(report()))
    _received(owner_connection, NOON)
    assert len(_look(coupling, _at(24, 7))) == 1
    owner_connection.execute("UPDATE store_mail SET written_at = NULL WHERE details <> '{}'")
    assert len(_look(coupling, _at(24, 7))) == 1
    with tenant(coupling.arbodienst):
        assert MailCopy.objects.count() == 1
