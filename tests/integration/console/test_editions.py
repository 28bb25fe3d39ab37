"""Editions on the pages: what arrives, taking one more or less, and what would change by that."""

import pytest
from django.test import Client

from configuring_world import ACCOUNT
from console_world import agreed, confirmed
from couplings_world import fields_of, page_of, post, visitor
from doors_world import Coupling
from held_world import everything
from sending_world import deliver, go_live, report, settings, sick, take
from shadow_world import stored
from verzuimbrug.application.accounts import AccountRef
from verzuimbrug.application.change_log.words import shielded_word

pytestmark = pytest.mark.usefixtures("database")


def _place(of: Coupling, *below: str) -> str:
    return "".join((f"/koppelingen/{of.account}/importkoppelingen/Verzuimmeldingen/", *below))


def _with_some() -> tuple[Coupling, Client]:
    """A coupling that took a message in 2022 and one in 2026, and rejected one in 2024."""
    coupling = go_live(settings(editions=["2022", "2026"]))
    take(
        coupling,
        sick(report(), edition="2022"),
        sick(report("VG2"), key="w-2"),
        sick(report("VG3"), key="w-3", edition="2024"),
    )
    return coupling, visitor(coupling.ref)


def test_what_arrives_is_shown_by_stream_and_edition() -> None:
    coupling, client = _with_some()

    for path in ("/edities/", f"/koppelingen/{coupling.account}/edities/?weken=4"):
        page = page_of(client, path)
        assert "1 bericht afgewezen om zijn editie" in page
        assert "PORTAAL" in page
        assert "Verzuimbrug portaalsimulator" in page
        assert 'aria-label="' in page
        assert "bevinding=IN101" in page
    assert "4 weken: 1 bericht; de meeste in de week van" in page


def test_what_was_rejected_for_its_edition_leads_there_from_the_coupling_and_from_today() -> None:
    coupling, client = _with_some()
    place = f"/koppelingen/{coupling.account}/edities/"

    assert "1 bericht afgewezen om zijn editie" in page_of(
        client, f"/koppelingen/{coupling.account}/"
    )
    assert f'href="{place}"' in page_of(client, "/")
    assert 'href="/edities/"' in page_of(client, "/beheer/")


def test_who_may_only_look_sees_no_buttons() -> None:
    coupling, _ = _with_some()

    page = page_of(visitor(coupling.ref, "audit"), "/edities/")

    assert "2022" in page
    assert "Niet meer aannemen" not in page


def test_an_edition_is_taken_no_longer_once_agreed_with_what_that_means_and_back_again() -> None:
    coupling, client = _with_some()

    page = post(client, _place(coupling, "edities/"), {"stoppen": "2022"})
    assert "De laatste 30 dagen kwam 1 bericht in editie 2022" in page
    assert stored(coupling)["editions"] == ["2022", "2026"]

    done = post(client, _place(coupling, "edities/"), confirmed(page))
    assert stored(coupling)["editions"] == ["2026"]
    undo = done.partition("/beheer/opgeslagen/")[2].partition('"')[0]
    agreed(client, f"/beheer/opgeslagen/{undo}")
    assert stored(coupling)["editions"] == ["2022", "2026"]


def test_an_edition_more_is_taken_and_its_codes_are_still_to_be_confirmed() -> None:
    coupling, client = _with_some()

    page = post(client, _place(coupling, "edities/"), {"aanvaarden": "2024"})
    assert "nog niet bevestigd" in page

    post(client, _place(coupling, "edities/"), confirmed(page))
    assert stored(coupling)["editions"] == ["2022", "2024", "2026"]
    assert stored(coupling)["operations_confirmed"] == ["2022", "2026"]


def test_nothing_came_in_an_edition_is_said_and_the_last_one_stays() -> None:
    coupling = go_live(settings(editions=["2024", "2026"]))
    client = visitor(coupling.ref)

    assert "kwam niets in editie 2024" in post(
        client, _place(coupling, "edities/"), {"stoppen": "2024"}
    )
    both = {"stoppen": ["2024", "2026"]}
    assert "geen enkele editie" in post(client, _place(coupling, "edities/"), both, status=422)
    assert "het is al zo" in post(client, _place(coupling, "edities/"), {"stoppen": "x" * 11})


def test_a_shadow_run_shows_what_comes_out_differently_and_saves_just_that() -> None:
    coupling, client = _with_some()
    place = _place(coupling, "schaduw/")
    assert "Deze edities niet meer aannemen" in page_of(client, place)
    before = everything(coupling)

    page = post(client, place, {"stoppen": "2022", "laatste": "500"})

    assert "<strong>3</strong> berichten vergeleken" in page
    assert "<strong>1</strong> anders" in page or "<strong>1</strong> verschillend" in page
    assert "J, 1980" in page
    assert "Smit" not in page
    assert {**everything(coupling)} == before
    post(client, _place(coupling, "edities/"), confirmed(page))
    assert stored(coupling)["editions"] == ["2026"]


def test_what_was_changed_meanwhile_is_shown_instead_of_saved() -> None:
    coupling, client = _with_some()
    page = post(client, _place(coupling, "schaduw/"), {"stoppen": "2022", "laatste": "500"})
    other = post(client, _place(coupling, "edities/"), {"aanvaarden": "2024"})
    post(client, _place(coupling, "edities/"), confirmed(other))

    again = post(client, _place(coupling, "edities/"), confirmed(page))

    assert "niets opgeslagen" in again or "niets bewaard" in again
    assert stored(coupling)["editions"] == ["2022", "2024", "2026"]


def test_settings_that_are_filled_in_are_compared_from_their_preview_and_saved() -> None:
    coupling, client = _with_some()
    sent = {**fields_of(page_of(client, _place(coupling))), "employer_code": "X[IdWrkgvrArbdnst]"}
    preview = post(client, _place(coupling), sent)
    assert _place(coupling, "schaduw/") in preview

    page = post(client, _place(coupling, "schaduw/"), {**sent, "laatste": "2"})

    assert "X1001: nog niemand" in page
    assert "een andere werkgever" in page
    assert 'value="X[IdWrkgvrArbdnst]"' in post(client, _place(coupling), {**sent, "verder": "1"})
    post(client, _place(coupling), confirmed(page))
    assert stored(coupling)["employer_code"] == "X[IdWrkgvrArbdnst]"


def test_names_are_not_shown_and_what_was_left_out_is_named() -> None:
    coupling, client = _with_some()
    deliver(coupling, sick(report("VG4"), test=True))
    sent = {**fields_of(page_of(client, _place(coupling))), "field_policies": "surname = never"}

    page = post(client, _place(coupling, "schaduw/"), {**sent, "laatste": "500"})

    assert "(niet getoond)" in page
    assert shielded_word("nl") not in page
    assert "het zijn testberichten" in page


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"laatste": "500"}, "Kies wat er verandert"),
        ({"laatste": "0", "stoppen": "2022"}, "1"),
        ({"laatste": "500", "aanvaarden": "1999"}, "Er is niets vergeleken"),
        ({"laatste": "500", "employer_code": "x"}, "Kies wat er verandert"),
    ],
)
def test_what_cannot_be_compared_is_told(sent: dict[str, str], said: str) -> None:
    coupling, client = _with_some()

    assert said in post(client, _place(coupling, "schaduw/"), sent, status=422)


def test_without_messages_there_is_nothing_to_compare() -> None:
    coupling = go_live()
    page = post(
        visitor(coupling.ref), _place(coupling, "schaduw/"), {"stoppen": "2022", "laatste": "5"}
    )

    assert "geen berichten om te vergelijken" in page


def test_a_coupling_or_stream_that_is_not_there_is_a_page_that_says_so() -> None:
    coupling = go_live()
    client = visitor(coupling.ref)
    other = visitor(AccountRef(arbodienst=go_live(settings("ANDERS")).arbodienst, account=0))

    for below in ("geen/schaduw/", "geen/edities/"):
        path = f"/koppelingen/{coupling.account}/importkoppelingen/{below}"
        assert client.post(path, {"stoppen": "2022"}).status_code == 404
    for path in (_place(coupling, "schaduw/"), f"/koppelingen/{coupling.account}/edities/"):
        assert other.get(path).status_code == 404
    assert ACCOUNT in page_of(client, "/edities/")
