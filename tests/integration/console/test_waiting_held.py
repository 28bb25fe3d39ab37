"""What is held, in the console: listed, judged as it was shown, in part and together."""

import re
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from configuring_world import apply
from held_world import hold, looks, watched
from sending_world import (
    absence,
    cases,
    day,
    employer,
    go_live,
    outcome,
    person,
    report,
    settings,
    sick,
    states,
    take,
    work,
)
from verzuimbrug.console.waiting import held_message
from verzuimbrug.domain.deliveries import Operation
from waiting_world import link_of, page_of, values_of, visit_at

pytestmark = pytest.mark.usefixtures("database")

HELD = "/wachtend/ter-goedkeuring/"
CHANGE = Operation.CHANGE
HALF, LESS = Decimal("50.00"), Decimal("25.00")


def test_nothing_waits_for_anybody() -> None:
    page = page_of(visit_at(go_live()), HELD)

    assert "Er wacht geen bericht op goedkeuring." in page
    assert "Er wacht geen melding op een besluit." in page


def test_held_messages_stand_with_why_and_how_much() -> None:
    coupling = watched()
    receipt = hold(coupling, sick(report()))

    page = page_of(visit_at(coupling), HELD)

    assert f"{HELD}{receipt}/" in page
    assert "1 aangemaakt" in page
    assert "1 over te nemen" in page


def test_message_is_shown_by_person_and_who_looked_is_kept() -> None:
    coupling = watched()
    receipt = hold(coupling, sick(report()))

    page = page_of(visit_at(coupling), f"{HELD}{receipt}/")

    assert "Koppelsleutel w-1" in page
    assert "verzuimgeval VG1" in page
    assert "periode vanaf 2 mrt 2026" in page
    assert "100%" in page
    assert "Melding 1 van VG1" in page
    assert len(looks(coupling)) == 1


def test_message_is_approved_as_it_was_shown() -> None:
    coupling = watched()
    receipt = hold(coupling, sick(report()))
    client = visit_at(coupling)
    (digest,) = values_of(page_of(client, f"{HELD}{receipt}/"), "digest")

    given = {"besluit": "goedkeuren", "digest": digest}
    told = client.post(f"{HELD}{receipt}/", given, follow=True).content.decode()
    work()

    assert f"Bericht {receipt} is goedgekeurd" in told
    assert f'href="/berichten/{receipt}/ongedaan/"' in told
    assert outcome(coupling, receipt).state == "processed"


def test_what_is_left_out_is_refused() -> None:
    coupling = watched()
    content = absence(employer("1001", person("a", report("VG-a")), person("b", report("VG-b"))))
    receipt = hold(coupling, content)
    client = visit_at(coupling)
    page = page_of(client, f"{HELD}{receipt}/")
    (digest,) = values_of(page, "digest")
    first, _ = values_of(page, "zonder_persoon")

    given = {"besluit": "goedkeuren", "digest": digest, "zonder_persoon": first}
    client.post(f"{HELD}{receipt}/", given)
    work()

    assert sorted(cases(coupling)) == ["VG-b"]


def test_refusing_needs_a_reason() -> None:
    coupling = watched()
    receipt = hold(coupling, sick(report()))
    client = visit_at(coupling)

    silent = client.post(f"{HELD}{receipt}/", {"besluit": "afwijzen", "reden": " "})
    assert silent.status_code == 409
    assert outcome(coupling, receipt).state == "held"

    given = {"besluit": "afwijzen", "reden": "verkeerd bestand"}
    told = client.post(f"{HELD}{receipt}/", given, follow=True).content.decode()
    work()
    assert f"Bericht {receipt} is afgewezen" in told
    assert f"/{receipt}/ongedaan/" not in told, "nothing was taken over"
    assert outcome(coupling, receipt).state == "rejected"


def test_what_moved_is_shown_again_with_what_differs_and_nothing_is_written() -> None:
    coupling = watched()
    receipt = hold(coupling, sick(report()))
    client = visit_at(coupling)
    (digest,) = values_of(page_of(client, f"{HELD}{receipt}/"), "digest")
    apply(settings(mode="live"))
    take(coupling, sick(report("VG-ander", at=1)))

    given = {"besluit": "goedkeuren", "digest": digest}
    answer = client.post(f"{HELD}{receipt}/", given)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "De wijzigingen zijn veranderd sinds ze zijn getoond." in page
    assert "anders dan eerder getoond" in page
    assert values_of(page, "digest") != [digest]
    assert sorted(cases(coupling)) == ["VG-ander"]


def test_long_list_goes_on_part_by_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held_message, "_PERSONS_AT_A_TIME", 2)
    coupling = watched()
    content = absence(employer("1001", *(person(f"k{n}", report(f"VG-{n}")) for n in range(5))))
    receipt = hold(coupling, content)
    client = visit_at(coupling)

    first = page_of(client, f"{HELD}{receipt}/")
    assert ("k1" in first, "Koppelsleutel k2" in first) == (True, False)
    part = client.get(f"{HELD}{receipt}/?deel=1&vanaf=4", headers={"HX-Request": "true"})
    said = part.content.decode()
    assert "Koppelsleutel k4" in said
    assert "<html" not in said
    assert "Toon meer personen" not in said


def test_what_is_left_out_further_on_stays_left_out_after_a_refused_confirmation(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(held_message, "_PERSONS_AT_A_TIME", 2)
    coupling = watched()
    content = absence(employer("1001", *(person(f"k{n}", report(f"VG-{n}")) for n in range(5))))
    receipt = hold(coupling, content)
    client = visit_at(coupling)
    path = f"{HELD}{receipt}/"
    (digest,) = values_of(page_of(client, path), "digest")
    further = {"HX-Request": "true"}
    second = client.get(f"{path}?deel=1&vanaf=2", headers=further).content.decode()
    last = client.get(f"{path}?deel=1&vanaf=4", headers=further).content.decode()
    other = values_of(second, "zonder_melding")[1]
    (left_out,) = values_of(last, "zonder_persoon")
    given = {"besluit": "goedkeuren", "zonder_persoon": left_out, "zonder_melding": other}

    again = client.post(path, {**given, "digest": "iets anders"})

    page = again.content.decode()
    assert again.status_code == 409
    hidden = re.findall(r'<input type="hidden" name="(zonder_\w+)" value="(\d+)">', page)
    assert hidden == [("zonder_persoon", left_out), ("zonder_melding", other)]
    more = link_of(page, "Toon meer personen")
    part = client.get(f"{more}&{urlencode(hidden)}", headers=further).content.decode()
    assert f'name="zonder_melding" value="{other}" checked' in part
    assert f'<input type="hidden" name="zonder_persoon" value="{left_out}">' in part
    assert "zonder_" not in link_of(part, "Toon meer personen")
    more = f"{link_of(part, 'Toon meer personen')}&zonder_persoon={left_out}"
    part = client.get(more, headers=further).content.decode()
    assert f'name="zonder_persoon" value="{left_out}" checked' in part
    assert 'type="hidden"' not in part

    client.post(path, {"besluit": "goedkeuren", "digest": digest, **dict(hidden)})
    work()
    assert sorted(cases(coupling)) == ["VG-0", "VG-1", "VG-2"]


def test_several_messages_are_approved_together_after_a_look_at_the_counts() -> None:
    coupling = watched()
    receipts = [hold(coupling, sick(report(f"VG{n}"), key=f"w-{n}")) for n in range(3)]
    client = visit_at(coupling)
    assert values_of(page_of(client, HELD), "bericht") == receipts

    preview = client.post(f"{HELD}samen/", {"bericht": receipts[:2]}).content.decode()
    assert "2 berichten goedkeuren" in preview
    assert "2 aangemaakt" in preview
    given = {"bericht": receipts[:2], "digest": values_of(preview, "digest"), "doe": "ja"}
    told = client.post(f"{HELD}samen/", given, follow=True).content.decode()
    work()

    assert "2 berichten goedgekeurd." in told
    assert sorted(cases(coupling)) == ["VG0", "VG1"]


def test_what_changed_meanwhile_is_not_approved_together() -> None:
    coupling = watched()
    receipt = hold(coupling, sick(report()))
    client = visit_at(coupling)

    given = {"bericht": [receipt], "digest": ["iets anders"], "doe": "ja"}
    told = client.post(f"{HELD}samen/", given, follow=True).content.decode()
    assert "1 bericht zou intussen iets anders wijzigen." in told
    nothing = client.post(f"{HELD}samen/", {}, follow=True).content.decode()
    assert "U koos nog geen bericht." in nothing
    unknown = client.post(f"{HELD}samen/", {"bericht": ["x"]}, follow=True).content.decode()
    assert "Kies berichten van één importkoppeling" in unknown


def test_reports_in_conflict_stand_side_by_side_and_one_is_chosen() -> None:
    coupling = go_live()
    first, second, third = (
        sick(report()),
        sick(report("VG1", 2, CHANGE, at=3, percentage=HALF)),
        sick(report("VG1", 2, CHANGE, at=3, percentage=LESS)),
    )
    *_, stands, disputed = take(coupling, first, second, third)
    client = visit_at(coupling)
    path = f"{HELD}{disputed.receipt}/melding/0/"
    assert path in page_of(client, HELD)

    page = page_of(client, path)
    assert stands.receipt in page
    assert page.count("verschilt") == 1
    preview = page_of(client, f"{path}?besluit=kies")
    assert "50%" in preview
    assert "25%" in preview
    (digest,) = values_of(preview, "digest")
    silent = client.post(path, {"besluit": "kies", "digest": digest, "reden": ""})
    assert silent.status_code == 409
    assert "Deze melding laten gelden" in silent.content.decode()
    other = client.post(path, {"besluit": "kies", "digest": "x", "reden": "nagevraagd"})
    assert other.status_code == 409
    client.post(path, {"besluit": "kies", "digest": digest, "reden": "nagevraagd"})
    work()
    assert cases(coupling)["VG1"].periods[str(day(3))] == "25.00"


def test_impossible_report_is_refused() -> None:
    coupling = go_live()
    too_early = sick(report("VG1", 2, CHANGE, at=3, ends=True, recovered_on=day(-5)))
    _, impossible = take(coupling, sick(report()), too_early)
    client = visit_at(coupling)
    path = f"{HELD}{impossible.receipt}/melding/0/"

    (digest,) = values_of(page_of(client, f"{path}?besluit=wijs-af"), "digest")
    given = {"besluit": "wijs-af", "digest": digest, "reden": "kan niet"}
    told = client.post(path, given, follow=True).content.decode()
    work()

    assert f"De melding op plaats 1 van bericht {impossible.receipt} is afgewezen." in told
    assert "VG1" not in told.partition("is afgewezen.")[0]
    assert states(coupling)[-1] == ("VG1", 2, "refused")


def test_who_may_only_read_sees_and_does_not_decide() -> None:
    coupling = watched()
    receipt = hold(coupling, sick(report()))
    client = visit_at(coupling, "audit")

    page = page_of(client, f"{HELD}{receipt}/")
    assert "Uw besluit" not in page
    assert "zonder_persoon" not in page
    client.post(f"{HELD}{receipt}/", {"besluit": "afwijzen", "reden": "zomaar"})
    work()
    assert outcome(coupling, receipt).state == "held"
    assert client.post(f"{HELD}samen/", {"bericht": [receipt]}).status_code == 403


@pytest.mark.parametrize("path", ["onbekend/", "onbekend/melding/0/"])
def test_what_is_not_there_is_not_there(path: str) -> None:
    client = visit_at(go_live())

    assert client.get(f"{HELD}{path}").status_code == 404
    assert client.post(f"{HELD}{path}", {"besluit": "goedkeuren"}).status_code == 404


def test_somebody_elses_is_not_there() -> None:
    receipt = hold(watched(), sick(report()))
    other = visit_at(go_live(settings("ANDERS")))

    assert other.get(f"{HELD}{receipt}/").status_code == 404
    assert receipt not in page_of(other, HELD)


def test_queries_do_not_depend_on_how_much_is_held() -> None:
    coupling = watched()
    client = visit_at(coupling)
    hold(coupling, sick(report()))

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(HELD)
        return len(captured)

    before = queries()
    for number in range(2, 6):
        hold(coupling, sick(report(f"VG{number}"), key=f"w-{number}"))
    assert queries() == before
