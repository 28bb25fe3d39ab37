"""Whatever messages say: nothing of a person stands in any mail."""

from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings as hypothesis_settings, strategies as st
from pytest_django import Settings

from doors_world import Coupling
from mail_world import UNREADABLE, route, told_coupling
from rigour import tries
from sending_world import employees, person, report, sick, take
from verzuimbrug.application.mail.digests import make_digests
from verzuimbrug.application.mail.writing import write_mails
from verzuimbrug.application.parking.reminding import remind
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.store.models import ClientAccount, Mail
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

_houses = count(1)
_LETTERS = "QXZJK"
_words = st.text(_LETTERS, min_size=6, max_size=12)
_persons = st.fixed_dictionaries(
    {
        "surname": _words,
        "key": _words.map(lambda word: f"W{word}"),
        "case": _words.map(lambda word: f"V{word}"),
        "born": st.dates(min_value=date(1950, 1, 1), max_value=date(2005, 1, 1)),
        "bsn": st.sampled_from(["111222333", "123456782", "999999990"]),
        "text": _words,
        "sequence": st.sampled_from([1, 3]),
        "number": st.sampled_from(["1001", "1002"]),
        "operation": st.sampled_from([Operation.NEW, Operation.CHANGE, Operation.WITHDRAW]),
        "test": st.booleans(),
    }
)


@pytest.fixture(autouse=True)
def _instance(settings: Settings) -> None:
    settings.MAIL_SERVER = route("smtp://localhost")
    settings.PUBLIC_URL = "https://brug.example.nl"


def _sent(coupling: Coupling, one: dict[str, Any]) -> None:
    """Messages about somebody: reports, particulars, and one that is rejected."""
    said = report(
        one["case"], one["sequence"], one["operation"], free_text=(one["text"],), at=one["sequence"]
    )
    known: Any = {"fields": {"surname": one["surname"]}, "born": one["born"].isoformat()}
    take(coupling, sick(said, key=one["key"], number=one["number"], test=one["test"]))
    about = person(one["key"], bsn=one["bsn"], **known)
    take(coupling, employees(about, number=one["number"]), stream="WerknemersGegevens")
    broken = sick(report(one["case"]), key=one["key"]).replace(b"<IdWrknmr>", b"<Naam>")
    take(coupling, broken, UNREADABLE + one["surname"].encode())


def _mailed(coupling: Coupling) -> str:
    """All that is mailed of it, reminders and a digest too, in one text."""
    with tenant(coupling.arbodienst):
        remind(coupling.arbodienst, timezone.now() + timedelta(days=4))
        ClientAccount.objects.update(report_mail="daily")
        make_digests(timezone.now() - timedelta(days=2))
        make_digests(timezone.now() + timedelta(days=2))
        write_mails(timezone.now())
        mails = Mail.objects.exclude(subject="")
        assert {mail.kind for mail in mails} >= {"report", "rejected", "digest"}
        return "\n".join(f"{mail.subject}\n{mail.body}" for mail in mails)


@given(st.lists(_persons, min_size=1, max_size=3))
@hypothesis_settings(max_examples=tries(6), suppress_health_check=list(HealthCheck))
def test_no_mail_says_anything_of_a_person(persons: list[dict[str, Any]]) -> None:
    coupling = told_coupling(code=f"TOEVAL-{next(_houses)}", bsn=True)
    for one in persons:
        _sent(coupling, one)

    text = _mailed(coupling)
    for one in persons:
        for name in ("surname", "key", "case", "bsn", "text"):
            assert one[name] not in text
        for form in ("%Y-%m-%d", "%d-%m-%Y", "%Y%m%d"):
            assert one["born"].strftime(form) not in text
