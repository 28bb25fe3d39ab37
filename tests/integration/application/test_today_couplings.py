"""What of couplings and receivers needs somebody: not live, no way in, not opened, not reached."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from exports_world import exporting
from reading_world import House, credential, link, live_house, needs, reader, set_status
from verzuimbrug.application.today.needs import what_needs
from verzuimbrug.domain.attention import FAILED_TRIES, NOT_MAILED_WITHIN, Matter
from verzuimbrug.store.models import (
    AccountEvent,
    ClientAccount,
    Credential,
    Export,
    Mail,
    MailCopy,
    SftpKey,
    Webhook,
    Work,
)
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")
DAY = timedelta(days=1)


@pytest.fixture
def gezond() -> House:
    """An arbodienst with a live coupling and a token that never ends."""
    return live_house("GEZOND")


def test_a_webhook_that_was_switched_off_by_itself_is_told(gezond: House) -> None:
    now = timezone.now()
    with tenant(gezond.arbodienst):
        for because in ("", "failing"):
            Webhook.objects.create(
                arbodienst_id=gezond.arbodienst,
                url=f"https://example.nl/{because}",
                secret=b"",
                is_enabled=False,
                made_at=now,
                made_by="kim",
                off_at=now,
                off_because=because,
            )
    (need,) = what_needs(reader(gezond)).items
    assert (need.matter, need.code, need.since) == (Matter.WEBHOOK_OFF, "failing", now)
    assert (need.account, need.account_name) == (0, "https://example.nl/failing")


def test_an_export_that_its_receiver_does_not_take_is_told(gezond: House) -> None:
    now = timezone.now()
    (export,) = exporting()["exports"]
    with tenant(gezond.arbodienst):
        for name, failures in (("even niet", FAILED_TRIES - 1), ("al lang niet", FAILED_TRIES)):
            Export.objects.create(
                arbodienst_id=gezond.arbodienst,
                name=name,
                settings={**export, "name": name},
                is_enabled=True,
                failures=failures,
                next_at=now,
            )
    (need,) = what_needs(reader(gezond)).items
    assert (need.matter, need.account_name, need.until) == (
        Matter.EXPORT_FAILS,
        "al lang niet",
        now,
    )


@pytest.mark.parametrize(
    ("status", "matter"),
    [
        ("concept", Matter.NOT_LIVE),
        ("ready", Matter.NOT_LIVE),
        ("suspended", Matter.SUSPENDED),
    ],
)
def test_a_coupling_that_is_not_live_is_told_with_what_waits_for_it(
    gezond: House, status: str, matter: Matter
) -> None:
    since = timezone.now() - 2 * DAY
    set_status(gezond, status)
    Work.objects.create(
        message=1, arbodienst_id=gezond.arbodienst, account=gezond.account, state="waiting"
    )
    with tenant(gezond.arbodienst):
        for event, at in (("configured", since - DAY), (_EVENTS[status], since)):
            AccountEvent.objects.create(
                arbodienst_id=gezond.arbodienst,
                account_id=gezond.account,
                at=at,
                by="a",
                event=event,
            )

    (need,) = needs(gezond)

    assert (need.matter, need.count, need.since) == (matter, 1, since)


_EVENTS = {"concept": "made-concept", "ready": "made-ready", "suspended": "suspended"}


def test_a_token_that_ends_soon_is_told_with_when(gezond: House) -> None:
    until = timezone.now() + 6 * DAY
    with tenant(gezond.arbodienst):
        Credential.objects.update(valid_until=until)

    (need,) = needs(gezond)

    assert (need.matter, need.until, need.renewed) == (Matter.TOKEN_EXPIRES, until, False)


def test_a_live_coupling_that_nobody_can_sign_in_with_is_told(gezond: House) -> None:
    with tenant(gezond.arbodienst):
        Credential.objects.update(revoked_at=timezone.now())

    assert [need.matter for need in needs(gezond)] == [Matter.NO_TOKEN]


def test_an_sftp_key_opens_a_coupling_as_a_token_does(gezond: House) -> None:
    with tenant(gezond.arbodienst):
        Credential.objects.update(revoked_at=timezone.now())
        SftpKey.objects.create(
            arbodienst_id=gezond.arbodienst,
            account_id=gezond.account,
            public_key="ssh-ed25519 A",
            fingerprint="F",
            added_at=timezone.now(),
            added_by="a",
        )

    assert needs(gezond) == ()


def test_links_that_nobody_opened_are_told_after_two_days(gezond: House) -> None:
    number = credential(gezond)
    link(gezond, number, "token", DAY)
    link(gezond, number, "customer-code", 6 * DAY)

    (need,) = needs(gezond)

    assert (need.matter, need.count) == (Matter.LINK_UNOPENED, 1)


def test_a_link_that_was_opened_or_made_anew_or_whose_token_is_in_use_needs_nobody(
    gezond: House,
) -> None:
    anew = credential(gezond)
    link(gezond, anew, "token", -DAY)
    link(gezond, anew, "token", 6 * DAY)
    link(gezond, credential(gezond), "token", -DAY, opened_at=timezone.now())
    link(gezond, credential(gezond, last_used_at=timezone.now()), "token", -DAY)
    link(gezond, credential(gezond, revoked_at=timezone.now()), "token", -DAY)

    assert needs(gezond) == ()


def test_a_recipient_whom_no_mail_reaches_is_told_of_until_one_does(gezond: House) -> None:
    given_up(gezond, "weg@example.nl", timezone.now() - DAY)
    given_up(gezond, "weg@example.nl", timezone.now() - 2 * DAY)
    given_up(gezond, "oud@example.nl", timezone.now() - DAY)
    with tenant(gezond.arbodienst):
        ClientAccount.objects.update(report_recipients=["weg@example.nl", "lang@example.nl"])
    given_up(gezond, "lang@example.nl", timezone.now() - NOT_MAILED_WITHIN - DAY)

    (need,) = what_needs(reader(gezond)).items
    assert (need.matter, need.account, need.count) == (Matter.NOT_MAILED, gezond.account, 1)
    assert need.since is not None
    assert need.since < timezone.now() - 1.9 * DAY
    assert what_needs(reader(gezond, frozenset())).items == ()

    given_up(gezond, "weg@example.nl", None, sent_at=timezone.now())
    assert what_needs(reader(gezond)).items == ()


def test_of_a_coupling_that_ended_no_mail_is_missed(gezond: House) -> None:
    given_up(gezond, "weg@example.nl", timezone.now())
    with tenant(gezond.arbodienst):
        ClientAccount.objects.update(report_recipients=["weg@example.nl"])
    set_status(gezond, "closed")
    assert what_needs(reader(gezond)).items == ()


def given_up(of: House, address: str, at: datetime | None, **values: object) -> None:
    """A mail to somebody, given up at a moment."""
    with tenant(of.arbodienst):
        common = {"arbodienst_id": of.arbodienst}
        mail = Mail.objects.create(
            **common, account_id=of.account, kind="report", made_at=timezone.now()
        )
        usual = {"key": uuid4(), "next_at": timezone.now(), "given_up_at": at}
        MailCopy.objects.create(**common, mail=mail, address=address, **{**usual, **values})
