"""Setting a coupling up: made, edited, tried; each save looked at before it is done."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from configuring_world import ACCOUNT, coupling
from console_world import confirmed, sign_in
from couplings_world import fields_of, page_of, post, visitor
from people_world import limit, person
from readiness_world import in_order, signed_in
from sending_world import deliver, report, sick
from verzuimbrug.application.accounts import find_account
from verzuimbrug.application.configuration.configured_objects import read_object
from verzuimbrug.application.configuration.entries import Plain
from verzuimbrug.application.configuration.versions import ConfiguredObject

pytestmark = pytest.mark.usefixtures("database")

NEW = {
    "portal": "vdd",
    "name": "VDD Zuid",
    "kind": "web-service",
    "underwriting_agent": "Volmacht Zuid",
    "employer_groups": ["FELISON-VI"],
    "report_recipients": "kim@example.nl\n",
    "report_mail": "hourly",
    "culture": "nl",
}


def _account(arbodienst: int, name: str = ACCOUNT) -> Plain:
    found = read_object(ConfiguredObject(arbodienst=arbodienst, kind="account", key=(name,)))
    assert found is not None
    return found


def _stream(arbodienst: int, name: str = "Verzuimmeldingen") -> Plain:
    of = ConfiguredObject(arbodienst=arbodienst, kind="stream", key=(ACCOUNT, name))
    found = read_object(of)
    assert found is not None
    return found


def test_a_new_coupling_is_shown_before_it_is_made_and_then_leads_to_its_steps() -> None:
    ref = coupling()
    client = visitor(ref)

    preview = post(client, "/koppelingen/nieuw/", NEW)
    assert "Er is nog niets bewaard" in preview
    assert "importkoppeling VDD Zuid / VZ" in preview
    made = post(client, "/koppelingen/nieuw/", confirmed(preview))

    assert "De koppeling VDD Zuid is gemaakt" in made
    assert "De weg naar live gaan" in made
    assert _account(ref.arbodienst, "VDD Zuid")["portal"] == "vdd"


def test_a_name_that_is_taken_changes_nothing() -> None:
    ref = coupling()

    page = post(visitor(ref), "/koppelingen/nieuw/", {**NEW, "name": ACCOUNT}, status=422)

    assert "Er is al een koppeling met deze naam." in page
    assert _account(ref.arbodienst)["portal"] == "verzekeringsinzicht"


def test_what_was_filled_in_can_be_gone_on_with() -> None:
    client = visitor(coupling())
    preview = post(client, "/koppelingen/nieuw/", NEW)
    sent = confirmed(preview)
    del sent["getoond"]

    page = post(client, "/koppelingen/nieuw/", {**sent, "verder": "1"})

    assert 'value="VDD Zuid"' in page
    assert "Bekijk wat er gemaakt wordt" in page


def test_what_is_not_right_is_told_in_words() -> None:
    page = post(
        visitor(coupling()),
        "/koppelingen/nieuw/",
        {**NEW, "insurer": "Verzekeraar", "report_recipients": "geen adres"},
        status=422,
    )

    assert "CF014" in page
    assert "CF015" in page
    assert "Dit kan nog niet worden bewaard" in page


def test_who_sees_some_employers_only_makes_no_coupling_and_keeps_no_scope() -> None:
    ref = coupling()
    user = person(ref.arbodienst, "setup")
    limit(user, employers=["FLSN1001"])
    client = Client()
    sign_in(client, user)

    assert client.get("/koppelingen/nieuw/").status_code == 403
    place = f"/koppelingen/{ref.account}/autorisaties/"
    assert "niet wijzigen" in page_of(client, place)
    assert client.post(place, {"everything": "on"}).status_code == 403


def test_the_account_is_edited_after_a_look_at_the_differences() -> None:
    ref = coupling()
    client, place = visitor(ref), f"/koppelingen/{ref.account}/klantaccount/"
    sent = {**fields_of(page_of(client, place)), "report_recipients": "a@example.nl\nb@example.nl"}

    preview = post(client, place, sent)
    assert "a@example.nl, b@example.nl" in preview
    assert _account(ref.arbodienst)["report_recipients"] == ["klantbeheer@example.nl"]
    done = post(client, place, confirmed(preview))

    assert "Opgeslagen." in done
    assert _account(ref.arbodienst)["report_recipients"] == ["a@example.nl", "b@example.nl"]


def test_a_save_that_changes_nothing_says_so() -> None:
    ref = coupling()
    client, place = visitor(ref), f"/koppelingen/{ref.account}/klantaccount/"

    assert "het is al zo" in post(client, place, fields_of(page_of(client, place)))


def test_what_changed_since_the_preview_is_shown_instead_of_done() -> None:
    ref = coupling()
    client, place = visitor(ref), f"/koppelingen/{ref.account}/adressen/"
    preview = post(client, place, {"allowed_addresses": "192.0.2.1"})
    other = post(client, place, {"allowed_addresses": "192.0.2.7"})
    post(client, place, confirmed(other))

    page = post(client, place, confirmed(preview))

    assert "Sinds u keek is er iets gewijzigd" in page
    assert _account(ref.arbodienst)["allowed_addresses"] == ["192.0.2.7"]


def test_the_scope_is_chosen_from_groups_and_employers() -> None:
    ref = coupling()
    client, place = visitor(ref), f"/koppelingen/{ref.account}/autorisaties/"
    assert "Gezamenlijke relaties Felison (FELISON-VI)" in page_of(client, place)

    preview = post(client, place, {"employers": "FLSN1001"})
    post(client, place, confirmed(preview))

    assert _account(ref.arbodienst)["scope"] == {"employers": ["FLSN1001"]}


def test_who_may_only_look_saves_nothing() -> None:
    ref = coupling()
    client = visitor(ref, "audit")

    for place in ("klantaccount/", "importkoppelingen/Verzuimmeldingen/"):
        assert "niet wijzigen" in page_of(client, f"/koppelingen/{ref.account}/{place}")
        assert client.post(f"/koppelingen/{ref.account}/{place}", {}).status_code == 403


def test_a_stream_is_saved_as_it_was_shown_and_nothing_else_changes() -> None:
    ref = coupling()
    client = visitor(ref)
    place = f"/koppelingen/{ref.account}/importkoppelingen/Verzuimmeldingen/"
    before = _stream(ref.arbodienst)

    unchanged = post(client, place, fields_of(page_of(client, place)))
    assert "het is al zo" in unchanged
    sent = {**fields_of(page_of(client, place)), "mode": "approval", "keys_changed_more_than": "5"}
    preview = post(client, place, sent)
    post(client, place, confirmed(preview))

    after = _stream(ref.arbodienst)
    assert after == {**before, "mode": "approval", "guards": {"keys_changed": {"more_than": 5}}}


def test_codes_in_answers_stay_when_something_else_is_saved() -> None:
    ref = coupling()
    client = visitor(ref)
    place = f"/koppelingen/{ref.account}/importkoppelingen/Verzuimmeldingen/"
    codes = {"answers": "processed = 02", "answers_confirmed": "on"}
    post(
        client,
        place,
        confirmed(post(client, place, {**fields_of(page_of(client, place)), **codes})),
    )
    told = {"processed": "02", "confirmed": True}
    assert _stream(ref.arbodienst)["answers"] == told

    sent = {**fields_of(page_of(client, place)), "mode": "approval"}
    post(client, place, confirmed(post(client, place, sent)))
    after = _stream(ref.arbodienst)
    assert (after["mode"], after["answers"]) == ("approval", told)


def test_tables_of_a_stream_are_written_a_line_a_row() -> None:
    ref = coupling()
    client = visitor(ref)
    place = f"/koppelingen/{ref.account}/importkoppelingen/Verzuimmeldingen/"
    sent = {
        **fields_of(page_of(client, place)),
        "operations_per_edition": "2022 = verbs\n2024.01 = new\n2024.02 = change",
        "operations_confirmed": ["2022", "2026"],
        "field_policies": "surname = never",
        "cases_withdrawn_more_than": "",
        "cases_withdrawn_percent": "",
    }

    post(client, place, confirmed(post(client, place, sent)))

    after = _stream(ref.arbodienst)
    assert after["operations_per_edition"] == {
        "2022": "verbs",
        "2024": {"01": "new", "02": "change"},
    }
    assert after["operations_confirmed"] == ["2022", "2026"]
    assert after["field_policies"] == {"surname": "never"}
    assert after["guards"] == {"cases_withdrawn": "off"}
    page = page_of(client, place)
    assert "2024.01 = new" in page
    assert "het is al zo" in post(client, place, fields_of(page))


def test_faults_of_a_stream_are_told_and_nothing_is_saved() -> None:
    ref = coupling()
    client = visitor(ref)
    place = f"/koppelingen/{ref.account}/importkoppelingen/Verzuimmeldingen/"
    sent = {**fields_of(page_of(client, place)), "employer_code": "FLSN[Onbekend]"}

    page = post(client, place, sent, status=422)

    assert "CF018" in page
    assert _stream(ref.arbodienst)["employer_code"] == "FLSN[IdWrkgvrArbdnst]"


def test_a_stream_is_added_under_the_name_that_the_portal_uses() -> None:
    ref = coupling()
    client = visitor(ref)
    place = f"/koppelingen/{ref.account}/importkoppeling-nieuw/?naam=Dienstverbanden"
    sent = {**fields_of(page_of(client, place)), "message": "Dienstverbanden"}
    assert sent["name"] == ["Dienstverbanden"]

    post(client, place, confirmed(post(client, place, sent)))
    again = post(client, place, sent)

    assert "Er is al een importkoppeling met deze naam." in again
    assert _stream(ref.arbodienst, "Dienstverbanden")["message"] == "Dienstverbanden"


def test_the_message_and_the_keys_of_an_insurer_can_be_chosen() -> None:
    ref = coupling()
    page = page_of(visitor(ref), f"/koppelingen/{ref.account}/importkoppeling-nieuw/")

    for choice in (
        "VerzuimmeldingenVerzekeraar-Arbodienst",
        "IdWrknmrVzkr",
        "IdWrknmrArbdnst",
    ):
        assert f'<option value="{choice}">' in page


def test_versions_of_a_stream_are_gone_back_to_after_a_look() -> None:
    ref = coupling()
    client = visitor(ref)
    place = f"/koppelingen/{ref.account}/importkoppelingen/Verzuimmeldingen/"
    sent = {**fields_of(page_of(client, place)), "mode": "dry-run"}
    post(client, place, confirmed(post(client, place, sent)))
    assert "Versie 2" in page_of(client, f"{place}versies/")

    preview = post(client, f"{place}versies/1/terug/", {})
    page = post(client, f"{place}versies/1/terug/", confirmed(preview))

    assert "dat is een nieuwe versie" in page
    assert "mode" not in _stream(ref.arbodienst)
    assert client.get(f"{place}versies/99/terug/").status_code == 404


def test_versions_of_the_account_stand_beside_what_was_done() -> None:
    ref = coupling()
    client, place = visitor(ref), f"/koppelingen/{ref.account}/"
    post(
        client,
        f"{place}adressen/",
        confirmed(post(client, f"{place}adressen/", {"allowed_addresses": "192.0.2.1"})),
    )

    page = page_of(client, f"{place}geschiedenis/")
    assert "instellingen bewaard" in page
    preview = post(client, f"{place}geschiedenis/1/terug/", {})
    post(client, f"{place}geschiedenis/1/terug/", confirmed(preview))

    assert "allowed_addresses" not in _account(ref.arbodienst)


def test_a_message_is_tried_step_by_step_and_nothing_is_written() -> None:
    ref = signed_in(in_order(employer_code_options={"strip_zeros": True})).ref
    client = visitor(ref)
    place = f"/koppelingen/{ref.account}/importkoppelingen/Verzuimmeldingen/proef/"
    page_of(client, place)
    file = SimpleUploadedFile("bericht.xml", sick(report("VG1")))

    page = post(client, place, {"file": file})

    assert "FLSN1001" in page
    assert "zonder voorloopnullen" in page
    assert "alle werkgevers gevonden" in page
    assert "Smit" not in page


def test_of_very_many_faults_the_first_are_shown_and_how_many_more_there_are() -> None:
    this = signed_in()
    reports = [report(f"VG{number}") for number in range(130)]
    content = sick(*reports).replace(b"<PrcVrzm>100.00<", b"<PrcVrzm>veel<")
    place = f"/koppelingen/{this.account}/importkoppelingen/Verzuimmeldingen/proef/"

    page = post(visitor(this.ref), place, {"file": SimpleUploadedFile("bericht.xml", content)})

    assert page.count('<li class="finding">') == 100
    more = re.search(r"En nog (\d+)\.", page)
    assert more
    assert int(more[1]) >= 30


def test_a_received_message_is_tried_by_its_receipt() -> None:
    this = signed_in()
    receipt = deliver(this, sick(report("VG1"), number="9999"))
    place = f"/koppelingen/{this.account}/importkoppelingen/Verzuimmeldingen/proef/"

    page = post(visitor(this.ref), place, {"receipt": receipt})

    assert "bestaat niet" in page


def test_settings_are_tried_before_they_are_saved() -> None:
    this = signed_in()
    receipt = deliver(this, sick(report("VG1")))
    client = visitor(this.ref)
    place = f"/koppelingen/{this.account}/importkoppelingen/Verzuimmeldingen/"
    sent = {**fields_of(page_of(client, place)), "employer_code": "ANDERS[IdWrkgvrArbdnst]"}
    assert "Deze instellingen eerst testen" in post(client, place, sent)

    page = post(client, f"{place}proef/", {**sent, "receipt": receipt})

    assert "ANDERS1001" in page
    assert "nog niet zijn bewaard" in page
    assert _stream(this.arbodienst)["employer_code"] == "FLSN[IdWrkgvrArbdnst]"
    gone_on = post(client, place, {**sent, "verder": "1"})
    assert 'value="ANDERS[IdWrkgvrArbdnst]"' in gone_on
    wrong = {**sent, "composite_days": "x", "receipt": receipt}
    assert "kunnen niet worden getest" in post(client, f"{place}proef/", wrong, status=422)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Noem één bericht"),
        ({"receipt": "x", "pasted": "<a/>"}, "Noem één bericht"),
        ({"receipt": "bestaat-niet"}, "TR102"),
    ],
)
def test_what_cannot_be_tried_is_told(sent: dict[str, str], said: str) -> None:
    ref = coupling()
    place = f"/koppelingen/{ref.account}/importkoppelingen/Verzuimmeldingen/proef/"

    assert said in post(visitor(ref), place, sent, status=422)


def test_a_pasted_text_that_is_no_message_is_rejected() -> None:
    ref = coupling()
    place = f"/koppelingen/{ref.account}/importkoppelingen/Verzuimmeldingen/proef/"

    page = post(visitor(ref), place, {"pasted": "<geen bericht/>"})

    assert "niet gelezen" in page


def test_a_stream_that_is_not_there_is_a_page_that_says_so() -> None:
    ref = coupling()
    client = visitor(ref)

    for place in ("geen/", "geen/proef/", "geen/versies/", "geen/versies/1/terug/"):
        path = f"/koppelingen/{ref.account}/importkoppelingen/{place}"
        assert client.get(path).status_code == 404
    assert find_account(ACCOUNT) == ref


def test_of_a_message_beside_the_dossiers_little_is_asked() -> None:
    ref = coupling()
    client = visitor(ref)
    place = f"/koppelingen/{ref.account}/importkoppeling-nieuw/"
    sent = {**fields_of(page_of(client, place)), "name": "Documenten", "message": "Documenten"}

    post(client, place, confirmed(post(client, place, sent)))

    page = page_of(client, f"/koppelingen/{ref.account}/importkoppelingen/Documenten/")
    assert {*fields_of(page)} >= {"editions", "employer_code", "employee_key", "mode"}
    assert not {*fields_of(page)} & {"operations", "gaps", "field_policies", "composite_days"}
    assert '<option value="approval"' not in page
