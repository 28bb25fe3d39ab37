"""What needs somebody: parked, held, disputed, rejected, couplings, tokens and links."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from exports_world import exporting
from reading_world import House, house
from verzuimbrug.application.access import Reader
from verzuimbrug.application.today.looking import look, look_at_refused, take_back_looks
from verzuimbrug.application.today.needs import MOST_GROUPS, what_needs
from verzuimbrug.application.today.values import Need, Needs
from verzuimbrug.domain.attention import FAILED_TRIES, NOT_MAILED_WITHIN, REJECTED_WITHIN, Matter
from verzuimbrug.domain.authority import Authority
from verzuimbrug.store.models import (
    AccountEvent,
    ClientAccount,
    Credential,
    Export,
    Mail,
    MailCopy,
    Message,
    OneTimeLink,
    SftpKey,
    Undo,
    Webhook,
    Work,
)
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")
DAY = timedelta(days=1)
FAULT = {"code": "BRT03", "line": 1, "path": "/X", "params": {"message": "X"}}


@pytest.fixture
def gezond() -> House:
    """An arbodienst with a live coupling and a token that never ends."""
    of = house("GEZOND")
    set_status(of, "active")
    credential(of, last_used_at=timezone.now())
    return of


def set_status(of: House, status: str) -> None:
    with tenant(of.arbodienst):
        ClientAccount.objects.filter(id=of.account).update(status=status)


def credential(of: House, **values: object) -> int:
    with tenant(of.arbodienst):
        usual = {"salt": b"s", "token_hash": b"h", "issued_at": timezone.now() - 90 * DAY}
        row = Credential.objects.create(
            arbodienst_id=of.arbodienst, account_id=of.account, **{**usual, **values}
        )
    return row.id


def reader(of: House, accounts: frozenset[int] | None = None) -> Reader:
    authority = Authority(accounts=accounts)
    return Reader(arbodienst=of.arbodienst, principal="user a", authority=authority)


def needs(of: House) -> tuple[Need, ...]:
    return what_needs(reader(of)).items


def message(of: House, receipt: str, at: datetime | None = None, **values: object) -> int:
    number = of.message(receipt, **values)
    with tenant(of.arbodienst):
        Message.objects.filter(id=number).update(received_at=at or timezone.now())
    return number


def rejected(of: House, receipt: str, at: datetime | None = None) -> int:
    return message(of, receipt, at, state="rejected", codes=["BRT03"], findings=[FAULT])


def park(of: House, number: int) -> None:
    finding = {"code": "WG201", "line": 1, "path": "", "params": {"code": f"X{number}"}}
    of.report(
        message(of, f"P-{number}"),
        0,
        "parked",
        employer_code=f"X{number}",
        codes=["WG201"],
        findings=[finding],
    )


def test_nothing_is_needed_of_a_coupling_that_is_live_and_well(gezond: House) -> None:
    message(gezond, "A-1")

    assert what_needs(reader(gezond)) == Needs(items=(), more_parked=False)


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


def test_what_is_parked_is_told_by_cause_with_its_group(gezond: House) -> None:
    park(gezond, 1)

    (need,) = needs(gezond)

    assert (need.matter, need.count, need.code) == (Matter.PARKED, 1, "WG201")
    assert need.group is not None
    assert need.group.subject == ("X1",)
    assert need.account == gezond.account


def test_only_the_first_groups_are_told_and_that_there_are_more(gezond: House) -> None:
    for number in range(MOST_GROUPS + 1):
        park(gezond, number)

    found = what_needs(reader(gezond))

    assert len(found.items) == MOST_GROUPS
    assert found.more_parked


def test_held_messages_are_told_once_a_coupling(gezond: House) -> None:
    message(gezond, "A-9", state="held")
    message(gezond, "A-10", state="held")
    with tenant(gezond.arbodienst):
        undo = Undo.objects.create(
            arbodienst_id=gezond.arbodienst, at=timezone.now(), by="a", reason="x", horizon=1
        )
    message(gezond, "A-3", state="held", undone_id=undo.id)

    (need,) = needs(gezond)

    assert (need.matter, need.count, need.receipt) == (Matter.HELD, 2, "A-9")


def test_disputed_reports_are_told(gezond: House) -> None:
    number = message(gezond, "A-1")
    gezond.report(number, 0, "conflict")
    gezond.report(number, 1, "held", case_key="VG2")
    gezond.report(number, 2, "held", case_key="VG3", standing="held")

    (need,) = needs(gezond)

    assert (need.matter, need.count) == (Matter.DISPUTED, 2)


def test_rejected_messages_are_told_by_their_first_finding(gezond: House) -> None:
    rejected(gezond, "A-1")
    rejected(gezond, "A-2")

    (need,) = needs(gezond)

    assert (need.matter, need.count, need.receipt, need.code) == (
        *(Matter.REJECTED, 2),
        *("A-2", "BRT03"),
    )
    assert need.finding is not None
    assert need.finding.path == "/X"


def test_a_rejected_message_that_somebody_looked_at_needs_nobody(gezond: House) -> None:
    first, second = rejected(gezond, "A-1"), rejected(gezond, "A-2")
    with tenant(gezond.arbodienst):
        look(reader(gezond), first)
        look(reader(gezond), first)

    (need,) = needs(gezond)
    assert need.count == 1

    with tenant(gezond.arbodienst):
        look(reader(gezond), second)
    assert needs(gezond) == ()


def test_what_was_rejected_long_ago_needs_nobody(gezond: House) -> None:
    rejected(gezond, "A-1", timezone.now() - REJECTED_WITHIN - DAY)

    assert needs(gezond) == ()


def test_all_that_was_rejected_for_one_cause_can_be_marked_and_taken_back(gezond: House) -> None:
    rejected(gezond, "A-1")
    rejected(gezond, "A-2")

    looked = look_at_refused(reader(gezond), gezond.account, "BRT03")

    assert looked is not None
    assert looked.messages == 2
    assert needs(gezond) == ()
    assert take_back_looks(reader(gezond), looked.at) == 2
    assert len(needs(gezond)) == 1


def test_somebody_marks_nothing_of_a_coupling_that_is_closed_to_them(gezond: House) -> None:
    rejected(gezond, "A-1")
    limited = reader(gezond, frozenset({gezond.account + 1}))

    assert look_at_refused(limited, gezond.account, "BRT03") is None
    assert look_at_refused(reader(gezond), gezond.account, "BRT\0") is None

    looked = look_at_refused(reader(gezond), gezond.account, "BRT03")
    assert looked is not None
    assert take_back_looks(limited, looked.at) == 0


def test_a_failed_message_needs_somebody_also_when_it_was_looked_at(gezond: House) -> None:
    number = message(gezond, "A-1", timezone.now() - 100 * DAY, state="failed")
    with tenant(gezond.arbodienst):
        look(reader(gezond), number)

    (need,) = needs(gezond)

    assert (need.matter, need.count, need.code, need.finding) == (Matter.FAILED, 1, "", None)


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


def test_a_closed_coupling_needs_nobody_whatever_it_left(gezond: House) -> None:
    number = message(gezond, "A-1")
    gezond.report(number, 0, "conflict")
    park(gezond, 1)
    message(gezond, "A-2", state="held")
    rejected(gezond, "A-3")
    link(gezond, credential(gezond), "token", DAY)
    set_status(gezond, "closed")

    assert needs(gezond) == ()


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


def link(of: House, number: int, part: str, ends_in: timedelta, **values: object) -> None:
    with tenant(of.arbodienst):
        OneTimeLink.objects.create(
            arbodienst_id=of.arbodienst,
            credential_id=number,
            part=part,
            secret=b"",
            expires_at=timezone.now() + ends_in,
            **values,
        )


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


def test_the_most_urgent_comes_first_and_of_two_alike_the_one_that_waits_longest(
    gezond: House,
) -> None:
    message(gezond, "A-1", state="held")
    message(gezond, "A-2", state="failed")
    for number, days in ((1, 1), (2, 5)):
        finding = {"code": "WG201", "line": 1, "path": "", "params": {"code": f"X{number}"}}
        gezond.report(
            message(gezond, f"P-{number}", timezone.now() - days * DAY),
            0,
            "parked",
            employer_code=f"X{number}",
            codes=["WG201"],
            findings=[finding],
        )

    found = needs(gezond)

    assert [need.matter for need in found] == [
        *(Matter.FAILED, Matter.PARKED),
        *(Matter.PARKED, Matter.HELD),
    ]


def test_what_is_of_closed_couplings_is_not_told(gezond: House) -> None:
    message(gezond, "A-1", state="held")
    rejected(gezond, "A-2")
    limited = reader(gezond, frozenset({gezond.account + 1}))

    assert what_needs(limited).items == ()


def test_the_number_of_queries_does_not_depend_on_what_there_is(gezond: House) -> None:
    park(gezond, 0)
    with CaptureQueriesContext(connection) as before:
        needs(gezond)
    for number in range(1, 20):
        park(gezond, number)
        rejected(gezond, f"A-{number}")
        message(gezond, f"B-{number}", state="held")
    with CaptureQueriesContext(connection) as after:
        needs(gezond)

    assert len(before) == len(after)


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
