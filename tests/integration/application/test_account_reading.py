"""Reading accounts and streams: those of one's own arbodienst, in a fixed number of queries."""

from copy import deepcopy
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from configuring_world import ACCOUNT, apply, coupling, example
from sending_world import connect, deliver, report, settings, sick
from verzuimbrug.application.account_reading import AccountSummary, list_accounts, show_account
from verzuimbrug.application.accounts import find_account
from verzuimbrug.application.configuration.entries import STREAM_DEFAULTS, ScopeEntry
from verzuimbrug.application.streams import list_streams
from verzuimbrug.store.models import Message
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")


def _another(name: str, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 -- as in the file
    """The example with a second account instead of its own."""
    configuration = example()
    configuration["accounts"] = [{"name": name, "scope": {"all": True}, **fields}]
    return configuration


def test_accounts_are_listed_by_name_with_what_tells_them_apart() -> None:
    ref = coupling()
    apply(_another("Andere", type="sftp", underwriting_agent="Volmacht", portal="vdd"))

    assert list_accounts(ref.arbodienst) == (
        AccountSummary(
            name="Andere",
            kind="sftp",
            portal="vdd",
            insurer="",
            underwriting_agent="Volmacht",
            scope=ScopeEntry(everything=True),
            status="concept",
            last_message_at=None,
            streams=("VZ",),
        ),
        AccountSummary(
            name=ACCOUNT,
            kind="web-service",
            portal="verzekeringsinzicht",
            insurer="Felison Assuradeuren",
            underwriting_agent="",
            scope=ScopeEntry(employer_groups=("FELISON-VI",)),
            status="concept",
            last_message_at=None,
            streams=("Verzuimmeldingen", "WerknemersGegevens"),
        ),
    )


def test_a_scope_of_single_employers_is_told_by_their_codes() -> None:
    ref = coupling()
    apply(_another("Enkel", scope={"employers": ["FLSN1001"], "employer_groups": ["FELISON-VI"]}))
    (one, _) = list_accounts(ref.arbodienst)
    assert one.scope == ScopeEntry(employer_groups=("FELISON-VI",), employers=("FLSN1001",))


def test_the_last_activity_is_the_last_message_of_any_stream() -> None:
    own = connect(settings())
    deliver(own, sick(report()))
    last = deliver(own, sick(report()))
    with tenant(own.arbodienst):
        at = Message.objects.get(receipt=last).received_at

    (account,) = list_accounts(own.arbodienst)
    moments = {stream.name: stream.last_message_at for stream in list_streams(own.ref)}

    assert account.last_message_at == at
    assert moments == {"Dienstverbanden": None, "Verzuimmeldingen": at, "WerknemersGegevens": None}


def test_an_account_is_shown_with_all_its_settings_and_its_log_newest_first() -> None:
    ref = coupling()
    changed = example()
    changed["accounts"][0] |= {"culture": "en", "bsn": True, "allowed_addresses": ["192.0.2.7"]}
    changed["accounts"][0]["report_mail"] = "hourly"
    apply(changed)

    shown = show_account(ref)

    assert shown.summary == list_accounts(ref.arbodienst)[0]
    assert (shown.culture, shown.bsn) == ("en", True)
    assert shown.report_recipients == ("klantbeheer@example.nl",)
    assert shown.allowed_addresses == ("192.0.2.7",)
    assert shown.report_mail == "hourly"
    assert shown.streams == list_streams(ref)
    fields = [one.details["differences"][0]["field"] for one in shown.events]
    assert fields == ["culture", None]


def test_a_stream_is_shown_with_the_settings_that_it_leaves_out_too() -> None:
    (absence, _) = list_streams(coupling())
    assert set(absence.settings) == set(STREAM_DEFAULTS)
    assert (absence.message, absence.settings["mode"]) == ("Verzuimmeldingen", "live")


def test_an_account_without_streams_has_none() -> None:
    apply(_another("Leeg"))
    ref = find_account("Leeg")
    assert list_streams(ref) == show_account(ref).streams == ()


def test_accounts_of_another_arbodienst_are_not_seen() -> None:
    gezond, fit = coupling(), coupling("FIT")
    assert [one.name for one in list_accounts(gezond.arbodienst)] == [ACCOUNT]
    assert show_account(fit).summary == list_accounts(fit.arbodienst)[0]


def test_many_accounts_take_as_many_queries_as_one() -> None:
    ref = coupling()
    counts = []
    for number in range(3):
        configuration = deepcopy(example())
        configuration["accounts"][0]["name"] = f"Account {number}"
        apply(configuration)
        with CaptureQueriesContext(connection) as queries:
            list_accounts(ref.arbodienst)
        counts.append(len(queries))
    assert set(counts) == {counts[0]}
