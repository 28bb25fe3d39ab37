"""What is filled in in mails: of our own, and nobody's data."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from verzuimbrug.domain.findings import LANGUAGES, finding_codes
from verzuimbrug.domain.mail_texts import PLACES, MailKind
from verzuimbrug.domain.mail_times import Period
from verzuimbrug.domain.mail_values import DigestTold, MessageTold, ReminderTold, Told, reason_text
from verzuimbrug.domain.parking import parking_causes

HERE = ZoneInfo("Europe/Amsterdam")
_SHARED = {"coupling", "link"}


def _message(state: str = "processed", **said: object) -> MessageTold:
    values = {"dry_run": False, "codes": (), "reports": 38, "findings": 2, **said}
    return MessageTold(
        receipt="20261123-412",
        received_at=datetime(2026, 11, 23, 8, 12, tzinfo=HERE),
        state=state,
        **values,  # type: ignore[arg-type]  # as above
    )


DIGEST = DigestTold(
    period=Period(
        start=datetime(2026, 11, 23, tzinfo=HERE), end=datetime(2026, 11, 24, tzinfo=HERE)
    ),
    messages=12,
    rejected=1,
    reports=38,
    waiting=4,
)
REMINDER = ReminderTold(cause="WG201", days=7, groups=2)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_place_of_every_mail_is_filled_in(language: str) -> None:
    told: dict[MailKind, Told] = {
        MailKind.REPORT: _message(),
        MailKind.REJECTED: _message("rejected"),
        MailKind.DIGEST: DIGEST,
        MailKind.REMINDER: REMINDER,
    }
    for kind, each in told.items():
        assert set(PLACES[kind]) <= _SHARED | set(each.values(language))


def test_a_report_says_what_became_of_the_message() -> None:
    said = {
        (state, dry): _message(state, dry_run=dry).values("nl")["outcome"]
        for state in ("processed", "held", "rejected", "failed")
        for dry in (False, True)
    }
    assert len(set(said.values())) == 5
    assert "proef" in said["processed", True]
    assert _message().values("nl")["received"] == "23-11-2026 08:12"
    assert _message().values("en")["outcome"] == "processed"


def test_a_digest_and_a_reminder_say_how_much() -> None:
    assert DIGEST.values("nl")["period"] == "23-11-2026"
    assert REMINDER.values("nl") == {
        "cause": "Werkgever bestaat niet",
        "days": "7",
        "waiting": "2",
    }
    assert REMINDER.values("en")["cause"] == "Employer does not exist"


def test_a_reason_is_that_of_the_first_error() -> None:
    assert reason_text(["IN401", "XML01", "XML05"], "nl") == "XML01: Het bestand is leeg."
    assert reason_text(["XML01"], "en") == "XML01: The file is empty."
    assert reason_text(["IN401"], "nl").startswith("IN401: ")
    assert reason_text([], "nl") == ""


def test_of_a_sentence_with_parameters_the_cause_is_told_or_the_code_alone() -> None:
    assert reason_text(["VE102"], "nl") == (
        "VE102: Iemand heeft de getoonde wijzigingen bekeken en afgewezen."
    )
    assert reason_text(["WG101"], "nl") == "WG101"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_reason_and_no_cause_has_a_place_for_data(language: str) -> None:
    for code in finding_codes():
        assert "{" not in reason_text([code], language)
    for cause in parking_causes().values():
        assert "{" not in cause.name[language]
        assert cause.name[language]
