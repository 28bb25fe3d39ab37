"""Undoing in the console: previewed, made as it was shown, listed, taken back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from parking_world import OVER
from sending_world import ABSENCE, cases, go_live, report, settings, sick, take
from undo_world import of, undone
from verzuimbrug.store.models import Stream
from verzuimbrug.store.tenancy import tenant
from waiting_world import link_of, page_of, values_of, visit_at

pytestmark = pytest.mark.usefixtures("database")

UNDOS = "/wachtend/ongedaan/"


def test_nothing_was_undone() -> None:
    assert "Er is niets ongedaan gemaakt." in page_of(visit_at(go_live()), UNDOS)


def test_message_is_undone_after_a_preview_and_taken_back() -> None:
    coupling = go_live()
    (told,) = take(coupling, sick(report()))
    client = visit_at(coupling)
    path = f"/berichten/{told.receipt}/ongedaan/"

    preview = page_of(client, path)
    assert "1 verborgen" in preview
    assert "Koppelsleutel w-1" in preview
    (shown,) = values_of(preview, "getoond")
    done = client.post(path, {"getoond": shown, "reden": "vergissing"}, follow=True)
    assert cases(coupling)["VG1"].hidden
    said = done.content.decode()
    assert "vergissing" in said

    back = link_of(said, "Terugnemen")
    assert back.startswith(UNDOS)
    (shown,) = values_of(page_of(client, back), "getoond")
    again = client.post(back, {"getoond": shown, "reden": "toch goed"}, follow=True)
    assert "teruggenomen" in again.content.decode()
    assert not cases(coupling)["VG1"].hidden


def test_undoing_needs_a_reason() -> None:
    coupling = go_live()
    (told,) = take(coupling, sick(report()))
    client = visit_at(coupling)
    path = f"/berichten/{told.receipt}/ongedaan/"
    (shown,) = values_of(page_of(client, path), "getoond")

    answer = client.post(path, {"getoond": shown, "reden": " "})

    assert answer.status_code == 409
    assert "reden" in answer.content.decode()
    assert not cases(coupling)["VG1"].hidden


def test_what_moved_is_shown_again_with_what_differs() -> None:
    coupling = go_live()
    (told,) = take(coupling, sick(report()))
    client = visit_at(coupling)
    path = f"/berichten/{told.receipt}/ongedaan/"
    (shown,) = values_of(page_of(client, path), "getoond")
    take(coupling, sick(report("VG2", at=1)))

    answer = client.post(path, {"getoond": shown, "reden": "vergissing"})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Er is niets gewijzigd; dit zou er nu wijzigen." in page
    assert not cases(coupling)["VG1"].hidden


def test_what_cannot_be_undone_says_why() -> None:
    coupling = go_live()
    (told,) = take(coupling, sick(report()))
    undone(coupling, of(told.receipt))
    client = visit_at(coupling)

    page = page_of(client, f"/berichten/{told.receipt}/ongedaan/")

    assert "VE408" in page
    assert values_of(page, "getoond") == []


def test_stream_is_undone_since_a_moment() -> None:
    coupling = go_live()
    take(coupling, sick(report()), sick(report("VG2"), key="w-2"))
    with tenant(coupling.arbodienst):
        stream = Stream.objects.get(name=ABSENCE).id
    client = visit_at(coupling)
    path = f"/koppelingen/{coupling.account}/{stream}/ongedaan/"

    assert 'type="datetime-local"' in page_of(client, path)
    assert "Toon wat er zou gebeuren" in page_of(client, f"{path}?sinds=gisteren")
    since = timezone.localtime() - timedelta(hours=1)
    full = f"{path}?sinds={since:%Y-%m-%dT%H:%M:%S}"
    (shown,) = values_of(page_of(client, full), "getoond")
    client.post(full, {"getoond": shown, "reden": "alles verkeerd"})

    assert all(case.hidden for case in cases(coupling).values())
    assert client.get(f"/koppelingen/{coupling.account}/0/ongedaan/").status_code == 404


def test_undos_are_listed_the_latest_first() -> None:
    coupling = go_live()
    first, second = take(coupling, sick(report()), sick(report("VG2"), key="w-2"))
    for each in (first, second):
        undone(coupling, of(each.receipt))

    page = page_of(visit_at(coupling, "audit"), UNDOS)

    assert page.index(second.receipt) < page.index(first.receipt)
    assert "terugnemen/" not in page


def test_somebody_elses_is_not_there() -> None:
    coupling = go_live()
    (told,) = take(coupling, sick(report()))
    number = undone(coupling, of(told.receipt)).undo
    other = visit_at(go_live(settings("ANDERS")))

    for path in (f"/berichten/{told.receipt}/ongedaan/", f"{UNDOS}{number}/terugnemen/"):
        assert other.get(path).status_code == 404
        assert other.post(path, {"reden": "x"}).status_code == 404
    assert visit_at(coupling, "audit").get(f"{UNDOS}{number}/terugnemen/").status_code == 403


def test_an_auditor_looks_and_is_offered_no_undoing() -> None:
    coupling = go_live()
    (told, disputed) = take(coupling, sick(report()), sick(report("VG2", percentage=OVER)))
    undone(coupling, of(told.receipt))
    with tenant(coupling.arbodienst):
        stream = Stream.objects.get(name=ABSENCE).id
    offers = {
        f"/koppelingen/{coupling.account}/": f"/koppelingen/{coupling.account}/{stream}/ongedaan/",
        f"/berichten/{told.receipt}/": "/terugnemen/",
    }
    manager, auditor = visit_at(coupling), visit_at(coupling, "audit")

    for path, offered in offers.items():
        assert offered in page_of(manager, path)
        assert offered not in page_of(auditor, path)
    reports = page_of(auditor, f"/berichten/{disputed.receipt}/meldingen/")
    assert page_of(auditor, link_of(reports, "Beslissen"))
