"""What a copy of the database tells whoever gets hold of it: of no person more than is named here.

The BSN, free texts and received files stand in it nowhere; a name only in the columns below.
"""

import re

import pytest
from django.utils import timezone

from doors_world import Coupling
from dumped import columns_with, dump
from sealed_world import BSN, CONTACT_NAME, FREE_TEXT, SURNAME, filled
from sending_world import absence, deliver, employer, person, report, take, work
from verzuimbrug.application.access import Reader
from verzuimbrug.application.decider import Decider
from verzuimbrug.application.mail.digests import make_digests
from verzuimbrug.application.mail.writing import write_mails
from verzuimbrug.application.undoing.undo import preview_undo, undo
from verzuimbrug.application.undoing.values import OfMessage
from verzuimbrug.project import embedded
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

NAMES_IN_CLEAR = {
    "store_employee.fields": "the dossier itself: shown, sorted and compared with every message",
    "store_employee.match_name": "persons are found by how their surname begins (WN-4)",
    "store_statement.fields": "what each message said of a person, to undo one of them (VE-4)",
    "store_change.fields": "what was before and after, to show and to undo (VE-5)",
}
"""The columns that hold names of persons in clear, and why."""


def _go_wrong(coupling: Coupling) -> None:
    """Messages that wait, are undone, are a test; ones of which a field is wrong, or too long.

    What stands in a field that is meant for something else nobody can know for what it is.
    """
    known = {"surname": SURNAME}
    told = person("w-7", report("VG-7", free_text=(FREE_TEXT,)), bsn=BSN, fields=known)
    take(coupling, absence(employer("1002", told)))
    take(coupling, absence(employer("1001", told), test=True))
    (gone,) = take(coupling, absence(employer("1001", told)))
    what = OfMessage(receipt=gone.receipt)
    shown = preview_undo(Reader(arbodienst=coupling.arbodienst, principal="test"), what)
    assert shown is not None
    undo(Decider(arbodienst=coupling.arbodienst, by="test"), what, "proef", shown.shown)
    whole = absence(employer("1001", person("w-8", report("VG-8"), bsn=BSN, fields=known)))
    for tag in re.findall(rb"<(\w+)>[^<]", whole):
        deliver(coupling, re.sub(rb"<%s>[^<]*" % tag, b"<%s>??" % tag, whole))
        deliver(coupling, re.sub(rb"<%s>([^<]*)" % tag, rb"<%s>\1" % tag + rb"\1" * 200, whole))
    work()
    with tenant(coupling.arbodienst):
        make_digests(timezone.now())
        write_mails(timezone.now())


def test_a_copy_of_the_database_tells_no_more_than_is_named(
    database_server: embedded.Server,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    of = filled()
    _go_wrong(of.coupling)

    dumped = dump(database_server.owner_url)

    for secret in (BSN, FREE_TEXT, CONTACT_NAME):
        assert columns_with(dumped, secret) == set(), secret
    assert columns_with(dumped, SURNAME) == set(NAMES_IN_CLEAR)
    said = caplog.text + "".join(capfd.readouterr())
    assert not [secret for secret in (BSN, FREE_TEXT, CONTACT_NAME, SURNAME) if secret in said]
